"""When a page was published and last changed: declared dates first, what the reader sees next, the address last."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Final

from duramen.metadata.dates import parse_date
from duramen.metadata.jsonld import Node
from duramen.metadata.markup import Markup, text_of, value_of

_META: Final = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time",
    "datepublished", "date_published", "article.published", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "pubdate", "pub_date", "publishdate", "publish-date",
    "publish_date", "published_at", "publication_date", "publication-date", "published", "published_date",
    "publisheddate", "article_date_original", "article-publication-date", "og:publish_date", "og:datepublished",
    "dcterms.issued", "dcterms.created", "dc.date.issued", "dc.date.created", "dcterms.date", "dc.date", "dc.created",
    "citation_publication_date", "citation_online_date", "citation_date", "prism.publicationdate", "bt:pubdate",
    "datecreated", "pdate", "ptime", "displaydate", "originalpublicationdate", "article:created", "date", "created",
    "creation_date", "article:post_date", "release_date", "issue_date", "time.release", "date.release", "uploaddate",
)  # fmt: skip
_META_MODIFIED: Final = (
    "article:modified_time", "article:modified", "og:updated_time", "og:modified_time", "og:article:modified_time",
    "datemodified", "date_modified", "lastmod", "last-modified", "lastmodified", "last_modified", "updated_at",
    "article_date_updated", "dcterms.modified", "dc.date.modified", "dc.modified", "lastdate", "revised", "updated",
    "modified", "moddate", "bt:moddate", "cdc:last_updated",
)  # fmt: skip
_URL_DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_.-]?(0[1-9]|1[0-2])[/_.-]?([0-2]\d|3[01])(?!\d)")
_URL_MONTH: Final = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/")
_URL_NAMED: Final = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/(\d{1,2})(?=/|$)")
_SHORT: Final = 100
_MAX_OFFSET: Final = 14 * 60
_JOINED: Final = re.compile(
    r"(?:joined|registered|member since|date joined|join date|last edited|beigetreten)\b", re.IGNORECASE
)
_CHANGED: Final = re.compile(
    r"(?:page |last |date |article )*(?:updated?|modified|reviewed|edited|aktualisiert|mis à jour|actualizado)\b",
    re.IGNORECASE,
)


def published_of(found: Markup, node: Node, near: list[str]) -> str | None:
    """Return the date of publication. `near` are texts of blocks near the title."""
    language = found.language
    declared = _first(_declared(found, node), language)
    if declared:
        local = _in_local_time(declared, found, near)
        shown = _first(_plain(near), language, day=True)
        # Some systems declare when a page was last saved or built: it was not published after what it shows.
        return shown if shown and len(local) >= 10 and shown[:10] != local[:10] else local
    return (
        url_date(found.url, day=True)
        or _first(_times(found), language, day=True)
        or _first(_seen(near), language, day=True)
        or _first(_loose(found), language)
        or url_date(found.url, day=False)
    )


def modified_of(found: Markup, node: Node, near: list[str]) -> str | None:
    """Return the date of the last change."""
    return _first(_changed(found, node, near), found.language)


def _changed(found: Markup, node: Node, near: list[str]) -> Iterator[str]:
    yield _text(node, "dateModified")
    yield from found.all(*_META_MODIFIED)
    yield from (_text(other, "dateModified") for other in found.nodes)
    yield from _values(found, "datemodified")
    yield from (text for text in near if _CHANGED.match(text))


def url_date(url: str | None, *, day: bool) -> str | None:
    """Return the date in an address: `/2023/12/22/`, or without `day` `/2023/12/`."""
    path = (url or "").partition("//")[2].partition("/")[2][:1000]
    for match in (_URL_DAY if day else _URL_MONTH).finditer("/" + path):
        found = parse_date("-".join(match.groups()))
        if found:
            return found
    named = _URL_NAMED.search("/" + path.lower()) if day else None
    return parse_date(" ".join(reversed(named.groups()))) if named else None


def _declared(found: Markup, node: Node) -> Iterator[str]:
    yield _text(node, "datePublished")
    yield from found.all(*_META[:4])
    yield from (_text(other, "datePublished") for other in found.nodes)
    yield from found.all(*_META[4:])
    yield _text(node, "dateCreated")
    yield _text(node, "uploadDate")
    yield from _values(found, "datepublished", "datecreated")


def _loose(found: Markup) -> Iterator[str]:
    for other in found.nodes:
        yield _text(other, "uploadDate")
        yield _text(other, "dateCreated")


def _text(node: Node, key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _values(found: Markup, *names: str) -> Iterator[str]:
    yield from (value_of(element) for element in found.items(*names)[:8])


def _times(found: Markup) -> Iterator[str]:
    for element in found.times[:20]:
        yield element.get("datetime") or ""
        yield text_of(element)


def _seen(near: list[str]) -> Iterator[str]:
    """Yield texts near the title, those that speak of a change last; when somebody joined is no date of a page."""
    yield from _plain(near)
    yield from (text for text in near if _CHANGED.match(text))


def _plain(near: list[str]) -> Iterator[str]:
    """Yield the short texts near the title that are not about a change, nor follow a label that is."""
    label = False
    for text in near:
        other = bool(_CHANGED.match(text) or _JOINED.match(text))
        if len(text) < _SHORT and not other and not label:
            yield text
        label = other and not any(c.isdigit() for c in text)


def _first(values: Iterable[str], language: str, *, day: bool = False) -> str | None:
    """Return the first date among values; `day`: the first that is known to the day."""
    dates = (parse_date(value, language) for value in values if value)
    return next((date for date in dates if date and (not day or len(date) >= 10)), None)


def _in_local_time(date: str, found: Markup, near: list[str]) -> str:
    """Return the same moment as the page's own clock has it, where the page shows that: it tells the day there.

    A `<time>` may give it with its offset. A text near the title gives hours and minutes without one: what they differ
    by from universal time, if it is a whole number of quarters of an hour, is the offset.
    """
    moment = _moment(date)
    if moment is None or moment.utcoffset():
        return date
    for element in found.times[:20]:
        other = parse_date(element.get("datetime") or "", found.language)
        there = _moment(other) if other else None
        if other and there and there.utcoffset() and abs((there - moment).total_seconds()) < 60:
            return other
    for text in near:
        shown = parse_date(text, found.language)
        local = shown and len(shown) == 16 and _shifted(moment, shown)
        if local:
            return local
    return date


def _shifted(moment: datetime.datetime, shown: str) -> str | None:
    naive = moment.replace(tzinfo=None, second=0, microsecond=0)
    minutes, rest = divmod((datetime.datetime.fromisoformat(shown) - naive).total_seconds(), 60)
    if rest or minutes % 15 or not minutes or abs(minutes) > _MAX_OFFSET:
        return None
    zone = datetime.timezone(datetime.timedelta(minutes=minutes))
    return moment.astimezone(zone).isoformat()


def _moment(date: str) -> datetime.datetime | None:
    if len(date) < 17:
        return None
    try:
        moment = datetime.datetime.fromisoformat(date.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
