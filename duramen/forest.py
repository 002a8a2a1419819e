"""Gradient-boosted trees as arrays, evaluated by the compiled kernels.

Equivalent to LightGBM's trees without categories and missing values (Ke et al., "LightGBM: a highly efficient gradient
boosting decision tree", NIPS 2017): a row goes left where `x <= threshold`, and the raw score is the baseline plus the
leaves' sum. `duramen_train.export` flattens a fitted booster; a test holds the two within 1e-6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen._trees import Questions, sum_trees

#: Leaves that the fast kernel has bits for.
MAX_LEAVES: Final = 32
#: Nodes, and trees, that a forest may have: what loading it allocates is bounded by them, some 300 MB.
MAX_NODES: Final = 1 << 20
_QUESTION: Final = np.dtype([("threshold", "<f4"), ("tree", "<i4"), ("kept", "<u4")])
#: A node as the walk reads it: sixteen bytes, so that one look-up brings all of it.
_NODE: Final = np.dtype([("feature", "<i4"), ("threshold", "<f4"), ("left", "<i4"), ("value", "<f4")])


@dataclass(frozen=True, slots=True)
class Forest:
    """Flattened trees. `roots` int32 (trees,); `feature`, `left` int32 and `threshold` float32 (nodes,).

    Node `i` sends a row to `left[i]`, or to `left[i] + 1` where `x[feature[i]] > threshold[i]`; `feature[i]` is -1 at a
    leaf, whose value is `threshold[i]`. Raises ValueError unless every walk stays inside the arrays and ends: weights
    may come from anywhere. Trees of at most `MAX_LEAVES` leaves are scored several times faster than larger ones.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    baseline: float
    _kernel: Questions | _Steps = field(init=False, repr=False, compare=False)
    _widest: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._check_nodes()
        height = _heights(self)
        # A tree of more steps than that has more leaves, too.
        small = not len(self.roots) or height[self.roots].max() < MAX_LEAVES
        kernel = (_questions(self) if small else None) or _Steps.of(self, height)
        object.__setattr__(self, "_kernel", kernel)
        object.__setattr__(self, "_widest", int(self.feature.max(initial=-1)))

    def _check_nodes(self) -> None:
        nodes = len(self.feature)
        if any(array.ndim != 1 for array in (self.roots, self.feature, self.threshold, self.left)):
            raise ValueError("an array of trees is not flat")
        if not len(self.threshold) == len(self.left) == nodes:
            raise ValueError("arrays of nodes differ in length")
        if max(nodes, len(self.roots)) > MAX_NODES:
            raise ValueError(f"there are more than {MAX_NODES:,} nodes or trees")
        if not math.isfinite(self.baseline):
            raise ValueError(f"the baseline is {self.baseline}")
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
        if rows.shape[1] <= self._widest:
            self.check(rows.shape[1])
        out = np.zeros(len(rows))
        # A matrix stored column by column is read as it is.
        self._kernel.add(np.ascontiguousarray(rows.T, np.float32), out)
        out += self.baseline
        return out


def _heights(forest: Forest) -> NDArray[np.int32]:
    """Return how many steps there are from each node to its farthest leaf."""
    left = forest.left.tolist()
    height = [0] * len(left)
    for node in np.flatnonzero(forest.feature >= 0)[::-1].tolist():  # children stand after parents: backwards, they
        child = left[node]  # come first
        height[node] = 1 + max(height[child], height[child + 1])
    return np.array(height, np.int32)


def _questions(forest: Forest) -> Questions | None:
    """Return the trees as the fast kernel takes them; None where a tree has more than `MAX_LEAVES` leaves."""
    leaves = np.zeros((len(forest.roots), MAX_LEAVES), np.float32)
    feature, threshold, left = forest.feature.tolist(), forest.threshold.tolist(), forest.left.tolist()
    asked: list[tuple[int, float, int, int]] = []

    def read(node: int, tree: int, first: int) -> int:
        """Read the subtree whose leftmost leaf has number `first`, and return the number after its last."""
        if first >= MAX_LEAVES:  # also where weights let two nodes share a child, and so grow without end
            return first + 1
        if feature[node] < 0:
            leaves[tree, first] = threshold[node]
            return first + 1
        middle = read(left[node], tree, first)
        taken = (1 << middle) - (1 << first)
        asked.append((feature[node], threshold[node], tree, ~taken & 0xFFFFFFFF))
        return read(left[node] + 1, tree, middle)

    if any(read(root, tree, 0) > MAX_LEAVES for tree, root in enumerate(forest.roots.tolist())):
        return None
    asked.sort()
    features, starts = np.unique([row[0] for row in asked], return_index=True)
    questions = np.array([row[1:] for row in asked], _QUESTION)
    return Questions(features.astype(np.int32), np.append(starts, len(asked)).astype(np.int32), questions, leaves)


@dataclass(frozen=True, slots=True)
class _Steps:
    """Trees as the walk takes them: leaves that lead to themselves, and how many steps each tree needs."""

    roots: NDArray[np.int32]
    depth: NDArray[np.int32]
    nodes: NDArray[np.void]

    @classmethod
    def of(cls, forest: Forest, height: NDArray[np.int32]) -> _Steps:
        leaf = forest.feature < 0
        nodes = np.zeros(len(leaf), _NODE)
        nodes["feature"] = np.where(leaf, 0, forest.feature)
        nodes["threshold"] = np.where(leaf, np.float32(np.inf), forest.threshold)
        nodes["left"] = np.where(leaf, np.arange(len(leaf)), forest.left)
        nodes["value"] = np.where(leaf, forest.threshold, np.float32(0))
        return cls(forest.roots, height[forest.roots], nodes)

    def add(self, columns: NDArray[np.float32], out: NDArray[np.float64]) -> None:
        """Add the trees' sum to `out`; `columns` is (features, rows)."""
        sum_trees(np.ascontiguousarray(columns.T), self.roots, self.depth, self.nodes, out)
