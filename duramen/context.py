"""What stands around a block, as the first stage saw it: the columns that the second stage adds.

`context_features(table, first)` gives one float32 row a block: what was thought of the neighbours, of the regions
around and of the blocks that look alike. Decisions belong to regions, not only to blocks.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import BlockTable
from duramen.geometry import LEVELS, Floats, Geometry, Named, matrix, names, running

_NEAR: Final = (-4, -3, -2, -1, 1, 2, 3, 4)


def context_features(page: BlockTable | Geometry, first: NDArray[np.float64]) -> Floats:
    """Return what the second stage adds, float32 (blocks, len(CONTEXT_FEATURES)).

    `first` is the first stage's probability of each block.
    """
    g = page if isinstance(page, Geometry) else Geometry(page)
    return matrix(g.n, len(CONTEXT_FEATURES), _context_columns(g, first))


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


#: Names of the columns that the second stage adds, in order.
CONTEXT_FEATURES: Final = names(_context_columns(Geometry(BlockTable.empty()), np.empty(0)))
