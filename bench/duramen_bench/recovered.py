"""Counts of snippets, read off page scores in thousandths and the numbers of snippets that the gold has.

A page whose gold has W snippets that must be there and N that must not scores 2f / (W + f + l), with f found and l
leaked. Both are small whole numbers, so a score in thousandths mostly has one reading. Where it has several (0 says
nothing of l), the leak is taken that is nearest to a share of N, the same for all pages: the one that gives the tool's
published score over all pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from duramen_bench.metrics import snippet_f1
from duramen_bench.stats import Floats

_SHARES = np.linspace(0, 1, 51)
_ROUNDED = 6e-4  # of a score in thousandths

Readings = list[tuple[float, float]]


def counts(scores: Floats, snippets: Sequence[tuple[int, int]], published: float) -> list[Floats]:
    """Return found, missed and leaked snippets of each page; NaN where the page has no score.

    `snippets`: of each page's gold, how many must be in an answer and how many must not.
    """
    wanted, unwanted = zip(*snippets, strict=True)
    readings = [_readings(score, w, n) for score, w, n in zip(scores.tolist(), wanted, unwanted, strict=True)]
    tried = [_chosen(readings, wanted, unwanted, share) for share in _SHARES]
    totals = [snippet_f1(*(np.array(np.nansum(column)) for column in columns)) for columns in tried]
    return tried[int(np.nanargmin(np.abs(np.array(totals) - published)))]


def _readings(score: float, wanted: int, unwanted: int) -> Readings:
    """Return the (found, leaked) that give a page this score."""
    if not np.isfinite(score):
        return []
    if not score:
        least = 0 if wanted else 1  # without any count a page has no score
        return [(0.0, float(leaked)) for leaked in range(least, unwanted + 1)]
    pairs = product(range(1, wanted + 1), range(unwanted + 1))
    return [(float(f), float(n)) for f, n in pairs if abs(2 * f / (wanted + f + n) - score) < _ROUNDED]


def _chosen(readings: Sequence[Readings], wanted: Sequence[int], unwanted: Sequence[int], share: float) -> list[Floats]:
    none = (np.nan, np.nan)
    pairs = [
        min(pairs, key=lambda pair: (abs(pair[1] - share * n), pair[1])) if pairs else none
        for pairs, n in zip(readings, unwanted, strict=True)
    ]
    found, leaked = np.array(pairs, np.float64).reshape(-1, 2).T
    return [found, np.array(wanted) - found, leaked]
