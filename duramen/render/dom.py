"""Questions to the page's own elements."""

from __future__ import annotations

from lxml.etree import _Element

from duramen.queries import Query
from duramen.render.run import VISIBLE

_STRING = Query("string()", smart_strings=False)  # comments are no text, what follows them is


def local_name(element: _Element) -> str:
    """Return the name without its namespace; "" for comments and the like."""
    tag: object = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2] if tag[0] == "{" else tag


def words(element: _Element) -> str:
    """Return all text in an element and beneath it."""
    return str(_STRING(element))


def speaks(element: _Element) -> bool:
    """Whether the walk sees text in an element that is taken as a whole."""
    return element.tag != "script" and VISIBLE.search(words(element)) is not None


def has_image(element: _Element) -> bool:
    """Whether an image is in an element or beneath it."""
    return next(element.iter("img"), None) is not None
