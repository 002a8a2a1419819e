"""From a page and its kept blocks to the tree that is written: the walk once more, over what is kept only.

Each kept block is found where the walk found it: in its element (`table["element"]`), as the so-many-eth run of text
there (`table["run"]`). Elements are entered only where a kept block is beneath, so structure stands only around what is
kept, and the time is that of the kept part of the page. Nothing recurses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml.etree import _Element

from duramen import _walk
from duramen.page import ParsedPage
from duramen.render import code, maths, notes, tables
from duramen.render.dom import has_image, local_name, speaks, words
from duramen.render.frame import HEADINGS, MAY_CONTAIN, Frame, cell_attributes, container, list_within
from duramen.render.keep import Keeper
from duramen.render.media import image
from duramen.render.nodes import Node
from duramen.render.run import Run
from duramen.render.urls import Addresses

_KINDS: Final = _walk._KINDS
#: Blocks in which a custom element is a part of the sentence.
_LINES: Final = HEADINGS | {"p"}
_PRE: Final = frozenset({"pre", "xmp", "listing", "plaintext"})
#: Looking for a formula's source takes the time of the element, and these may stand in one another.
_MOST_MISSES: Final = 200
_INLINE: Final = {
    "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em", "strong": "strong", "b": "strong", "del": "del",
    "s": "del", "strike": "del", "sub": "sub", "sup": "sup", "kbd": "kbd", "code": "code", "tt": "code", "samp": "code",
    "mark": "mark", "ins": "ins", "u": "u", "q": "q", "a": "a",
}  # fmt: skip


class Builder:
    """Builds the tree of one page: `Builder(page, kept, url).build()`."""

    def __init__(self, page: ParsedPage, kept: Sequence[int], url: str | None, images: bool = True) -> None:
        if page.root is None:
            raise ValueError("a page without a tree has nothing to build from")
        self.page, self.images = page, images
        self.keeper = Keeper(page, kept)  # first: it goes through the whole tree, which is then at hand
        self.addresses = Addresses(page.root, url)
        self.root = Node("root")
        self.frames: list[Frame] = []
        self.blocks: list[Frame] = []  # those of block-level elements
        self.tables: list[Node] = []
        self.references = 0
        self.lacking: list[str] = []  # ids of notes that are referred to and not kept
        self.media = 0  # open elements without text, entered for their images
        self.depth = 0
        self.misses = 0  # elements named like formulas that were none
        self.told: dict[str, tuple[bool, bool]] = {}

    def build(self) -> Node:
        """Return the root."""
        root = self.page.root
        assert root is not None
        self._open(root, local_name(root))
        while self.frames:
            for child in self.frames[-1].children:
                if self._visit(child):
                    break
            else:
                self._leave()
        self.keeper.settle(-2)
        for table in reversed(self.tables):
            tables.settle(table)
        if self.references:
            self.lacking = notes.resolve(self.root)
        return self.root

    # -----------------------------------------------------------------------------------------------------------------
    # One element

    def _visit(self, child: _Element) -> bool:
        """Enter an element (True), or take it as a whole, or pass over it."""
        tag = child.tag
        kind = _KINDS.get(tag)
        if kind is None:  # a name that HTML has not, a namespace's, or a comment
            tag = local_name(child)
            kind = _KINDS.get(tag) or ("b" if "-" in tag else "i")
        if not tag or tag == "title":
            entered = False
        elif kind == "i":
            entered = self._inline(child, tag)
        elif kind == "b":
            entered = self._block(child, tag)
        else:
            entered = self._void(child, tag)
        if not entered:
            self._text(child.tail)
        return entered

    def _leave(self) -> None:
        frame = self.frames.pop()
        if self.blocks[-1] is frame:
            self._close(frame)
        elif frame.tag == "a":
            frame.run.after_link = True
            self.keeper.links.pop()
        if frame.spec:
            frame.run.leave()
        if self.frames:
            self._text(frame.element.tail)

    def _text(self, text: str | None) -> None:
        if text and self.frames[-1].tag != "head":
            self.blocks[-1].run.text(text)

    def _void(self, child: _Element, tag: str) -> bool:
        block = self.blocks[-1]
        if tag == "br":
            if block.run.line_break():
                self.keeper.end_run(block)
        elif tag == "img" and self.images:
            found = image(child, self.addresses)
            if found is not None:
                block.run.add(found)
        elif maths.is_formula(child, tag):
            self._formula(child)
        elif tag == "head" and (block.kept or child in self.keeper.survey.alive):
            # Text in a head's unknown elements is a run of what holds the head, and counts there.
            self._enter(child, tag)
            return True
        return False

    def _inline(self, child: _Element, tag: str) -> bool:
        if self._is_formula(child, tag, child.get("class")):
            self._formula(child)
            return False
        if tag == "a" and self._is_sign(child):
            return False
        frame = self._enter(child, tag)
        spec = _INLINE.get(tag)
        if tag == "a":
            self.keeper.links.append(frame)
            frame.run.space = frame.run.space or frame.run.after_link
            href = self.addresses.link(child.get("href"))
            frame.card = {"href": href} if href else None
            spec = "a" if href else None
        if spec and not any(spec == name for name, _ in frame.run.open):
            frame.spec = spec
            frame.run.enter(spec, frame.card or {})
        text = child.text  # each question to the tree costs more than what is done with the answer
        if text and tag != "head":
            frame.run.text(text)
        return True

    def _enter(self, child: _Element, tag: str) -> Frame:
        above, block = self.frames[-1], self.blocks[-1]
        frame = Frame(child, tag, above.node, block.run)
        frame.alive, frame.direction, frame.shown = above.alive, above.direction, above.shown
        self.frames.append(frame)
        return frame

    def _is_formula(self, child: _Element, tag: str, classes: str | None) -> bool:
        if maths.is_formula(child, tag):
            return True
        if not classes or not self._told(classes)[1] or self.misses > _MOST_MISSES:
            return False
        found = maths.formula(child) is not None
        self.misses += not found
        return found

    def _told(self, classes: str) -> tuple[bool, bool]:
        """Return whether an element of these classes is a gutter, and may be a formula: pages have few that differ."""
        told = self.told.get(classes)
        if told is None:
            told = self.told[classes] = code.is_gutter(classes), maths.is_named(classes)
        return told

    def _formula(self, child: _Element) -> None:
        node, run = maths.formula(child), self.blocks[-1].run
        if node is not None and node.children:
            run.add(node)
        run.visible = run.visible or speaks(child)

    def _note_link(self, child: _Element) -> bool:
        """Take a link to or from a note as what it is; False for any other link."""
        kind = notes.link_kind(child)
        if kind is None:
            return False
        block = self.blocks[-1]
        if kind == "to":
            node = Node("noteref", {"target": (child.get("href") or "")[1:]})
            node.children.append(" ".join(words(child).split()))
            block.run.add(node)
            self.references += 1
        else:
            block.note = notes.own_id(child) or block.note
        block.run.visible = block.run.visible or speaks(child)
        return True

    def _is_sign(self, link: _Element) -> bool:
        """Take a link that says nothing of its own: to or from a note, or a sign beside a heading."""
        href = link.get("href") or ""
        if "#" in href and self._note_link(link):
            return True
        block = self.blocks[-1]
        if block.node.tag not in HEADINGS or any(map(str.isalnum, words(link))):
            return False
        # One for the heading's own address stands on either side of it; one to edit what is beneath stands after it.
        if "#" not in href and (not block.run.visible or has_image(link)):
            return False
        block.run.visible = block.run.visible or speaks(link)
        return True

    # -----------------------------------------------------------------------------------------------------------------
    # Block-level elements

    def _block(self, child: _Element, tag: str) -> bool:
        frame = self.blocks[-1]
        spaced = frame.run.space or (not frame.run.visible and bool(self.keeper.glue))
        self.keeper.end_run(frame)
        self.keeper.glue = spaced if "-" in tag and self._in_sentence() else None
        if tag == "hr":
            self.keeper.wait(frame, Node("hr"))
        elif child in self.keeper.survey.alive and not self.media:
            classes = child.get("class") or ""
            return not (classes and self._told(classes)[0]) and self._alive(child, tag, classes)
        elif self.images and (self.media or self._only_shows(child, tag)):
            self.media += 1
            return self._open(child, tag)
        elif tag in ("td", "th") and frame.node.tag == "tr":
            frame.node.children.append(Node(tag, cell_attributes(child)))
        return False

    def _only_shows(self, child: _Element, tag: str) -> bool:
        """Whether an element without kept text is entered for its images: it says nothing, or is a figure in sight."""
        said = self.keeper.survey.span(child)
        if (said and (tag != "figure" or self.page.table.flag("hidden")[said.start])) or not has_image(child):
            return False
        self.keeper.passed(said)
        return True

    def _in_sentence(self) -> bool:
        """Whether a custom element here stands among words, and sets nothing apart."""
        return self.frames[-1] is not self.blocks[-1] or self.blocks[-1].tag in _LINES

    def _alive(self, child: _Element, tag: str, classes: str) -> bool:
        frame = self.blocks[-1]
        if tag in _PRE or (tag == "table" and classes and code.is_code_table(child)):
            self.keeper.preformatted(frame, child)
        elif self._is_formula(child, tag, classes):
            self.keeper.formula_block(frame, child, tag)
        else:
            return self._open(child, tag)
        return False

    def _open(self, child: _Element, tag: str) -> bool:
        """Open a block-level element, as a container of its name where it has one."""
        node, direction, shown, alive = self.root, "", "", child
        if self.frames:
            above = self.frames[-1]
            node, direction, shown, alive = above.node, above.direction, above.shown, above.alive
        turned = child.get("dir")
        if turned:
            direction = turned.lower()
        note = notes.own_id(child) if self.references else None
        frame = Frame(child, tag, node, Run([]))
        frame.direction, frame.shown = direction, shown
        if note or tag in MAY_CONTAIN:
            made = container(child, tag, node, self.depth, note)
            if made is not None:
                self._contain(frame, made)
        frame.alive = alive if self.media else child
        frame.kept = self.keeper.survey.runs.get(child, frame.kept)
        self.frames.append(frame)
        self.blocks.append(frame)
        text = child.text
        if text:
            frame.run.text(text)
        return True

    def _contain(self, frame: Frame, made: Node) -> None:
        """Put a container where it stands, and what the frame holds into it."""
        frame.above = list_within(made.tag, frame.node)
        if made.tag in ("dt", "dd") and frame.node.tag != "dl":  # the parser leaves them open
            frame.above = next(above.above or self.root for above in reversed(self.frames) if above.above is not None)
        frame.above.children.append(made)
        frame.node = made
        if made.tag == "table":
            self.tables.append(made)
        turned = frame.turned()
        if turned:
            made.attributes["dir"] = frame.shown = turned
        self.depth += 1

    def _close(self, frame: Frame) -> None:
        self.keeper.end_run(frame)
        self.blocks.pop()
        self.media -= self.media > 0
        self.keeper.glue = bool(self.keeper.glue) if self.blocks and "-" in frame.tag and self._in_sentence() else None
        if frame.above is not None:
            self.depth -= 1
            if (
                not frame.node.children
                and frame.node.tag not in ("td", "th")
                and frame.above.children[-1] is frame.node
            ):
                frame.above.children.pop()
