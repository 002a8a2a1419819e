"""What else a page says of itself: site, address, language, description, image, tags, type and licence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from duramen.metadata.jsonld import Node, types_of
from duramen.metadata.markup import Markup, text_of
from duramen.metadata.objects import images, texts
from duramen.metadata.strings import LONG, clean, clean_url

MAX_TAGS: Final = 50
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?![A-Za-z])")
_SITES: Final = (
    "og:site_name",
    "cre",
    "application-name",
    "apple-mobile-web-app-title",
    "dc.publisher",
    "dcterms.publisher",
)
_DESCRIPTIONS: Final = ("og:description", "description", "twitter:description", "dc.description", "dcterms.abstract")
_IMAGES: Final = ("og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src", "thumbnail")
_TAGS: Final = (
    "article:tag",
    "news_keywords",
    "keywords",
    "parsely-tags",
    "sailthru.tags",
    "dc.subject",
    "citation_keywords",
)


def site_of(found: Markup, node: Node) -> str:
    """Return the site's name."""
    declared = found.first("og:site_name")
    if declared:
        return declared
    sites = (n for n in found.nodes if "WebSite" in types_of(n))
    names = [*texts(node, found, "publisher"), *(name for n in sites for name in texts(n, found, "name"))]
    return next((n for n in (*names, *(found.first(name) for name in _SITES)) if n and not n.startswith("http")), "")


def canonical_of(found: Markup, node: Node) -> str:
    """Return the page's own address: declared, else the one it was fetched from.

    A front page that an inner page declares is a template's mistake.
    """
    inner = urlsplit(found.url).path.strip("/") if found.url and clean_url(found.url, None) else ""
    declared = (*found.links.get("canonical", ()), *found.all("og:url"), *texts(node, found, "url"))
    for address in (clean_url(one, found.base) for one in declared):
        if address and (urlsplit(address).path.strip("/") or not inner):
            return address
    return clean_url(found.url, None)


def language_of(found: Markup, node: Node) -> str:
    """Return a BCP 47 tag of language, script and region, as far as the page says."""
    declared = (
        found.language,
        *found.all("content-language", "dc.language", "language"),
        *texts(node, found, "inLanguage"),
    )
    for value in (*declared, *found.all("og:locale")):
        match = _LANGUAGE.match(value)
        if match:
            script, region = (match[2] or "").title(), (match[3] or "").upper()
            return "-".join(part for part in (match[1].lower(), script, region) if part)
    return ""


def description_of(found: Markup, node: Node) -> str:
    """Return the page's summary of itself."""
    return found.first(*_DESCRIPTIONS) or next(iter(texts(node, found, "description", limit=LONG)), "")


def image_of(found: Markup, node: Node) -> str:
    """Return the address of the image that stands for the page."""
    declared = (clean_url(value, found.base) for value in found.all(*_IMAGES))
    linked = (clean_url(value, found.base) for value in found.links.get("image_src", ()))
    return next((a for source in (declared, images(node, found), linked) for a in source if a), "")


def tags_of(found: Markup, node: Node) -> tuple[str, ...]:
    """Return the page's tags, each once, at most `MAX_TAGS`."""
    tagged = (text_of(element) for element in found.anchors.get("tag", ()))
    fields = (*found.all(*_TAGS), *texts(node, found, "keywords"))
    tags: dict[str, str] = {}
    for tag in (*_apart(fields), *tagged):
        if 0 < len(tag) <= 100:
            tags.setdefault(tag.casefold(), tag)
        if len(tags) >= MAX_TAGS:
            break
    return tuple(tags.values())


def _apart(fields: Iterable[str]) -> Iterator[str]:
    for field in fields:
        yield from (part.strip() for part in re.split(r"[,;|，、]", field))


def pagetype_of(found: Markup, node: Node) -> str:
    """Return schema.org's type of what the page is about ("NewsArticle"), else Open Graph's ("article")."""
    return next(iter(types_of(node)), "")[:50] or found.first("og:type")[:50]


def license_of(found: Markup, node: Node) -> str:
    """Return the licence: its address where there is one, else its name."""
    linked: list[Any] = [*found.links.get("license", ()), *(e.get("href") for e in found.anchors.get("license", ()))]
    named = [*texts(node, found, "license"), *found.all("dc.rights", "dcterms.rights", "dcterms.license", "license")]
    return next((a for a in (clean_url(one, found.base) for one in linked) if a), "") or clean(next(iter(named), ""))
