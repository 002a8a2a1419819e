"""From columns to a matrix: what a block is like, and what stands around it.

`block_features(table, scores)` gives one float32 row a block for the first stage; `context_features(table, first)`
gives what the second stage adds: what the first stage thought of the neighbours and of the regions around. All columns
have names (`BLOCK_FEATURES`, `CONTEXT_FEATURES`), all are finite, and all are vectorised over the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import FLAGS, TAG_IDS, BlockTable, Ints
from duramen.lexicon import LexiconScores

Floats = NDArray[np.float32]
#: Columns by name; one number stands for a column that is the same for all blocks of a page.
Named = Iterator[tuple[str, NDArray[Any] | float]]

#: How many regions are climbed from a block, wrappers that hold the same blocks counted once.
LEVELS: Final = 8
_LEVELS_DESCRIBED: Final = (0, 1, 2, 3, 4, 6)
_NEAR: Final = (-4, -3, -2, -1, 1, 2, 3, 4)
_FARTHEST: Final = 4
_TAG_GROUPS: Final = {
    "paragraph": ("p",),
    "item": ("li",),
    "cell": ("td", "th"),
    "term": ("dt", "dd"),
    "container": ("div", "section", "article", "main", "custom"),
    "control": ("button", "label", "option", "legend", "textarea", "select"),
    "caption": ("figcaption", "caption"),
}


def _per_tag(values: dict[str, int]) -> NDArray[np.int32]:
    """Return a table by tag number: indexing it is many times faster than asking for membership."""
    out = np.zeros(len(TAG_IDS), np.int32)
    for tag, value in values.items():
        out[TAG_IDS[tag]] = value
    return out


_FLAG_FEATURES: Final = tuple(f"in_{name}" for name in FLAGS)
_FLAG_BITS: Final = np.array(list(FLAGS.values()), np.int32)[:, None]
_HEADING_LEVEL: Final = _per_tag({f"h{level}": level for level in range(1, 7)})
_IN_GROUP: Final = {name: _per_tag(dict.fromkeys(tags, 1)) for name, tags in _TAG_GROUPS.items()}


class Geometry:
    """The page's layout in arrays: sums over any run of blocks, the regions around each, the headings before it."""

    def __init__(self, table: BlockTable) -> None:
        self.table = table
        self.n = len(table)
        self.index = np.arange(self.n)
        self.first, self.end = table.region("first"), table.region("end")
        self._reaches: dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}
        self._groups: dict[str, tuple[NDArray[np.intp], NDArray[np.intp]]] = {}

    @cached_property
    def levels(self) -> Ints:
        """(LEVELS, blocks): the region of each block, then the next wider one, and so on; the outermost repeats."""
        wider = self.table.region("wider")
        chain = [self.table["region"]]
        for _ in range(LEVELS - 1):
            up = wider[chain[-1]]
            chain.append(np.where(up >= 0, up, chain[-1]))
        return np.stack(chain)

    @cached_property
    def words(self) -> NDArray[np.float64]:
        """Words a block, at least 1: the weight of a block in every average."""
        return np.maximum(self.table["words"], 1).astype(np.float64)

    @cached_property
    def heading(self) -> Ints:
        """Index of the last heading before or at each block; -1 where there is none."""
        is_heading = _HEADING_LEVEL[self.table["tag"]] > 0
        return np.maximum.accumulate(np.where(is_heading, self.index, -1)).astype(np.int32)

    def over_regions(self, *values: NDArray[Any]) -> NDArray[np.float64]:
        """Return (values, regions): the sums over the blocks of every region."""
        total = _running(*values)
        return np.asarray(total[:, self.end] - total[:, self.first])

    def window(self, running: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
        """Return (values, blocks): of `_running` sums, those from `reach` blocks before to `reach` after."""
        last, first = self._reach(reach)
        return np.asarray(running[:, last] - running[:, first])

    def window_size(self, reach: int) -> NDArray[np.int64]:
        """Return how many blocks a window holds: fewer at the page's ends."""
        last, first = self._reach(reach)
        return np.asarray(last - first)

    def _reach(self, reach: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        if reach not in self._reaches:
            ends = np.minimum(self.index + (reach + 1), self.n), np.maximum(self.index - reach, 0)
            self._reaches[reach] = ends
        return self._reaches[reach]

    def neighbours(self, values: NDArray[Any], fill: float) -> Callable[[int], NDArray[np.float64]]:
        """Return a function from `by` to the values of the blocks `by` places on; `fill` where there is none."""
        padded = np.full(self.n + 2 * _FARTHEST, fill)
        padded[_FARTHEST : _FARTHEST + self.n] = values
        return lambda by: padded[_FARTHEST + by : _FARTHEST + by + self.n]

    def same(self, column: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the group of each block by equal `column`, and the size of each group."""
        if column not in self._groups:
            _, group, size = np.unique(self.table[column], return_inverse=True, return_counts=True)
            self._groups[column] = group, size
        return self._groups[column]


def block_features(page: BlockTable | Geometry, scores: LexiconScores) -> Floats:
    """Return the first stage's matrix, float32 of shape (blocks, len(BLOCK_FEATURES)).

    Both functions take a page's columns, or the `Geometry` over them: one who calls both saves half of its making.
    """
    g = page if isinstance(page, Geometry) else Geometry(page)
    return _matrix(g.n, len(BLOCK_FEATURES), _block_columns(g, scores))


def context_features(page: BlockTable | Geometry, first: NDArray[np.float64]) -> Floats:
    """Return what the second stage adds, float32 (blocks, len(CONTEXT_FEATURES)).

    `first` is the first stage's probability of each block.
    """
    g = page if isinstance(page, Geometry) else Geometry(page)
    return _matrix(g.n, len(CONTEXT_FEATURES), _context_columns(g, first))


def _matrix(n: int, width: int, columns: Named) -> Floats:
    # Filled row by row and turned at the end: writing a column of a matrix touches a cache line for every value.
    out = np.empty((width, n), np.float32)
    for i, (_, column) in enumerate(columns):
        out[i] = column
    return np.ascontiguousarray(out.T)


def _running(*values: NDArray[Any]) -> NDArray[np.float64]:
    """Return (values, n + 1): sums of the first 0, 1, ... n of each, so that any run's sum is one subtraction."""
    out = np.zeros((len(values), len(values[0]) + 1))
    for row, column in zip(out, values, strict=True):
        row[1:] = column
    return np.cumsum(out, axis=1, out=out)


def _ratio(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(part / np.maximum(whole, 1))


def _block_columns(g: Geometry, scores: LexiconScores) -> Named:
    lexical = scores.words + scores.near + scores.far
    yield "score_words", scores.words
    yield "score_near", scores.near
    yield "score_far", scores.far
    yield from _counts(g.table)
    yield from _markup(g)
    yield from _place(g)
    yield from _repetition(g)
    yield from _title(g.table)
    yield from _surroundings(g, lexical)
    yield from _regions(g, lexical, scores.words)


def _counts(table: BlockTable) -> Named:
    chars, words = table["chars"], table["words"]
    for name in ("chars", "words", "links", "hash_links", "stops", "commas", "images", "inputs", "breaks"):
        yield name, table[name]
    yield "word_length", _ratio(chars, words)
    for name in ("link_chars", "punctuation", "digits", "uppercase", "non_ascii", "unspaced", "bold_chars"):
        yield f"{name}_share", _ratio(table[name], chars)
    for name in ("capitals", "stops", "commas"):
        yield f"{name}_a_word", _ratio(table[name], words)


def _markup(g: Geometry) -> Named:
    tag = g.table["tag"]
    yield from zip(_FLAG_FEATURES, (g.table["flags"] & _FLAG_BITS) != 0, strict=True)
    for name, members in _IN_GROUP.items():
        yield f"is_{name}", members[tag]
    yield "heading_level", _HEADING_LEVEL[tag]
    yield "depth", g.table["depth"]
    yield "run", g.table["run"]


def _place(g: Geometry) -> Named:
    n, words = max(g.n, 1), g.words
    before = np.cumsum(words) - words
    total = float(words.sum())
    yield "place", g.index / n
    yield "place_words", before / max(total, 1.0)
    yield "blocks_before", g.index
    yield "words_before", before
    yield "page_blocks", g.n
    yield "page_words", total
    yield "page_link_share", float(g.table["link_chars"].sum()) / max(float(g.table["chars"].sum()), 1.0)
    heading = g.heading
    known = np.maximum(heading, 0)
    yield "since_heading", np.where(heading >= 0, g.index - heading, -1)
    yield "words_since_heading", np.where(heading >= 0, before - before[known], -1)
    h1 = np.flatnonzero(g.table["tag"] == TAG_IDS["h1"])
    first = int(h1[0]) if len(h1) else -1
    yield "since_h1", g.index - first if first >= 0 else -9999
    yield "has_h1", len(h1)


def _repetition(g: Geometry) -> Named:
    group, size = g.same("text_hash")
    seen = np.zeros(g.n, np.int32)
    order = np.argsort(group, kind="stable")
    starts = np.concatenate(([0], np.cumsum(size)))[:-1]
    seen[order] = g.index - np.repeat(starts, size)
    yield "same_text", size[group]
    yield "same_text_before", seen
    group, size = g.same("path_hash")
    words = np.bincount(group, g.words)
    yield "same_path", size[group]
    yield "same_path_share", size[group] / max(g.n, 1)
    yield "same_path_words", (words / size)[group]
    linked = np.bincount(group, g.table["link_chars"]) / np.maximum(np.bincount(group, g.table["chars"]), 1)
    yield "same_path_link_share", linked[group]


def _title(table: BlockTable) -> Named:
    start, end = table["word_start"], table["word_end"]
    found = np.concatenate(([0], np.cumsum(np.isin(table.words, table.title))))
    common = found[end] - found[start]
    yield "in_title_share", _ratio(common, end - start)
    yield "of_title_share", common / max(len(table.title), 1)


def _surroundings(g: Geometry, lexical: NDArray[Any]) -> Named:
    words, linked = g.table["words"], _ratio(g.table["link_chars"], g.table["chars"])
    words_at, linked_at, lexical_at = g.neighbours(words, -1), g.neighbours(linked, -1), g.neighbours(lexical, 0)
    for by in (-2, -1, 1, 2):
        yield f"words_{by:+d}", words_at(by)
        yield f"link_share_{by:+d}", linked_at(by)
        yield f"score_{by:+d}", lexical_at(by)
    tag, path, depth = g.table["tag"], g.table["path_hash"], g.table["depth"]
    tag_at, path_at, depth_at = g.neighbours(tag, -1), g.neighbours(path, 0), g.neighbours(depth, 0)
    for by in (-1, 1):
        yield f"same_tag_{by:+d}", tag_at(by) == tag
        yield f"same_path_{by:+d}", path_at(by) == path
        yield f"depth_{by:+d}", depth_at(by) - depth
    sums = _running(words, lexical, g.table["link_chars"], g.table["chars"])
    for reach in (3, 8, 20):
        blocks = g.window_size(reach)
        in_words, in_lexical, in_links, in_chars = g.window(sums, reach)
        yield f"words_window{reach}", in_words / blocks
        yield f"score_window{reach}", in_lexical / blocks
        yield f"link_window{reach}", _ratio(in_links, in_chars)
    known = np.maximum(g.heading, 0)
    yield "heading_score", np.where(g.heading >= 0, lexical[known] if g.n else 0, 0)


_REGION_STATS: Final = (
    "blocks", "words", "share", "words_a_block", "link_share", "stops_a_word", "score", "score_words",
)  # fmt: skip


def _regions(g: Geometry, lexical: NDArray[Any], lexical_words: NDArray[Any]) -> Named:
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
    described = g.levels[list(_LEVELS_DESCRIBED)]
    gathered = stats[:, described]
    place = (g.index - g.first[described]) / blocks[described]
    for i, k in enumerate(_LEVELS_DESCRIBED):
        for j, name in enumerate(_REGION_STATS):
            yield f"region{k}_{name}", gathered[j, i]
        yield f"region{k}_place", place[i]
    tag = g.table.region("tag")
    for k in (1, 2, 3):
        yield f"region{k}_tag", tag[g.levels[k]]


def _context_columns(g: Geometry, first: NDArray[np.float64]) -> Named:
    mass = first * g.words
    yield "first", first
    first_at = g.neighbours(first, -0.1)
    for by in _NEAR:
        yield f"first_{by:+d}", first_at(by)
    sums = _running(first, g.words, mass)
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


def _names(columns: Named) -> tuple[str, ...]:
    return tuple(name for name, _ in columns)


_NOTHING: Final = np.empty(0, np.float32)

#: Names of the first stage's columns, in order.
BLOCK_FEATURES: Final = _names(
    _block_columns(Geometry(BlockTable.empty()), LexiconScores(_NOTHING, _NOTHING, _NOTHING))
)
#: Names of the columns that the second stage adds.
CONTEXT_FEATURES: Final = _names(_context_columns(Geometry(BlockTable.empty()), np.empty(0)))
