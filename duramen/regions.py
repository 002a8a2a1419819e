"""What the regions around a block are like: sizes, links, words and class tokens, and how often their like is there.

A card of a shop is one of forty regions at the same class path; so is a related product, of four. How much of the page
stands in such twins, what a region holds (pictures, figures, fields) and what it begins with is read off here for the
nearest regions of every block.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import TAG_IDS
from duramen.geometry import HEADING_LEVEL, Geometry, Named

_SIZES_AT: Final = (0, 1, 2, 3, 4, 6)
_KINDS_AT: Final = (1, 2, 4)
_TWINS_AT: Final = (0, 1, 2, 3, 4)
_HEADS_AT: Final = (1, 2, 3, 4)
_IS_PARAGRAPH: Final = np.arange(len(TAG_IDS)) == TAG_IDS["p"]


def region_columns(g: Geometry, lexical: NDArray[Any], lexical_words: NDArray[Any]) -> Named:
    """Yield the columns of the regions; `lexical` and `lexical_words` are the lexicon's scores, one a block."""
    yield from _sizes(g, lexical, lexical_words)
    yield from _kinds(g)
    yield from _twins(g)
    yield from _heads(g, lexical, lexical_words)


_SIZES: Final = (
    "blocks", "words", "share", "words_a_block", "link_share", "stops_a_word", "score", "score_words",
)  # fmt: skip


def _sizes(g: Geometry, lexical: NDArray[Any], lexical_words: NDArray[Any]) -> Named:
    blocks = np.maximum(g.end - g.first, 1)
    table = g.table
    words, weight, links, chars, stops, score, score_words = g.over_regions(
        table["words"], g.words, table["link_chars"], table["chars"], table["stops"], lexical, lexical_words * g.words
    )
    weight = np.maximum(weight, 1)
    total = max(float(g.table["words"].sum()), 1.0)
    stats = np.stack(
        (
            blocks,
            words,
            words / total,
            words / blocks,
            links / np.maximum(chars, 1),
            stops / weight,
            score / blocks,
            score_words / weight,
        )
    )
    # One gathering for all statistics and levels: a hundred small ones cost ten times as much.
    described = g.levels[list(_SIZES_AT)]
    gathered = stats[:, described]
    place = (g.index - g.first[described]) / blocks[described]
    for i, k in enumerate(_SIZES_AT):
        for j, name in enumerate(_SIZES):
            yield f"region{k}_{name}", gathered[j, i]
        yield f"region{k}_place", place[i]
    tag = g.table.region("tag")
    for k in (1, 2, 3):
        yield f"region{k}_tag", tag[g.levels[k]]


_KINDS: Final = ("images", "inputs", "headings", "digits", "uppercase", "paragraphs", "hidden")


def _kinds(g: Geometry) -> Named:
    """What regions hold: pictures, fields, headings a block; figures and capitals a letter; prose and hidden words."""
    table = g.table
    images, inputs, headings, digits, uppercase, chars, paragraphs, hidden, words = g.over_regions(
        table["images"], table["inputs"], HEADING_LEVEL[table["tag"]] > 0, table["digits"], table["uppercase"],
        table["chars"], _IS_PARAGRAPH[table["tag"]] * g.words, table.flag("hidden") * g.words, g.words,
    )  # fmt: skip
    blocks, chars, words = np.maximum(g.end - g.first, 1), np.maximum(chars, 1), np.maximum(words, 1)
    a_block, a_letter, a_word = (images, inputs, headings), (digits, uppercase), (paragraphs, hidden)
    stats = np.stack([*(v / blocks for v in a_block), *(v / chars for v in a_letter), *(v / words for v in a_word)])
    gathered = stats[:, g.levels[list(_KINDS_AT)]]
    for i, k in enumerate(_KINDS_AT):
        for j, name in enumerate(_KINDS):
            yield f"region{k}_{name}", gathered[j, i]


def _twins(g: Geometry) -> Named:
    """How many regions stand at the same class path, and how much of the page is in them: cards repeat."""
    group, size = g.region_twins
    inside = np.bincount(group, g.over_regions(g.words)[0], minlength=len(size))
    stats = np.stack((size, inside / max(float(g.words.sum()), 1.0)))[:, group]
    gathered = stats[:, g.levels[list(_TWINS_AT)]]
    yield "page_twins", float(size.max(initial=0))
    for i, k in enumerate(_TWINS_AT):
        yield f"region{k}_twins", gathered[0, i]
        yield f"region{k}_twin_share", gathered[1, i]


def _heads(g: Geometry, lexical: NDArray[Any], lexical_words: NDArray[Any]) -> Named:
    """What a region begins with, which often is its heading: "You may also like" speaks of all that is in it."""
    heads = np.stack((lexical, lexical_words))[:, g.first[g.levels[list(_HEADS_AT)]]]
    for i, k in enumerate(_HEADS_AT):
        yield f"region{k}_head_score", heads[0, i]
        yield f"region{k}_head_words", heads[1, i]
