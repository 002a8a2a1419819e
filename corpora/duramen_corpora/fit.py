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

from duramen_corpora.align import Alignment, align, oracle
from duramen_corpora.schema import Page
from duramen_corpora.words import bag_overlap, tokeniser

_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Fit:
    """One page: how much of its gold is in it, and the word F1 of the best choice of its blocks.

    `gold_found` is the share of the gold's words that alignment finds; `gold_there` the share that stands anywhere in
    the page's text, in whatever order: what no choice of blocks can mend is 1 - `gold_there`.
    """

    id: str
    host: str
    page_type: str
    blocks: int
    gold_words: int
    gold_found: float
    gold_there: float
    oracle_f1: float


@dataclass(frozen=True, slots=True)
class Summary:
    """The pages of one type, or of all. `low` and `high` bound the mean oracle F1 with 95% confidence.

    `there` is the mean share of gold that stands in the page at all.
    """

    page_type: str
    pages: int
    hosts: int
    found_median: float
    found_p10: float
    there: float
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


def fit_of(page: Page, texts: Sequence[str], alignment: Alignment | None = None) -> Fit:
    """Return the row of one page, whose blocks have `texts`. Words are characters in scripts without spaces."""
    gold, split = page.text or "", tokeniser(page.text or "")
    alignment = alignment or align(texts, gold)
    wanted = Counter(split(gold))
    every = Counter(split("\n\n".join(texts)))
    return Fit(
        id=page.id,
        host=page.host,
        page_type=page.page_type or "unknown",
        blocks=len(texts),
        gold_words=len(gold.split()),
        gold_found=alignment.gold_found,
        gold_there=(every & wanted).total() / wanted.total() if wanted else 1.0,
        oracle_f1=oracle_f1(texts, gold, alignment),
    )


def oracle_f1(texts: Sequence[str], gold: str, alignment: Alignment) -> float:
    """Return the word F1 of the best choice of blocks, in [0, 1]; words are characters in scripts without spaces."""
    split = tokeniser(gold)
    kept = oracle(texts, gold, alignment)
    best = "\n\n".join(text for text, keep in zip(texts, kept, strict=True) if keep)
    return bag_overlap(Counter(split(best)), Counter(split(gold))).f1


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
        there=float(np.mean([row.gold_there for row in rows])),
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
