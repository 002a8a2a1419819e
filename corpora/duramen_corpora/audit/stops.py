"""Gold that stops early: an annotator who copied the first screens of a long thread, and went home.

What tells it: the page goes on with blocks of the very template (elements and classes, from the root down) that the
gold has covered without a gap so far, and the gold has none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray

from duramen_corpora.audit.check import Check, quote, some
from duramen_corpora.audit.subject import Subject

_Ints = NDArray[np.int64]

#: Blocks of a template before the gold's end, and after it: three make a row.
_ROW: Final = 3
#: Share of the template's words that the gold covers up to its end: it has taken all that came.
_COVERED: Final = 0.8
#: Words that follow, at least, and as a share of the gold. Below, it is as often an advertisement in the same markup.
_WORDS, _SHARE = 50, 0.15
#: Length of a block there, as a share of the length before: "You may also like" is shorter than a paragraph.
_LENGTH: Final = 0.3
#: Blocks between the gold's end and where the template goes on: further down it is another article.
_NEAR: Final = 50
#: Classes that make a template. Bare HTML has one for the text, its comments and the links below it.
_CLASSES: Final = 2
#: Share of letters in links, above which a block is a link.
_DENSE: Final = 0.5
_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Rest:
    """What a template has after the gold's end: the first block there, the number of blocks, their words."""

    first: int
    blocks: int
    words: int


def gold_stops_early(subject: Subject) -> str | None:
    """Say how much of the page goes on as the gold did, and where."""
    if not subject.gold_words:
        return None
    rests = list(_rests(subject))
    words = sum(rest.words for rest in rests)
    gold = len(subject.gold_words)
    if words < max(_WORDS, _SHARE * gold):
        return None
    first = min(rest.first for rest in rests)
    blocks = some(sum(rest.blocks for rest in rests), "block")
    place = f"block {first} ({quote(subject.parsed.texts[first])})"
    return f"{words:,} words in {blocks} go on as its {gold:,} did, from {place} on"


def _rests(subject: Subject) -> Iterator[_Rest]:
    words = subject.alignment.words
    gold = subject.alignment.matched >= 0.5
    for blocks in _rows(templates(subject), words):
        covered = np.flatnonzero(gold[blocks])
        end = int(covered[-1]) + 1 if len(covered) >= _ROW else len(blocks)
        before, after = blocks[:end], blocks[end:]
        if len(after) < _ROW or words[before][gold[before]].sum() < _COVERED * words[before].sum():
            continue
        after = _alike(subject, before, after)
        if len(after) < _ROW or after[0] - before[-1] > _NEAR:
            continue
        if words[after].mean() >= _LENGTH * words[before].mean():
            yield _Rest(int(after[0]), len(after), int(words[after].sum()))


def _alike(subject: Subject, before: _Ints, after: _Ints) -> _Ints:
    """Return those of `after` that look as `before` does: links or no links, and the same clue to a role if any."""
    table = subject.parsed.table
    dense = table["link_chars"] > _DENSE * table["chars"]
    roles = subject.weak_roles
    looks = {(roles[block], bool(dense[block])) for block in before.tolist()}
    return np.array([block for block in after.tolist() if (roles[block], bool(dense[block])) in looks], np.int64)


def _rows(keys: _Ints, words: NDArray[np.int32]) -> Iterator[_Ints]:
    """Yield the blocks of each template that has enough of them, in the page's order."""
    order = np.argsort(keys, kind="stable")
    order = order[(words[order] > 0) & (keys[order] >= 0)]
    for row in np.split(order, np.flatnonzero(np.diff(keys[order])) + 1):
        if len(row) >= 2 * _ROW:
            yield row


def templates(subject: Subject) -> _Ints:
    """Return the number of each block's template, -1 for one without.

    Blocks have one template if their elements and classes are the same from the root on, two classes at least.
    """
    root = subject.parsed.root
    if root is None:
        return np.empty(0, np.int64)
    numbers: dict[tuple[int, str, str], int] = {}
    known: dict[_Element, tuple[int, int]] = {}  # the template, and how many classes it has
    for element in root.iter("*"):
        parent = element.getparent()
        around, named = known[parent] if parent is not None else (-1, 0)
        classes = _classes(element)
        number = numbers.setdefault((around, str(element.tag), " ".join(classes)), len(numbers))
        known[element] = number, named + len(classes)
    found = (known[element] for element in subject.parsed.elements)
    return np.array([number if named >= _CLASSES else -1 for number, named in found], np.int64)


def _classes(element: _Element) -> list[str]:
    """Return the element's classes without their numbers: 'post odd post-' names a kind, 'post-1234' one of it."""
    return sorted(_NUMBER.sub("", element.get("class", "")).split())


CHECKS: Final = (
    Check("gold-stops-early", "doubtful", "the page goes on as before where the gold has ended", gold_stops_early),
)
