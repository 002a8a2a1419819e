"""From what a caller has (bytes, text, an lxml element) to a tree and its blocks.

`parse` never raises on a page: what is not HTML gives a page without blocks whose `problem` says why.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from lxml import etree
from lxml.etree import _Element
from numpy.typing import NDArray

from duramen._walk import elements_at
from duramen.blocks import LISTENS, BlockTable
from duramen.cached import cached_property
from duramen.decode import decode, sniff, to_utf8
from duramen.errors import UsageError
from duramen.xpaths import paths

#: First bytes of what servers send under `text/html` and is not (WHATWG MIME Sniffing standard, section 6).
_MAGIC: Final = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image",
    b"\xff\xd8\xff": "a JPEG image",
    b"RIFF": "a WebP image, audio or video",
    b"\x1f\x8b": "gzip data: decompress it first",
    b"\x28\xb5\x2f\xfd": "Zstandard data: decompress it first",
    b"\x7fELF": "a program",
    b"OggS": "audio",
    b"ID3": "audio",
}
_MAGICS: Final = tuple(_MAGIC)
#: Bytes that no text holds (MIME Sniffing standard, section 3, "binary data byte").
_BINARY: Final = bytes({*range(0x20)} - {*b"\t\n\f\r\x1b"})
_SNIFFED_BYTES: Final = 1445
#: What marks HTML there (section 7.1, "Identifying a resource with an unknown MIME type"), wherever it stands.
_MARKUP = re.compile(
    rb"<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)[\s>]", re.IGNORECASE
)
_DEEP: Final = "nested deeper than 2048 elements: the parser stopped there"
#: libxml2 counts in 32 bits; so does the walk.
MAX_BYTES: Final = 1 << 30


class ParsedPage:
    """A page as tree and blocks.

    `root` is None and `table` empty where there is nothing; `problem` then says why. `len(page)` is the number of
    blocks. Texts and XPaths are made on first use, and so is the tree of a page that was parsed for its blocks:
    `source` is what it is made from, in UTF-8, and `head_end` how much of that is its head.
    """

    def __init__(
        self,
        root: _Element | None,
        table: BlockTable,
        problem: str | None = None,
        *,
        source: bytes = b"",
        head_end: int = 0,
    ) -> None:
        self.table = table
        self.problem = problem
        self._source, self._head_end = source, head_end
        self._root = {} if source else {"root": root}
        self._known: dict[int, _Element] = {}  # by their place: to look for some takes the time of the whole tree

    def __len__(self) -> int:
        return len(self.table)

    @property
    def root(self) -> _Element | None:
        """The page's tree, that of `<html>` as a rule; None where there is no page."""
        if not self._root:  # the first to make it is right: elements of two trees are never mixed
            self._root.setdefault("root", _tree(self._source)[0])
        return self._root["root"]

    @cached_property
    def head(self) -> _Element | None:
        """The page's `<head>`, or `root` where it has none. Unless the tree is there, no more than that is parsed."""
        if not self._root and self._head_end:
            head = _head(_tree(self._source[: self._head_end])[0])
            if head is not None:
                return head
        head = _head(self.root)  # which may stand behind the body
        return self.root if head is None else head

    @cached_property
    def texts(self) -> list[str]:
        """The text of each block."""
        return [self.table.block_text(i) for i in range(len(self))]

    @cached_property
    def title(self) -> str:
        """The page's `<title>`, white space collapsed; "" where it has none."""
        found = None if self.root is None else next(self.root.iter("title"), None)
        return "" if found is None else " ".join((found.text or "").split())

    @cached_property
    def every(self) -> list[_Element]:
        """Every element of the page in document order: what the table's `element` columns count. `at` gives some."""
        return [] if self.root is None else list(self.root.iter("*"))

    @cached_property
    def elements(self) -> list[_Element]:
        """The element that holds each block. Blocks that `<br><br>` or children set apart share one."""
        return self.at(self.table["element"])

    def at(self, places: NDArray[np.int32]) -> list[_Element]:
        """Return elements by their places in document order, which is what the table's `element` columns hold."""
        wanted = places.tolist()
        missing = set(wanted).difference(self._known)
        if missing and self.root is not None:
            rising = sorted(missing)
            self._known.update(zip(rising, elements_at(self.root, rising), strict=True))
        return [self._known[place] for place in wanted]

    @cached_property
    def xpaths(self) -> list[str]:
        """lxml's `getpath` of each block's element."""
        return list(paths(self.elements))


def parse(html: str | bytes | _Element, *, encoding: str | None = None) -> ParsedPage:
    """Parse a page and walk it.

    `html` is bytes as served, decoded text, or an lxml element, whose tree is read and not changed. `encoding` is the
    charset that the transport declared, for bytes. Raises UsageError for any other type.
    """
    return _parsed(html, encoding, tree=True)


def parse_blocks(html: str | bytes | _Element, *, encoding: str | None = None) -> ParsedPage:
    """Parse a page that is asked for its blocks and their text, as a rule: the page of `parse`, whose tree can wait.

    lxml's tree is half of what a parse takes, and it is made when `root` is first asked for. Arguments and errors are
    those of `parse`. Where libxml2 cannot be listened to (`duramen.blocks.LISTENS`) this is `parse`.
    """
    return _parsed(html, encoding, tree=False)


def _parsed(html: str | bytes | _Element, encoding: str | None, *, tree: bool) -> ParsedPage:
    if isinstance(html, etree._Element):
        return ParsedPage(html, BlockTable.from_element(html)) if isinstance(html.tag, str) else _nothing("no element")
    _check_type(html)
    problem = why_not(html, encoding)
    if problem:
        return _nothing(problem)
    return parse_utf8(to_utf8(html, encoding), tree=tree)


def parse_utf8(utf8: bytes, *, tree: bool) -> ParsedPage:
    """Parse what `to_utf8` has made of a page: with `tree` as `parse` does, without as `parse_blocks`."""
    walked = BlockTable.from_utf8(utf8) if LISTENS and not tree else None
    if walked is not None:
        table, deep, head_end = walked
        return _page(None, table, deep, source=utf8, head_end=head_end)
    root, deep = _tree(utf8)
    return _page(root, None if root is None else BlockTable.from_element(root, private=True), deep)


def _page(
    root: _Element | None, table: BlockTable | None, deep: bool, *, source: bytes = b"", head_end: int = 0
) -> ParsedPage:
    if table is None:
        return _nothing("no markup in it")
    problem = _DEEP if deep else None if len(table) else "no text in it"
    return ParsedPage(root, table, problem, source=source, head_end=head_end)


def _check_type(html: object) -> None:
    if not isinstance(html, (str, bytes)):
        kind = type(html).__name__
        raise UsageError(f"a page is str, bytes or an lxml element, not {kind}. From a file: Path(name).read_bytes()")


def _nothing(problem: str) -> ParsedPage:
    return ParsedPage(None, BlockTable.empty(), problem)


def why_not(html: str | bytes, encoding: str | None = None) -> str | None:
    """Say why a page cannot be read as HTML, or return None."""
    if not html or html.isspace():
        return "it is empty"
    if len(html) > MAX_BYTES:
        return f"it is larger than {MAX_BYTES >> 30} GiB"
    if isinstance(html, str):
        return None
    if html.startswith(_MAGICS):
        return f"not HTML: {next(kind for magic, kind in _MAGIC.items() if html.startswith(magic))}"
    head = html[:_SNIFFED_BYTES]
    if len(head.translate(None, _BINARY)) < len(head) and not _is_page(head, encoding):
        return "not HTML: binary data"
    return None


def _is_page(head: bytes, encoding: str | None) -> bool:
    """Return whether bytes that hold binary ones are a page all the same: one in UTF-16, or with markup."""
    codec, marked = sniff(head, encoding)
    if codec.startswith("utf-16"):
        return bool(marked) or bool(_MARKUP.search(decode(head, encoding).encode("utf-8", "replace")))
    return bool(_MARKUP.search(head))


def _tree(utf8: bytes) -> tuple[_Element | None, bool]:
    """Return the root, and whether the page is deeper than the parser reads."""
    # A parser is made for each page: one that is shared keeps a lock, a name dictionary that grows, and its last error.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False, remove_pis=True)
    try:
        root = etree.fromstring(utf8, parser)
    except etree.XMLSyntaxError:  # nothing that could become an element
        return None, False
    if root is not None:  # a comment alone is well-formed, and no page
        _gather(root)
    last = parser.error_log.last_error
    # libxml2 stops at a depth of 2048 (parser.c, nodePush) and keeps what it has.
    return root, last is not None and last.type_name == "ERR_RESOURCE_LIMIT"


def _head(root: _Element | None) -> _Element | None:
    return None if root is None else root.find("head")


def _gather(root: _Element) -> None:
    """Put what stands after the root back into the page: its body, as browsers do (HTML standard, 13.2.6.4.22).

    libxml2 makes a second root of what follows `</html>`: text that the walk, which has one root, would never see.
    """
    later = [element for element in root.itersiblings() if isinstance(element.tag, str)]
    if later:
        body = root.find("body")
        (root if body is None else body).extend(later)
