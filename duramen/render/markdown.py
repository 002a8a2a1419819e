"""The tree to Markdown: CommonMark 0.31.2 (https://spec.commonmark.org/0.31.2/) with GitHub's tables and strikethrough
(GFM, https://github.github.com/gfm/), and what has no place in either as its readers write it: `[^1]` for notes, `$…$`
for formulas, `: ` for definitions (Markdown Extra).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Final

from duramen.render import escape, tables
from duramen.render.inline import Inline, Links
from duramen.render.nodes import Child, Node, items_of, nodes_of, plain

_HEADINGS: Final = {f"h{level}": "#" * level for level in range(1, 7)}
_ALIGN: Final = {"left": ":---", "center": ":---:", "right": "---:", "": "---"}
_BULLETS: Final = ("-", "+")  # not `*`, which would make a rule of an item that is one
_STOPS: Final = (".", ")")
_MAX_NUMBER: Final = 999_999_999  # CommonMark 5.2: nine digits


def to_markdown(root: Node, links: Links = "inline") -> str:
    """Return Markdown; "" for an empty tree. `links`: `inline`, `reference` (gathered at the end) or `none`."""
    return Writer(links).document(root)


class Writer:
    """Writes one tree. Each method returns a block's lines without the blank ones around it; "" for nothing."""

    def __init__(self, links: Links) -> None:
        self.inline = Inline(links)
        self._forms: dict[str, Callable[[Node], str]] = {
            "p": lambda node: self.paragraph(node.children),
            **dict.fromkeys(_HEADINGS, self.heading),
            "pre": _code,
            "ul": self.list,
            "ol": self.list,
            "table": self.table,
            "blockquote": lambda node: _prefixed(self.blocks(nodes_of(node)), "> ", "> "),
            "dl": self.definitions,
            "notes": lambda node: "\n\n".join(map(self._note, nodes_of(node))),
            "hr": lambda _: "---",
            "figcaption": self.caption,
        }

    def document(self, root: Node) -> str:
        """Return the whole text."""
        parts = [self.blocks(nodes_of(root))]
        if self.inline.addresses:
            parts.append("\n".join(f"[{n}]: {_target(address)}" for address, n in self.inline.addresses.items()))
        return "\n\n".join(filter(None, parts))

    def blocks(self, nodes: list[Node]) -> str:
        """Return blocks one after another, a blank line between them."""
        out: list[str] = []
        turn, lists_before = 0, ""
        for node in nodes:
            if node.tag in ("ul", "ol"):
                turn = 1 - turn if lists_before == node.tag else 0
                text = self.list(node, turn)
            else:
                text = self.block(node)
            if text:
                lists_before = node.tag
                out.append(text)
        return "\n\n".join(out)

    def block(self, node: Node) -> str:
        """Return any block; what has no form of its own is what it holds."""
        write = self._forms.get(node.tag)
        if write is not None:
            return write(node)
        return self.blocks(nodes_of(node)) if node.tag else ""

    def paragraph(self, children: list[Child]) -> str:
        """Return a paragraph; a formula that is displayed alone stands on lines of its own."""
        if len(children) == 1 and isinstance(children[0], Node) and children[0].get("display"):
            tex = escape.formula(plain(children[0].children).strip())
            return f"$$\n{tex}\n$$".replace("\n\n", "\n")
        text = self.inline.write(children)
        if "\n" in text:
            return "\n".join(map(escape.line_start, text.split("\n")))
        return escape.line_start(text)

    def heading(self, node: Node) -> str:
        """Return a heading, on one line; what is bold throughout is a heading already."""
        text = " ".join(filter(None, (self._flat(child, " ") for child in nodes_of(node))))
        return f"{_HEADINGS[node.tag]} {escape.heading_end(text)}" if text else ""

    def caption(self, node: Node) -> str:
        """Return a caption, in italics where nothing in it is."""
        children = nodes_of(node)
        if len(children) == 1 and children[0].tag == "p" and _only_text(children[0].children):
            emphasis = Node("em")
            emphasis.children = children[0].children
            return self.inline.write([emphasis])
        return self.blocks(children)

    # -----------------------------------------------------------------------------------------------------------------
    # Lists

    def list(self, node: Node, turn: int = 0) -> str:
        """Return a list. `turn` chooses the marker: the next list in a row needs another (CommonMark 5.3)."""
        items = items_of(node)
        loose = any(_is_loose(item) for item in items)
        number, step = _numbers(node, items)
        out: list[str] = []
        for item in items:
            if item.get("value").isdecimal() and len(item.get("value")) < 10:
                turn = 1 - turn if out and int(item.get("value")) != number else turn  # CommonMark counts by ones
                number = int(item.get("value"))
            marker = f"{min(max(number, 0), _MAX_NUMBER)}{_STOPS[turn]} " if node.tag == "ol" else f"{_BULLETS[turn]} "
            text = self._item(item, loose)
            if text:
                out.append(_prefixed(text, marker, " " * len(marker)))
                number += step
        return ("\n\n" if loose else "\n").join(out)

    def _item(self, item: Node, loose: bool) -> str:
        children = [child for child in nodes_of(item) if child.tag != "hr"]
        if loose:
            return self.blocks(children)
        # A list may follow the item's text at once, one that starts at another number may not (CommonMark 5.3).
        return "\n".join(filter(None, map(self.block, children)))

    def definitions(self, node: Node) -> str:
        """Return a definition list as Markdown Extra writes it.

        Terms of one definition are one term with breaks: of the readers of such lists, pandoc and markdown-it take no
        line but the last before a definition for a term.
        """
        parts = [(child.tag, text) for child in nodes_of(node) if (text := self._definition(child))]
        out: list[str] = []
        below = ""  # what the next part is: a term is one only over its definition, and a paragraph elsewhere
        for tag, text in reversed(parts):
            term = tag == "dt" and below in ("term", "dd")
            close = term or (tag == below == "dd" and "\n\n" not in text)
            out.append(text + ("" if not below else "<br>" if below == "term" and term else "\n" if close else "\n\n"))
            below = "term" if term else tag
        return "".join(reversed(out))

    def _definition(self, node: Node) -> str:
        """Return a term or a definition, or what stands beside them."""
        if node.tag == "dd":
            return _prefixed(self.blocks(nodes_of(node)), ": ", "  ")
        if node.tag == "dt":
            return escape.line_start(" ".join(filter(None, (self._flat(term, " ") for term in nodes_of(node)))))
        return self.block(node)

    def _note(self, node: Node) -> str:
        return _prefixed(self.blocks(nodes_of(node)), f"[^{node.get('number')}]: ", "    ")

    # -----------------------------------------------------------------------------------------------------------------
    # Tables

    def table(self, node: Node) -> str:
        """Return a GitHub table (GFM 4.10)."""
        grid = tables.grid(node)
        around = [] if grid.caption is None else [self.caption(grid.caption)]
        rows = [[self._cell(cell) for cell in row] for row in grid.rows]
        if not any(any(row) for row in rows):
            return "\n\n".join(filter(None, around))
        head = rows[0] + [""] * (grid.width - len(rows[0]))
        lines = [head, [_ALIGN[side] for side in _alignments(grid)], *(row for row in rows[1:] if any(row))]
        around.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
        return "\n\n".join(filter(None, around))

    def _cell(self, cell: Node | None) -> str:
        if cell is None:
            return ""
        return "<br>".join(filter(None, (self._flat(child, "<br>", True) for child in nodes_of(cell))))

    def _flat(self, node: Node, line: str, cell: bool = False) -> str:
        """Return a block on one line."""
        if node.tag == "p":
            children = node.children
            if not cell and len(children) == 1 and isinstance(children[0], Node) and children[0].tag == "strong":
                children = children[0].children
            return self.inline.write(children, line, cell)
        if node.tag == "pre":
            lines = [text for text in plain(node.children).split("\n") if text.strip()]
            spans = [escape.code_span(text) for text in lines]
            return line.join(span.replace("|", "\\|") if cell else span for span in spans)
        parts = (self._flat(child, line, cell) for child in nodes_of(node))
        return line.join(filter(None, parts)) if node.tag else ""


def _is_loose(item: Node) -> bool:
    """Whether an item holds more than one paragraph and lists after it."""
    children = [child for child in nodes_of(item) if child.tag not in ("", "hr")]
    lists = [child for child in children[1:] if child.tag == "ul" or (child.tag == "ol" and _starts_at_one(child))]
    if len(children) - len(lists) > 1:
        return True
    if len(lists) > 1 and any(a.tag == b.tag for a, b in itertools.pairwise(lists)):
        return True  # two lists in a row need the blank line and the other marker
    return bool(children) and children[0].tag not in ("p", "ul", "ol") and len(children) > 1


def _starts_at_one(node: Node) -> bool:
    items = items_of(node)
    return node.get("start", "1") in ("1", "") and not (items and items[0].get("value") not in ("", "1"))


def _numbers(node: Node, items: list[Node]) -> tuple[int, int]:
    start = node.get("start").strip()
    if "reversed" in node.attributes:
        return (int(start) if start.isdecimal() else len(items)), -1
    return (int(start[:10]) if start.isdecimal() else 1), 1


def _prefixed(text: str, first: str, rest: str) -> str:
    """Return lines under a prefix; blank lines carry only what of it is no space."""
    if not text:
        return ""
    blank = rest.rstrip()
    head, *tail = text.split("\n")
    return "\n".join([first + head, *(rest + line if line else blank for line in tail)])


def _code(node: Node) -> str:
    text = plain(node.children)
    marks = escape.fence(text)
    return f"{marks}{node.get('language')}\n{text}\n{marks}" if text.strip() else ""


def _alignments(grid: tables.Grid) -> list[str]:
    """Return each column's side: that of its first cell that has one."""
    sides = [""] * grid.width
    for row in grid.rows:
        for i, cell in enumerate(row):
            if cell is not None and not sides[i]:
                sides[i] = cell.get("align")
    return sides


def _only_text(children: list[Child]) -> bool:
    return bool(children) and all(isinstance(child, str) or child.tag == "a" for child in children)


def _target(address: str) -> str:
    return address or "<>"
