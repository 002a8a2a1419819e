"""Strings of a page made fit to hand on: one line, no markup, no control characters, bounded; addresses absolute."""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import urljoin, urlsplit

#: Characters of one value that are looked at, and that are kept: a page decides how long its values are.
_READ: Final = 20_000
SHORT: Final = 500
LONG: Final = 2_000
_URL: Final = 2_000
#: Control characters, and marks without width that no reader sees. Joiners (U+200C, U+200D) and marks of direction
#: stay: Persian, Indic scripts and mixed lines need them.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_SPACE: Final = re.compile(r"\s+")


def clean(text: object, limit: int = SHORT) -> str:
    """Return a value as one line of at most `limit` characters; "" for what is no text."""
    if not isinstance(text, str) or not text:
        return ""
    text = text[:_READ]
    if "&" in text:
        text = html.unescape(html.unescape(text) if "&amp;" in text else text)  # values are often escaped twice
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = " ".join(text.split()) if text.isprintable() else _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()
    return text if len(text) <= limit else text[:limit].rstrip()


def clean_url(address: object, base: str | None) -> str:
    """Return an absolute http(s) address, resolved against `base`; "" for any other, or where it stays relative."""
    if not isinstance(address, str):
        return ""
    text = _UNSEEN.sub("", address[:_READ]).strip()
    if not text or len(text) > _URL or any(mark in text for mark in ' \t\r\n<>"'):
        return ""
    try:
        joined = urljoin(base or "", html.unescape(text))
        parts = urlsplit(joined)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # of a bracket or port that is none
        return ""
    return joined if whole and len(joined) <= _URL else ""


def words_of(text: str) -> list[str]:
    """Return the words of a text, without case: what two spellings of a title or name are compared by."""
    return re.findall(r"\w+", text.casefold().replace("’", "'").replace("'", ""))
