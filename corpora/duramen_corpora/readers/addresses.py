"""The address that a page gives itself, for corpora that kept pages and lost their URLs.

`page_url(html)` reads, in this order: the canonical link, Open Graph's `og:url`, the comment of a browser that saved
the page ("saved from url=(0023)..."), `<base href>`. The last is often the site's, not the page's: it names the host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from lxml.etree import Comment, _Element

#: Bytes that are looked at. What gives the address stands in the head; of a page of megabytes the rest says nothing.
_LIMIT: Final = 200_000
_SAVED: Final = re.compile(r"saved from url\s*=\s*\(\d+\)\s*(\S+)", re.IGNORECASE)
#: What Outlook and Internet Explorer wrote where they knew no address, as the zone to open the file in.
_NOWHERE: Final = "internet.e-mail"


def page_url(html: bytes) -> str:
    """Return the absolute http(s) URL that the page's first 200 KB state for it, "" where they state none."""
    import duramen

    root = duramen.parse(_head(html)).root
    stated = () if root is None else _stated(root)
    return next((url for url in map(str.strip, stated) if _absolute(url)), "")


def _head(html: bytes) -> bytes:
    """Return the start of the page up to the end of a tag: a cut character would change the charset."""
    if len(html) <= _LIMIT:
        return html
    whole, tag_end, _ = html[:_LIMIT].rpartition(b">")
    return whole + tag_end


def _stated(root: _Element) -> Iterator[str]:
    """Yield every address that is stated, the one to be trusted most first."""
    for link in root.iter("link"):
        if "canonical" in link.get("rel", "").lower().split():
            yield link.get("href", "")
    for meta in root.iter("meta"):
        if "og:url" in (meta.get("property", "").lower(), meta.get("name", "").lower()):
            yield meta.get("content", "")
    # Browsers write it before <html>.
    for comment in (*root.itersiblings(Comment, preceding=True), *root.iter(Comment)):
        yield from _SAVED.findall(comment.text or "")
    for base in root.iter("base"):
        yield base.get("href", "")


def _absolute(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:  # of brackets that hold no IPv6 address
        return False
    # A host without a dot is a machine of whoever made the page.
    return parts.scheme in ("http", "https") and "." in host and host != _NOWHERE
