"""Readability.js's test pages as the Web Content Extraction Benchmark used them: `readability/input/ID.html` and gold.

A gold file is a fragment of HTML: the output of Readability.js that its developers accept.
https://github.com/mozilla/readability, brought into this layout by the repository of merged sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duramen.errors import DataError
from duramen.roles import POLICIES
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.addresses import page_url
from duramen_corpora.readers.charsets import stored_charset
from duramen_corpora.readers.files import page_host
from duramen_corpora.readers.languages import page_language
from duramen_corpora.readers.markup import text_of
from duramen_corpora.readers.pairs import Pair, pairs
from duramen_corpora.schema import Page


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault."""
    return (_page(pair) for pair in pairs(folder / "readability"))


def _page(pair: Pair) -> Page:
    url, text = page_url(pair.html), text_of(pair.gold)
    if not text:
        raise DataError(f"page {pair.id} has no gold: there is no text in its file. Fetch the corpus again")
    return Page(
        corpus=CORPUS.name,
        revision=CORPUS.revision,
        id=pair.id,
        url=url,
        host=page_host(url, pair.id),
        html=pair.html,
        charset=stored_charset(pair.html),
        text=text,
        page_type="article",
        language=page_language(pair.html),
    )


CORPUS = CorpusInfo(
    name="readability-wceb",
    title="Readability.js's test pages, as WCEB used them",
    description="Articles and hard cases of Firefox's reader view, an earlier state of `mozilla-readability`.",
    read=read,
    revision="46e01a04b47051838a228bf23631430b2c9de375",
    licence="Apache-2.0",
    languages=("en", "fr", "es", "cs", "pt", "de", "zh", "ja"),
    pages={"dev": 116},
    forms=("text",),
    gold="text of a tool's accepted output",
    gold_roles=POLICIES["body"],
    shippable=False,
    content_hash="2aa8ceba7465d3ecd56de245d1b245f423e565700e8f74bd33b8e63f97635c2a",
    upstream="https://github.com/j-szulc/html-cleaning-dataset-merged",
    marker="readability/GoldStandard",
    archive="html-cleaning-merged.tar.zst",
    citation="Bevendorff et al.: An Empirical Comparison of Web Content Extraction Algorithms. SIGIR 2023.",
    metric="rouge_lsum",
    pages_of="mozilla-readability",
    faults=(
        "All 116 pages stand in mozilla-readability with the same bytes, 102 with the same gold; the other 14 golds "
        "are of an earlier version of the tool. Never count both; weights that are shipped are trained on the other.",
        "The gold is a tool's accepted output: a set to find regressions with, not the truth.",
        "116 pages stand here where WCEB counts 115.",
        "All files are UTF-8; one (qq) declares another charset, and `charset` says UTF-8 of it. All decode without "
        "U+FFFD.",
        "The gold is the body: it has the heading on 5 of 65 pages whose heading is known, the byline on 5 of 41, "
        "most captions on 25 of 35.",
        "50 pages give no address: each is a host of its own. 48 declare no language.",
        "18 pages have the text of others among them, most of it lorem ipsum, and lifehacker-working is nearly the "
        "page that lifehacker-post-comment-load is: no split may part them.",
        "5 golds have less than 30 words (js-link-replacement, lazy-image-3, qq, yahoo-4, youth).",
        "Whole blocks cannot reach the gold of wikipedia-3 (.92), which has its formulas otherwise.",
    ),
)
