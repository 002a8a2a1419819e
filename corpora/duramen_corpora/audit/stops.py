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

from duramen_corpora.audit.check import Check, quote
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
    blocks = sum(rest.blocks for rest in rests)
    place = f"block {first} ({quote(subject.parsed.texts[first])})"
    return f"{words:,} words in {blocks} blocks go on as its {gold:,} did, from {place} on"


def _rests(subject: Subject) -> Iterator[_Rest]:
    words = subject.alignment.words
    gold = subject.alignment.matched >= 0.5
    for blocks in _rows(templates(subject), words):
        covered = np.flatnonzero(gold[blocks])
        end = int(covered[-1]) + 1 if len(covered) >= _ROW else len(blocks)
        before, after = blocks[:end], blocks[end:]
        complete = words[before][gold[before]].sum() >= _COVERED * words[before].sum()
        if len(after) >= _ROW and complete and words[after].mean() >= _LENGTH * words[before].mean():
            yield _Rest(int(after[0]), len(after), int(words[after].sum()))


def _rows(keys: _Ints, words: NDArray[np.int32]) -> Iterator[_Ints]:
    """Yield the blocks of each template that has enough of them, in the page's order."""
    order = np.argsort(keys, kind="stable")
    order = order[words[order] > 0]
    for row in np.split(order, np.flatnonzero(np.diff(keys[order])) + 1):
        if len(row) >= 2 * _ROW:
            yield row


def templates(subject: Subject) -> _Ints:
    """Return a number for each block, the same for blocks whose elements and classes are the same from the root on."""
    root = subject.parsed.root
    if root is None:
        return np.empty(0, np.int64)
    numbers: dict[tuple[int, str, str], int] = {}
    of: dict[_Element, int] = {}
    for element in root.iter("*"):
        parent = element.getparent()
        around = of[parent] if parent is not None else -1
        key = (around, str(element.tag), _classes(element))
        of[element] = numbers.setdefault(key, len(numbers))
    return np.array([of[element] for element in subject.parsed.elements], np.int64)


def _classes(element: _Element) -> str:
    """Return the element's classes without their numbers: 'post odd post-' names a kind, 'post-1234' one of it."""
    return " ".join(sorted(_NUMBER.sub("", element.get("class", "")).split()))


CHECKS: Final = (
    Check("gold-stops-early", "doubtful", "the page goes on as before where the gold has ended", gold_stops_early),
)
