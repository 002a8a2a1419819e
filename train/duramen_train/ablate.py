"""What each part of a recipe is worth: the same run with the part left out, on the same pages of unseen hosts.

    for row in ablate(examples, recipe, on="wcxb"):
        print(row.name, row.f1, row.difference)

Parts are groups of columns, corpora, and the views that are made up. Every variant is judged by
`out_of_fold`, paired with the whole recipe page by page; intervals are of a bootstrap over hosts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

import numpy as np
from tqdm import tqdm

from duramen.blocks import FLAGS
from duramen.features import BLOCK_FEATURES
from duramen.select import select
from duramen_corpora.fit import host_interval
from duramen_train.calibration import block_f1
from duramen_train.examples import Example
from duramen_train.fit import out_of_fold
from duramen_train.recipe import Recipe

#: Groups of columns, each by the patterns of its names. What no group names cannot be left out alone.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "the lexicon": ("*score*", "heading_words", "region*_head_words"),
    "words": ("score_words", "page_score_words", "heading_words", "region*_score_words", "region*_head_words"),
    "class, id and role names": ("score_near", "score_far"),
    "characters": (
        *("stops", "commas", "*_a_word", "word_length", "links", "hash_links", "link_chars_share", "bold_chars_share"),
        *("punctuation_share", "digits_share", "uppercase_share", "non_ascii_share", "unspaced_share"),
    ),
    "tags": (*(f"in_{flag}" for flag in FLAGS), "is_*", "heading_level", "depth", "run"),
    "place": ("place*", "blocks_before", "words_before", "since_h1"),
    "repetition": ("same_*", "region*_twin*", "page_twins"),
    "title and description": ("*_title_share", "*_description_share", "description_words"),
    "distances in the tree": ("h1_level", "longest_level", "since_longest"),
    "anchors": ("*prose*", "*likely_*"),
    "neighbours": ("*_[+-][0-9]", "*_window*"),
    "headings": (
        "heading_score",
        "heading_words",
        "heading_rank",
        "*since_heading",
        "*_head*[0-9a-z]",
    ),
    "regions": ("region[0-9]_*",),
    "page": ("page_*", "has_h1", "of_longest"),
    "policy": ("policy_*",),
}


@dataclass(frozen=True, slots=True)
class Ablation:
    """One variant: word F1 in blocks over `pages`, and its difference from the whole recipe, with 95 % intervals.

    `log_loss` is of blocks, in nats, weighed as training weighs them: the sharper measure, since F1 moves by half a
    point when nothing but the seed does.
    """

    name: str
    pages: int
    f1: float
    difference: float
    low: float
    high: float
    log_loss: float


def columns(group: str) -> frozenset[str]:
    """Return the names of the columns in a group."""
    return frozenset(name for name in BLOCK_FEATURES if any(fnmatchcase(name, pattern) for pattern in GROUPS[group]))


def variants(recipe: Recipe) -> Iterator[tuple[str, Recipe, frozenset[str]]]:
    """Yield what is tried: a name, a recipe, and the columns that read as 0; the whole recipe first."""
    nothing: frozenset[str] = frozenset()
    data = recipe.data
    yield "the whole recipe", recipe, nothing
    for group in GROUPS:
        yield f"without {group}", recipe, columns(group)
    for corpus in data.corpora[1:]:
        others = tuple(name for name in data.corpora if name != corpus)
        yield f"without {corpus}", _with(recipe, corpora=others), nothing
    if data.blank_words or data.blank_attrs or data.blank_both:
        yield "without blank scores", _with(recipe, blank_words=0.0, blank_attrs=0.0, blank_both=0.0), nothing
    if data.fragments:
        yield "without parts of pages", _with(recipe, fragments=0.0), nothing


def thinned(recipe: Recipe, share: float) -> Recipe:
    """Return the recipe with this share of its trees, which learn the faster for it."""
    trees, rate = max(round(recipe.scorer.iterations * share), 1), min(recipe.scorer.learning_rate / share, 0.3)
    return dataclasses.replace(recipe, scorer=dataclasses.replace(recipe.scorer, iterations=trees, learning_rate=rate))


def ablate(
    examples: Sequence[Example], recipe: Recipe, *, on: str, progress: tqdm | None = None, only: Sequence[str] = ()
) -> Iterator[Ablation]:
    """Yield a row a variant, the whole recipe first. `only` names the variants to be tried beside it."""
    base: dict[str, float] = {}
    for name, variant, without in variants(recipe):
        if base and only and name not in only:
            continue
        chosen = [e for e in examples if e.corpus in variant.data.corpora]
        scores, hosts, loss = _judge(chosen, variant, without, on, progress)
        base = base or scores
        pages = sorted(base)
        difference = np.array([scores[page] - base[page] for page in pages])
        low, high = host_interval(difference, [hosts[page] for page in pages], seed=recipe.seed)
        yield Ablation(name, len(pages), _mean(scores), float(difference.mean()), low, high, loss)


def _judge(
    examples: Sequence[Example], recipe: Recipe, without: frozenset[str], on: str, progress: tqdm | None
) -> tuple[dict[str, float], dict[str, str], float]:
    """Return the F1 and the host of each page of the corpus, by its id, and the log loss of its blocks."""
    design, probability = out_of_fold(examples, recipe, without=without, progress=progress)
    scores, hosts = {}, {}
    inside = np.zeros(len(probability), np.bool_)
    for view, at in design.slices():
        if view.plain and view.example.corpus == on and view.example.whole_gold:
            words = np.maximum(view.example.table["words"], 1).astype(np.float64)
            scores[view.example.id] = block_f1(words, view.label, select(probability[at], words).kept)
            hosts[view.example.id] = view.example.host
            inside[at] = True
    p = np.clip(probability[inside], 1e-4, 1 - 1e-4)
    nats = -np.where(design.label[inside], np.log(p), np.log1p(-p))
    return scores, hosts, float(np.average(nats, weights=design.weight[inside]))


def _mean(scores: dict[str, float]) -> float:
    return float(np.mean(list(scores.values())))


def _with(recipe: Recipe, **changes: object) -> Recipe:
    return dataclasses.replace(recipe, data=dataclasses.replace(recipe.data, **changes))  # type: ignore[arg-type]
