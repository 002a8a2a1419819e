"""WebMainBench rows in upstream's layout: `data/*.jsonl`, a page a row; the full set's files read alike.

A row has `track_id`, `url`, `html` in which `cc-select="true"` marks what is content, and the gold in Markdown,
`groundtruth_content`. The annotators' tool also wrote a style sheet, ids, classes and elements of its own into the
page; `html` here is the page without all of them.
https://github.com/opendatalab/WebMainBench
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from duramen.errors import DataError
from duramen.roles import POLICIES
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.annotations import edit_attributes, edit_tags
from duramen_corpora.readers.files import json_lines, page_host
from duramen_corpora.readers.languages import page_language
from duramen_corpora.schema import BlockLabel, Page

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Rows that upstream made up to try its own software on.
_MADE_UP: Final = "test_model.jsonl"
_LABEL: Final = "cc-select"
_STYLE: Final = re.compile(rb'<style id="cc-extraStyle".*?</style>\n?', re.DOTALL)
_TOOL_ELEMENT: Final = re.compile(rb"(</?)marked-(?:text|tail)(?=[\s>])", re.IGNORECASE)
_TOOL_CLASSES: Final = frozenset({b"mark-selected", b"cc-unloaded"})
_NO_TEXT: Final = frozenset({"script", "style", "template"})


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages, file by file. Raises DataError naming the page at fault.

    A page that stands in two files, as one does with two golds, is read from the first: the sample in the published
    format.
    """
    seen: dict[str, Path] = {}
    for path in sorted(path for path in (folder / "data").glob("*.jsonl") if path.name != _MADE_UP):
        for row in json_lines(path):
            name = row.get("track_id")
            if not isinstance(name, str) or not name:
                raise DataError(f"{path} has a row without a track_id, so that its page has no name")
            if seen.get(name) == path:
                raise DataError(f"page {name} has two golds: it stands twice in {path}")
            if name not in seen:
                seen[name] = path
                yield _page(name, row)


def _page(name: str, row: dict[str, Any]) -> Page:
    for key, what in (("html", "HTML"), ("groundtruth_content", "gold")):
        if not isinstance(row.get(key), str):
            raise DataError(f"page {name} has no {what}: its row gives no {key}")
    marked = _STYLE.sub(b"", row["html"].encode("utf-8", "replace"))
    html = edit_tags(marked, _without_marks)
    url = row.get("url") or ""
    facts = row.get("meta") or {}
    return Page(
        corpus=CORPUS.name,
        revision=CORPUS.revision,
        id=name,
        url=url,
        host=page_host(url, name),
        html=html,
        charset="utf-8",  # upstream stores text, whatever a <meta> in it declares
        text=row["groundtruth_content"],
        page_type=facts.get("style") or row.get("layout_type"),
        language=facts.get("language") or row.get("language") or page_language(html),
        blocks=_labels(name, marked, html),
    )


def _without_marks(tag: bytes) -> bytes:
    return b"" if _TOOL_ELEMENT.match(tag) else edit_attributes(tag, _without_mark)


def _without_mark(name: bytes, value: bytes) -> bytes | None:
    if name in (_LABEL.encode(), b"data-anno-uid"):
        return None
    if name == b"style":  # the tool put one on what was clicked, and took away what it had put into it
        value = value.replace(b"user-select: none;", b"").strip()
    elif name == b"class" and not _TOOL_CLASSES.isdisjoint(value.split()):
        value = b" ".join(token for token in value.split() if token not in _TOOL_CLASSES)
    return None if name in (b"class", b"style") and not value else value


def _labels(name: str, marked: bytes, clean: bytes) -> tuple[BlockLabel, ...]:
    """Return the roles of the elements whose text is content, as XPaths in the page without marks.

    The tool's elements surround pieces of running text. As spans they set no block apart, so that both pages have the
    same blocks, one by one.
    """
    import duramen

    spans = edit_tags(marked, lambda tag: _TOOL_ELEMENT.sub(rb"\1span", tag))
    labelled, page = duramen.parse(spans, encoding="utf-8"), duramen.parse(clean, encoding="utf-8")
    if labelled.root is None or labelled.texts != page.texts:
        raise DataError(f"page {name}: without its labels its blocks are others. See to its html, or leave its row out")
    chosen = _selected(labelled.root, set(labelled.elements))
    roles = {
        xpath: BlockLabel(xpath, "title" if element.tag == "h1" else "main")
        for xpath, element in zip(page.xpaths, labelled.elements, strict=True)
        if element in chosen
    }
    return tuple(roles.values())


def _selected(root: _Element, holders: set[_Element]) -> set[_Element]:
    """Return the elements among `holders` at least half of whose own text stands under a label."""
    holder: dict[_Element, _Element | None] = {}
    under: dict[_Element, bool] = {}
    length: dict[tuple[_Element | None, bool], int] = {}
    for element in root.iter("*"):
        parent = element.getparent()
        outer, marked = (None, False) if parent is None or element is root else (holder[parent], under[parent])
        _add(length, (outer, marked), element.tail)
        holder[element] = element if element in holders else outer
        under[element] = marked or element.get(_LABEL) is not None
        if element.tag not in _NO_TEXT:
            _add(length, (holder[element], under[element]), element.text)
    return {one for one in holders if (one, True) in length and length[one, True] >= length.get((one, False), 0)}


def _add(length: dict[tuple[_Element | None, bool], int], key: tuple[_Element | None, bool], text: str | None) -> None:
    size = len("".join((text or "").split()))
    if size:
        length[key] = length.get(key, 0) + size


CORPUS = CorpusInfo(
    name="webmainbench",
    title="WebMainBench, the sample rows of its repository",
    description="Pages of a crawl on whose elements people marked what is content; the gold is Markdown made of them.",
    read=read,
    revision="9d991bdc00c57b57521499494d96be85c31317ba",
    licence="Apache-2.0",
    languages=("en", "zh"),
    pages={"dev": 5},
    forms=("text", "nodes"),
    gold="Markdown; main or title for each element that people marked, nothing said of the others",
    gold_roles=POLICIES["broad"],
    shippable=False,
    cards=True,
    content_hash="f65f26bfb8d8d87934347867b8fb95ebbeed66ac48992a9347eed435f673cdfe",
    upstream="https://github.com/opendatalab/WebMainBench",
    marker="data/sample_dataset.jsonl",
    archive="webmainbench-sample.tar.zst",
    citation="OpenDataLab: WebMainBench. 2025. https://github.com/opendatalab/WebMainBench",
    metric="rouge_5",
    faults=(
        "The samples are 6 rows and 5 pages: 33e291cd... stands in both files with two golds, and is read from the "
        "first. test_model.jsonl holds 4 rows that upstream made up; they are no part of the set.",
        "The bytes are not the server's: upstream stored a browser's tree, written out again, as text; here it is "
        "UTF-8 (5 of 5 decode without U+FFFD).",
        "The annotators' tool wrote cc-select, data-anno-uid, classes (mark-selected, cc-unloaded), empty style "
        "attributes, <marked-text>, <marked-tail> and a style sheet into the page; none of them is in `html`.",
        "Labels say what is content and nothing of the rest: blocks without one are noise of a role that nobody noted.",
        "Labels and gold agree on 11,630 of 11,632 blocks; the other two are labels that the gold dropped.",
        "The gold is Markdown: of code, formulas, tables and images it holds the marks too.",
        "Weights that ship are not trained on it: it is too small, and 10,723 of its 11,057 labels are one page's.",
    ),
)
