"""Gradient-boosted trees as arrays, evaluated by the compiled kernels.

Equivalent to scikit-learn's `HistGradientBoostingClassifier` (sklearn/ensemble/_hist_gradient_boosting/predictor.py):
a row goes left where `x <= threshold`, and the raw score is the baseline plus the leaves' sum. `duramen_train.export`
flattens a fitted estimator; a test holds the two within 1e-6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duramen._kernels import sum_trees


@dataclass(frozen=True, slots=True)
class Forest:
    """Flattened trees. `roots` int32 (trees,); `feature`, `left` int32 and `threshold` float32 (nodes,).

    Node `i` sends a row to `left[i]`, or to `left[i] + 1` where `x[feature[i]] > threshold[i]`; `feature[i]` is -1 at a
    leaf, whose value is `threshold[i]`.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    baseline: float

    def check(self, n_features: int) -> None:
        """Raise ValueError unless every walk stays inside the arrays and ends: weights may come from anywhere."""
        nodes = len(self.feature)
        if not len(self.threshold) == len(self.left) == nodes:
            raise ValueError("arrays of nodes differ in length")
        if len(self.roots) and not (self.roots.min() >= 0 and self.roots.max() < nodes):
            raise ValueError("a root is out of range")
        split = self.feature >= 0
        here = np.flatnonzero(split)
        children = self.left[split].astype(np.int64)
        if np.any(self.feature >= n_features):
            raise ValueError(f"a node asks for a feature beyond the {n_features} that there are")
        if np.any(children <= here) or np.any(children + 1 >= nodes):
            raise ValueError("a child does not stand after its parent")
        if not np.isfinite(self.threshold).all():
            raise ValueError("a threshold or leaf is not finite")

    def raw(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the log-odds of each row; `rows` is float32 (n, features), C-contiguous."""
        out = np.full(len(rows), self.baseline)
        sum_trees(np.ascontiguousarray(rows, np.float32), self.roots, self.feature, self.threshold, self.left, out)
        return out
