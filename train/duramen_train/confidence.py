"""Fits what a model expects of its own extractions, on pages of hosts that it did not see."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from duramen.confidence import Confidence, page_features
from duramen.select import select
from duramen_train.design import Design
from duramen_train.export import flatten
from duramen_train.recipe import Stage
from duramen_train.scorers import fit_boosting

_TREES = Stage(iterations=80, learning_rate=0.06, leaves=6, min_samples_leaf=40, l2=5.0, max_features=0.5)


def fit_confidence(design: Design, probability: NDArray[np.float64], seed: int) -> Confidence | None:
    """Fit on the pages whose gold is whole; `probability` is each block's, by a model that did not see its host.

    F1 is counted in words of blocks, as labels have it: it differs from that of texts by a fraction of a point.
    """
    rows, reached = [], []
    for view, at in design.slices():
        table, share = view.example.table, view.label
        if not view.own or np.isnan(share).any():
            continue
        words = np.maximum(table["words"], 1).astype(np.float64)
        chosen = select(probability[at], words)
        rows.append(page_features(table, probability[at], chosen))
        reached.append(block_f1(words, share, chosen.kept))
    if len(rows) < 2 * _TREES.min_samples_leaf:
        return None
    trees = fit_boosting(_TREES, np.concatenate(rows), np.array(reached), np.ones(len(rows)), seed, "regression")
    return Confidence(flatten(trees))


def block_f1(words: NDArray[np.float64], share: NDArray[np.float32], kept: NDArray[np.bool_]) -> float:
    """Return the word F1 of keeping blocks, of whose words the gold covers `share`; 1 where nothing is all there is."""
    right, size, gold = float((words * share)[kept].sum()), float(words[kept].sum()), float((words * share).sum())
    return 2.0 * right / (size + gold) if size + gold else 1.0
