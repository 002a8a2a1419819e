"""The page's own title: the heading that a reader sees, checked against what the markup calls it."""

from __future__ import annotations

import re
from typing import Final

from duramen.metadata.markup import Markup, text_of
from duramen.metadata.strings import words_of

#: Between a title and the name of the site.
_BAR: Final = re.compile(r"\s+[|–—»·:-]+\s+|\s*[|»]\s*|\s*::\s*")
_MAX: Final = 400
_HEADINGS: Final = 20
_META: Final = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "headline")


def title_of(found: Markup, headline: str, site: str) -> str:
    """Return the title. The heading wins over `headline` (of JSON-LD) and `<meta>`, which often are for search."""
    declared = [text for text in (headline, *(found.first(name) for name in _META)) if text]
    compared = [set(words_of(text)) for text in (*declared, found.title)]
    heading = _heading(found, compared, site)
    if heading:
        return heading
    return without_site(next(iter(declared), found.title), site, cut=not declared)


def without_site(title: str, site: str, *, cut: bool = False) -> str:
    """Return a title without the site's name at either end; `cut`: also without a short last part that may be one."""
    bars = list(_BAR.finditer(title))
    if not bars:
        return title
    name = set(words_of(site))
    first, last = title[: bars[0].start()], title[bars[-1].end() :]
    if name and _alike(set(words_of(last)), name):
        return title[: bars[-1].start()]
    if name and _alike(set(words_of(first)), name):
        return title[bars[0].end() :]
    short = len(last.split()) <= 4 and len(last) < len(title) / 2
    return title[: bars[-1].start()] if cut and short else title


def _alike(one: set[str], other: set[str]) -> bool:
    return bool(one) and (one <= other or other <= one) and len(one ^ other) <= 2


def _heading(found: Markup, compared: list[set[str]], site: str) -> str:
    best, highest = "", 0.0
    headings = [text for text in map(text_of, found.headings[:_HEADINGS]) if 0 < len(text) <= _MAX]
    for text in headings:
        words = set(words_of(text))
        if not words or (site and words <= set(words_of(site))):
            continue
        score = max((2 * len(words & other) / (len(words) + len(other)) for other in compared if other), default=1.0)
        if score > highest:
            best, highest = text, score
    return best
