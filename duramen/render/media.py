"""Images: where they really are, and what they say.

Pages load images late: `src` then holds a placeholder, and `data-src`, `srcset` or the `<source>` of a `<picture>` the
image (HTML standard, 4.8.3 "The img element"). The largest candidate of a `srcset` is taken.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from lxml.etree import _Element

from duramen.render.nodes import Node
from duramen.render.urls import Addresses

_LATE: Final = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-hi-res-src", "data-srcset")
_PLACEHOLDER = re.compile(
    r"^data:|(?:^|/)(?:blank|spacer|pixel|placeholder|loading|transparent|grey|lazy[\w-]*)\.(?:gif|png|svg|jpe?g)", re.I
)
_EMOJI = re.compile(r"\b(?:emoji|wp-smiley|smiley|emoticon|twemoji)\b", re.I)
_LATEX = re.compile(r"\b(?:latex|tex|math)\b", re.I)
#: Between candidates; an address may hold commas itself.
_COMMA = re.compile(r"(?<=[wx]),\s*|,\s+")
#: Images this small (CSS pixels) count visits or hold space.
_TINY: Final = 2
#: Sources of one picture that are looked at.
_MOST: Final = 16


def image(element: _Element, addresses: Addresses) -> Node | str | None:
    """Return an `<img>` as a node, as text (an emoji's), or None where there is nothing to show."""
    alt = " ".join((element.get("alt") or "").split())
    kind = element.get("class") or ""
    if kind and alt and _EMOJI.search(kind):
        return alt
    if kind and alt and _LATEX.search(kind):
        return _formula(alt)
    if _tiny(element):
        return None
    src = _source(element, addresses)
    if not src:
        return None
    return Node("img", {"src": src, "alt": alt})


def _formula(alt: str) -> Node:
    node = Node("math")
    node.children.append(alt.strip("$"))
    return node


def _tiny(element: _Element) -> bool:
    sizes = [element.get(side, "") for side in ("width", "height")]
    return any(size.isdecimal() and int(size[:9]) <= _TINY for size in sizes)


def _source(element: _Element, addresses: Addresses) -> str:
    src = element.get("src") or ""
    if src and not _PLACEHOLDER.search(src) and not any(name in element.attrib for name in _LATE):
        return addresses.image(src)
    candidates = [largest(element.get(name, "")) for name in _LATE]
    candidates += [largest(element.get("srcset", "")), *_sources(element), src]
    for candidate in candidates:
        if candidate and not _PLACEHOLDER.search(candidate):
            found = addresses.image(candidate)
            if found:
                return found
    return ""


def _sources(element: _Element) -> list[str]:
    """Return what the sources of a `<picture>` name. The parser puts what follows a `<source>` into it."""
    found = []
    for above in islice(element.iterancestors(), _MOST):
        if above.tag not in ("source", "picture"):
            break
        sources = [above] if above.tag == "source" else islice(above.iterchildren("source"), _MOST)
        found += [largest(e.get("srcset") or e.get("data-srcset") or "") for e in sources]
    return found


def largest(srcset: str) -> str:
    """Return the address with the largest descriptor of a `srcset`; an address alone is its own.

    >>> largest("a.jpg 320w, b.jpg 1024w")
    'b.jpg'
    """
    best, most = "", 0.0
    for candidate in _COMMA.split(srcset):
        address, _, size = candidate.strip().partition(" ")
        if address and _number(size) > most:
            best, most = address, _number(size)
    return best


def _number(size: str) -> float:
    """Return a descriptor's number: `1024w`, `2x`; without one it is `1x`."""
    try:
        return float(size.strip()[:-1]) if size.strip() else 1.0
    except ValueError:
        return 0.5
