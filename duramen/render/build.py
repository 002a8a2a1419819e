"""From a page and its kept blocks to the tree that is written: the walk once more, over what is kept only.

Each kept block is found where the walk found it: in its element (`table["element"]`), as the so-many-eth run of text
there (`table["run"]`). Elements are entered only where a kept block is beneath, so structure stands only around what is
kept, and the time is that of the kept part of the page. Nothing recurses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml.etree import _Element

from duramen import _walk
from duramen.page import ParsedPage
from duramen.render import code, maths, notes
from duramen.render.media import image
from duramen.render.nodes import MAX_DEPTH, Node
from duramen.render.notes import resolve
from duramen.render.run import VISIBLE, Run
from duramen.render.survey import Survey
from duramen.render.urls import Addresses

_KINDS: Final = _walk._KINDS
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTAINERS: Final = _HEADINGS | {
    "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "caption", "figure", "figcaption", "dl", "dt", "dd",
    "details", "summary",
}  # fmt: skip
_LISTS: Final = frozenset({"ul", "ol"})
_AS: Final = {"menu": "ul", "dir": "ul"}
#: Containers that are what they are only inside others; elsewhere they are unwrapped.
_WITHIN: Final = {
    "tr": {"table"}, "td": {"tr"}, "th": {"tr"}, "caption": {"table"}, "figcaption": {"figure"}, "dt": {"dl"},
    "dd": {"dl"}, "summary": {"details"},
}  # fmt: skip
#: Blocks in which a custom element is a part of the sentence.
_LINES: Final = _HEADINGS | {"p"}
#: What no listing holds: a `<pre>` that was never closed has swallowed it.
_SWALLOWED: Final = ("p", "ul", "ol", "h1", "h2", "h3", "section", "article", "footer", "nav", "form")
_PRE: Final = frozenset({"pre", "xmp", "listing", "plaintext"})
_INLINE: Final = {
    "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em", "strong": "strong", "b": "strong", "del": "del",
    "s": "del", "strike": "del", "sub": "sub", "sup": "sup", "kbd": "kbd", "code": "code", "tt": "code", "samp": "code",
    "mark": "mark", "ins": "ins", "u": "u", "q": "q", "a": "a",
}  # fmt: skip
#: How far down a table has its cells.
_TABLE_DEPTH: Final = 3
_ALIGNED = re.compile(r"text-align\s*:\s*(left|center|right)", re.I)


class _Frame:
    """An open element of the page.

    Of a block-level element: `run` is the open run of text, `kept` its runs that are kept with their blocks, `ended`
    how many have ended. Of an inline element: `spec` is what the run knows it as, `card` its link until a block takes it.
    """

    __slots__ = (
        "above", "alive", "card", "children", "direction", "element", "ended", "kept", "node", "note", "run", "shown", "spec", "tag",
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


class Builder:
    """Builds the tree of one page: `Builder(page, kept, url).build()`."""

    def __init__(self, page: ParsedPage, kept: Sequence[int], url: str | None, images: bool = True) -> None:
        if page.root is None:
            raise ValueError("a page without a tree has nothing to build from")
        self.page, self.images = page, images
        self.survey = Survey(page, kept)
        self.addresses = Addresses(page.root, url)
        self.root = Node("root")
        self.frames: list[_Frame] = []
        self.blocks: list[_Frame] = []  # those of block-level elements
        self.links: list[_Frame] = []  # those of links
        self.pending: list[tuple[Node, bool]] = []  # images and rules, until it is known whether what is around is kept
        self.references = 0
        self.last = -2  # the last block that was kept
        self.glue: bool | None = None  # whether the next run goes on with the last paragraph; True: after a space
        self.media = 0  # open elements without text, entered for their images
        self.depth = 0

    def build(self) -> Node:
        """Return the root."""
        root = self.page.root
        assert root is not None
        self._open(root, _name(root))
        while self.frames:
            frame = self.frames[-1]
            child = next(frame.children, None)
            if child is None:
                self._leave()
            else:
                self._visit(child)
        self._settle(-2)
        if self.references:
            resolve(self.root)
        return self.root

    # -----------------------------------------------------------------------------------------------------------------
    # One element

    def _visit(self, child: _Element) -> None:
        """Enter an element, or take it as a whole, or pass over it."""
        tag = _name(child)
        kind = _KINDS.get(tag) or ("b" if "-" in tag else "i")
        if not tag or tag == "title":
            entered = False
        elif kind == "i":
            entered = self._inline(child, tag)
        elif kind == "b":
            entered = self._block(child, tag)
        else:
            entered = self._void(child, tag)
        if not entered and child.tail:
            self._text(child.tail)

    def _leave(self) -> None:
        frame = self.frames.pop()
        if self.blocks[-1] is frame:
            self._close(frame)
        elif frame.tag == "a":
            frame.run.after_link = True
            self.links.pop()
        if frame.spec:
            frame.run.leave()
        if self.frames and frame.element.tail:
            self._text(frame.element.tail)

    def _text(self, text: str) -> None:
        if self.frames[-1].tag != "head":
            self.blocks[-1].run.text(text)

    def _void(self, child: _Element, tag: str) -> bool:
        block = self.blocks[-1]
        if tag == "br":
            if block.run.line_break():
                self._end_run(block)
        elif tag == "img" and self.images:
            found = image(child, self.addresses)
            if found is not None:
                block.run.add(found)
        elif tag == "script" and maths.is_formula(child, tag, ""):
            self._formula(child)
        elif tag == "head" and child in self.survey.alive:
            self._enter(child, tag)
            return True
        return False

    def _inline(self, child: _Element, tag: str) -> bool:
        classes = child.get("class") or ""
        if (classes or tag == "math") and maths.is_formula(child, tag, classes):
            self._formula(child)
            return False
        if tag == "a" and self._note_link(child):
            return False
        frame = self._enter(child, tag)
        spec = _INLINE.get(tag)
        if tag == "a":
            self.links.append(frame)
            frame.run.space = frame.run.space or frame.run.after_link
            href = self.addresses.link(child.get("href"))
            frame.card = {"href": href} if href else None
            spec = "a" if href else None
        if spec and not any(spec == name for name, _ in frame.run.open):
            frame.spec = spec
            frame.run.enter(spec, frame.card or {})
        if child.text and tag != "head":
            frame.run.text(child.text)
        return True

    def _enter(self, child: _Element, tag: str) -> _Frame:
        above, block = self.frames[-1], self.blocks[-1]
        frame = _Frame(child, tag, above.node, block.run)
        frame.alive, frame.direction, frame.shown = above.alive, above.direction, above.shown
        self.frames.append(frame)
        return frame

    def _formula(self, child: _Element) -> None:
        node, run = maths.formula(child), self.blocks[-1].run
        if node is not None and node.children:
            run.add(node)
        run.visible = run.visible or _speaks(child)

    def _note_link(self, child: _Element) -> bool:
        """Take a link to or from a note as what it is; False for any other link."""
        kind = notes.link_kind(child)
        if kind is None:
            return False
        block = self.blocks[-1]
        if kind == "to":
            node = Node("noteref", {"target": (child.get("href") or "")[1:]})
            node.children.append(" ".join("".join(child.itertext()).split()))
            block.run.add(node)
            self.references += 1
        else:
            block.note = notes.own_id(child) or block.note
        block.run.visible = block.run.visible or _speaks(child)
        return True

    # -----------------------------------------------------------------------------------------------------------------
    # Block-level elements

    def _block(self, child: _Element, tag: str) -> bool:
        frame = self.blocks[-1]
        joins = "-" in tag and (self.frames[-1] is not frame or frame.tag in _LINES)
        spaced = frame.run.space if frame.run.visible else bool(self.glue)
        self._end_run(frame)
        self.glue = spaced if joins else None
        if tag == "hr":
            self._wait(Node("hr"))
        elif child in self.survey.alive and not (self.media or code.is_gutter(child.get("class") or "")):
            return self._alive(child, tag)
        elif tag in ("td", "th") and frame.node.tag == "tr":
            frame.node.children.append(Node(tag, _cell(child)))
        elif self.images and (self.media or (_has_image(child) and not self.survey.span(child))):
            self.media += 1
            return self._open(child, tag)
        return False

    def _alive(self, child: _Element, tag: str) -> bool:
        classes = child.get("class") or ""
        if tag in _PRE or (tag == "table" and code.is_code_table(child)):
            self._preformatted(child)
        elif (classes or tag == "mjx-container") and maths.is_formula(child, tag, classes):
            self._formula_block(child, tag)
        else:
            return self._open(child, tag)
        return False

    def _open(self, child: _Element, tag: str) -> bool:
        """Open a block-level element, as a container of its name where it has one."""
        node, direction, shown, alive = self.root, "", "", child
        if self.frames:
            above = self.frames[-1]
            node, direction, shown, alive = above.node, above.direction, above.shown, above.alive
        direction = (child.get("dir") or direction).lower()
        container = self._container(child, tag, node)
        frame = _Frame(child, tag, node, Run([]))
        if container is not None:
            if container.tag in _LISTS and node.tag in _LISTS and node.children:
                node = _last_item(node)  # `<ul><li>…</li><ul>…</ul></ul>`
            if direction != shown and direction in ("rtl", "ltr", "auto"):
                container.attributes["dir"] = shown = direction
            node.children.append(container)
            frame.node, frame.above = container, node
            self.depth += 1
        frame.direction, frame.shown = direction, shown
        frame.alive = alive if self.media else child
        frame.kept = self.survey.runs.get(child, {})
        self.frames.append(frame)
        self.blocks.append(frame)
        if child.text:
            frame.run.text(child.text)
        return True

    def _container(self, child: _Element, tag: str, node: Node) -> Node | None:
        tag = _AS.get(tag, tag)
        note = notes.own_id(child) if self.references else None
        if note and tag not in ("li", *_WITHIN) and self.depth < MAX_DEPTH:
            return Node("note", {"note": note})
        deep = self.depth + (_TABLE_DEPTH if tag == "table" else 0) >= MAX_DEPTH
        if tag not in _CONTAINERS or (deep and tag not in _WITHIN):
            return None
        if tag in _WITHIN and node.tag not in _WITHIN[tag]:
            return None
        made = Node(tag, _attributes(child, tag))
        if note:
            made.attributes["note"] = note
        return made

    def _close(self, frame: _Frame) -> None:
        self._end_run(frame)
        self.blocks.pop()
        self.media -= self.media > 0
        inside = (
            "-" in frame.tag
            and bool(self.blocks)
            and (self.frames[-1] is not self.blocks[-1] or self.blocks[-1].tag in _LINES)
        )
        self.glue = bool(self.glue) if inside else None
        if frame.above is not None:
            self.depth -= 1
            if not frame.node.children and frame.node.tag not in ("td", "th"):
                frame.above.children.pop()

    # -----------------------------------------------------------------------------------------------------------------
    # What is kept

    def _end_run(self, frame: _Frame) -> None:
        run = frame.run
        if run.visible:
            block = frame.kept.get(frame.ended)
            frame.ended += 1
            if block is not None:
                self._place(frame, _first(run), range(block, block + 1))
                self.glue = None
        elif run.media:
            self._wait(_first(run))
        elif not run.chain:  # nothing in it, as between most elements
            run.space, run.breaks = False, 0
            return
        run.reset()

    def _place(self, frame: _Frame, node: Node, blocks: range) -> None:
        """Put what was made of kept blocks where it stands."""
        self._settle(blocks.start)
        node.block = blocks.start
        before = frame.node.children[-1] if frame.node.children else None
        goes_on = self.glue is not None and self.last == blocks.start - 1
        self.last = blocks.stop - 1
        if goes_on and isinstance(before, Node) and before.tag == node.tag == "p":
            before.children += [" ", *node.children] if self.glue or frame.run.led else node.children
            return
        self._link(frame, node)
        if frame.note:
            node.attributes["note"], frame.note = frame.note, None
        if node.tag == "p" and frame.direction != frame.shown and frame.direction in ("rtl", "ltr", "auto"):
            node.attributes["dir"] = frame.direction
        frame.node.children.append(node)

    def _link(self, frame: _Frame, node: Node) -> None:
        """Give a link around blocks to the first of them: `<a><h3>…</h3><p>…</p></a>`."""
        if not self.links or self.links[-1].card is None:
            return
        if frame.run is not self.links[-1].run and node.tag == "p":
            link = Node("a", self.links[-1].card)
            link.children, node.children = node.children, [link]
        self.links[-1].card = None

    def _wait(self, node: Node) -> None:
        frame = self.blocks[-1]
        frame.node.children.append(node)
        self.pending.append((node, self.survey.whole(frame.alive)))

    def _settle(self, block: int) -> None:
        """Keep the images since the last kept block if that is the one before `block`, or if all around them is kept."""
        for node, whole in self.pending:
            if not whole and block != self.last + 1:
                node.tag = ""
        self.pending.clear()

    def _preformatted(self, child: _Element) -> None:
        blocks, frame = self.survey.span(child), self.blocks[-1]
        kept = self.survey.kept(blocks)
        whole = kept == len(blocks) or (2 * kept >= len(blocks) and next(child.iter(*_SWALLOWED), None) is None)
        if whole:
            self._preform(frame, child, code.code_text(child), blocks)
            return
        for block in blocks:
            if self.survey.kept(range(block, block + 1)):
                self._preform(frame, child, self.page.table.block_text(block), range(block, block + 1))

    def _preform(self, frame: _Frame, child: _Element, text: str, blocks: range) -> None:
        node = Node("pre", {"language": code.language(child)})
        node.children.append(text)
        self._place(frame, node, blocks)

    def _formula_block(self, child: _Element, tag: str) -> None:
        blocks, frame = self.survey.span(child), self.blocks[-1]
        node = maths.formula(child)
        if node is None or not node.children:
            self.last = blocks.stop - 1  # drawn by MathJax 2: its source stands next
            return
        paragraph = Node("p")
        paragraph.children.append(node)
        self._place(frame, paragraph, blocks)
        inline = tag == "mjx-container" and not node.get("display")
        self.glue = False if inline else None


def _first(run: Run) -> Node:
    return run.chain[0] if run.chain else Node("p")


def _last_item(node: Node) -> Node:
    last = node.children[-1]
    return last if isinstance(last, Node) and last.tag == "li" else node


def _name(element: _Element) -> str:
    """Return the local name; "" for comments and the like."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2] if tag[0] == "{" else tag


def _has_image(element: _Element) -> bool:
    return next(element.iter("img"), None) is not None


def _speaks(element: _Element) -> bool:
    """Whether the walk sees text in an element that is taken as a whole."""
    return element.tag != "script" and any(VISIBLE.search(text) for text in element.itertext("*", with_tail=False))


def _attributes(element: _Element, tag: str) -> dict[str, str]:
    if tag == "ol":
        return {name: element.get(name, "") for name in ("start", "reversed", "type") if name in element.attrib}
    if tag == "li" and element.get("value"):
        return {"value": element.get("value", "")}
    if tag in ("td", "th"):
        return _cell(element)
    if tag == "tr":
        parent = element.getparent()
        return {"head": "1"} if parent is not None and parent.tag == "thead" else {}
    if tag == "table":
        return {"role": element.get("role") or ""}
    return {}


def _cell(element: _Element) -> dict[str, str]:
    found = {name: element.get(name, "") for name in ("colspan", "rowspan") if name in element.attrib}
    style = _ALIGNED.search(element.get("style") or "")
    align = (style[1] if style else element.get("align") or "").lower()
    if align in ("left", "center", "right"):
        found["align"] = align
    return found
