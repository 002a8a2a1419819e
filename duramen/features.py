"""From columns to a matrix: what a block is like, and what stands around it.

`block_features(table, scores, policy)` gives one float32 row a block for the first stage; `duramen.context` gives the
second stage's. The last two columns say what is asked for, not what is there: see `POLICY_VALUES`. All columns have
names (`BLOCK_FEATURES`), all are finite, and all are vectorised over the page.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import FLAGS, TAG_IDS, BlockTable
from duramen.geometry import HEADING_LEVEL, Floats, Geometry, Named, matrix, names, per_tag, ratio, running
from duramen.lexicon import LexiconScores
from duramen.regions import region_columns
from duramen.roles import Policy

#: Words from which a block is a paragraph, whatever its tag.
_LONG: Final = 30
_TAG_GROUPS: Final = {
    "paragraph": ("p",),
    "item": ("li",),
    "cell": ("td", "th"),
    "term": ("dt", "dd"),
    "container": ("div", "section", "article", "main", "custom"),
    "control": ("button", "label", "option", "legend", "textarea", "select"),
    "caption": ("figcaption", "caption"),
}
_FLAG_FEATURES: Final = tuple(f"in_{name}" for name in FLAGS)
_FLAG_BITS: Final = np.array(list(FLAGS.values()), np.int32)[:, None]
_IN_GROUP: Final = {name: per_tag(dict.fromkeys(tags, 1)) for name, tags in _TAG_GROUPS.items()}


#: What the policy puts into the matrix: whether running text alone is wanted, and whether the title is wanted with it.
#: Readers' comments are not learned here: of them the role head knows more.
POLICY_VALUES: Final[dict[Policy, tuple[float, float]]] = {
    "broad": (0.0, 0.0),
    "body": (1.0, 0.0),
    "article": (1.0, 1.0),
    "comments": (0.0, 0.0),
}


def block_features(page: BlockTable | Geometry, scores: LexiconScores, policy: Policy = "broad") -> Floats:
    """Return the first stage's matrix, float32 of shape (blocks, len(BLOCK_FEATURES)).

    Both functions take a page's columns, or the `Geometry` over them: one who calls both saves half of its making.
    """
    g = page if isinstance(page, Geometry) else Geometry(page)
    return matrix(g.n, len(BLOCK_FEATURES), _block_columns(g, scores, policy))


def _block_columns(g: Geometry, scores: LexiconScores, policy: Policy) -> Named:
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
    yield from _headings(g, lexical, scores.words)
    yield from _page(g, lexical, scores.words)
    yield from region_columns(g, lexical, scores.words)
    yield from zip(("policy_body", "policy_title"), POLICY_VALUES[policy], strict=True)


def _counts(table: BlockTable) -> Named:
    chars, words = table["chars"], table["words"]
    for name in ("chars", "words", "links", "hash_links", "stops", "commas", "images", "inputs", "breaks"):
        yield name, table[name]
    yield "word_length", ratio(chars, words)
    for name in ("link_chars", "punctuation", "digits", "uppercase", "non_ascii", "unspaced", "bold_chars"):
        yield f"{name}_share", ratio(table[name], chars)
    for name in ("capitals", "stops", "commas"):
        yield f"{name}_a_word", ratio(table[name], words)


def _markup(g: Geometry) -> Named:
    tag = g.table["tag"]
    yield from zip(_FLAG_FEATURES, (g.table["flags"] & _FLAG_BITS) != 0, strict=True)
    for name, members in _IN_GROUP.items():
        yield f"is_{name}", members[tag]
    yield "heading_level", HEADING_LEVEL[tag]
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
    yield "in_title_share", ratio(common, end - start)
    yield "of_title_share", common / max(len(table.title), 1)


def _surroundings(g: Geometry, lexical: NDArray[Any]) -> Named:
    words, linked = g.table["words"], ratio(g.table["link_chars"], g.table["chars"])
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
    sums = running(words, lexical, g.table["link_chars"], g.table["chars"])
    for reach in (3, 8, 20):
        blocks = g.window_size(reach)
        in_words, in_lexical, in_links, in_chars = g.window(sums, reach)
        yield f"words_window{reach}", in_words / blocks
        yield f"score_window{reach}", in_lexical / blocks
        yield f"link_window{reach}", ratio(in_links, in_chars)


def _headings(g: Geometry, lexical: NDArray[Any], words: NDArray[Any]) -> Named:
    """What the last heading says, and its rank: "Related" and "Reviews" speak of all that follows."""
    known, found = np.maximum(g.heading, 0), g.heading >= 0
    level = HEADING_LEVEL[g.table["tag"]]
    for name, values in (("score", lexical), ("words", words), ("rank", level)):
        yield f"heading_{name}", np.where(found, values[known] if g.n else 0, 0)


def _page(g: Geometry, lexical: NDArray[Any], lexical_words: NDArray[Any]) -> Named:
    """What kind of page it is: prose, a list of cards, a form, a table of figures."""
    table, words = g.table, g.words
    total, chars = max(float(words.sum()), 1.0), max(float(table["chars"].sum()), 1.0)
    for name in ("paragraph", "item", "cell"):
        yield f"page_{name}s", float(_IN_GROUP[name][table["tag"]] @ words) / total
    yield "page_stops", float(table["stops"].sum()) / total
    yield "page_digits", float(table["digits"].sum()) / chars
    yield "page_images", float(table["images"].sum())
    yield "page_inputs", float(table["inputs"].sum())
    yield "page_headings", float((HEADING_LEVEL[table["tag"]] > 0).sum())
    yield "page_articles", float((table.region("tag") == TAG_IDS["article"]).sum())
    yield "page_score", float(lexical @ words) / total
    yield "page_score_words", float(lexical_words @ words) / total
    longest = float(words.max(initial=1.0))
    yield "page_longest", longest
    yield "page_long_share", float(words[words >= _LONG].sum()) / total
    yield "of_longest", words / longest


_NOTHING: Final = np.empty(0, np.float32)

#: Names of the first stage's columns, in order.
BLOCK_FEATURES: Final = names(
    _block_columns(Geometry(BlockTable.empty()), LexiconScores(_NOTHING, _NOTHING, _NOTHING), "broad")
)
