"""JSON-LD as pages have it: graphs, arrays, several objects in a row, and JSON that is none.

    nodes = read_jsonld(texts)       # every object with a type, the page's own first

Bounded in bytes, depth and number of objects. What the parser refuses is mended once (comments, CDATA, a comma too
many, escapes that are none) and given up if that does not help. Nothing raises.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

Node = dict[str, Any]

#: Characters read of a page's JSON-LD in all: the largest seen on 1,779 news and other pages is a fifth of it.
MAX_CHARS: Final = 2_000_000
MAX_DEPTH: Final = 64
MAX_NODES: Final = 2_000
#: Keys under which a page's own objects stand. Others (itemListElement, hasPart, review) hold those of other pages.
_INWARD: Final = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "about")
_DEEP: Final = 200  # brackets that cannot be too deep for anyone
_STRING: Final = r'"(?:[^"\\]|\\.)*(?:"|\Z)'
_BRACKETS: Final = re.compile(rf"{_STRING}|([\[{{])|([\]}}])", re.DOTALL)
#: Strings are matched, so that what stands in them stays; every alternative ends at the text's end at the latest.
_BROKEN: Final = re.compile(
    rf"({_STRING})|//[^\n]*|/\*(?:.*?\*/|.*\Z)|<!--|-->|<!\[CDATA\[|\]\]>|,(?=\s*[}}\]])|;(?=\s*\Z)", re.DOTALL
)
_BAD_ESCAPE: Final = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_DECODER: Final = json.JSONDecoder(strict=False)  # raw line breaks in strings are common


def read_jsonld(texts: Iterable[str]) -> list[Node]:
    """Return the objects of a page's `application/ld+json` scripts, outer ones first, at most `MAX_NODES`."""
    left = MAX_CHARS
    found: list[Any] = []
    for text in texts:
        if len(text) > left:
            break
        left -= len(text)
        found += _values(text)
    return list(_nodes(found))


def references(nodes: Iterable[Node]) -> dict[str, Node]:
    """Return objects by their `@id`, the fullest of each."""
    by_id: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(by_id.get(name, {"@id": name})):
            by_id[name] = node
    return by_id


def types_of(node: Node) -> list[str]:
    """Return an object's types without their vocabulary: "https://schema.org/NewsArticle" is "NewsArticle"."""
    named = node.get("@type")
    listed = named[:8] if isinstance(named, list) else [named]
    return [re.split(r"[/#:]", name[-100:])[-1] for name in listed if isinstance(name, str)]


def _values(text: str) -> list[Any]:
    text = text.strip()
    if not text or _too_deep(text):
        return []
    try:
        return [_DECODER.decode(text)]
    except (ValueError, RecursionError):
        pass
    return _in_a_row(_mended(text))


def _too_deep(text: str) -> bool:
    if text.count("{") + text.count("[") <= _DEEP:
        return False
    depth = 0
    for match in _BRACKETS.finditer(text):
        if match.lastindex:
            depth += 1 if match.lastindex == 1 else -1
            if depth > MAX_DEPTH:
                return True
    return False


def _mended(text: str) -> str:
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    return _BROKEN.sub(lambda match: _BAD_ESCAPE.sub(r"\\\\", match[1]) if match[1] else "", text).strip()


def _in_a_row(text: str) -> list[Any]:
    """Return the values that stand one after the other, up to the first that is none."""
    found: list[Any] = []
    at = 0
    while at < len(text) and len(found) < MAX_NODES:
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        found.append(value)
        at = _next(text, at)
    return found


_GAP: Final = re.compile(r"[\s,;]*")


def _next(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _nodes(values: list[Any]) -> Iterator[Node]:
    """Yield objects breadth first: what stands outside comes before what stands in it."""
    level, count, depth = values, 0, 0
    while level and depth < MAX_DEPTH:
        below: list[Any] = []
        for value in level:
            if isinstance(value, list):
                below += value[:MAX_NODES]
            elif isinstance(value, dict):
                yield value
                count += 1
                below += [value[key] for key in _INWARD if key in value]
            if count >= MAX_NODES or len(below) > 4 * MAX_NODES:
                return
        level, depth = below, depth + 1
