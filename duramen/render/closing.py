"""What a structure needs to be whole, though it was not kept for its words.

A block is kept or not by what it says, one by one, and such judgements are uncertain where there are few words: a
listing between two paragraphs, the dash in a cell, the term that a definition is of. Text can do without; markup
cannot, since a table with holes says something else. So markup adds to the kept blocks

- listings, quotes and tables of data between two kept blocks, and listings beside which nothing in the element around
  is left out;
- the rest of a quote, a definition list or a table of data of which half of the blocks are kept;
- formulas between two kept blocks, and headings between two that are none: what follows would stand under another;
- notes that kept text refers to (`notes_of`, for what the tree that was built lacks).

Of the words that this adds under the policy `article` on mozilla-readability's pages, 97 % stand in the gold for tables
between kept blocks and 78 % for those half kept, 80 and 100 % for quotes, all for headings; on scrapinghub's, 95 % for
quotes and 93 % for headings. WCXB's gold leaves out listings and quoted posts that its pages have (under `broad`, 27
and 14 % of what is added is in it; of headings 41 %), which costs its word F1 0.15 points there, headings none of it:
of a page with its code and without it, readers want the first. Rules that add figures' captions, items of lists, or
whatever stands alone between kept blocks were tried, and add what is not in the gold (9, 13 and 14 % of it is, on
WCXB). Every rule adds more where more is kept, so answers stay nested along the dial. None adds text that the page
hides: nobody sees there what a prompt injection says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray

from duramen.blocks import TAG_IDS
from duramen.page import ParsedPage
from duramen.queries import Query
from duramen.render import maths, notes
from duramen.render.frame import HEADINGS
from duramen.render.survey import regions_met, running

_TAGS: Final = {name: TAG_IDS[name] for name in ("blockquote", "dl", "table")}
_NAMED: Final = np.isin(np.arange(len(TAG_IDS)), list(_TAGS.values()))
_HEADING: Final = np.isin(np.arange(len(TAG_IDS)), [TAG_IDS[name] for name in HEADINGS])
_WITH_ID: Final = Query("//*[@id or @name]")
#: Notes that are looked for.
_MOST_NOTES: Final = 200


def closed(page: ParsedPage, kept: Sequence[int]) -> list[int]:
    """Return the kept blocks with those that their structures need, in document order."""
    keep = np.zeros(len(page), np.bool_)
    keep[np.asarray(kept, np.int64)] = True
    if keep.any() and not keep.all():
        shown = ~page.table.flag("hidden")
        for spans in (_listings, _regions, _formulas, _headings):
            for span in list(spans(page, keep)):
                # A formula's source may well be hidden: another script draws it.
                keep[span.start : span.stop] |= shown[span.start : span.stop] | (spans is _formulas)
    return [int(i) for i in np.flatnonzero(keep)]


def _listings(page: ParsedPage, keep: NDArray[np.bool_]) -> Iterator[range]:
    for run in _runs(page.table.flag("pre") & ~keep):
        if _between(keep, run) or _nothing_left_out(page, run.start, keep):
            yield run


def _runs(marked: NDArray[np.bool_]) -> Iterator[range]:
    """Yield the runs of marked blocks."""
    if not marked.any():
        return
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
    total = running(len(keep), np.flatnonzero(keep))
    has, size = total[end] - total[first], end - first
    named = (has < size) & _NAMED[tags]
    tables: list[tuple[int, range]] = []
    for region in np.flatnonzero(named).tolist():
        span = range(int(first[region]), int(end[region]))
        if 2 * has[region] < size[region] and (tags[region] == _TAGS["dl"] or not _between(keep, span)):
            continue
        if tags[region] == _TAGS["table"]:
            tables.append((region, span))
        else:
            yield span
    elements = _elements(page, page.table.region("element")[[region for region, _ in tables]], keep)
    yield from (span for (_, span), element in zip(tables, elements, strict=True) if _is_data(element))


def _is_data(table: _Element) -> bool:
    """Whether a table has two rows and columns, none in it, and does not say that it only lays out."""
    cells = len(list(islice(table.iter("td", "th"), 4)))
    rows = len(list(islice(table.iter("tr"), 2)))
    nested = next(table.iterdescendants("table"), None) is not None
    return rows > 1 and cells > 3 and not nested and table.get("role") not in ("presentation", "none")


def _formulas(page: ParsedPage, keep: NDArray[np.bool_]) -> Iterator[range]:
    """Yield the formulas that are blocks of their own, between two kept ones."""
    lonely = ~keep[1:-1] & keep[:-2] & keep[2:]
    region = page.table["region"]
    classed = page.table.region("attr_end") > page.table.region("attr_start")  # or it has no class
    blocks = np.flatnonzero(lonely & classed[region[1:-1]]) + 1
    for block, element in zip(blocks.tolist(), _elements(page, page.table["element"][blocks], keep), strict=True):
        if maths.is_named(element.get("class") or "") and maths.formula(element) is not None:
            yield range(block, block + 1)


def _headings(page: ParsedPage, keep: NDArray[np.bool_]) -> Iterator[range]:
    """Yield the headings between two kept blocks that are none."""
    heading = _HEADING[page.table["tag"]]
    text = keep & ~heading
    for block in (np.flatnonzero(heading[1:-1] & ~keep[1:-1] & text[:-2] & text[2:]) + 1).tolist():
        yield range(block, block + 1)


def _elements(page: ParsedPage, places: NDArray[np.int32], keep: NDArray[np.bool_]) -> list[_Element]:
    """Return elements, having looked for what the builder will want as well: once through the tree does for both."""
    if not len(places):
        return []
    kept = np.flatnonzero(keep)
    _, met = regions_met(page, running(len(page), kept))
    page.at(np.concatenate([places, page.table.region("element")[met], page.table["element"][kept]]))
    return page.at(places)


def notes_of(page: ParsedPage, names: Iterable[str]) -> list[int]:
    """Return the blocks of the notes whose ids are `names`."""
    if page.root is None:
        return []
    spans = {page.every[i]: region for region, i in enumerate(page.table.region("element").tolist())}
    noted = _by_id(page.root)
    found: list[int] = []
    for name in islice(names, _MOST_NOTES):
        region = _region(spans, noted[name]) if name in noted else None
        if region is not None:
            found += range(int(page.table.region("first")[region]), int(page.table.region("end")[region]))
    return found


def _region(spans: dict[_Element, int], noted: _Element) -> int | None:
    """Return the region of a note's element: where that is a link back, as in Word's pages, of what it is first in."""
    if noted.tag != "a" or notes.link_kind(noted) != "back":
        return spans.get(noted)
    above: _Element | None = noted
    while above is not None and above not in spans:
        parent = above.getparent()
        first = parent is not None and above.getprevious() is None and not (parent.text or "").strip()
        above = parent if first else None
    return None if above is None or above.tag == "body" else spans[above]


def _by_id(root: _Element) -> dict[str, _Element]:
    """Return the first element of each id; a name is an id too, as in old pages."""
    found: dict[str, _Element] = {}
    elements = _WITH_ID(root)
    for element in elements if isinstance(elements, list) else ():
        if isinstance(element, _Element):
            for name in (element.get("id"), element.get("name")):
                found.setdefault(name or "", element)
    return found
