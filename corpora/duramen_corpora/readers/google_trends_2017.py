"""Google-Trends-2017, made for BoilerNet: `raw_html/`, and labels in `prepared_html/gt_N.html`.

The prepared copy is the page as an HTML5 parser saw it: without scripts, buttons and <noscript>, set anew, each text in
a <span> whose `__boilernet_label` is 1 for content and 0 for the rest. Its N counts the raw files in the order of their
names, which tell nothing else. Some copies were decoded wrongly: the labels are carried over to the raw page, and the
gold text is that of its blocks.
https://github.com/mrjleo/boilernet, kept in the history of https://github.com/sakata-yusuke-75/boilernet_japanese
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from duramen.errors import DataError
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.addresses import page_url
from duramen_corpora.readers.charsets import stored_charset
from duramen_corpora.readers.files import by_stem, page_host, read_bytes
from duramen_corpora.readers.nodes import block_labels, carried, labelled_runs, parsed_copy
from duramen_corpora.readers.pairs import Pair
from duramen_corpora.schema import NOISE, Label, Page

if TYPE_CHECKING:
    from lxml.etree import _Element

    from duramen import ParsedPage

_FOLDER: Final = Path("datasets", "googletrends")
_ATTRIBUTE: Final = "__boilernet_label"
#: Share of a copy's letters that must stand in its page.
_SAME: Final = 0.5


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their numbers. Raises DataError naming the page at fault."""
    return (_page(pair) for pair in _pairs(folder / _FOLDER))


def _pairs(folder: Path) -> Iterator[Pair]:
    raw, prepared = by_stem(folder / "raw_html"), by_stem(folder / "prepared_html", "gold")
    for number, stem in enumerate(sorted(raw), 1):
        name = f"gt_{number}"
        if name not in prepared:
            raise DataError(f"page {name} has no gold: {folder / 'prepared_html' / name}.html is missing")
        yield Pair(name, read_bytes(raw[stem], name), read_bytes(prepared.pop(name), name, "gold"))
    if prepared:
        raise DataError(f"page {min(prepared)} has no HTML: raw_html holds {len(raw)} pages, prepared_html more")


def _page(pair: Pair) -> Page:
    import duramen

    url, charset = page_url(pair.html), stored_charset(pair.html)
    page = duramen.parse(pair.html, encoding=charset)
    labels = _labels(pair, page)
    return Page(
        corpus=CORPUS.name,
        revision=CORPUS.revision,
        id=pair.id,
        url=url,
        host=page_host(url, pair.id),
        html=pair.html,
        charset=charset,
        text="\n".join(text for text, label in zip(page.texts, labels, strict=True) if label == "main"),
        language="en",
        blocks=block_labels(page, labels),
    )


def _labels(pair: Pair, page: ParsedPage) -> list[Label]:
    runs = labelled_runs(parsed_copy(pair.gold, pair.id), _label)
    if all(run.label is None for run in runs):
        raise DataError(f"page {pair.id} has no gold: there is no {_ATTRIBUTE} in its prepared copy")
    labels, found = carried(page, runs)
    if found < _SAME:
        raise DataError(f"page {pair.id}: its raw and its prepared file are not the same page. Fetch the corpus again")
    # What the copy lacks, upstream had left out as no content.
    return [label or NOISE for label in labels]


def _label(element: _Element, around: Label | None) -> Label | None:
    stated = element.get(_ATTRIBUTE)
    return around if stated is None else "main" if stated == "1" else NOISE


CORPUS = CorpusInfo(
    name="google-trends-2017",
    title="Google-Trends-2017 (BoilerNet)",
    description="Pages that popular search terms of 2017 led to: news, shops, reference, help, front pages.",
    read=read,
    revision="31de39a335bfc6c41da78cb502e75670996cb6d1",
    licence="none stated (repository: GPL-3.0)",
    languages=("en",),
    pages={"dev": 180},
    forms=("text", "nodes"),
    gold="nodes: content is main, all else noise of no named role; text: that of the content blocks",
    gold_roles=frozenset({"main", "title", "meta"}),
    shippable=False,
    content_hash="f58689122c35c408979197cfc03112c575e55f9cefd5914156ca3fc16496f142",
    upstream="https://github.com/sakata-yusuke-75/boilernet_japanese",
    marker="datasets/googletrends/prepared_html",
    archive="google-trends-2017.tar.zst",
    citation="Leonhardt, Anand, Khosla: Boilerplate Removal using a Neural Sequence Labeling Model. WWW 2020.",
    metric="rouge_lsum",
    faults=(
        "The labels stand in prepared copies, 147 of 180 of which were decoded wrongly; no raw page was. They were "
        "carried over to the raw pages: 98.8% of the copies' letters were found there. 1,428 of 73,616 blocks stand "
        "in no copy (buttons, <noscript>), which upstream leaves out: they count as noise.",
        "Content has one label: headings, bylines and captions in the gold are main as well. It has the heading on "
        "120 of 127 pages whose heading is known, the byline on 97 of 107, most captions on 32 of 69, comments on 0 "
        "of 22.",
        "Raw and prepared files have other names; the N-th raw one by name is gt_N, which the words of all 180 "
        "confirm.",
        "Upstream's division (50 to train, 30 to develop, 100 to test) is not kept: every score on this set is "
        "zero-shot, and all pages are in split dev.",
        "176 pages decode without U+FFFD; gt_77 and gt_113 hold it themselves, gt_87 and gt_100 bytes that their "
        "charset does not have.",
        "11 pages give no address: each is a host of its own.",
        "2 of 71,858 elements hold blocks of both labels; 364 blocks of noise, in 32 pages, stand in an element that "
        "is labelled content.",
        "gt_148 declares German, and its menus are; its article is English, as are the others.",
    ),
)
