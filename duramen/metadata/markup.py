"""What a page's markup says of the page, gathered in one pass: meta and link elements, JSON-LD, times, microdata.

Nothing is decided here. Names of `<meta>` are lower-cased and stand in one table, whether they came as `name`,
`property` (Open Graph, RDFa), `itemprop` or `http-equiv`; the first value of a name counts, further ones are kept for
names that may repeat (article:tag, citation_author).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, cast

from lxml.etree import _Element

from duramen.metadata.jsonld import MAX_CHARS, Node, read_jsonld, references
from duramen.metadata.strings import LONG, clean, clean_url
from duramen.queries import Query

_TAGS: Final = ("html", "base", "title", "meta", "link", "script", "time", "h1", "a")
_MANY: Final = 200  # values of one name, elements of one kind: further ones are left unread
_MAX_TEXT: Final = 400  # text nodes of one element
_ITEMPROPS: Final = Query("(//*[@itemprop])[position() <= 400]")
#: Elements of a class such as "byline", "Author", "article-author"; the first few of a page are looked at.
_CALLED: Final = Query("(//*[contains(@class, 'yline') or contains(@class, 'uthor')])[position() <= 12]")


@dataclass(slots=True)
class Markup:
    """`meta` and `links` map a name to its raw values in document order; `times` and `headings` are elements."""

    url: str | None = None
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    language: str = ""
    base: str = ""
    title: str = ""
    times: list[_Element] = field(default_factory=list)
    headings: list[_Element] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)
    anchors: dict[str, list[_Element]] = field(default_factory=dict)
    root: _Element | None = None
    _items: list[tuple[str, _Element]] | None = None

    def first(self, *names: str) -> str:
        """Return the first value of the first of `names` that has one, or ""."""
        return next((value for name in names for raw in self.meta.get(name, ()) if (value := clean(raw, LONG))), "")

    def all(self, *names: str) -> list[str]:
        """Return all values of all `names`."""
        return [value for name in names for raw in self.meta.get(name, ()) if (value := clean(raw, LONG))]

    def items(self, *names: str) -> list[_Element]:
        """Return the elements of microdata properties, in document order.

        That looks at every element, so it is asked only where cheaper sources are silent.
        """
        if self._items is None:
            every = self._found(_ITEMPROPS)
            self._items = [(name, e) for e in every for name in e.get("itemprop", "").lower().split()[:4]]
        return [element for name, element in self._items if name in names]

    def called_author(self) -> list[_Element]:
        """Return the first elements whose class speaks of a byline or author; it looks at every element as well."""
        return self._found(_CALLED)

    def _found(self, query: Query) -> list[_Element]:
        return [] if self.root is None else cast("list[_Element]", query(self.root))


def gather(root: _Element, url: str | None) -> Markup:
    """Read the tree below `root` once."""
    found = Markup(url=url, root=root)
    scripts: list[str] = []
    room = MAX_CHARS
    for element in root.iter(*_TAGS):
        if element.tag == "script":
            if "ld+json" in (element.get("type") or "").lower():
                text = element.text or ""
                room -= len(text)
                if room >= 0:
                    scripts.append(text)
        else:
            _READERS[element.tag](found, element)
    found.nodes = read_jsonld(scripts)
    found.by_id = references(found.nodes)
    found.base = clean_url(found.base, url) or url or ""
    return found


def text_of(element: _Element, limit: int = LONG) -> str:
    """Return an element's text as one line. Scripts and styles in it are none."""
    parts: list[str] = []
    size = 0
    for node in element.iter():
        if isinstance(node.tag, str) and node.tag not in ("script", "style", "template"):
            parts.append(node.text or "")
            size += len(parts[-1])
        if node is not element:
            parts.append(f" {node.tail or ''}" if node.tag == "br" else node.tail or "")
            size += len(parts[-1])
        if size > limit or len(parts) > _MAX_TEXT:
            break
    return clean("".join(parts), limit)


def value_of(element: _Element) -> str:
    """Return the value of a microdata property (HTML standard, 5.2.4), attributes before text."""
    for attribute in ("content", "datetime"):
        value = clean(element.get(attribute), LONG)
        if value:
            return value
    return text_of(element)


def _meta(found: Markup, element: _Element) -> None:
    content = element.get("content")
    if not content:
        return
    for attribute in ("name", "property", "itemprop", "http-equiv"):
        names = element.get(attribute)
        if names:
            for name in names.lower().split()[:4] if attribute == "property" else (names.strip().lower(),):
                values = found.meta.setdefault(name[:100], [])
                if len(values) < _MANY:
                    values.append(content)


def _link(found: Markup, element: _Element) -> None:
    href = element.get("href")
    if not href:
        return
    for rel in (element.get("rel") or "").lower().split()[:4]:
        values = found.links.setdefault(rel[:50], [])
        if len(values) < _MANY:
            values.append(href)


def _anchor(found: Markup, element: _Element) -> None:
    rel = element.get("rel")
    if rel and ("tag" in rel or "author" in rel or "license" in rel):
        for name in rel.lower().split()[:4]:
            same = found.anchors.setdefault(name[:50], [])
            if len(same) < _MANY:
                same.append(element)


def _html(found: Markup, element: _Element) -> None:
    found.language = found.language or clean(element.get("lang") or element.get("xml:lang"), 35)


def _base(found: Markup, element: _Element) -> None:
    found.base = found.base or (element.get("href") or "")


def _title(found: Markup, element: _Element) -> None:
    parent = element.getparent()
    if not found.title and (parent is None or parent.tag in ("head", "html", "body")):  # an <svg> has titles too
        found.title = text_of(element)


def _time(found: Markup, element: _Element) -> None:
    if len(found.times) < _MANY:
        found.times.append(element)


def _heading(found: Markup, element: _Element) -> None:
    if len(found.headings) < _MANY:
        found.headings.append(element)


_READERS: Final = {
    "meta": _meta,
    "link": _link,
    "html": _html,
    "base": _base,
    "title": _title,
    "time": _time,
    "h1": _heading,
    "a": _anchor,
}
