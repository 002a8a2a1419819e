"""The language that a page declares, for corpora that do not say it page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element

_LIMIT: Final = 200_000  # bytes that are looked at, as in `addresses`: it stands in the head, or nowhere
#: Language tags (RFC 5646) and Open Graph's locales: the language is two or three letters before anything else.
_TAG: Final = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE | re.DOTALL)


def page_language(html: bytes) -> str | None:
    """Return the language subtag, in lower case, that the page's first 200 KB declare; None where they declare none.

    The first that is a language, of `<html lang>` and `xml:lang`, `<meta http-equiv="content-language">`, and Open
    Graph's `og:locale`. What a page declares may be its template's: some German pages say "en".
    """
    import duramen

    root = duramen.parse(html[:_LIMIT]).root
    declared = () if root is None else _declared(root)
    found = (_TAG.fullmatch(tag.strip()) for tag in declared)
    return next((match[1].lower() for match in found if match), None)


def _declared(root: _Element) -> Iterator[str]:
    yield root.get("lang", "")
    yield root.get("xml:lang", "")
    for name in ("content-language", "og:locale"):
        for meta in root.iter("meta"):
            if name in (meta.get("http-equiv", "").lower(), meta.get("property", "").lower()):
                # "de, en" is allowed in the header that this stands for; the first is the page's.
                yield meta.get("content", "").partition(",")[0]
