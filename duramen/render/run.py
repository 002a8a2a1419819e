"""One run of text: what the walk calls a block, with the inline elements that the walk looks through.

White space is the walk's (`duramen/_walk_text.pxi`): it collapses, a `<br>` is a line break, soft hyphens and
zero-width spaces vanish, and two links that touch are two words. So a run says the words of its block, in order.
Spaces go where no mark of emphasis can touch them: `a<b> c</b>` is kept as `a <b>c</b>`.
"""

from __future__ import annotations

import re
from typing import Final

from duramen.render.nodes import Child, Node

_SPACE: Final = "\\x00-\\x20\\x85\\xa0\\u2000-\\u200a\\u2028\\u202f\\u3000"
_SPACES = re.compile(f"[{_SPACE}]+")
_GONE = re.compile("[\\xad\\u200b\\ufeff]+")
#: What makes a block of a run: any character that is neither space nor dropped.
VISIBLE = re.compile(f"[^{_SPACE}\\xad\\u200b\\ufeff]")

#: Characters whose words are apart at a time: a word is an object, ten times its letters.
_PIECE: Final = 1 << 16

Spec = tuple[str, dict[str, str]]


class Run:
    """The open run of one block-level element. `open` holds the inline elements around the next character."""

    __slots__ = ("after_link", "blank", "breaks", "chain", "led", "media", "newline", "open", "space", "visible")

    def __init__(self, spec: list[Spec]) -> None:
        self.open = spec
        self.reset()

    def reset(self) -> None:
        """Begin an empty run inside the same inline elements."""
        self.chain: list[Node] = []
        self.visible = self.space = self.after_link = self.media = self.led = self.newline = False
        self.blank = True
        self.breaks = 0

    def _last(self) -> Node:
        """Return the innermost open element, opening those that the run has not seen yet."""
        if not self.chain:
            self.chain = [Node("p")]
            for tag, attributes in self.open:
                self._push(tag, attributes)
        return self.chain[-1]

    def _push(self, tag: str, attributes: dict[str, str]) -> None:
        node = Node(tag, attributes)
        self.chain[-1].children.append(node)
        self.chain.append(node)

    def enter(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an inline element."""
        if self.chain:
            self._push(tag, attributes)
        self.open.append((tag, attributes))

    def leave(self) -> None:
        """Close the innermost inline element; one that holds nothing was never there."""
        self.open.pop()
        if self.chain:
            node = self.chain.pop()
            if not node.children and self.chain:
                self.chain[-1].children.pop()

    def text(self, raw: str) -> None:
        """Add characters."""
        if raw.isascii():
            if raw.isspace():
                self.space = True
                return
        else:
            raw = _GONE.sub("", raw)
        body = " ".join(raw.split()) if len(raw) <= _PIECE else _collapsed(raw)
        if body and body.isprintable():
            self._write(body, raw[0].isspace(), raw[-1].isspace())
        elif raw:  # nothing but space, or what Python and the walk do not agree on: controls, rare separators
            collapsed = _SPACES.sub(" ", raw)
            body = collapsed.strip(" ")
            if body:
                self._write(body, collapsed[0] == " ", collapsed[-1] == " ")
            else:
                self.space = True

    def _write(self, body: str, spaced: bool, ends_spaced: bool) -> None:
        last = self.chain[-1] if self.chain else self._last()
        if spaced:
            self.space = True
        if not self.visible:
            self.led = self.led or self.space
        if not self.blank and (self.space or self.newline):
            self._gap()
        last.children.append(body)
        self.visible = True
        self.space = ends_spaced
        self.blank = self.after_link = self.newline = False
        self.breaks = 0

    def add(self, node: Child) -> None:
        """Add what is no text: an image, a formula, a reference to a note."""
        last = self._last()
        self._gap()
        last.children.append(node)
        self.media = True
        self.blank = False

    def paragraph(self) -> Node:
        """Return what the run holds, as a `p`."""
        while len(self.chain) > 1 and not self.chain[-1].children:
            self.chain.pop()
            self.chain[-1].children.pop()
        return self.chain[0] if self.chain else Node("p")

    def line_break(self) -> bool:
        """Note a `<br>`. True for the second in a row, which ends the run."""
        self.breaks += 1
        self.newline = True
        return self.breaks >= 2

    def _gap(self) -> None:
        """Write the break or space that stands before what comes next, outside of elements that are still empty."""
        if self.blank or not (self.newline or self.space):
            return
        gap: Child = Node("br") if self.newline else " "
        i = len(self.chain) - 1
        if self.chain[i].children:
            self.chain[i].children.append(gap)
        elif i:
            i -= 1
            while i and len(self.chain[i].children) == 1:
                i -= 1
            self.chain[i].children.insert(-1, gap)
        self.blank, self.space, self.newline = True, False, False


def _collapsed(raw: str) -> str:
    """Return `" ".join(raw.split())`, a piece at a time."""
    parts: list[str] = []
    spaced = False
    for start in range(0, len(raw), _PIECE):
        piece = raw[start : start + _PIECE]
        words = " ".join(piece.split())
        if words:
            if parts and (spaced or piece[0].isspace()):
                parts.append(" ")
            parts.append(words)
        spaced = piece[-1].isspace() or (spaced and not words)
    return "".join(parts)
