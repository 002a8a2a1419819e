"""Open elements of the page, and which of them are containers of the output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element

from duramen.render.nodes import MAX_DEPTH, Node
from duramen.render.run import Run

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTAINERS: Final = HEADINGS | {
    "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "caption", "figure", "figcaption", "dl", "dt", "dd",
    "details", "summary",
}  # fmt: skip
_LISTS: Final = frozenset({"ul", "ol"})
_AS: Final = {"menu": "ul", "dir": "ul"}
#: Elements that can be containers without being notes.
MAY_CONTAIN: Final = _CONTAINERS | _AS.keys()
#: Containers that are what they are only inside others; elsewhere they are unwrapped.
_WITHIN: Final = {
    "li": {"ul", "ol"}, "tr": {"table"}, "td": {"tr"}, "th": {"tr"}, "caption": {"table"}, "figcaption": {"figure"},
    "dt": {"dl", "dt", "dd"}, "dd": {"dl", "dt", "dd"}, "summary": {"details"},
}  # fmt: skip
#: How far down a table has its cells.
_TABLE_DEPTH: Final = 3
_DIRECTIONS: Final = frozenset({"rtl", "ltr", "auto"})
_ALIGNED = re.compile(r"text-align\s*:\s*(left|center|right)", re.I)


class Frame:
    """An open element of the page.

    Of a block-level element: `run` is the open run of text, `kept` its runs that are kept with their blocks, `ended`
    how many have ended. Of an inline element: `spec` is what the run knows it as, `card` its link until a block has it.
    """

    __slots__ = (
        "above", "alive", "card", "children", "direction", "element", "ended", "kept", "node", "note", "run", "shown",
        "spec", "tag",
    )  # fmt: skip

    def __init__(self, element: _Element, tag: str, node: Node, run: Run) -> None:
        self.element, self.tag, self.node, self.run = element, tag, node, run
        self.children: Iterator[_Element] = iter(element)
        self.above: Node | None = None  # what `node` was put in, where the element made it
        self.alive: _Element = element  # the innermost element around with a kept block
        self.kept: dict[int, int] = {}
        self.ended = 0
        self.spec: str | None = None
        self.card: dict[str, str] | None = None
        self.note: str | None = None
        self.direction = self.shown = ""  # what the page sets, and what `node` has been given

    def turned(self) -> str:
        """Return the direction of what goes into `node` where that has another; "" where it has not."""
        return self.direction if self.direction != self.shown and self.direction in _DIRECTIONS else ""


def container(element: _Element, tag: str, within: Node, depth: int, note: str | None) -> Node | None:
    """Return the container that an element is where it stands, or None for one that is unwrapped.

    `depth` counts the containers around it; `note` is the id that makes a note of it, if any does.
    """
    tag = _AS.get(tag, tag)
    if note and (tag not in _WITHIN or (tag == "li" and within.tag not in _LISTS)) and depth < MAX_DEPTH:
        return Node("note", {"note": note})
    deep = depth + (_TABLE_DEPTH if tag == "table" else 0) >= MAX_DEPTH
    if tag not in _CONTAINERS or (deep and tag not in _WITHIN) or within.tag not in _WITHIN.get(tag, (within.tag,)):
        return None
    made = Node(tag, _attributes(element, tag))
    if note:
        made.attributes["note"] = note
    return made


def list_within(tag: str, within: Node) -> Node:
    """Return where a list goes: one straight in another (`<ul><li>…</li><ul>`) belongs to the item before it."""
    if tag not in _LISTS or within.tag not in _LISTS or not within.children:
        return within
    last = within.children[-1]
    return last if isinstance(last, Node) and last.tag == "li" else within


def _attributes(element: _Element, tag: str) -> dict[str, str]:
    if tag == "ol":
        return {name: element.get(name, "") for name in ("start", "reversed") if name in element.attrib}
    if tag == "li" and element.get("value"):
        return {"value": element.get("value", "")}
    if tag in ("td", "th"):
        return cell_attributes(element)
    if tag == "tr":
        parent = element.getparent()
        part = "" if parent is None else parent.tag
        return {part[1:]: "1"} if part in ("thead", "tfoot") else {}
    if tag == "table":
        return {"role": element.get("role") or ""}
    return {}


def cell_attributes(element: _Element) -> dict[str, str]:
    """Return a cell's spans and the side that its text is set to."""
    found = {name: element.get(name, "") for name in ("colspan", "rowspan") if name in element.attrib}
    style = _ALIGNED.search(element.get("style") or "")
    align = (style[1] if style else element.get("align") or "").lower()
    if align in ("left", "center", "right"):
        found["align"] = align
    return found
