"""A record of a source, and how a page is told from what is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from duramen.decode import charset_of
from duramen.page import why_not

#: What a record can be. Every record is exactly one of these; `page` and `broken` become rows, the others are counted.
Outcome = Literal["page", "redirect", "http_error", "not_html", "other", "broken"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("page", "redirect", "http_error", "not_html", "other", "broken")

_HTML: Final = ("text/html", "application/xhtml+xml")
#: Types that say nothing, or not enough: what the page begins with decides (WHATWG MIME Sniffing standard, section 7).
_VAGUE: Final = (
    "", "*/*", "application/octet-stream", "application/unknown", "unknown/unknown", "text/xml", "application/xml",
)  # fmt: skip
_OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED: Final = 1445


@dataclass(frozen=True, slots=True)
class Record:
    """A record: what it is, where it stands, and of a page its bytes as served (text, where a source has text).

    `offset` counts bytes of the file as it lies there, compressed or not, for WARC; records elsewhere. `encoding` is
    the charset that the transport declared. `error` is what was wrong with it, for a page too: it may have been cut.
    """

    outcome: Outcome
    offset: int
    id: str | None = None
    url: str | None = None
    date: str | None = None
    html: bytes | str | None = None
    encoding: str | None = None
    error: str | None = None


def why_not_html(body: bytes, content_type: str, identified: str = "") -> str | None:
    """Say why a body is no HTML, or return None where it is.

    The header decides, unless the bytes are a known other format; where the header says nothing of use, what the
    archive found out (`identified`) does, and last what the body begins with. An empty body under an HTML header is a
    page: an empty one.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _VAGUE or "/" not in kind:
        looks = identified.strip().lower() in _HTML or _OPENING.match(body[:_SNIFFED].removeprefix(b"\xef\xbb\xbf"))
        if not looks:
            return f"not HTML by what it begins with ({kind or 'no Content-Type'})"
    elif kind not in _HTML:
        return f"not HTML: {kind}"
    return why_not(body, charset_of(content_type)) if body and not body.isspace() else None
