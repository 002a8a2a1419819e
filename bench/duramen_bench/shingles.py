"""Shingle F1, the metric of scrapinghub's article-extraction-benchmark.

A shingle is four consecutive words (`\\w+`, case kept; a shorter text is one shingle), compared as bags. Precision and
recall are found per page and averaged, and F1 is the harmonic mean of the two averages. A page where a ratio has no
meaning (precision of an empty answer, recall of an empty gold) is left out of its average: with that, and only with
that, the published table comes out to three decimals. Accuracy is the share of pages whose bags are equal.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

_WORD = re.compile(r"\w+")
SIZE = 4


@lru_cache(4)  # a page's gold is met once a tool
def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the bag of shingles; empty for a text without words. It is shared: leave it as it is."""
    words = _WORD.findall(text)
    if len(words) < SIZE:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[i:] for i in range(SIZE)), strict=False))


def shingle_columns(predicted: str, gold: str) -> dict[str, float]:
    """Return precision, recall (NaN where they have no meaning) and accuracy (0 or 1) of one page."""
    ours, theirs = shingles(predicted), shingles(gold)
    common = (ours & theirs).total()
    return {
        "shingle_precision": common / ours.total() if ours else math.nan,
        "shingle_recall": common / theirs.total() if theirs else math.nan,
        "shingle_accuracy": float(ours == theirs),
    }
