"""URLs as addresses: what is left of one when everything that does not choose the page is taken off.

address("https://www.example.org/a/?utm_source=x#top") == address("http://example.org/a")
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote_to_bytes, urlsplit

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_WWW: Final = re.compile(r"^www\d?\.")
_DEFAULT_PORTS: Final = (None, 80, 443)
#: Parameters that say where a reader came from: of campaigns, and of the clicks that search and social sites count.
_CAMPAIGNS: Final = ("utm_", "mtm_", "pk_", "piwik_", "hsa_", "mc_", "_hs")
_CLICKS: Final = re.compile(
    r"_ga|_gl|cmpid|dclid|fbclid|gbraid|gclid|gclsrc|icid|igsh|igshid|mkt_tok|msclkid|ncid|ocid|smid|srsltid|ttclid"
    r"|twclid|wbraid|xtor|yclid"
)


def address(url: str) -> str:
    """Return what tells a URL's page from others: no scheme, www., default port, closing slash, fragment or tracking.

    Parameters are sorted by name, escapes written one way; a fragment that a script reads as a path ("#!/story") stays.
    A URL that cannot be parsed, or names a site without a page of it, has no address (""): some corpora know the site
    alone.
    """
    url = url.strip()
    try:
        parts = urlsplit(url if _SCHEME.match(url) else f"//{url}")
        port = "" if parts.port in _DEFAULT_PORTS else f":{parts.port}"
        path = _escaped(parts.path).rstrip("/") + _parameters(parts.query)
    except ValueError:  # of a bracket or port that is none, and of half a surrogate pair
        return ""
    path += f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return f"{_WWW.sub('', parts.hostname)}{port}{path}" if parts.hostname and path else ""


def _parameters(query: str) -> str:
    fields = [_escaped(field.replace("+", " ")).partition("=") for field in query.split("&") if field]
    kept = sorted(field for field in fields if not _tracks(field[0].lower()))
    return f"?{'&'.join(map(''.join, kept))}" if kept else ""


def _tracks(parameter: str) -> bool:
    return parameter.startswith(_CAMPAIGNS) or _CLICKS.fullmatch(parameter) is not None


def _escaped(text: str) -> str:
    """Return `text` with every escape written one way, by way of its bytes: some are no UTF-8."""
    return quote(unquote_to_bytes(text), safe="/=:")
