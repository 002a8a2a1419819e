"""Parts of labelled pages as pages of their own: what an extractor is given when somebody has cut the page already.

A crawler's snippet, a feed's entry, a test page of one paragraph: no navigation to be told from, no container whose
class speaks. Trained on whole pages alone, a model finds such a part doubtful from end to end, and says that nothing
is there. Labels follow from the page's; nothing is aligned anew.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray

from duramen.blocks import BlockTable
from duramen.page import ParsedPage, parse


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part's columns, and what the gold covers of each of its blocks (float32; NaN where the gold does not tell)."""

    table: BlockTable
    matched: NDArray[np.float32]


def fragments(page: ParsedPage, matched: NDArray[np.float32], key: str) -> list[Fragment]:
    """Return the smallest part that holds all content, and the region of one content block, drawn by `key`.

    Fewer where the page has no content, where the part is the page, and where it reads otherwise cut out than in place.
    """
    content = np.flatnonzero(matched >= 0.5)
    if not len(content):
        return []
    chosen = int(np.random.default_rng(zlib.crc32(key.encode())).choice(content))
    spans = [(chosen, chosen)]
    if not np.isnan(matched).any():
        spans.insert(0, (int(content[0]), int(content[-1])))
    return [part for first, last in spans if (part := _cut(page, matched, first, last)) is not None]


def _cut(page: ParsedPage, matched: NDArray[np.float32], first: int, last: int) -> Fragment | None:
    """Cut out the smallest region with blocks `first` to `last`."""
    start, end = page.table.region("first"), page.table.region("end")
    around = np.flatnonzero((start <= first) & (end > last))
    if not len(around):
        return None
    region = int(around[np.argmin((end - start)[around])])
    inside = slice(int(start[region]), int(end[region]))
    table = parse(_common(page.elements[inside.start], page.elements[inside.stop - 1])).table
    same = len(table) == inside.stop - inside.start < len(page)
    return Fragment(table, matched[inside].copy()) if same else None


def _common(one: _Element, other: _Element) -> _Element:
    """Return the nearest element that both stand in, or are."""
    around = set(_upwards(one))
    return next(element for element in _upwards(other) if element in around)


def _upwards(element: _Element) -> Iterator[_Element]:
    yield element
    yield from element.iterancestors()
