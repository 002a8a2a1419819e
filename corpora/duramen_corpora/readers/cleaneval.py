"""CleanEval, English: `cleaneval-dev/` and `cleaneval-final/`, each with `input/ID.html` and `GoldStandard/ID.txt`.

The organisers put each page into `<text id="URL" title="..." encoding="...">...</text>`, one line before the page and
one after: the envelope is taken off, and its id and encoding are kept. A gold begins with a line "URL: ...", most
often, and marks paragraphs, headings and list items with <p>, <h> and <l>, which are not closed.
https://cleaneval.sigwac.org.uk
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from duramen_corpora.finding import Finding
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.charsets import decode_gold, stored_charset
from duramen_corpora.readers.files import page_host, stems
from duramen_corpora.readers.pairs import Pair, pairs
from duramen_corpora.schema import Page

#: A title may hold quotation marks and markup, also a line's end.
_ENVELOPE: Final = re.compile(
    rb'\s*<text\s+id="(?P<url>[^"]*)"(?:\s+title=".{0,2000}?")?\s+encoding="(?P<encoding>[^"]*)">[ \t]*\r?\n', re.DOTALL
)
_END: Final = re.compile(rb"\n?</text>\s*$")
_TAIL: Final = 200  # bytes in which it ends: a search from the start would try every line's end
_URL: Final = re.compile(r"^\s*URL:[ \t]*(\S*)[^\n]*\n?")
_MARK: Final = re.compile(r"</?(?:p|h|l|cr|br)>", re.IGNORECASE)
#: What the organisers' text browser drew for rules and for fields to fill in.
_DRAWN: Final = re.compile("_{3,}")
_PARAGRAPHS: Final = re.compile(r"\n\s*\n")
#: Of the final set's pages, those that have no gold.
_WITHOUT_GOLD: Final = frozenset(map(str, (100, 101, 102, 248, 423, 432, *range(511, 561), 751, 753, 769)))


class Parts(NamedTuple):
    """A page out of its envelope. `encoding` is what the envelope states; both are None without an envelope."""

    html: bytes
    url: str | None
    encoding: str | None


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages of the development set, then of the final one. Raises DataError naming the page at fault."""
    for part in ("dev", "final"):
        for pair in pairs(folder / f"cleaneval-{part}", _WITHOUT_GOLD if part == "final" else frozenset()):
            yield page_of(pair._replace(id=f"{part}-{pair.id}"), CORPUS)  # both sets have a page 60


def layout_faults(folder: Path) -> Iterator[Finding]:
    """Yield the pages of the final set that have no gold, which `read` passes over."""
    final = folder / "cleaneval-final"
    for name in sorted(stems(final / "input", ".html") - stems(final / "GoldStandard", ".txt")):
        reason = "there is its HTML and no gold; the reader passes it over"
        yield Finding(CORPUS.name, f"final-{name}", "no-gold", "doubtful", reason)


def page_of(pair: Pair, info: CorpusInfo) -> Page:
    """Return a page in CleanEval's format: its gold without marks, its HTML without the envelope."""
    parts = unwrapped(pair.html)
    stated, text = cleaned(decode_gold(pair.gold))
    url = parts.url or stated
    return Page(
        corpus=info.name,
        revision=info.revision,
        id=pair.id,
        url=url,
        host=page_host(url, pair.id),
        html=parts.html,
        charset=stored_charset(parts.html, parts.encoding),
        text=text,
        language="en",
    )


def unwrapped(page: bytes) -> Parts:
    """Return a page without the organisers' element around it; a page that has none as it is."""
    found = _ENVELOPE.match(page)
    if found is None:
        return Parts(page, None, None)
    end = _END.search(page, max(found.end(), len(page) - _TAIL))
    return Parts(page[found.end() : end.start() if end else None], _text(found["url"]), _text(found["encoding"]))


def cleaned(gold: str) -> tuple[str, str]:
    """Return the URL that a gold states, or "", and its text: a line a paragraph, no marks."""
    stated = _URL.match(gold)
    body = gold[stated.end() :] if stated else gold
    marked = _MARK.sub("\n\n", _DRAWN.sub(" ", body.replace("\r\n", "\n")))
    paragraphs = (" ".join(html.unescape(paragraph).split()) for paragraph in _PARAGRAPHS.split(marked))
    return (stated[1] if stated else ""), "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _text(value: bytes | None) -> str | None:
    return None if value is None else html.unescape(value.decode("utf-8", "replace"))


CORPUS = CorpusInfo(
    name="cleaneval",
    title="CleanEval 2007, English (development and final set)",
    description="Pages of 2006 of every kind: articles, lists, front pages, shops, forums; cleaned by hand.",
    read=read,
    layout_faults=layout_faults,
    revision="46e01a04b47051838a228bf23631430b2c9de375",
    licence="none stated",
    languages=("en",),
    pages={"dev": 739},
    forms=("text",),
    gold="text; paragraphs, headings and list items were marked",
    gold_roles=frozenset({"main", "title", "meta", "comment"}),
    shippable=False,
    content_hash="c53f15ec17001c848585dcbe498e903355c0a0912bb042ad5cdbd1ad94843155",
    upstream="https://github.com/j-szulc/html-cleaning-dataset-merged",
    marker="cleaneval-final/GoldStandard",
    archive="html-cleaning-merged.tar.zst",
    citation="Baroni, Chantree, Kilgarriff, Sharoff: CleanEval, a competition for cleaning web pages. LREC 2008.",
    metric="rouge_lsum",
    faults=(
        "59 of the 740 HTML files of the final set have no gold (100 to 102, 248, 423, 432, 511 to 560, 751, 753, "
        "769); they are left out: 58 pages of the development set and 681 of the final one remain, all in split dev.",
        "The organisers' element around each page is taken off; its `encoding` is `charset` where it names a charset "
        "that the bytes do not refute. It says UTF-8 of 7 pages that are not (final 160, 181, 300, 445, 563, 738, "
        "739), and ISO-8859-1 or windows-1252 of 8 that are UTF-8 to the last byte (final 88, 212, 245, 387, 488, "
        "496, 698, 781).",
        "732 of 739 pages decode without U+FFFD. The others hold bytes that their charset does not have (final 114, "
        "160, 181, 300, 376, 429) or U+FFFD itself (final-183).",
        "The golds were edited in a text browser's dump. In 158 of them words stand together at a line's end (7,705 "
        "words; 20 and more in 50 golds), which no extractor can match; rules and form fields that the browser drew "
        "as underscores are taken out by the reader.",
        "42 golds hold mojibake: dev-20 and, of the final set, 66, 68, 75, 76, 81, 83, 86, 88, 103, 105, 108, 127, "
        "133, 151, 154, 166, 184, 185, 187, 190, 193, 194, 197, 201, 204, 222, 424, 504, 609 to 611, 614 to 617, 620, "
        "626, 627, 692, 698, 781.",
        "dev-60 and final-60 are one page.",
        "7 golds are empty but for the page's address: the right answer is nothing (dev-32, final 278, 329, 690, 697, "
        "707, 795).",
        "The gold is broad: it has the page's heading on 104 of 108 pages whose heading is known, the byline on 51 of "
        "58, most of the readers' comments on 12 of 13.",
        "Of 3 golds less than 80% is in the page: dev-47 is the text of an image, final-250 has 14,075 words where "
        "the page has 7,943, final-246 has a paragraph that the page has not.",
        "Lists: annotators kept the half of many blocks (a headline or its teaser), so whole blocks reach an F1 of "
        ".78 on final-458, .83 on final-724 and .84 on final-665, whose golds are wholly in the page.",
    ),
)
