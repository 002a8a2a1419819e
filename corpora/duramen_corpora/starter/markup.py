"""Marked HTML to a published page and its labels.

A design writes HTML with marks in its start tags: `<ul id="menu-main" ~navigation>`. A mark gives the role of all text
beneath, down to the next mark. `publish` strips the marks and records the marked elements as XPaths of the tree that
the library itself parses, so that labels and blocks agree, missing end tags and all. Marks belong on block-level
elements: the text of a marked `<span>` is part of the block around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

import duramen
from duramen.errors import DataError
from duramen.roles import ROLES, Role
from duramen_corpora.align import labels_from_xpaths
from duramen_corpora.schema import BlockLabel

_MARK = re.compile(rf" ~({'|'.join(ROLES)})(?=[ >/])")
_CARRIER = "data-mark-of-role"
_INLINE = frozenset(
    ["a", "abbr", "b", "cite", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "time", "u"]
)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Published:
    """A page as served, and what its blocks are. `texts` and `roles` have one entry per block with words."""

    html: bytes
    labels: tuple[BlockLabel, ...]
    texts: tuple[str, ...]
    roles: tuple[str, ...]


def publish(marked: str, charset: str) -> Published:
    """Strip the marks and label the page. Raises DataError for text that no mark covers.

    Characters that `charset` lacks become numeric references, as editors of the time wrote them. The page is read back
    by `charset`, whatever it declares of itself.
    """
    carried = _MARK.sub(rf' {_CARRIER}="\1"', marked).encode(charset, "xmlcharrefreplace")
    html = _MARK.sub("", marked).encode(charset, "xmlcharrefreplace")
    labels = _labels(carried, charset)
    page = duramen.parse(html, encoding=charset)
    roles = labels_from_xpaths(page, labels)
    said = [(text, role, xpath) for text, role, xpath in zip(page.texts, roles, page.xpaths, strict=True)]
    for text, role, xpath in said:
        if role is None and _WORD.search(text):
            raise DataError(f"no mark covers {xpath}: {text[:60]!r}")
    worded = [(text, role) for text, role, _ in said if role is not None and _WORD.search(text)]
    kept = tuple(label for label in labels if _holds_text(label.xpath, page.xpaths))
    return Published(html, kept, tuple(t for t, _ in worded), tuple(r for _, r in worded))


def _holds_text(xpath: str, blocks: list[str]) -> bool:
    """Whether a block stands in the element or beneath it: an ad slot that a script fills holds none."""
    return any(block == xpath or block.startswith(f"{xpath}/") for block in blocks)


def _labels(carried: bytes, charset: str) -> tuple[BlockLabel, ...]:
    root = duramen.parse(carried, encoding=charset).root
    if root is None:
        raise DataError("a design made a page without markup")
    tree = root.getroottree()
    marked = [element for element in root.iter("*") if element.get(_CARRIER)]
    for element in marked:
        if element.tag in _INLINE:
            raise DataError(f"a mark on <{element.tag}> labels nothing; its text belongs to the block around it")
    return tuple(BlockLabel(tree.getpath(e), cast(Role, e.get(_CARRIER))) for e in marked)
