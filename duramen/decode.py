"""Bytes to UTF-8, by the rules that browsers follow.

The order is WHATWG's (HTML standard, 13.2.3.2 "Determining the character encoding"; Encoding standard, 4.2 "Names and
labels"): byte order mark, then the transport's charset, then a `<meta>` in the first 1024 bytes, then a fallback. Where
the standard leaves the fallback to the browser, valid UTF-8 is UTF-8, the rest is what a later `<meta>` says (13.2.3.5
"Changing the encoding while parsing") and else windows-1252, as most browsers settle it in the West.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from duramen._kernels import encoded, is_utf8

__all__ = ["charset_of", "codec_for", "declared_charset", "decode", "is_utf8", "sniff", "to_utf8"]

_BOMS: Final = {b"\xef\xbb\xbf": "utf-8", b"\xfe\xff": "utf-16-be", b"\xff\xfe": "utf-16-le"}
_MARKS: Final = tuple(_BOMS)

#: Labels that the Encoding standard reads otherwise than Python does, by the codec that pages mean: its superset.
_FAMILIES: Final = {
    "windows-1252": "ansi_x3.4-1968 ascii cp819 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
    "iso_8859-1:1987 l1 latin1 us-ascii x-user-defined csisolatin1",
    "windows-1254": "iso-8859-9 iso8859-9 iso88599 iso_8859-9 l5 latin5 csisolatin5",
    "cp874": "windows-874 iso-8859-11 iso8859-11 iso885911 tis-620 dos-874",
    "gb18030": "gb2312 gbk gb_2312 gb_2312-80 chinese csgb2312 iso-ir-58 x-gbk csiso58gb231280",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji csshiftjis ms932 windows-31j",
    "cp949": "euc-kr cseuckr korean ks_c_5601-1987 ksc5601 ksc_5601 windows-949",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "mac_roman": "macintosh x-mac-roman",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "iso8859-8": "visual logical iso-8859-8-i",
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "utf-16-le": "utf-16 unicode ucs-2",
    "koi8-u": "koi8-ru",
    "koi8-r": "koi koi8",
}
_LABELS: Final = {label: codec for codec, labels in _FAMILIES.items() for label in labels.split()}
_PRESCAN_BYTES: Final = 1024
# Both in linear time, also over a page of nothing but openings: a tag ends at the next, a comment at the page's end.
_META = re.compile(rb"""<meta\s[^<>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([^\s"';,]+)""", re.IGNORECASE)
_XML = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"'>]+)""")


def codec_for(label: str) -> str | None:
    """Return Python's codec for a charset label as pages and servers write it, or None for one nobody knows."""
    name = label.strip().lower()
    if name.startswith("x-cp125"):
        name = "cp125" + name[-1]
    name = _LABELS.get(name, name)
    try:
        return codecs.lookup(name).name if codecs.lookup(name)._is_text_encoding else None
    except (LookupError, ValueError):
        return None


def charset_of(content_type: str) -> str | None:
    """Return the charset that a Content-Type header declares, as it is written there, or None."""
    found = _HEADER.search(content_type)
    return found[1] if found else None


def declared_charset(html: bytes) -> str | None:
    """Return the codec that the page's own first 1024 bytes declare, or None.

    A `<meta>` that says UTF-16 cannot be right about a page in which it was found as ASCII; the standard reads UTF-8.
    """
    return _declared(html[:_PRESCAN_BYTES])


def _declared(head: bytes) -> str | None:
    found = _META.search(_COMMENT.sub(b"", head) if b"<!--" in head else head) or _XML.search(head)
    codec = codec_for(found[1].decode("ascii", "replace")) if found else None
    return "utf-8" if codec and codec.startswith("utf-16") else codec


def sniff(html: bytes, encoding: str | None = None) -> tuple[str, int]:
    """Return the codec to read `html` with, and how many bytes of byte order mark to skip.

    `encoding` is what the transport said (the `charset` of an HTTP header); a byte order mark overrules it. A name that
    nobody knows is passed over, as browsers do.
    """
    if html.startswith(_MARKS):
        return next((marked, len(bom)) for bom, marked in _BOMS.items() if html.startswith(bom))
    codec = (codec_for(encoding) if encoding else None) or declared_charset(html)
    if codec:
        return codec, 0
    return ("utf-8" if is_utf8(html) else _declared(html) or "windows-1252"), 0


def decode(html: bytes, encoding: str | None = None) -> str:
    """Return the page as text. Malformed bytes become U+FFFD; nothing raises."""
    codec, skip = sniff(html, encoding)
    try:
        return html[skip:].decode(codec, "replace")
    except (UnicodeError, LookupError):  # a few of Python's codecs give up where the standard would go on
        return html[skip:].decode("windows-1252", "replace")


def to_utf8(html: bytes | str, encoding: str | None = None) -> bytes:
    """Return the page as well-formed UTF-8 without NULs, which the parser would stop at.

    A page that is UTF-8 already, as most are, is returned as it came: no copy is made.
    """
    if isinstance(html, str):
        raw = encoded(html)
    else:
        codec, skip = sniff(html, encoding)
        raw = html[skip:] if skip else html
        if codec != "utf-8" or not is_utf8(raw):
            raw = encoded(decode(html, encoding))
    return raw.replace(b"\0", "\ufffd".encode()) if b"\0" in raw else raw
