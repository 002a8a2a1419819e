"""Fits the maps from what a model says to what is so, on pages of hosts that it did not see."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from duramen.model import Calibration
from duramen.select import select
from duramen_train.design import Design

#: Isotonic steps are joined by lines at this many knots: enough for its shape, few enough to read.
_KNOTS = 64
_PAGE_KNOTS = 9
_FEWEST_PAGES = 100


def calibrate(raw: NDArray[np.float64], label: NDArray[np.bool_], weight: NDArray[np.float64]) -> Calibration:
    """Fit the rising map from out-of-fold log-odds to probability (isotonic regression, then lines between knots)."""
    isotonic = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(raw, label, sample_weight=weight)
    knots = np.unique(np.quantile(raw, np.linspace(0.0, 1.0, _KNOTS)))
    # A step's value at a knot hangs on which side it falls: average around it, and stay off certainty.
    values = np.array([isotonic.predict(np.linspace(k - 0.2, k + 0.2, 9)).mean() for k in knots])
    return Calibration(knots, np.maximum.accumulate(np.clip(values, 1e-4, 1 - 1e-4)))


def calibrate_pages(design: Design, probability: NDArray[np.float64]) -> Calibration | None:
    """Fit the map from the F1 that selection expects of a page to the F1 that it gets; None for too few whole golds.

    `probability` is each block's. F1 is counted in words of blocks, as labels have it, which is that of the texts but
    for a fraction of a point. Knots stand where equal shares of the pages do.
    """
    expected, reached = [], []
    for view, at in design.slices():
        if not (view.plain and view.example.whole_gold):
            continue
        words = np.maximum(view.example.table["words"], 1).astype(np.float64)
        chosen = select(probability[at], words)
        expected.append(chosen.expected_f1)
        reached.append(block_f1(words, view.label, chosen.kept))
    if len(expected) < _FEWEST_PAGES:
        return None
    order = np.argsort(expected, kind="stable")
    groups = np.array_split(order, _PAGE_KNOTS)
    knots = np.array([np.mean([expected[i] for i in group]) for group in groups])
    means = np.array([np.mean([reached[i] for i in group]) for group in groups])
    values = IsotonicRegression(y_min=0.0, y_max=1.0).fit_transform(np.arange(len(means)), means)
    return Calibration(knots, values)


def block_f1(words: NDArray[np.float64], share: NDArray[np.float32], kept: NDArray[np.bool_]) -> float:
    """Return the word F1 of keeping blocks, of whose words the gold covers `share`; 1 where nothing is all there is."""
    right, size, gold = float((words * share)[kept].sum()), float(words[kept].sum()), float((words * share).sum())
    return 2.0 * right / (size + gold) if size + gold else 1.0
