"""Words as the field counts them, and the word-bag F1 that alignment, training and the bench share.

The definition is WCXB's (`word_f1` in its README): lower-cased runs of `\\w`, compared as bags.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return the lower-cased words of `text`, in order."""
    return _WORD.findall(text.lower())


@dataclass(frozen=True, slots=True)
class Overlap:
    """Precision, recall and F1 of a prediction against a gold, each in [0, 1]."""

    precision: float
    recall: float
    f1: float


def bag_overlap(predicted: Counter[str], gold: Counter[str]) -> Overlap:
    """Compare two bags. Nothing predicted for an empty gold is right; anything else against an empty side is 0."""
    if not gold or not predicted:
        right = float(not gold and not predicted)
        return Overlap(right, right, right)
    common = sum((predicted & gold).values())
    precision, recall = common / predicted.total(), common / gold.total()
    return Overlap(precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0)


def word_overlap(predicted: str, gold: str) -> Overlap:
    """Return the word-bag precision, recall and F1 of two texts (WCXB's metric)."""
    return bag_overlap(Counter(words(predicted)), Counter(words(gold)))
