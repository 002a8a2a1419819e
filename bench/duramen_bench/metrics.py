"""The metrics, as rows of data: what is counted on a page, and how pages make one number.

A page gives columns of floats (NaN: no meaning there); a metric takes the means of one or two columns over pages and
combines them. Everything that is true of a mean is then true of every metric: intervals and differences come from
`stats` alone, without a line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duramen.errors import unknown_name
from duramen_bench.shingles import shingle_columns
from duramen_corpora.words import word_overlap

Means = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Metric:
    """`columns` are averaged over pages; `combine` makes one number of the averages (arrays in, array out)."""

    name: str
    title: str
    description: str
    columns: tuple[str, ...]
    combine: Callable[..., Means]
    higher_is_better: bool = True
    unit: str = "share"
    source: str = ""


def _only(mean: Means) -> Means:
    return mean


def harmonic(precision: Means, recall: Means) -> Means:
    """Return F1 of averaged precision and recall; 0 where both are 0."""
    total = precision + recall
    return np.divide(2 * precision * recall, total, out=np.zeros_like(total), where=total > 0)


def ratio(part: Means, whole: Means) -> Means:
    """Return part / whole, NaN where there is no whole."""
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)


def word_columns(predicted: str, gold: str) -> dict[str, float]:
    """Return word-bag precision, recall and F1 of one page."""
    overlap = word_overlap(predicted, gold)
    return {"word_precision": overlap.precision, "word_recall": overlap.recall, "word_f1": overlap.f1}


#: Each turns (predicted, gold) of a page into columns. Names do not overlap.
PAGE_FUNCTIONS: tuple[Callable[[str, str], dict[str, float]], ...] = (word_columns, shingle_columns)

_WCXB = "Web Content Extraction Benchmark (WCXB), README"
_SCRAPINGHUB = "scrapinghub/article-extraction-benchmark, technical report of v1.0.0"

_OURS = "duramen_bench.leaks"

METRICS: dict[str, Metric] = {
    row.name: row
    for row in (
        Metric(
            "word_f1", "Word F1", "F1 of bags of lower-cased words, mean over pages", ("word_f1",), _only, source=_WCXB
        ),
        Metric(
            "word_precision",
            "Precision",
            "share of the answer's words that are in the gold, mean over pages",
            ("word_precision",),
            _only,
            source=_WCXB,
        ),
        Metric(
            "word_recall",
            "Recall",
            "share of the gold's words that are in the answer, mean over pages",
            ("word_recall",),
            _only,
            source=_WCXB,
        ),
        Metric(
            "shingle_f1",
            "Shingle F1",
            "F1 of mean precision and mean recall of four-word shingles",
            ("shingle_precision", "shingle_recall"),
            harmonic,
            source=_SCRAPINGHUB,
        ),
        Metric(
            "shingle_precision",
            "Shingle precision",
            "mean share of the answer's shingles that are in the gold; empty answers left out",
            ("shingle_precision",),
            _only,
            source=_SCRAPINGHUB,
        ),
        Metric(
            "shingle_recall",
            "Shingle recall",
            "mean share of the gold's shingles that are in the answer; empty golds left out",
            ("shingle_recall",),
            _only,
            source=_SCRAPINGHUB,
        ),
        Metric(
            "shingle_accuracy",
            "Exact",
            "share of pages whose words are the gold's, all and in order (bags of shingles are equal)",
            ("shingle_accuracy",),
            _only,
            source=_SCRAPINGHUB,
        ),
        Metric(
            "noise_leaked",
            "Noise leaked",
            "share of the words of noise blocks that are in the answer, over all pages; needs roles",
            ("through.noise", "words.noise"),
            ratio,
            higher_is_better=False,
            source=_OURS,
        ),
        Metric(
            "content_kept",
            "Content kept",
            "share of the words of content blocks that are in the answer, over all pages; needs roles",
            ("through.content", "words.content"),
            ratio,
            source=_OURS,
        ),
    )
}


def find_metric(name: str) -> Metric:
    """Return the row called `name`. Raises UsageError with suggestions."""
    if name not in METRICS:
        raise unknown_name("metric", name, METRICS)
    return METRICS[name]


def page_columns(predicted: str | None, gold: str, failed: bool) -> dict[str, float]:
    """Return every column of one page. A failure is a miss: it scores as an empty answer would, and never as right."""
    columns: dict[str, float] = {}
    for function in PAGE_FUNCTIONS:
        columns |= function("" if failed else predicted or "", gold)
    return {name: min(value, 0.0) if failed else value for name, value in columns.items()}
