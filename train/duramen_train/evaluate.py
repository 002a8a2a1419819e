"""What a recipe is worth on hosts, or on a whole corpus, that it did not see.

    scores = cross_validate(examples, recipe, on="wcxb", folds=5)     # host-disjoint folds
    scores = leave_out(examples, recipe, on="scrapinghub")            # trained on the other corpora alone
    summary(scores, "wcxb") # word F1, block F1 and the oracle, by page type, with intervals
    turned(scores)          # precision, recall and F1 at each setting of the dial, where `dial=DIAL` was asked for

Every fold is a whole training run, stacking and calibration inside it, and pages are judged by the arrays that would be
shipped, under the policy of their corpus's gold: nothing of a held-out host, in whatever corpus, has been near the
model that scores it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from duramen.blocks import BlockTable
from duramen.model import Model
from duramen.render import to_text
from duramen.select import Selection
from duramen_corpora.align import oracle
from duramen_corpora.fit import host_interval
from duramen_corpora.folds import host_folds
from duramen_corpora.nearby import NearDuplicates
from duramen_corpora.words import tokens, word_overlap
from duramen_train.design import THRESHOLD
from duramen_train.examples import Example
from duramen_train.fit import fit
from duramen_train.recipe import Recipe
from duramen_train.views import own_policy

#: Settings of the dial, from recall to precision.
DIAL: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page: its word-bag scores, its blocks as counts of (kept and gold, kept, gold), and the oracle's word F1.

    Of a page whose gold is snippets alone, scores and the oracle are NaN: `summary` leaves it out, predictions hold it.
    `probability`, `content` and `words` have one entry a block: what it was given, what it is, how long it is. `dial`
    has (precision, recall, F1) in words at each setting that was asked for.
    """

    id: str
    host: str
    page_type: str
    f1: float
    precision: float
    recall: float
    expected_f1: float
    blocks: tuple[int, int, int]
    oracle_f1: float
    text: str
    probability: NDArray[np.float64]
    content: NDArray[np.bool_]
    words: NDArray[np.float64]
    dial: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """The dial at `favor`: means over pages of precision, recall and F1, in words."""

    favor: float
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the result: means over a corpus's pages of one type. `low` and `high` bound word F1 with 95 %."""

    corpus: str
    page_type: str
    pages: int
    f1: float
    low: float
    high: float
    precision: float
    recall: float
    block_f1: float
    oracle_f1: float


def cross_validate(
    examples: Sequence[Example],
    recipe: Recipe,
    *,
    on: str,
    folds: int,
    progress: tqdm | None,
    dial: Sequence[float] = (),
) -> list[PageScore]:
    """Score every page of the corpus `on` by a model fitted without its host. Deterministic under the recipe's seed."""
    strata = [f"{e.corpus} {e.page_type}" for e in examples]
    fold = host_folds([e.host for e in examples], folds, recipe.seed, page_types=strata)
    scores: list[PageScore] = []
    for held in range(folds):
        model = fit([e for e, f in zip(examples, fold, strict=True) if f != held], recipe, progress=progress)
        scores += [
            score_page(model, e, dial) for e, f in zip(examples, fold, strict=True) if f == held and e.corpus == on
        ]
    return sorted(scores, key=lambda score: score.id)


def leave_out(
    examples: Sequence[Example], recipe: Recipe, *, on: str, progress: tqdm | None, dial: Sequence[float] = ()
) -> list[PageScore]:
    """Judge every page of the corpus `on` by one model of the other corpora, without its hosts and near-duplicates."""
    tested = [e for e in examples if e.corpus == on]
    model = fit(apart([e for e in examples if e.corpus != on], tested), recipe, progress=progress)
    return sorted((score_page(model, e, dial) for e in tested), key=lambda score: score.id)


def scored(scores: Sequence[PageScore]) -> list[PageScore]:
    """Return the pages that have scores: those with a whole gold."""
    return [score for score in scores if not np.isnan(score.f1)]


def apart(examples: Sequence[Example], tested: Sequence[Example]) -> list[Example]:
    """Return the pages that share no host with `tested` and are near-duplicates of none of them."""
    hosts = {e.host for e in tested}
    others = [e for e in examples if e.host not in hosts]
    with NearDuplicates() as near:
        for example in (*tested, *others):
            texts = [tokens(example.table.block_text(i)) for i in range(len(example.table))]
            near.add(tokens(example.gold), [word for text in texts for word in text])
        twins = {pair.second for pair in near.pairs() if pair.first < len(tested) <= pair.second}
    return [e for i, e in enumerate(others, len(tested)) if i not in twins]


def score_page(model: Model, example: Example, dial: Sequence[float] = ()) -> PageScore:
    """Judge one page under the policy of its corpus, and compare with its gold; at settings of the dial too."""
    table, gold = example.table, example.matched >= THRESHOLD
    policy = own_policy(example.corpus)
    probability = model.kept_probability(table, model.judge(table, policy), policy)
    chosen = model.choose(table, probability)
    whole = example.whole_gold
    text = _text(table, chosen)
    overlap = word_overlap(text, example.gold)
    turned = [word_overlap(_text(table, model.choose(table, probability, at)), example.gold) for at in dial if whole]
    return PageScore(
        id=example.id,
        host=example.host,
        page_type=example.page_type,
        f1=overlap.f1 if whole else np.nan,
        precision=overlap.precision if whole else np.nan,
        recall=overlap.recall if whole else np.nan,
        expected_f1=chosen.expected_f1,
        blocks=(int((chosen.kept & gold).sum()), int(chosen.kept.sum()), int(gold.sum())),
        oracle_f1=oracle_f1(example) if whole else np.nan,
        text=text,
        probability=probability,
        content=gold,
        words=np.maximum(table["words"], 1).astype(np.float64),
        dial=tuple((t.precision, t.recall, t.f1) for t in turned),
    )


def _text(table: BlockTable, chosen: Selection) -> str:
    return to_text(table, np.flatnonzero(chosen.kept).tolist())


def oracle_f1(example: Example) -> float:
    """Return the word F1 of the best choice of the page's blocks."""
    texts = [example.table.block_text(i) for i in range(len(example.table))]
    kept: NDArray[np.bool_] = oracle(texts, example.gold)
    return word_overlap("\n\n".join(t for t, k in zip(texts, kept, strict=True) if k), example.gold).f1


def turned(scores: Sequence[PageScore], dial: Sequence[float] = DIAL) -> Iterator[Turned]:
    """Return a row a setting of the dial, over pages with a whole gold; `dial` is what the pages were scored at."""
    rows = np.array([score.dial for score in scored(scores)])
    for favor, (precision, recall, f1) in zip(dial, rows.mean(axis=0).tolist(), strict=True):
        yield Turned(favor, precision, recall, f1)


def summary(scores: Sequence[PageScore], corpus: str, seed: int = 0) -> Iterator[Row]:
    """Return a row a page type, most pages first, and one for all pages; none where no page has a whole gold."""
    scores = scored(scores)
    if not scores:
        return
    for name, _ in Counter(score.page_type for score in scores).most_common():
        yield _row(corpus, name, [score for score in scores if score.page_type == name], seed)
    yield _row(corpus, "all", scores, seed)


def _row(corpus: str, name: str, scores: list[PageScore], seed: int) -> Row:
    f1 = np.array([score.f1 for score in scores])
    low, high = host_interval(f1, [score.host for score in scores], seed=seed)
    right, kept, gold = np.sum([score.blocks for score in scores], axis=0).tolist()
    return Row(
        corpus=corpus,
        page_type=name,
        pages=len(scores),
        f1=float(f1.mean()),
        low=low,
        high=high,
        precision=float(np.mean([score.precision for score in scores])),
        recall=float(np.mean([score.recall for score in scores])),
        block_f1=2 * right / max(kept + gold, 1),
        oracle_f1=float(np.mean([score.oracle_f1 for score in scores])),
    )
