"""Pages in the layout of Scrapinghub's benchmark: one JSON file gives each id its `articleBody` and `url`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from pathlib import Path
from typing import Any

from duramen.errors import DataError
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.files import page_host, parse_json
from duramen_corpora.readers.languages import page_language
from duramen_corpora.schema import Page

Html = Callable[[str], bytes]


def read_articles(
    corpus: CorpusInfo, golds: Path, stored: Set[str], html: Html, lost: Set[str] = frozenset()
) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault.

    `golds` is the JSON file, `stored` the ids whose HTML is there, `html(id)` reads it; ids in `lost` are passed over.
    """
    gold = parse_json(golds, "of every id")
    for name in sorted((gold.keys() | stored) - lost):
        yield _page(corpus, name, gold.get(name), golds, html)


def _page(corpus: CorpusInfo, name: str, gold: Any, golds: Path, read: Html) -> Page:
    if not isinstance(gold, dict) or not isinstance(gold.get("articleBody"), str):
        raise DataError(f"page {name} has no gold: {golds} gives it no articleBody")
    url = gold.get("url") or ""
    html = read(name)
    return Page(
        corpus=corpus.name,
        revision=corpus.revision,
        id=name,
        url=url,
        host=page_host(url, name),
        html=html,
        charset="utf-8",  # both sets store every page so, whatever its <meta> declares (their modules say who says it)
        text=gold["articleBody"],
        page_type="article",
        language=page_language(html),  # upstreams say nothing of languages
    )
