"""L3S-GN1 with its node labels: `original/ID.html`, and the copy in which people marked text in `annotated/ID.html`.

The copy is the page as a browser held it; spans of class `x-nc-sel0` to `x-nc-sel5` stand around its text, and the
innermost counts. Text that nobody selected is no content, says upstream's Readme-L3S-GN1.txt. The labels are carried
over to the original, whose bytes the page has.
https://github.com/geodrome/page-signal
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from duramen.errors import DataError
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.addresses import page_url
from duramen_corpora.readers.charsets import stored_charset
from duramen_corpora.readers.files import page_host
from duramen_corpora.readers.nodes import Run, block_labels, carried, labelled_runs, parsed_copy, text_of
from duramen_corpora.readers.pairs import Pair, matched
from duramen_corpora.schema import NOISE, BlockLabel, Label, Page

if TYPE_CHECKING:
    from lxml.etree import _Element

_FOLDER: Final = "L3S-GN1-20100130203947-00001"
#: What upstream calls not content, headline, full text, supplemental, related content and comments.
_KINDS: Final[tuple[Label, ...]] = (NOISE, "title", "main", "meta", "related", "comment")
#: What belongs to the article: its text gold.
_ARTICLE: Final[frozenset[Label]] = frozenset({"title", "main", "meta"})
_CLASS: Final = re.compile(r"(?<![\w-])x-nc-sel([0-5])(?![\w-])")


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault."""
    root = folder / _FOLDER
    for pair in matched(root / "original", root / "annotated"):
        runs = annotated_runs(pair)
        yield replace(page_of(pair, runs, CORPUS), blocks=_blocks(pair, runs))


def annotated_runs(pair: Pair) -> list[Run]:
    """Return the text of an annotated copy with its labels. Raises DataError where the copy has none."""
    runs = labelled_runs(parsed_copy(pair.gold, pair.id), _label)
    if all(run.label in (None, NOISE) for run in runs):
        raise DataError(f"page {pair.id} has no gold: nothing in its annotated copy is labelled as content")
    return runs


def page_of(pair: Pair, runs: Sequence[Run], info: CorpusInfo) -> Page:
    """Return a page without its node labels: their text is its gold."""
    url = page_url(pair.html)
    return Page(
        corpus=info.name,
        revision=info.revision,
        id=pair.id,
        url=url,
        host=page_host(url, pair.id),
        html=pair.html,
        charset=stored_charset(pair.html),
        text=text_of(runs, _ARTICLE),
        comments=text_of(runs, {"comment"}) or None,
        page_type="article",
        language="en",
    )


def _label(element: _Element, around: Label | None) -> Label:
    kinds = _CLASS.findall(element.get("class", ""))
    return _KINDS[int(kinds[-1])] if kinds else around or NOISE


def _blocks(pair: Pair, runs: Sequence[Run]) -> tuple[BlockLabel, ...]:
    import duramen

    page = duramen.parse(pair.html, encoding=stored_charset(pair.html))
    # What the copy lacks (lists of options, text in <noscript>) nobody could select.
    return block_labels(page, [label or NOISE for label in carried(page, runs).labels])


#: Of the pages and their golds, by whichever way they come.
FAULTS: Final = (
    "In 10 originals a stretch of bytes is missing, most often the one with </title>, so that a parser finds "
    "little or no text: 082e02bd, 0bf24489, 19956250, 2454a2b5, 26ea84f9, 51600d8d, 599fc2eb, cb5cb16c, ce6830ee, "
    "fab5142d (the first eight digits). Most of 954487ce stands behind an inner </html>, where libxml2 begins "
    "another tree. Their golds are whole.",
    "All 621 files are well-formed UTF-8, of which 88 with letters beyond ASCII declare another charset: where "
    "the two differ in the annotated text, it agrees with UTF-8 on 44 of 44 pages. `charset` says so for every "
    "such page, and all decode without U+FFFD; as declared, 15 would not. 26 pages hold mojibake that was there "
    "before.",
    "Upstream's list of addresses is no part of the archive, and 32 pages state one: the others are a host each, "
    "though some sites have up to twelve pages.",
    "Supplemental text belongs to the gold, as others read this set. Of 60 such blocks that were read, 46 are "
    "byline, date, source, tags or copyright of the article, 5 captions, 4 cells of one page's table and 5 menus "
    "or mastheads.",
    "The golds of 445955a8 and 907e52d9 are equal, and those of 59822881 and 9b10bc9e.",
    "77 pages have comments; they are in `comments` and not in the gold.",
)

CORPUS = CorpusInfo(
    name="l3s-gn1",
    title="L3S-GN1, annotated (Google News 2008)",
    description="Articles of 408 news sites that Google News named in 2008, labelled by seven people.",
    read=read,
    revision="186d8153b3d111f84865ddc180600a9cbe35ac7f",
    licence="research only",
    languages=("en",),
    pages={"dev": 621},
    forms=("text", "nodes"),
    gold=(
        "nodes: headline is title, full text main, supplemental meta, related content related, comments comment; "
        "all else is noise of no named role. Text: headline, full text and supplemental; beside it the comments"
    ),
    gold_roles=frozenset({"main", "title", "meta"}),
    shippable=False,
    content_hash="a2e783fa0209ac1191a2f375cd9dd3105ebf434afed48ee569247159f754efb3",
    upstream="https://github.com/geodrome/page-signal",
    marker="L3S-GN1-20100130203947-00001/annotated",
    archive="l3s-gn1.tar.zst",
    citation="Kohlschütter, Fankhauser, Nejdl: Boilerplate Detection using Shallow Text Features. WSDM 2010.",
    metric="rouge_lsum",
    faults=(
        "The pages and golds are those of l3s-gn1-text, byte for byte: never count both.",
        *FAULTS,
        "Labels were carried over from the annotated copies: 98.0% of their letters were found in the originals, and "
        "95.0% of the originals' in them. 9,196 of 80,410 blocks stand in no copy (lists of options, hidden text, "
        "<noscript>): they count as not selected.",
        "114 of 68,630 elements hold blocks of different labels, and have the one with the most text; 1,061 blocks of "
        "noise, in 149 pages, stand in an element that is labelled content.",
    ),
)
