"""What is in a corpus, counted: pages, hosts, sizes, and which gold there is.

    found = measure("wcxb", stream("wcxb"))       # blocks too, which takes a parse of each page
    found.pages, found.html.median, found.shares["empty gold"]

Counted in one pass that holds a page at a time, and a few numbers a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from duramen_corpora.schema import Page
from duramen_corpora.words import tokens

_COUNTED: Final = ("splits", "languages", "page_types", "roles")
_KINDS: Final[Mapping[str, Callable[[Page], bool]]] = {
    "empty gold": lambda page: page.text is not None and not page.text.strip(),
    "no gold text": lambda page: page.text is None,
    "snippets": lambda page: bool(page.with_ or page.without),
    "comments": lambda page: bool(page.comments),
    "nodes": lambda page: bool(page.blocks),
}


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle, the 90th percentile and the largest of some counts; all 0 where there are none."""

    median: float
    p90: float
    max: int


@dataclass(frozen=True, slots=True)
class Stats:
    """What is in a corpus.

    Counts of pages by split, language and page type, most first; of labelled elements by role. `html` in bytes, `gold`
    in words of the pages that have a gold text (a character of a script without spaces is one), `blocks` a page (None:
    not counted). `shares` of all pages: with an empty gold (the right answer is nothing), without a gold text, with
    snippets, comments and labelled nodes.
    """

    corpus: str
    pages: int
    hosts: int
    splits: dict[str, int]
    languages: dict[str, int]
    page_types: dict[str, int]
    roles: dict[str, int]
    html: Spread
    gold: Spread
    blocks: Spread | None
    shares: dict[str, float]


def measure(corpus: str, pages: Iterable[Page], *, blocks: bool = True) -> Stats:
    """Count what is in `pages`, and the blocks of each if asked."""
    tally = _Tally(blocks)
    for page in pages:
        tally.add(page)
    return tally.stats(corpus)


class _Tally:
    """The counts so far."""

    def __init__(self, blocks: bool) -> None:
        self._counts: dict[str, Counter[str]] = {key: Counter() for key in _COUNTED}
        self._has = Counter(dict.fromkeys(_KINDS, 0))
        self._hosts: set[str] = set()
        self._html: list[int] = []
        self._gold: list[int] = []
        self._blocks: list[int] | None = [] if blocks else None

    def add(self, page: Page) -> None:
        self._hosts.add(page.host)
        for key, value in zip(_COUNTED, (page.split, page.language, page.page_type), strict=False):
            self._counts[key][value or "unknown"] += 1
        self._counts["roles"].update(label.role for label in page.blocks)
        self._has.update(kind for kind, is_there in _KINDS.items() if is_there(page))
        self._html.append(len(page.html))
        if page.text is not None:
            self._gold.append(len(tokens(page.text)))
        if self._blocks is not None:
            self._blocks.append(_blocks(page))

    def stats(self, corpus: str) -> Stats:
        pages = len(self._html)
        return Stats(
            corpus=corpus,
            pages=pages,
            hosts=len(self._hosts),
            html=_spread(self._html),
            gold=_spread(self._gold),
            blocks=None if self._blocks is None else _spread(self._blocks),
            shares={kind: count / max(pages, 1) for kind, count in self._has.items()},
            **{key: dict(counter.most_common()) for key, counter in self._counts.items()},
        )


def _blocks(page: Page) -> int:
    import duramen

    return len(duramen.parse(page.html, encoding=page.charset))


def _spread(counts: Sequence[int]) -> Spread:
    if not counts:
        return Spread(0.0, 0.0, 0)
    return Spread(float(np.median(counts)), float(np.quantile(counts, 0.9)), max(counts))
