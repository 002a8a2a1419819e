"""What a call in trafilatura's keywords finds, and how it is written under trafilatura's names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import date as today
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import numpy as np
from lxml import etree
from lxml import html as lxml_html
from lxml.etree import _Element
from numpy.typing import NDArray

import duramen
from duramen.errors import UsageError
from duramen.render import to_text

Bools: TypeAlias = NDArray[np.bool_]


@dataclass
class Document:
    """What `bare_extraction` gives: the fields of trafilatura's `Document`. `body` and `commentsbody` are HTML."""

    title: str | None = None
    author: str | None = None
    url: str | None = None
    hostname: str | None = None
    description: str | None = None
    sitename: str | None = None
    date: str | None = None
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    fingerprint: str | None = None
    id: str | None = None
    license: str | None = None
    body: _Element | None = None
    comments: str | None = None
    commentsbody: _Element | None = None
    raw_text: str | None = None
    text: str | None = None
    language: str | None = None
    image: str | None = None
    pagetype: str | None = None
    filedate: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the fields as a dictionary."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class Options:
    """What a call asks for, checked."""

    comments: bool
    tables: bool
    links: bool
    images: bool
    favor: float
    metadata: bool
    complete: bool
    language: str | None
    max_tree_size: int | None
    urls: Collection[str]
    authors: Collection[str]
    prune: tuple[str, ...]


# ---------------------------------------------------------------------------------------------------------------------
# What is found


def find(content: Any, url: str | None, asked: Options) -> tuple[duramen.Document, Bools] | None:
    """Return the document, and which of its kept blocks are readers' comments; None where a filter refuses it."""
    html = content if isinstance(content, (str, bytes, etree._Element)) else getattr(content, "data", content)
    policy = "comments" if asked.comments else "broad"
    document = duramen.Extractor()(html, url, policy=policy, favor=asked.favor)  # type: ignore[arg-type]
    if _refused(document, asked):
        return None
    kept = document.kept.copy()
    if not asked.tables:
        kept &= ~document.page.table.flag("table")
    if asked.prune:
        kept &= ~_pruned(document, asked.prune)
    comments = np.zeros(len(kept), np.bool_)
    if asked.comments and len(kept):
        comments = kept & (document.roles.argmax(axis=1) == duramen.ROLES.index("comment"))
    return (replace(document, kept=kept), comments) if kept.any() else None


def _refused(document: duramen.Document, asked: Options) -> bool:
    if asked.max_tree_size is not None and len(document.page.every) > asked.max_tree_size:
        return True
    if not (asked.complete or asked.language or asked.urls):
        return False
    metadata = document.metadata
    address = metadata.url or document.url
    if asked.complete and not (metadata.title and metadata.date and address):
        return True
    if asked.urls and {address, document.url} & set(asked.urls):
        return True
    language = _language(metadata.language)
    return bool(asked.language and language and language != asked.language.lower())


def _language(tag: str | None) -> str | None:
    """Return the language of a tag, without region or script, as trafilatura gives it."""
    return tag.partition("-")[0].lower() if tag else None


def _pruned(document: duramen.Document, xpaths: tuple[str, ...]) -> Bools:
    """Return which blocks stand in elements that the paths name. Raises UsageError for what is no XPath."""
    root = document.page.root
    gone: set[_Element] = set()
    for xpath in xpaths:
        try:
            found = [] if root is None else root.xpath(xpath)
        except etree.XPathError as error:
            raise UsageError(f"prune_xpath '{xpath}' is no XPath: {error}") from error
        gone.update(
            e
            for top in (found if isinstance(found, list) else ())
            if isinstance(top, etree._Element)
            for e in top.iter("*")
        )
    return np.array([element in gone for element in document.page.elements], np.bool_)


# ---------------------------------------------------------------------------------------------------------------------
# What is written


def parts(document: duramen.Document, comments: Bools) -> tuple[duramen.Document, duramen.Document]:
    """Return the text and the comments as documents of their own."""
    return replace(document, kept=document.kept & ~comments), replace(document, kept=comments)


def written(part: duramen.Document, style: str, asked: Options) -> str:
    """Return one part as `txt`, `markdown` or `html`; "" where it has nothing."""
    links = "inline" if asked.links else "none"
    if style == "txt":
        return _lines(part)
    return part.render(style, links, asked.images)  # type: ignore[arg-type]


def _lines(part: duramen.Document) -> str:
    """Return the text, a line a paragraph, as trafilatura writes it."""
    text = to_text(part.page.table, np.flatnonzero(part.kept).tolist())
    return "\n".join(line for line in text.split("\n") if line)


def to_document(document: duramen.Document, comments: Bools, asked: Options) -> Document:
    """Return what was found under trafilatura's names."""
    text, remarks = parts(document, comments)
    lines = _lines(text)
    found = Document(
        text=lines,
        raw_text=lines,
        comments=_lines(remarks),
        body=_tree(text, asked),
        commentsbody=_tree(remarks, asked),
        filedate=today.today().isoformat(),
    )
    return _described(found, document, asked) if asked.metadata else found


def _tree(part: duramen.Document, asked: Options) -> _Element:
    content = part.to_html(links="inline" if asked.links else "none", images=asked.images)
    tree: _Element = lxml_html.fragment_fromstring(content, create_parent="body")
    return tree


def _described(found: Document, document: duramen.Document, asked: Options) -> Document:
    metadata = document.metadata
    authors = [name for name in metadata.authors if name not in asked.authors]
    address = metadata.url or document.url
    return replace(
        found,
        title=metadata.title,
        author="; ".join(authors) or None,
        url=address,
        hostname=urlsplit(address).hostname if address else None,
        description=metadata.description,
        sitename=metadata.sitename,
        date=metadata.date[:10] if metadata.date else None,
        tags=list(metadata.tags),
        license=metadata.license,
        language=_language(metadata.language),
        image=metadata.image,
        pagetype=metadata.pagetype,
    )


def fields(document: duramen.Document, comments: Bools, asked: Options, record_id: str | None) -> dict[str, Any]:
    """Return what trafilatura's JSON holds, under its names."""
    found = to_document(document, comments, asked)
    if not asked.metadata:
        return {"text": found.text, "comments": found.comments}
    plain = {k: v for k, v in asdict(replace(found, body=None, commentsbody=None)).items() if "body" not in k}
    plain |= {"id": record_id, "source": plain.pop("url"), "source-hostname": plain.pop("sitename")}
    plain |= {"excerpt": plain.pop("description"), "tags": ";".join(found.tags), "categories": ""}
    return plain
