"""A parsed page as harmless HTML: its words and its structure, each block in an element that the caller writes.

    "".join(rebuild(parsed, lambda i: f'<span id="b{i}">'))

Nothing of the page is copied but text, and of attributes only whole numbers (`colspan`, `start`) and an image's `alt`
as text. Elements are written anew from the lists below; links, forms, images, styles, scripts and whatever else is not
there leave their words or nothing. What is written nests so that every HTML parser reads the same tree back.

Which text belongs to which block is told by counting characters: the walk puts every visible character of the tree into
exactly one block, in order, so a text node's place follows from how many characters came before it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from lxml import etree
from lxml.etree import _Element

from duramen.overlay.frames import Frames

if TYPE_CHECKING:
    from duramen import ParsedPage

#: Elements that the walk passes over with all that is in them (`duramen/_walk_names.pxi`, kind "s").
SKIPPED: Final = frozenset(
    (
        *("audio", "canvas", "datalist", "iframe", "meta", "noembed", "noframes", "object"),
        *("script", "style", "svg", "template", "video"),
    )
)
#: Inline elements that are kept. A link is a `span`: it looks like one and leads nowhere.
INLINE: Final = {
    **{
        name: name for name in ("b", "strong", "i", "em", "code", "sub", "sup", "small", "u", "s", "del", "ins", "mark")
    },
    **{name: name for name in ("cite", "kbd", "samp", "var", "ruby", "rt", "rp")},
    **dict.fromkeys(("strike",), "s"),
    "tt": "code",
    "a": 'span class="a"',
}
_MAX_INLINE: Final = 6  # open at once: a page may nest thousands, and each block would open them anew
#: What the walk does not count as characters: white space, soft hyphens, zero-width spaces.
_UNCOUNTED: Final = re.compile("[\x00-\x20\x85\xa0\u2000-\u200a\u2028\u202f\u3000\xad\u200b\ufeff]+")
_PICTURE: Final = 80  # characters of an image's alternative text
_MAX_PICTURES: Final = 3  # between two blocks

OpenTag = Callable[[int], str]


def rebuild(parsed: ParsedPage, open_tag: OpenTag) -> Iterator[str]:
    """Yield the page's HTML in pieces. `open_tag(i)` is the start tag of a `span` around block `i`.

    Every block is opened once, in order. Where tree and blocks do not fit (a tree that was changed after it was
    walked), the blocks follow each other without structure.
    """
    if parsed.root is None:
        return
    counts: list[int] = parsed.table["chars"].tolist()
    if _fits(parsed.root, counts):
        yield from _Writer(counts, open_tag).write(parsed.root)
    else:
        yield from (f"{open_tag(i)}{html.escape(text)}</span>" for i, text in enumerate(parsed.texts))


def _fits(root: _Element, counts: list[int]) -> bool:
    """Whether each text node lies in one block, and they fill the blocks."""
    blocks, left = iter(counts), 0
    for node, end in _nodes(root):
        visible = _visible(_text(node, end))
        if visible and not left:
            left = next(blocks, 0)
        left -= visible
        if left < 0:
            return False
    return not left and next(blocks, None) is None


def _nodes(root: _Element) -> Iterator[tuple[_Element, bool]]:
    """Yield what the walk visits, as (element, False) at its start and (element or comment, True) at its end."""
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walker:
        if event == "start" and (node.tag in SKIPPED or node.tag == "title"):
            walker.skip_subtree()
        yield node, event != "start"


def _text(node: _Element, end: bool) -> str:
    """Return the text after the start, or after the end, of an element, as far as it is the page's."""
    if end:
        parent = node.getparent()
        return "" if parent is None or parent.tag == "head" else node.tail or ""
    return "" if node.tag in SKIPPED or node.tag in ("head", "title") else node.text or ""


def _visible(text: str) -> int:
    return len(_UNCOUNTED.sub("", text))


class _Writer:
    """The state of a page being written: block-level frames, the open block, the open inline elements."""

    def __init__(self, counts: list[int], open_tag: OpenTag) -> None:
        self.counts, self.open_tag = counts, open_tag
        self.frames = Frames()
        self.inline: list[str] = []  # of the source, innermost last
        self.written: list[str] = []  # those of them that are open inside the block
        self.block, self.left = -1, 0  # the block that is filled, and its characters still to come
        self.inside = self.begun = False  # whether its element is open, and holds text
        self.pending: list[str] = []  # white space and line breaks: written only if more of the block follows
        self.pictures: list[str] = []  # since the last block
        self.pictured: set[str] = set()
        self.after_link = False  # `<a>Home</a><a>About</a>` is two words, to the walk as to any reader

    def write(self, root: _Element) -> Iterator[str]:
        for node, end in _nodes(root):
            if isinstance(node.tag, str):
                yield from self._leave(node) if end else self._enter(node)
            text = _text(node, end)
            if text:
                yield from self._words(text)
        yield from self._close_block()

    def _enter(self, element: _Element) -> Iterator[str]:
        if element.tag == "br":
            self._wait("<br>")
        elif element.tag == "img":
            self._picture(element.get("alt") or "")
        elif element.tag in INLINE:
            if element.tag == "a" and self.after_link:
                self._wait(" ")
            self.inline.append(INLINE[element.tag])
        elif self.frames.makes(element):
            yield from self._close_block()
            self.frames.enter(element)

    def _leave(self, element: _Element) -> Iterator[str]:
        self.after_link = element.tag == "a" and self.inside
        if element.tag in INLINE:
            name = self.inline.pop()
            if len(self.written) > len(self.inline):
                self.written.pop()
                yield f"</{name.split()[0]}>"
        elif self.frames.is_top(element):
            yield from self._close_block()
            yield from self.frames.leave()

    def _words(self, text: str) -> Iterator[str]:
        visible = _visible(text)
        if not visible:
            self._wait(text)
            self.after_link = False
            return
        if not self.left:
            yield from self._open_block()
        yield from self._waited()
        for name in self.inline[len(self.written) : _MAX_INLINE]:
            self.written.append(name)
            yield f"<{name}>"
        # The walk drops what white space a block begins with, and so does a browser, but not after a `::before`.
        yield html.escape(text if self.begun else text.lstrip(), quote=False)
        self.begun, self.after_link = True, False
        self.left -= visible

    def _picture(self, alt: str) -> None:
        """Note a picture: a mark in the block, or before the next. Its words are an attribute: they are no block's."""
        alt = " ".join(alt.split())[:_PICTURE]
        # Shops show the same dozen pictures in three sizes: once will do, and a few between two blocks.
        if not alt or alt in self.pictured or len(self.pictures) >= _MAX_PICTURES:
            return
        self.pictured.add(alt)
        mark = f'<i class="pic" data-alt="{html.escape(alt)}"></i>'
        if self.left:
            self._wait(mark)
        else:
            self.pictures.append(mark)

    def _open_block(self) -> Iterator[str]:
        yield from self._close_block()
        self.block += 1
        self.left, self.inside, self.begun = self.counts[self.block], True, False
        yield from self.frames.open()
        yield from self.pictures
        self.pictures.clear()
        yield self.open_tag(self.block)

    def _close_block(self) -> Iterator[str]:
        if self.inside:
            yield from (f"</{name.split()[0]}>" for name in reversed(self.written))
            yield "</span>"
            yield from self.frames.close_cell()
        self.written.clear()
        self.inside = False
        self.pending.clear()

    def _wait(self, what: str) -> None:
        if self.inside:
            self.pending.append(what)

    def _waited(self) -> Iterator[str]:
        yield from self.pending
        self.pending.clear()
