"""Addresses that may be shown: resolved against the page's, and only of schemes that run nothing.

Schemes are allowed by name, not forbidden by name: what a browser would make of an address is decided after it has
dropped tabs and line ends from it (URL standard, 4.4 "URL parsing"), so that is done first here too.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from lxml.etree import _Element

_LINKS: Final = frozenset({"http", "https", "mailto", "tel", "ftp"})
_IMAGES: Final = frozenset({"http", "https"})
_EDGES: Final = "".join(map(chr, range(0x21)))
_GONE = re.compile("[\t\n\r]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
#: Browsers make a host of what follows; nobody means that.
_HOSTLESS = re.compile(r"(?:https?|ftp):(?!//)", re.IGNORECASE)
#: What may not stand in an address as it is: a browser would write it so itself.
_UNSAFE = re.compile(r"[\x00-\x20\"<>\\^`{|}\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Addresses:
    """Resolves the addresses of one page. `base` is None where neither caller nor page says where the page is from."""

    def __init__(self, root: _Element, url: str | None) -> None:
        self.page = url.partition("#")[0] if url else None
        self.base = _base(root, url)
        parts = _split(self.base or "")
        self._origin = f"{parts[0]}://{parts[1]}" if parts[1] else ""

    def link(self, href: str | None) -> str:
        """Return where a link goes; "" for nowhere safe, or for another place on the same page."""
        address = self._resolve(href, _LINKS)
        path, mark, _ = address.partition("#")
        return "" if mark and path in ("", self.page) else address

    def image(self, src: str | None) -> str:
        """Return where an image is; "" for nowhere safe, or for one written into the page (`data:`)."""
        return self._resolve(src, _IMAGES)

    def _resolve(self, address: str | None, schemes: frozenset[str]) -> str:
        address = _GONE.sub("", address or "").strip(_EDGES)
        if not address:
            return ""
        scheme = _SCHEME.match(address)
        if scheme is None and self.base:
            address = self._join(address)
            scheme = _SCHEME.match(address)
        if scheme is not None and (scheme[1].lower() not in schemes or _HOSTLESS.match(address)):
            return ""
        return _UNSAFE.sub(lambda found: quote(found[0]), address)

    def _join(self, address: str) -> str:
        if address.startswith("/") and not address.startswith("//") and self._origin and "/." not in address:
            return self._origin + address
        try:
            return urljoin(self.base or "", address)
        except ValueError:  # brackets that hold no IPv6 address
            return ""


def _base(root: _Element, url: str | None) -> str | None:
    """Return the page's own base address (HTML standard, 4.2.3 "The base element"), else the page's.

    It stands in the head, or at the top of the body where something has ended the head too soon. To look for it in the
    whole tree would take a tenth of the time of the parse.
    """
    places = (root, *root.iterchildren("head", "body"))
    element = next((e for place in places for e in place.iterchildren("base") if e.get("href")), None)
    if element is None:
        return url
    href = (element.get("href") or "").strip(_EDGES)
    try:
        joined = urljoin(url, href) if url else href
    except ValueError:
        return url
    return joined if _split(joined)[0] in ("http", "https") else url


def _split(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc
