"""Fitted scikit-learn estimators to plain arrays, which the library evaluates without scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from duramen.forest import Forest


def flatten(estimator: Any) -> Forest:
    """Return the trees of a fitted two-class `HistGradientBoostingClassifier` as a `Forest`.

    Reads the fitted attributes `_predictors` and `_baseline_prediction` (scikit-learn 1.5 to 1.9,
    sklearn/ensemble/_hist_gradient_boosting/gradient_boosting.py). Missing values and categories are refused: features
    are always finite numbers.
    """
    trees = [predictor.nodes for (predictor,) in estimator._predictors]
    parts = [_flatten_tree(nodes) for nodes in trees]
    starts = np.concatenate(([0], np.cumsum([len(feature) for feature, _, _ in parts]))).astype(np.int32)
    left = [np.where(f >= 0, x + start, -1) for (f, _, x), start in zip(parts, starts[:-1], strict=True)]
    return Forest(
        roots=starts[:-1].copy(),
        feature=np.concatenate([f for f, _, _ in parts]).astype(np.int32),
        threshold=np.concatenate([t for _, t, _ in parts]).astype(np.float32),
        left=np.concatenate(left).astype(np.int32),
        baseline=float(np.asarray(estimator._baseline_prediction).ravel()[0]),
    )


def _flatten_tree(nodes: NDArray[Any]) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int32]]:
    """Number a tree's nodes anew, breadth first, so that siblings stand side by side and children after parents."""
    if nodes["is_categorical"].any():
        raise ValueError("categorical splits cannot be flattened: train on numbers")
    order, place = [0], 0
    left = np.full(len(nodes), -1, np.int32)
    while place < len(order):
        node = nodes[order[place]]
        if not node["is_leaf"]:
            left[place] = len(order)
            order += [int(node["left"]), int(node["right"])]
        place += 1
    sorted_nodes = nodes[order]
    leaf = sorted_nodes["is_leaf"].astype(bool)
    feature = np.where(leaf, -1, sorted_nodes["feature_idx"]).astype(np.int32)
    threshold = np.where(leaf, sorted_nodes["value"], _round_down(sorted_nodes["num_threshold"]))
    return feature, threshold.astype(np.float32), left


def _round_down(thresholds: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the largest float32 not above each threshold: for float32 features `x <= threshold` is then unchanged."""
    near = thresholds.astype(np.float32)
    below = np.nextafter(near, np.float32(-np.inf))
    return np.where(near.astype(np.float64) > thresholds, below, near)
