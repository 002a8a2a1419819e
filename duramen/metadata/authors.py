"""Who wrote a page: declared names first, then the byline that a reader sees near the title."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from lxml.etree import _Element

from duramen.metadata.jsonld import Node
from duramen.metadata.markup import Markup, text_of
from duramen.metadata.nearby import bylines, names_beside_dates
from duramen.metadata.objects import people
from duramen.metadata.people import names_of
from duramen.metadata.strings import words_of

_META: Final = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "cxenseparse:author",
    "dc.creator", "dcterms.creator", "dc.contributor", "byl", "article.author", "authors", "creator",
    "og:article:author", "book:author", "author_name", "rnews:author",
)  # fmt: skip
_LABELS: Final = (
    "written by",
    "by",
    "author",
    "verfasst von",
    "geschrieben von",
    "écrit par",
    "escrito por",
    "scritto da",
)
_LOOKED_AT: Final = 8


def authors_of(found: Markup, node: Node, near: list[str], site: str) -> tuple[str, ...]:
    """Return the names of authors, as written. `near` are texts of blocks near the title.

    A source that names all that a better one names, and more, is taken in its place: JSON-LD often has the first alone.
    The site is its own author only where nobody else is.
    """
    ours = names_of(
        name for name, kind in people(node, found, "author", "creator") if not kind.endswith("Organization")
    )
    seen = names_of(bylines(near), loose=True)
    meta = names_of(_meta(found)) or _cited(found)
    for names in chain([_fullest(ours, meta, seen, site)], _markup(found, near)):
        others = tuple(without_site(name, site) for name in names if words_of(name) != words_of(site))
        if others:
            return others
    return ours or meta


def without_site(name: str, site: str) -> str:
    """Return a name without the site's at its end: "Jane Doe The Paper"."""
    cut = len(name) - len(site)
    return name[:cut].rstrip(" ,-|") if site and cut > 5 and name[cut:].casefold() == site.casefold() else name


def _fullest(ours: tuple[str, ...], meta: tuple[str, ...], seen: tuple[str, ...], site: str) -> tuple[str, ...]:
    sources = [names for names in (ours, meta, seen) if any(words_of(name) != words_of(site) for name in names)]
    best = sources[0] if sources else ()
    for names in sources[1:]:
        more = [name for name in names if _keys((name,)) - _keys(best)]
        plausible = names is not seen or all(2 <= len(name.split()) <= 3 for name in more)
        if more and plausible and _keys(best) < _keys(names):
            best = names
    return best


def _keys(names: tuple[str, ...]) -> set[str]:
    return {" ".join(words_of(name)) for name in names}


def _markup(found: Markup, near: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield names from elements that are marked as authors, the surest first."""
    yield names_of(text_of(element) for element in together(found.anchors.get("author", [])))
    yield names_of(_item(element) for element in same_item(found.items("author")))
    yield names_of(names_beside_dates(near), loose=True)
    yield names_of(_called(found), loose=True)


def together(elements: list[_Element]) -> list[_Element]:
    """Return the first link and those in the same line or list: further ones belong to comments or teasers."""
    alike = {_around(element) for element in elements[:1]}
    return [element for element in elements[:_LOOKED_AT] if _around(element) in alike]


def _around(element: _Element) -> _Element | None:
    parent = element.getparent()
    return parent.getparent() if parent is not None and parent.tag in ("li", "span") else parent


def same_item(elements: list[_Element]) -> list[_Element]:
    """Return the first property and those of the same microdata item: others belong to comments or answers."""
    first = [_item_of(element) for element in elements[:1]]
    return [element for element in elements[:_LOOKED_AT] if _item_of(element) in first]


def _item_of(element: _Element) -> _Element | None:
    return next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)


def _meta(found: Markup) -> Iterator[str]:
    for name in _META:
        values = [value for value in found.all(name) if not value.startswith(("http:", "https:"))]
        if values:
            yield from values
            return
    for number in "123":
        if found.first(f"twitter:label{number}").casefold() in _LABELS:
            yield found.first(f"twitter:data{number}")


def _cited(found: Markup) -> tuple[str, ...]:
    """Return the authors of a paper as Google Scholar wants them: one a field, as "First Last" or "Last, First"."""
    fields = (value.split(",") for value in found.all("citation_author"))
    turned = (f"{parts[1].strip()} {parts[0].strip()}" if len(parts) == 2 else " ".join(parts) for parts in fields)
    return names_of(turned)


def _item(element: _Element) -> str:
    inner = next((e for e in element.iter() if e is not element and e.get("itemprop") == "name"), element)
    return inner.get("content") or text_of(inner)


def _called(found: Markup) -> Iterator[str]:
    for element in found.called_author():
        text = text_of(element)
        if 3 < len(text) < 200:
            yield text
            return
