"""The metrics, as rows of data: what is counted on a page, and how pages make one number.

A page gives columns of floats (NaN: no meaning there); a metric takes the means of one or two columns over pages and
combines them. Everything that is true of a mean is then true of every metric: intervals and differences come from
`stats` alone, without a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duramen.errors import unknown_name
from duramen_bench.references import KINDS
from duramen_bench.rouge import rouge_columns
from duramen_bench.shingles import shingle_columns
from duramen_corpora.words import word_overlap

Means = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Metric:
    """`columns` are averaged over pages; `combine` makes one number of the averages (arrays in, array out).

    `ranks`: whether boards are made by it. Any metric can rank if it is asked for by name; these are those that weigh
    what is missing against what is too much, so that no tool comes first by answering with everything, or with nothing.
    """

    name: str
    title: str
    description: str
    columns: tuple[str, ...]
    combine: Callable[..., Means]
    higher_is_better: bool = True
    unit: str = "share"
    source: str = ""
    ranks: bool = False


def _only(mean: Means) -> Means:
    return mean


def harmonic(precision: Means, recall: Means) -> Means:
    """Return F1 of averaged precision and recall; 0 where both are 0 or one has no pages, NaN where neither has any."""
    total = precision + recall
    nothing = np.where(np.isnan(precision) & np.isnan(recall), np.nan, 0.0)
    return np.divide(2 * precision * recall, total, out=nothing, where=total > 0)


def ratio(part: Means, whole: Means) -> Means:
    """Return part / whole, NaN where there is no whole."""
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)


def lost(part: Means, whole: Means) -> Means:
    """Return the share that is missing, NaN where there is no whole."""
    return 1 - ratio(part, whole)


def snippet_f1(found: Means, missed: Means, leaked: Means) -> Means:
    """Return F1 of counts; NaN without any."""
    return ratio(2 * found, 2 * found + missed + leaked)


def word_columns(predicted: str, gold: str) -> dict[str, float]:
    """Return word-bag precision, recall and F1 of one page."""
    overlap = word_overlap(predicted, gold)
    return {"word_precision": overlap.precision, "word_recall": overlap.recall, "word_f1": overlap.f1}


#: Each turns (predicted, gold) of a page into columns. Names do not overlap.
PAGE_FUNCTIONS: tuple[Callable[[str, str], dict[str, float]], ...] = (word_columns, shingle_columns, rouge_columns)

_WCXB = "Web Content Extraction Benchmark (WCXB), README"
_SCRAPINGHUB = "scrapinghub/article-extraction-benchmark, technical report of v1.0.0"

_WCEB = "Bevendorff et al., An Empirical Comparison of Web Content Extraction Algorithms, SIGIR 2023"
_WEBMAINBENCH = "opendatalab/WebMainBench, webmainbench/metrics/text_metrics.py"
_TRAFILATURA = "adbar/trafilatura, tests/evaluate.py"
_OURS = "duramen_bench.references"

METRICS: dict[str, Metric] = {
    row.name: row
    for row in (
        Metric(
            "word_f1",
            "Word F1",
            "F1 of bags of lower-cased words, mean over pages",
            ("word_f1",),
            _only,
            source=_WCXB,
            ranks=True,
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
            ranks=True,
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
            "rouge_lsum",
            "ROUGE-LSum",
            "F1 of summary-level longest common subsequences, mean over pages",
            ("rouge_lsum_f1",),
            _only,
            source=_WCEB,
            ranks=True,
        ),
        Metric(
            "levenshtein",
            "Levenshtein",
            "share of both texts' tokens in their longest common subsequence (an indel ratio), mean over pages",
            ("levenshtein",),
            _only,
            source=_WCEB,
            ranks=True,
        ),
        Metric(
            "rouge_5",
            "ROUGE-5",
            "F1 of bags of five tokens as jieba cuts them, mean over pages",
            ("rouge_5_f1",),
            _only,
            source=_WEBMAINBENCH,
            ranks=True,
        ),
        Metric(
            "snippet_f1",
            "Snippets",
            "F1 of snippets that must and must not be there, summed over pages; needs snippets",
            ("snippets.found", "snippets.missed", "snippets.leaked"),
            snippet_f1,
            source=_TRAFILATURA,
            ranks=True,
        ),
        Metric(
            "block_f1",
            "Block F1",
            "F1 of the page's blocks that answer and gold cover by half, mean over pages",
            ("block_f1",),
            _only,
            source=_OURS,
            ranks=True,
        ),
        *(
            Metric(
                f"lost_{kind}",
                f"Lost: {kind}",
                f"share of the words of content in a {kind} that the answer lacks, over all pages",
                (f"through.kind.{kind}", f"words.kind.{kind}"),
                lost,
                higher_is_better=False,
                source=_OURS,
            )
            for kind in KINDS
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


#: The metrics that a board can be made by, each with its own ranks, pairs and ties.
RANKING: tuple[str, ...] = tuple(name for name, row in METRICS.items() if row.ranks)


def find_metric(name: str) -> Metric:
    """Return the row called `name`. Raises UsageError with suggestions."""
    if name not in METRICS:
        raise unknown_name("metric", name, METRICS)
    return METRICS[name]


def text_columns(predicted: str, gold: str) -> dict[str, float]:
    """Return every column that two texts give."""
    columns: dict[str, float] = {}
    for function in PAGE_FUNCTIONS:
        columns |= function(predicted, gold)
    return columns


def page_values(metric: Metric, columns: Mapping[str, Means]) -> Means:
    """Return the metric on each page, as if the page were the corpus; NaN where it has no meaning there."""
    return metric.combine(*(columns[name] for name in metric.columns))
