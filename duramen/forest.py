"""Gradient-boosted trees as arrays, evaluated by the compiled kernels.

Equivalent to LightGBM's trees without categories and missing values (Ke et al., "LightGBM: a highly efficient gradient
boosting decision tree", NIPS 2017): a row goes left where `x <= threshold`, and the raw score is the baseline plus the
leaves' sum. `duramen_train.export` flattens a fitted booster; a test holds the two within 1e-6.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen._kernels import sum_trees

#: A node as the kernel reads it: sixteen bytes, so that one look-up brings all of it.
_NODE: Final = np.dtype([("feature", "<i4"), ("threshold", "<f4"), ("left", "<i4"), ("value", "<f4")])


@dataclass(frozen=True, slots=True)
class Forest:
    """Flattened trees. `roots` int32 (trees,); `feature`, `left` int32 and `threshold` float32 (nodes,).

    Node `i` sends a row to `left[i]`, or to `left[i] + 1` where `x[feature[i]] > threshold[i]`; `feature[i]` is -1 at a
    leaf, whose value is `threshold[i]`. Raises ValueError unless every walk stays inside the arrays and ends: weights
    may come from anywhere.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    baseline: float
    _steps: _Steps = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._check_nodes()
        object.__setattr__(self, "_steps", _Steps.of(self))

    def _check_nodes(self) -> None:
        nodes = len(self.feature)
        if not len(self.threshold) == len(self.left) == nodes:
            raise ValueError("arrays of nodes differ in length")
        if len(self.roots) and (self.roots.min() < 0 or self.roots.max() >= nodes):
            raise ValueError("a root is out of range")
        here = np.flatnonzero(self.feature >= 0)
        children = self.left[here].astype(np.int64)
        if np.any(children <= here) or np.any(children + 1 >= nodes):
            raise ValueError("a child does not stand after its parent")
        if not np.isfinite(self.threshold).all():
            raise ValueError("a threshold or leaf is not finite")

    def check(self, n_features: int) -> None:
        """Raise ValueError where a node asks for a feature that rows of `n_features` do not have."""
        if np.any(self.feature >= n_features):
            raise ValueError(f"a node asks for a feature beyond the {n_features} that there are")

    def raw(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the log-odds of each row; `rows` is float32 (n, features), with as many features as were checked."""
        out = np.full(len(rows), self.baseline)
        steps = self._steps
        rows = np.ascontiguousarray(rows, np.float32)
        sum_trees(rows, self.roots, steps.depth, steps.nodes, out)
        return out


@dataclass(frozen=True, slots=True)
class _Steps:
    """The same trees as the kernel takes them: leaves that lead to themselves, and how many steps each tree needs."""

    depth: NDArray[np.int32]
    nodes: NDArray[np.void]

    @classmethod
    def of(cls, forest: Forest) -> _Steps:
        leaf = forest.feature < 0
        height = np.zeros(len(leaf), np.int32)
        for node in np.flatnonzero(~leaf)[::-1].tolist():  # children stand after parents: backwards, they come first
            child = int(forest.left[node])
            height[node] = 1 + max(height[child], height[child + 1])
        nodes = np.zeros(len(leaf), _NODE)
        nodes["feature"] = np.where(leaf, 0, forest.feature)
        nodes["threshold"] = np.where(leaf, np.float32(np.inf), forest.threshold)
        nodes["left"] = np.where(leaf, np.arange(len(leaf)), forest.left)
        nodes["value"] = np.where(leaf, forest.threshold, np.float32(0))
        return cls(height[forest.roots], nodes)
