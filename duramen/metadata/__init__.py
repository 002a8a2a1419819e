"""What a page says about itself: title, authors, dates, site, address, language, image, tags, type, licence.

    metadata = extract_metadata(html, url)      # parses the page; a Document has it as `document.metadata`
    metadata.title, metadata.authors, metadata.date

`markup` gathers what the markup declares (JSON-LD, microdata, Open Graph, Dublin Core, `<meta>`, `<link>`, `<time>`),
and a module for each field chooses among it and what the reader sees near the title. Time is linear in the page, every
value is one clean line of bounded length, addresses are absolute and http(s), and no page raises.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from lxml.etree import _Element

from duramen.metadata.authors import authors_of
from duramen.metadata.markup import Markup, gather
from duramen.metadata.nearby import around_title
from duramen.metadata.objects import main_object, texts
from duramen.metadata.published import modified_of, published_of
from duramen.metadata.site import (
    canonical_of,
    description_of,
    image_of,
    language_of,
    license_of,
    pagetype_of,
    site_of,
    tags_of,
)  # fmt: skip
from duramen.metadata.title import title_of
from duramen.page import ParsedPage, parse

__all__ = ["Metadata", "extract_metadata"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; None or () where it says nothing.

    `date` (of publication) and `date_modified` are ISO 8601 with the precision that is known, from "2023" to
    "2023-12-22T10:30:00+01:00"; a time zone stands there only if the page gave one. `url` is the canonical address,
    `language` a BCP 47 tag, `pagetype` schema.org's type of what the page is about ("NewsArticle"), else Open Graph's
    ("article"), `license` an address or a name.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    date_modified: str | None = None
    sitename: str | None = None
    url: str | None = None
    language: str | None = None
    description: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()
    pagetype: str | None = None
    license: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain data, for JSON."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}

    def front_matter(self) -> str:
        """Return the known fields as YAML between two lines `---`; its values are JSON, of which YAML is a superset."""
        lines = (f"{name}: {json.dumps(v, ensure_ascii=False)}" for name, v in self.to_dict().items() if v)
        return "\n".join(("---", *lines, "---")) + "\n"


def extract_metadata(
    html: str | bytes | _Element | ParsedPage, url: str | None = None, *, encoding: str | None = None
) -> Metadata:
    """Return a page's metadata. Arguments are those of `Extractor.__call__`; a `ParsedPage` is not parsed again.

    Pages never raise; UsageError is for a type that is no page.
    """
    page = html if isinstance(html, ParsedPage) else parse(html, encoding=encoding)
    if page.root is None:
        return Metadata()
    return _decide(gather(page.root, url), page)


def _decide(found: Markup, page: ParsedPage) -> Metadata:
    node = main_object(found)
    site = site_of(found, node)
    title = title_of(found, next(iter(texts(node, found, "headline", "name")), ""), site)
    near = around_title(page, title)
    return Metadata(
        title=title or None,
        authors=authors_of(found, node, near, site),
        date=published_of(found, node, near),
        date_modified=modified_of(found, node, near),
        sitename=site or None,
        url=canonical_of(found, node) or None,
        language=language_of(found, node) or None,
        description=description_of(found, node) or None,
        image=image_of(found, node) or None,
        tags=tags_of(found, node),
        pagetype=pagetype_of(found, node) or None,
        license=license_of(found, node) or None,
    )
