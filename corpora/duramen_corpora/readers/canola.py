"""CANOLA, the KrdWrd project's corpus: `ID.html`, labels in classes of its elements.

A class `krdwrd-tag-1`, `-2` or `-3` says bad, unsure or good for all text beneath, down to the next such class; text
without one is unsure. The harvester stored every page as UTF-8 and put text into <kw> elements, so that parts of it
could be labelled. The files are the only copy of the pages: `html` is a file without those classes, the <kw> tags and
the project's style sheet, otherwise byte for byte.
https://github.com/krdwrd (documentation in doc_CANOLA, format in src_app and src_addon)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from duramen.errors import DataError
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.files import by_stem, page_host, read_bytes
from duramen_corpora.readers.nodes import block_labels, carried, labelled_runs, parsed_copy, text_of
from duramen_corpora.schema import NOISE, Label, Page

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS: Final[dict[str, Label | None]] = {"1": NOISE, "2": None, "3": "main"}
_CHARSET: Final = "utf-8"  # documentation, "Enforce UTF-8 Character Encoding"
_LABEL: Final = re.compile(r"(?<!\S)krdwrd-tag-([123])(?!\S)")
_WRAPPER: Final = re.compile(rb"</?kw(?:\s[^<>]*)?>", re.IGNORECASE)
_STYLE: Final = re.compile(rb"<link\b[^<>]*krdwrd\.css[^<>]*>", re.IGNORECASE)
#: A class attribute that speaks of the project: no other is touched.
_CLASS: Final = re.compile(
    rb"""\sclass\s*=\s*(?:"([^"<>]*krdwrd-[^"<>]*)"|'([^'<>]*krdwrd-[^'<>]*)'|([^\s"'<>]*krdwrd-[^\s"'<>]*))""",
    re.IGNORECASE,
)


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault."""
    for name, path in sorted(by_stem(folder, suffixes=(".html", ".htm")).items()):
        yield _page(name, read_bytes(path, name))


def unlabelled(labelled: bytes) -> bytes:
    """Return a page without what the project added to it."""
    return _CLASS.sub(_without_labels, _STYLE.sub(b"", _WRAPPER.sub(b"", labelled)))


def _page(name: str, labelled: bytes) -> Page:
    import duramen

    runs = labelled_runs(parsed_copy(labelled, name), _label)
    if all(run.label is None for run in runs):
        raise DataError(f"page {name} has no gold: no text in it has krdwrd-tag-1 or krdwrd-tag-3")
    html = unlabelled(labelled)
    page = duramen.parse(html, encoding=_CHARSET)
    return Page(
        corpus=CORPUS.name,
        revision=CORPUS.revision,
        id=name,
        url="",  # the pages' <base> was made to point at the project
        host=page_host("", name),
        html=html,
        charset=_CHARSET,
        text=text_of(runs, {"main"}),
        language="en",
        blocks=block_labels(page, carried(page, runs).labels),
    )


def _label(element: _Element, around: Label | None) -> Label | None:
    stated = _LABEL.search(element.get("class", ""))
    return _KINDS[stated[1]] if stated else around


def _without_labels(attribute: re.Match[bytes]) -> bytes:
    names = next(value for value in attribute.groups() if value is not None).split()
    kept = [name for name in names if not name.startswith(b"krdwrd-")]
    return attribute[0] if kept == names else b' class="%b"' % b" ".join(kept) if kept else b""


CORPUS = CorpusInfo(
    name="canola",
    title="KrdWrd CANOLA",
    description="Pages drawn from search results about trade in the Middle Ages, labelled by several people.",
    read=read,
    revision="",  # read by its format alone: no content of it is known here
    licence="none stated",
    languages=("en",),
    pages={},
    forms=("text", "nodes"),
    gold="nodes: content, noise of no named role, and unsure, which has no label; text: what is labelled content",
    gold_roles=frozenset({"main", "title"}),
    shippable=False,
    upstream="https://github.com/krdwrd/data",
    marker=".",  # any folder: nothing but their labels marks the files
    citation="Steger, Stemle: KrdWrd, Architecture for Unified Processing of Web Content. WAC5, 2009.",
    faults=(
        "Implemented from upstream's documentation and format; never run on the real files. Upstream speaks of 216 "
        "pages; which roles the gold keeps is not measured.",
        "The pages' <base> points at the project, so their addresses are not known: each is a host of its own.",
    ),
)
