"""The article extraction dataset in upstream's layout: `articles.json` and `html/ID.html`.

The JSON file gives each id its `articleBody` and `url`, in the layout of Scrapinghub's benchmark; `news_articles.json`
there holds the same golds in another order.
https://github.com/AndyTheFactory/article-extraction-dataset
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from duramen.roles import POLICIES
from duramen_corpora.finding import Finding
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.articles import read_articles
from duramen_corpora.readers.files import parse_json, read_bytes, stems
from duramen_corpora.schema import Page

#: Golds whose HTML not every copy of the repository has. They are left out wherever it is there, so that the corpus is
#: the same from everywhere; any other page without HTML is an error.
_LOST: Final = frozenset(
    {"1a6532f9ae1315f21ea3ca0ebd3f17f0", "bcb06978269ce572e57e439206a69905", "f7fa86e798f641b33aa19550a13305f4"}
)


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault.

    Every file is well-formed UTF-8: upstream stored what its downloader had decoded.
    """
    pages = folder / "html"
    stored = stems(pages, ".html")
    return read_articles(
        CORPUS, folder / "articles.json", stored, lambda name: read_bytes(pages / f"{name}.html", name), _LOST
    )


def layout_faults(folder: Path) -> Iterator[Finding]:
    """Yield the golds that have no HTML in every copy, which `read` passes over in all."""
    for name in sorted(_LOST & parse_json(folder / "articles.json", "of every id").keys()):
        reason = "there is its gold and, in some copies, no HTML; the reader passes it over"
        yield Finding(CORPUS.name, name, "no-html", "impossible", reason)


CORPUS = CorpusInfo(
    name="article-extraction-dataset",
    title="Article extraction dataset from news websites (AndyTheFactory)",
    description="News articles of 2023, cleaned by hand; the gold is the article's body alone.",
    read=read,
    layout_faults=layout_faults,
    revision="cf3e2959ffc4fde13e0714d2b6d50c2bd220ed3b",
    licence="Apache-2.0",
    languages=("en", "it"),
    pages={"dev": 421},
    forms=("text",),
    gold="text",
    gold_roles=POLICIES["body"],
    shippable=True,
    content_hash="d46b7641bc5adcbad9f95fcf1fb0fbd5ddf7f7c6b2832f28e1b889a18cbc3e08",
    upstream="https://github.com/AndyTheFactory/article-extraction-dataset",
    marker="articles.json",
    archive="article-extraction-dataset.tar.zst",
    citation="Paraschiv, Andrei: Article extraction dataset from News Websites. 2024. "
    "https://github.com/AndyTheFactory/article-extraction-dataset",
    metric="shingle_f1",
    faults=(
        "3 of upstream's 424 golds (of cnn.com: 1a6532f9..., bcb06978..., f7fa86e7...) have no HTML in every copy; "
        "the reader leaves them out of all.",
        "All 421 files are well-formed UTF-8 and are read so; 3 hold U+FFFD that came with them (4d83aa4d..., "
        "78b8e99f..., 8717def9...).",
        "The gold is the body alone: it has the <h1> on 1 of 412 pages that have one, a byline on 4 of 260, half of "
        "the captions on 1 of 179, comments on 0 of 10.",
        "8 golds hold a passage of 40 to 1,000 words twice that their page has once (201dc259..., 5ffdc1bf..., "
        "6ca2124d..., 7a2d3e5c..., 9683e924..., 9c19ccaf..., a38d3adc..., e47dcc83...).",
        "2 pages of bloomberg.com (e43adadc..., e5374141...) have most of their gold in a script only.",
        "9 golds hold 35 to 300 words of another state of the page than the one stored, a later edition or what a "
        "script put in (0a2224b5..., 12afc706..., 2647927e..., 370af8b6..., 4c3aae34..., 6ddca3a3..., a38d3adc..., "
        "e257250e..., e5947f9c...).",
        "The language is what a page declares; 12 declare none.",
    ),
)
