"""Where a block stands in several elements that disagree, which of them names it.

Containers that swallow what is in them come first, from the outside: a cookie notice's buttons are the notice, a
newsletter box in a footer is the promotion, a footer's menu is the footer. Among the rest the nearest says, save that
listed links in a header are its menu. Where no element says anything, position may: links before the page's heading
are a menu too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml.etree import _Element

from duramen import ParsedPage
from duramen.roles import Role
from duramen_corpora.weak.clues import Clue, clues

#: The roles that are guessed: of content, only comments are told by their markup.
WEAK_ROLES: Final[tuple[Role, ...]] = (
    "navigation",
    "header",
    "footer",
    "sidebar",
    "related",
    "promotion",
    "notice",
    "control",
    "comment",
    "meta",
)
#: Swallow what stands in them, in this order, whatever it says of itself.
_SWALLOW: Final[tuple[Role, ...]] = ("notice", "promotion", "related", "footer")
#: A dialog asks for consent, for a password, or to search: it says something only where nothing else does.
_OPENS_ANYTHING: Final = frozenset({"dialog", "alertdialog"})
#: An element with so much of the page's text is a wrapper: its class speaks of the layout ("content-sidebar").
_WRAPPER: Final = 0.5
_DENSE: Final = 0.6  # share of letters in links
_TAIL: Final = 0.9  # of the page's blocks


def weak_roles(page: ParsedPage) -> list[Clue | None]:
    """Return the guess for each block of `page`, None where nothing in the markup tells."""
    if not len(page):
        return []
    reader = _Reader(page)
    return [reader.guess(i) for i in range(len(page))]


class _Reader:
    """One page: clues are read once an element, and chains of them looked up."""

    def __init__(self, page: ParsedPage) -> None:
        self.page = page
        self.elements = page.elements
        self.words = page.table["words"].tolist()
        self.total = max(sum(self.words), 1)
        self.weight = self._weights()
        self.chains: dict[_Element, tuple[Clue, ...]] = {}
        self.items = page.table.flag("item")
        self.heading = next((i for i, e in enumerate(self.elements) if _within(e, "h1")), None)

    def guess(self, block: int) -> Clue | None:
        clue = _decide(self._chain(self.elements[block]))
        if clue is not None and clue.role == "header" and self.items[block] and self._dense(block):
            return Clue("navigation", clue.source, f"items in {clue.evidence}")
        return clue or self._by_position(block)

    def _chain(self, element: _Element) -> tuple[Clue, ...]:
        """Return the clues of the element and all around it, nearest first."""
        path = [element]
        while path[-1] not in self.chains and (parent := path[-1].getparent()) is not None:
            path.append(parent)
        around = self.chains.get(path[-1], ())
        for inner in reversed(path):
            if inner not in self.chains:
                around = self.chains[inner] = (*self._told(inner), *around)
        return self.chains[element]

    def _told(self, element: _Element) -> tuple[Clue, ...]:
        if element.tag in ("html", "body", "main"):
            return ()
        found = clues(element)
        if self.weight.get(element, 0) > _WRAPPER * self.total:
            return tuple(clue for clue in found if clue.source != "class")
        return found

    def _weights(self) -> dict[_Element, int]:
        """Return the words in each element that holds a block."""
        weight: dict[_Element, int] = {}
        for element, words in zip(self.elements, self.words, strict=True):
            around: _Element | None = element
            while around is not None:
                weight[around] = weight.get(around, 0) + words
                around = around.getparent()
        return weight

    def _by_position(self, block: int) -> Clue | None:
        if not self._dense(block):
            return None
        if self.heading is not None and block < self.heading:
            return Clue("navigation", "position", "links before the heading")
        if block >= _TAIL * len(self.page):
            return Clue("footer", "position", "links at the end")
        return None

    def _dense(self, block: int) -> bool:
        """Whether the block is links, more or less."""
        table = self.page.table
        return bool(table["link_chars"][block] >= _DENSE * max(int(table["chars"][block]), 1))


def _decide(chain: Sequence[Clue]) -> Clue | None:
    for role in _SWALLOW:
        for clue in reversed(chain):
            if clue.role == role and clue.evidence not in _OPENS_ANYTHING:
                return clue
    return chain[0] if chain else None


def _within(element: _Element, tag: str) -> bool:
    return element.tag == tag or next(element.iterancestors(tag), None) is not None
