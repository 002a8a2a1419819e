"""What stands around a block, as the first stage saw it: the columns of the second stage.

`context_features(table, first, rows)` gives one float32 row a block: what was thought of the neighbours, of the regions
around, of what looks alike and of the page as a whole, and a few columns of the first stage again. Not all of them:
with every column before it, a second stage learns the training pages by heart.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import BlockTable
from duramen.features import BLOCK_FEATURES
from duramen.geometry import LEVELS, Floats, Geometry, Named, matrix, names, running

_NEAR: Final = (-4, -3, -2, -1, 1, 2, 3, 4)
#: Shares of the page's expected content that its core holds.
_CORES: Final = (0.5, 0.8)
_TWINS_AT: Final = (0, 1, 2, 3)
_HEADS_AT: Final = (1, 2, 3)

#: Columns of the first stage that the second sees again.
AGAIN: Final = (
    "words", "chars", "link_chars_share", "heading_level", "is_paragraph", "is_item", "is_cell",
    "is_container", "is_control", "in_list", "in_heading", "in_link", "in_hidden", "in_nav", "in_footer",
    "in_aside", "in_form", "in_main", "in_article", "place", "same_text", "same_text_before", "same_path",
    "same_path_share", "same_path_words", "in_title_share", "of_title_share", "stops", "commas_a_word",
    "punctuation_share", "digits_share", "score_words", "score_near", "since_h1", "since_heading", "depth",
    "region0_share", "region1_share", "region2_share", "region0_blocks", "region1_blocks", "region2_blocks",
    "region1_link_share", "region2_link_share", "of_longest", "region0_twins", "region1_twins",
    "region2_twins", "region0_twin_share", "region1_twin_share", "region2_twin_share", "heading_words",
    "region1_head_words", "region2_head_words", "region3_head_words", "policy_body", "policy_title",
)  # fmt: skip
_AGAIN: Final = [BLOCK_FEATURES.index(name) for name in AGAIN]


def context_features(page: BlockTable | Geometry, first: NDArray[np.float64], rows: Floats) -> Floats:
    """Return the second stage's matrix, float32 (blocks, len(CONTEXT_FEATURES)).

    `first` is the first stage's probability of each block, `rows` what `block_features` returned.
    """
    g = page if isinstance(page, Geometry) else Geometry(page)
    context = matrix(g.n, len(CONTEXT_FEATURES) - len(AGAIN), _context_columns(g, first))
    return np.concatenate((rows[:, _AGAIN], context), axis=1)


def _context_columns(g: Geometry, first: NDArray[np.float64]) -> Named:
    mass = first * g.words
    yield "first", first
    first_at = g.neighbours(first, -0.1)
    for by in _NEAR:
        yield f"first_{by:+d}", first_at(by)
    sums = running(first, g.words, mass)
    for reach in (2, 5, 12, 30):
        in_first, in_words, in_mass = g.window(sums, reach)
        yield f"first_window{reach}", (in_first - first) / np.maximum(g.window_size(reach) - 1, 1)
        yield f"first_window{reach}_words", (in_mass - mass) / np.maximum(in_words - g.words, 1)
    yield from _region_context(g, first, mass)
    yield from _page_context(g, first, mass)
    yield from _twin_context(g, first)
    yield from _region_twins(g, first, mass)
    yield from _core(g, mass)
    yield from _rank(g, first, mass)


def _region_context(g: Geometry, first: NDArray[np.float64], mass: NDArray[np.float64]) -> Named:
    """Averages over the subtrees of the nearest regions, the block left out: decisions belong to regions."""
    total, weight, heavy = g.over_regions(first, g.words, mass)[:, g.levels]
    blocks = (g.end - g.first)[g.levels]
    rest = weight - g.words
    mean = np.where(blocks > 1, (total - first) / np.maximum(blocks - 1, 1), -0.1)
    mean_words = np.where(rest > 0, (heavy - mass) / np.maximum(rest, 1), -0.1)
    share = heavy / max(float(mass.sum()), 1.0)
    for k in range(LEVELS):
        yield f"first_region{k}", mean[k]
        yield f"first_region{k}_words", mean_words[k]
        yield f"first_region{k}_share", share[k]


def _page_context(g: Geometry, first: NDArray[np.float64], mass: NDArray[np.float64]) -> Named:
    page, peak = float(mass.sum()), float(first.max(initial=0.0))
    sure = np.flatnonzero(first >= 0.5)
    start, stop = (int(sure[0]), int(sure[-1])) if len(sure) else (-1, -1)
    yield "page_mass", page
    yield "page_mass_share", page / max(float(g.words.sum()), 1.0)
    yield "page_peak", peak
    yield "page_sure", len(sure) / max(g.n, 1)
    yield "mass_before", (np.cumsum(mass) - mass) / max(page, 1.0)
    yield "since_first_sure", g.index - start
    yield "until_last_sure", stop - g.index
    yield "since_sure", g.index - np.maximum.accumulate(np.where(first >= 0.5, g.index, -999))
    ahead = np.where(first >= 0.5, g.index, g.n + 999)
    yield "until_sure", np.minimum.accumulate(ahead[::-1])[::-1] - g.index
    known = np.maximum(g.heading, 0)
    yield "heading_first", np.where(g.heading >= 0, first[known] if g.n else 0, -0.1)


def _twin_context(g: Geometry, first: NDArray[np.float64]) -> Named:
    """What was thought of blocks with the same text, and of blocks at the same class path: templates repeat."""
    for column in ("text_hash", "path_hash"):
        group, size = g.same(column)
        total = np.bincount(group, first)[group]
        others = np.maximum(size[group] - 1, 1)
        yield f"first_same_{column[:4]}", np.where(size[group] > 1, (total - first) / others, -0.1)


def _region_twins(g: Geometry, first: NDArray[np.float64], mass: NDArray[np.float64]) -> Named:
    """What was thought of all regions at the same class path, and of what a region begins with."""
    group, size = g.region_twins
    heavy, weight = g.over_regions(mass, g.words)
    mean = np.bincount(group, heavy, len(size)) / np.maximum(np.bincount(group, weight, len(size)), 1)
    for k in _TWINS_AT:
        yield f"first_twins{k}", mean[group[g.levels[k]]]
    for k in _HEADS_AT:
        yield f"first_head{k}", first[g.first[g.levels[k]]]


def _core(g: Geometry, mass: NDArray[np.float64]) -> Named:
    """Where a block stands to the page's core: the smallest region with half, or most, of the expected content."""
    heavy, weight = g.over_regions(mass, g.words)
    share, blocks = heavy / max(float(mass.sum()), 1.0), g.end - g.first
    for part in _CORES:
        found = np.flatnonzero(share >= part)
        core = int(found[np.argmin(blocks[found])]) if len(found) else -1
        start, end = (int(g.first[core]), int(g.end[core])) if core >= 0 else (0, 0)
        yield f"in_core{part}", (g.index >= start) & (g.index < end)
        yield f"core{part}_share", (end - start) / max(g.n, 1)
        yield f"core{part}_mean", float(heavy[core] / max(weight[core], 1.0)) if core >= 0 else -1.0
        yield f"core{part}_from", g.index - start
        yield f"core{part}_to", end - g.index


def _rank(g: Geometry, first: NDArray[np.float64], mass: NDArray[np.float64]) -> Named:
    """How much of the page is surer than a block, in units of the expected content, and how sure the page is at all."""
    total, words = max(float(mass.sum()), 1.0), max(float(g.words.sum()), 1.0)
    order = np.argsort(-first, kind="stable")
    surer = np.empty((2, g.n))
    surer[:, order] = np.cumsum(np.stack((g.words, mass))[:, order], axis=1) / total
    yield "rank_words", surer[0]
    yield "rank_mass", surer[1]
    p = np.clip(first, 1e-6, 1 - 1e-6)
    yield "page_doubt", float(-(g.words @ (p * np.log(p) + (1 - p) * np.log1p(-p)))) / words
    yield "page_sure_words", float(g.words[first > 0.8].sum())
    yield "page_unsure_share", float(g.words[(first > 0.2) & (first < 0.8)].sum()) / words


#: Names of the second stage's columns, in order.
CONTEXT_FEATURES: Final = (*AGAIN, *names(_context_columns(Geometry(BlockTable.empty()), np.empty(0))))
