"""What is kept, put where it stands in the tree that is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml.etree import _Element

from duramen.page import ParsedPage
from duramen.render import code, maths
from duramen.render.frame import Frame
from duramen.render.nodes import Node, nodes_of
from duramen.render.survey import Survey

#: What no listing holds: a `<pre>` that was never closed has swallowed it.
_SWALLOWED: Final = ("p", "ul", "ol", "h1", "h2", "h3", "section", "article", "footer", "nav", "form")


class Keeper:
    """Takes what the builder finds, block by block in document order, and knows which of it is kept."""

    def __init__(self, page: ParsedPage, kept: Sequence[int]) -> None:
        self.page = page
        self.survey = Survey(page, kept)
        self.links: list[Frame] = []  # open links
        self.pending: list[tuple[Node, bool]] = []  # images and rules; True: all blocks around them are kept
        self.shown: set[str] = set()  # addresses of images that stand alone
        self.last = -2  # the last block that was kept
        self.next = -1  # the block after a figure that stands right after it, and whose caption is not kept
        self.glue: bool | None = None  # whether the next run goes on with the last paragraph; True: after a space

    def end_run(self, frame: Frame) -> None:
        """End the open run of a block-level element: it is a block, and kept or not, where it says anything."""
        run = frame.run
        if run.visible:
            block = frame.kept.get(frame.ended)
            frame.ended += 1
            if block is not None:
                self._place(frame, run.paragraph(), range(block, block + 1))
                self.glue = None
        elif run.media:
            self.wait(frame, run.paragraph())
        elif not run.chain:  # nothing in it, as between most elements
            run.space, run.newline, run.breaks = False, False, 0
            return
        run.reset()

    def _place(self, frame: Frame, node: Node, blocks: range) -> None:
        """Put what was made of kept blocks where it stands."""
        self.settle(blocks.start)
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
        turned = frame.turned()
        if turned and node.tag == "p":
            node.attributes["dir"] = turned
        frame.node.children.append(node)

    def _link(self, frame: Frame, node: Node) -> None:
        """Give a link around blocks to the first of them: `<a><h3>…</h3><p>…</p></a>`."""
        if not self.links or self.links[-1].card is None:
            return
        if frame.run is not self.links[-1].run and node.tag == "p" and not _holds_link(node):
            link = Node("a", self.links[-1].card)
            link.children, node.children = node.children, [link]
        self.links[-1].card = None

    def wait(self, frame: Frame, node: Node) -> None:
        """Put what is no text where it stands, until it is known whether what is around it is kept."""
        source = _image_alone(node)
        if source in self.shown:  # a carousel's copies
            return
        if source:
            self.shown.add(source)
        frame.node.children.append(node)
        self.pending.append((node, self.survey.whole(frame.alive)))

    def passed(self, caption: range) -> None:
        """Note a figure none of whose blocks is kept: it leaves no gap between those around it."""
        if caption.start == self.last + 1:
            self.next = caption.stop

    def settle(self, block: int) -> None:
        """Keep the images since the last kept block if `block` is the next one, or if all around them is kept."""
        for node, whole in self.pending:
            if not whole and block not in (self.last + 1, self.next):
                node.tag = ""
        self.pending.clear()

    def preformatted(self, frame: Frame, child: _Element) -> None:
        """Place a listing: to the letter where most of it is kept, else the kept blocks of it alone."""
        blocks = self.survey.span(child)
        kept = self.survey.kept(blocks)
        whole = kept == len(blocks) or (2 * kept >= len(blocks) and next(child.iter(*_SWALLOWED), None) is None)
        if whole:
            self._preform(frame, child, code.code_text(child), blocks)
            return
        for block in blocks:
            if self.survey.kept(range(block, block + 1)):
                self._preform(frame, child, self.page.table.block_text(block), range(block, block + 1))

    def _preform(self, frame: Frame, child: _Element, text: str, blocks: range) -> None:
        if not text or (frame.tag == "td" and frame.element.getnext() is not None and code.is_numbers(text)):
            return
        node = Node("pre", {"language": code.language(child)})
        node.children.append(text)
        self._place(frame, node, blocks)

    def formula_block(self, frame: Frame, child: _Element, tag: str) -> None:
        """Place a formula that is a block of the page."""
        blocks = self.survey.span(child)
        node = maths.formula(child)
        if node is None or not node.children:
            self.last = blocks.stop - 1  # drawn by MathJax 2: its source stands next
            return
        paragraph = Node("p")
        paragraph.children.append(node)
        self._place(frame, paragraph, blocks)
        inline = tag == "mjx-container" and not node.get("display")
        self.glue = False if inline else None


def _image_alone(node: Node) -> str:
    """Return the address of the image that a paragraph is; "" for any other."""
    inside = node
    while len(inside.children) == 1 and isinstance(inside.children[0], Node):
        inside = inside.children[0]
    return inside.get("src")


def _holds_link(node: Node) -> bool:
    return any(child.tag == "a" or _holds_link(child) for child in nodes_of(node))
