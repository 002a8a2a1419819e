"""Fitted LightGBM trees to plain arrays, which the library evaluates without LightGBM."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from duramen.forest import Forest

_Tree = tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int32]]


def flatten(booster: Any) -> Forest:
    """Return the trees of a fitted two-class `lightgbm.Booster` as a `Forest`.

    Reads `Booster.dump_model`, whose leaves hold the average log-odds as well (LightGBM 4). Missing values and
    categories are refused: features are always finite numbers.
    """
    trees = [_flatten_tree(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    starts = np.concatenate(([0], np.cumsum([len(feature) for feature, _, _ in trees]))).astype(np.int32)
    left = [np.where(f >= 0, x + start, -1) for (f, _, x), start in zip(trees, starts[:-1], strict=True)]
    return Forest(
        roots=starts[:-1].copy(),
        feature=np.concatenate([f for f, _, _ in trees]).astype(np.int32),
        threshold=np.concatenate([t for _, t, _ in trees]).astype(np.float32),
        left=np.concatenate(left).astype(np.int32),
        baseline=0.0,
    )


def _flatten_tree(root: dict[str, Any]) -> _Tree:
    """Number a tree's nodes breadth first, so that siblings stand side by side and children after parents."""
    nodes = [root]
    left: list[int] = []
    while len(left) < len(nodes):
        node = nodes[len(left)]
        left.append(len(nodes) if "split_feature" in node else -1)
        if "split_feature" in node:
            if node["decision_type"] != "<=" or node["missing_type"] != "None":
                raise ValueError("categories and missing values cannot be flattened: train on finite numbers")
            nodes += [node["left_child"], node["right_child"]]
    feature = np.array([node.get("split_feature", -1) for node in nodes], np.int32)
    values = np.array([node["threshold"] if "split_feature" in node else node["leaf_value"] for node in nodes])
    return feature, np.where(feature < 0, values, _round_down(values)).astype(np.float32), np.array(left, np.int32)


def _round_down(thresholds: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the largest float32 not above each threshold: for float32 features `x <= threshold` is then unchanged."""
    near = thresholds.astype(np.float32)
    below = np.nextafter(near, np.float32(-np.inf))
    return np.where(near.astype(np.float64) > thresholds, below, near)
