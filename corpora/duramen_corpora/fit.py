"""How well gold and pages fit: how much of the gold is in its page, and the ceiling that choosing blocks can reach.

    rows = fits(pages(load("wcxb")))
    summary(rows)           # gold found and oracle word F1, by page type, with intervals

A page whose gold is not found in it teaches a model nothing true; the worst rows are where to look, and
`duramen_corpora.audit` says what is wrong with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duramen_corpora.align import align, oracle
from duramen_corpora.schema import Page
from duramen_corpora.words import word_overlap

_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Fit:
    """One page: share of its gold's words found in it, and the word F1 of the best choice of its blocks."""

    id: str
    host: str
    page_type: str
    blocks: int
    gold_words: int
    gold_found: float
    oracle_f1: float


@dataclass(frozen=True, slots=True)
class Summary:
    """The pages of one type, or of all. `low` and `high` bound the mean oracle F1 with 95% confidence."""

    page_type: str
    pages: int
    hosts: int
    found_median: float
    found_p10: float
    oracle_f1: float
    low: float
    high: float


def fits(pages: Iterable[Page]) -> Iterator[Fit]:
    """Align each page that has a gold text with its blocks; pages without one are passed over."""
    import duramen

    for page in pages:
        if page.text is not None:
            texts = duramen.parse(page.html, encoding=page.charset).texts
            yield fit_of(page, texts)


def fit_of(page: Page, texts: Sequence[str]) -> Fit:
    """Return the row of one page, whose blocks have `texts`."""
    gold = page.text or ""
    alignment = align(texts, gold)
    kept = oracle(texts, gold, alignment)
    best = "\n\n".join(text for text, keep in zip(texts, kept, strict=True) if keep)
    return Fit(
        id=page.id,
        host=page.host,
        page_type=page.page_type or "unknown",
        blocks=len(texts),
        gold_words=len(gold.split()),
        gold_found=alignment.gold_found,
        oracle_f1=word_overlap(best, gold).f1,
    )


def summary(rows: Sequence[Fit], *, seed: int = 0) -> list[Summary]:
    """Return a row for each page type, most pages first, and one for all."""
    types = [name for name, _ in Counter(row.page_type for row in rows).most_common()]
    groups = [(name, [row for row in rows if row.page_type == name]) for name in types]
    return [_summary(name, group, seed) for name, group in [*groups, ("all", list(rows))]]


def _summary(name: str, rows: Sequence[Fit], seed: int) -> Summary:
    found = np.array([row.gold_found for row in rows])
    scores = np.array([row.oracle_f1 for row in rows])
    hosts = [row.host for row in rows]
    low, high = host_interval(scores, hosts, seed=seed)
    return Summary(
        page_type=name,
        pages=len(rows),
        hosts=len(set(hosts)),
        found_median=float(np.median(found)),
        found_p10=float(np.quantile(found, 0.1)),
        oracle_f1=float(scores.mean()),
        low=low,
        high=high,
    )


def host_interval(scores: NDArray[np.float64], hosts: Sequence[str], *, seed: int) -> tuple[float, float]:
    """Return the 95% bootstrap interval of the mean of page scores, drawing hosts rather than pages.

    Pages of one host stand and fall together; drawn one by one they would make the interval too narrow.
    """
    _, host_of = np.unique(np.array(hosts), return_inverse=True)
    sums, counts = np.bincount(host_of, weights=scores), np.bincount(host_of)
    draws = np.random.default_rng(seed).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=_DRAWS)
    means = (draws @ sums) / (draws @ counts)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
