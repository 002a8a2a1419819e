"""What a structure needs to be whole, though it was not kept for its words.

A block is kept or not by what it says, one by one, and such judgements are uncertain where there are few words: a
listing between two paragraphs, the dash in a cell, the term that a definition is of. Text can do without; markup
cannot, since a table with holes says something else. So markup adds to the kept blocks

- listings, quotes and tables of data between two kept blocks, and listings beside which nothing in the element around
  is left out;
- the rest of a quote, a definition list or a table of data of which half of the blocks are kept;
- formulas between two kept blocks;
- notes that kept text refers to (`notes_of`, for what the tree that was built lacks).

On WCXB's development split (1,495 pages, all seen in training, so the model errs there as little as it ever does) of
the words that this adds, 66 % stand in the gold for listings, 86 to 89 % for quotes, 53 to 78 % for tables: the gold
stops short on some of these pages. Every rule adds more where more is kept, so answers stay nested along the dial.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

import numpy as np
from lxml.etree import XPath, _Element
from numpy.typing import NDArray

from duramen.blocks import TAG_IDS
from duramen.page import ParsedPage
from duramen.render import maths

_TAGS: Final = {name: TAG_IDS[name] for name in ("blockquote", "dl", "table")}
_WITH_ID: Final = XPath("//*[@id = $id or @name = $id]")
#: Notes that are looked up by their id: each takes the time of the page.
_MOST_NOTES: Final = 200


def closed(page: ParsedPage, kept: Sequence[int]) -> list[int]:
    """Return the kept blocks with those that their structures need, in document order."""
    keep = np.zeros(len(page), np.bool_)
    keep[np.asarray(kept, np.int64)] = True
    if keep.any() and not keep.all():
        for spans in (_listings, _regions, _formulas):
            for span in list(spans(page, keep)):
                keep[span.start : span.stop] = True
    return [int(i) for i in np.flatnonzero(keep)]


def _listings(page: ParsedPage, keep: NDArray[np.bool_]) -> Iterator[range]:
    for run in _runs(page.table.flag("pre") & ~keep):
        if _between(keep, run) or _nothing_left_out(page, run.start, keep):
            yield run


def _runs(marked: NDArray[np.bool_]) -> Iterator[range]:
    """Yield the runs of marked blocks."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]])))
    for start, stop in edges.reshape(-1, 2).tolist():
        yield range(start, stop)


def _between(keep: NDArray[np.bool_], span: range) -> bool:
    return span.start > 0 and span.stop < len(keep) and bool(keep[span.start - 1] and keep[span.stop])


def _nothing_left_out(page: ParsedPage, block: int, keep: NDArray[np.bool_]) -> bool:
    """Whether, in the nearest element around a listing that holds other blocks too, all those are kept."""
    parent, first, end = (page.table.region(name) for name in ("parent", "first", "end"))
    others, above = ~page.table.flag("pre"), int(page.table["region"][block])
    while above >= 0 and not others[first[above] : end[above]].any():
        above = int(parent[above])
    around = slice(first[above], end[above])
    return above >= 0 and bool(keep[around][others[around]].all())


def _regions(page: ParsedPage, keep: NDArray[np.bool_]) -> Iterator[range]:
    """Yield the quotes, definition lists and tables of data that are to be whole."""
    first, end, tags = (page.table.region(name) for name in ("first", "end", "tag"))
    total = np.concatenate([[0], np.cumsum(keep)])
    has, size = total[end] - total[first], end - first
    named = (has < size) & np.isin(tags, list(_TAGS.values()))
    for region in np.flatnonzero(named).tolist():
        span = range(int(first[region]), int(end[region]))
        if 2 * has[region] < size[region] and (tags[region] == _TAGS["dl"] or not _between(keep, span)):
            continue
        if tags[region] != _TAGS["table"] or _is_data(page.every[page.table.region("element")[region]]):
            yield span


def _is_data(table: _Element) -> bool:
    """Whether a table has two rows and columns, none in it, and does not say that it only lays out."""
    cells = len(list(islice(table.iter("td", "th"), 4)))
    rows = len(list(islice(table.iter("tr"), 2)))
    nested = next(table.iterdescendants("table"), None) is not None
    return rows > 1 and cells > 3 and not nested and table.get("role") not in ("presentation", "none")


def _formulas(page: ParsedPage, keep: NDArray[np.bool_]) -> Iterator[range]:
    """Yield the formulas that are blocks of their own, between two kept ones."""
    lonely = ~keep[1:-1] & keep[:-2] & keep[2:]
    for block in (np.flatnonzero(lonely) + 1).tolist():
        element = page.every[page.table["element"][block]]
        if maths.is_named(element.get("class") or "") and maths.formula(element) is not None:
            yield range(block, block + 1)


def notes_of(page: ParsedPage, names: Iterable[str]) -> list[int]:
    """Return the blocks of the notes whose ids are `names`."""
    if page.root is None:
        return []
    spans = {page.every[i]: region for region, i in enumerate(page.table.region("element").tolist())}
    found: list[int] = []
    for name in islice(names, _MOST_NOTES):
        noted = _WITH_ID(page.root, id=name)
        note = noted[0] if isinstance(noted, list) and noted else None
        region = spans.get(note) if isinstance(note, _Element) else None
        if region is not None:
            found += range(int(page.table.region("first")[region]), int(page.table.region("end")[region]))
    return found
