"""The block-level elements of a page being rebuilt: which are written, and nested so that they are read back the same.

HTML parsers mend what they find: a paragraph ends where another begins, text straight in a table is moved before it.
So an element is written only where it may stand (`_PARENTS`), as a `div` elsewhere, and whatever stands in a table and
in no cell is given one. Elements are written when the first text in them is: empty ones, and deep layouts of `div`,
never are; the empty cells of a row that has text are, since the others' columns hang on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS: Final = frozenset(("ul", "ol"))
_SECTIONS: Final = frozenset(("thead", "tbody", "tfoot"))
_TABLES: Final = _SECTIONS | {"table", "tr"}
_CELLS: Final = frozenset(("td", "th"))
#: Where an element may stand, for those that may not stand anywhere.
_PARENTS: Final[dict[str, frozenset[str]]] = {
    "li": _LISTS,
    **dict.fromkeys(("dt", "dd"), frozenset(("dl",))),
    **dict.fromkeys(("caption", *_SECTIONS), frozenset(("table",))),
    "tr": _SECTIONS | {"table"},
    **dict.fromkeys(_CELLS, frozenset(("tr",))),
}
_NAMES: Final = {
    **{name: name for name in (*_HEADINGS, *_LISTS, *_PARENTS, "dl", "table", "pre", "blockquote", "address")},
    **dict.fromkeys(("menu", "dir"), "ul"),
    **dict.fromkeys(("xmp", "listing", "plaintext"), "pre"),
    **dict.fromkeys(("p", "figure", "figcaption", "legend", "summary"), "div"),
}
#: What is shown as a frame with its name on it: the page's own word for what it is.
_LANDMARKS: Final = frozenset(
    ("header", "nav", "main", "article", "aside", "footer", "form", "search", "dialog", "noscript")
)
_NUMBERS: Final = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "ol": ("start",)}
_MAX_NUMBER: Final = 999
_MAX_DEPTH: Final = 100  # browsers stop nesting at 512; nobody reads what is that far in


@dataclass(slots=True)
class _Frame:
    """One element: `name` as written, `implied` where it stands for a cell that the page lacks."""

    element: _Element | None
    name: str
    tag: str
    implied: bool = False
    opened: bool = False
    empty_cells: str = ""


class Frames:
    """The open block-level elements, outermost first."""

    def __init__(self) -> None:
        self._stack: list[_Frame] = []
        self._headings = 0

    def makes(self, element: _Element) -> bool:
        """Whether the element gets a frame here."""
        if len(self._stack) >= _MAX_DEPTH:
            return False
        # Old pages put a form between a table and its rows: the rows matter more.
        return element.tag in _NAMES or (element.tag in _LANDMARKS and self._top not in _TABLES)

    def is_top(self, element: _Element) -> bool:
        """Whether the innermost frame, missing cells aside, is this element's."""
        innermost = next((frame for frame in reversed(self._stack) if not frame.implied), None)
        return innermost is not None and innermost.element is element

    def enter(self, element: _Element) -> None:
        """Put an element's frame on the stack; nothing is written yet."""
        name = self._name(element.tag)
        if self._top in _TABLES and self._top not in _PARENTS.get(name, ()):
            self._imply_cell()
        self._headings += name in _HEADINGS
        self._stack.append(_Frame(element, name, _tag(element, name)))

    def leave(self) -> Iterator[str]:
        """End the innermost frame, and the cell that was made for it."""
        frame = self._stack.pop()
        self._headings -= frame.name in _HEADINGS
        if frame.opened:
            yield f"</{frame.name}>"
        elif frame.name in _CELLS and self._stack:
            self._stack[-1].empty_cells += f"<{frame.tag}></{frame.name}>"
        yield from self.close_cell()

    def open(self) -> Iterator[str]:
        """Write the start tags that are due, since text follows: in a table, in a cell."""
        if self._top in _TABLES:
            self._imply_cell()
        for outer, frame in zip([None, *self._stack], self._stack, strict=False):
            if not frame.opened:
                frame.opened = True
                if outer is not None and outer.empty_cells:
                    yield outer.empty_cells
                    outer.empty_cells = ""
                yield f"<{frame.tag}>"

    def close_cell(self) -> Iterator[str]:
        """End the elements that stand for a missing cell, if what they were made for has ended."""
        while self._stack and self._stack[-1].implied:
            frame = self._stack.pop()
            if frame.opened:
                yield f"</{frame.name}>"

    @property
    def _top(self) -> str:
        return self._stack[-1].name if self._stack else ""

    def _name(self, tag: str) -> str:
        name = _NAMES.get(tag, "div")
        misplaced = name in _PARENTS and self._top not in _PARENTS[name]
        return "div" if misplaced or (name in _HEADINGS and self._headings) else name

    def _imply_cell(self) -> None:
        if self._top != "tr":
            self._stack.append(_Frame(None, "tr", "tr", implied=True))
        self._stack.append(_Frame(None, "td", "td", implied=True))


def _tag(element: _Element, name: str) -> str:
    """Return what stands in the start tag."""
    if name == "div":
        kind = "mark" if element.tag in _LANDMARKS else "para"
        return f'div class="{kind} t-{element.tag}"'
    numbers = ((key, element.get(key, "").strip()) for key in _NUMBERS.get(name, ()))
    kept = (f' {key}="{min(int(n), _MAX_NUMBER)}"' for key, n in numbers if n.isascii() and n.isdigit())
    return name + "".join(kept)
