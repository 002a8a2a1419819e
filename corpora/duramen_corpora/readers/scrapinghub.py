"""The article extraction benchmark in upstream's layout: `ground-truth.json` and `html/ID.html.gz`.

The JSON file gives each id its `articleBody` and `url`. The folder `output/` there holds some thirty tools'
predictions; the bench reads those, not this module.
https://github.com/scrapinghub/article-extraction-benchmark
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duramen.errors import DataError
from duramen_corpora.readers.files import gunzip, host_of, parse_json, stems
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import Page


def read(folder: Path | None) -> Iterator[Page]:
    """Yield the pages in the order of their ids. Raises DataError naming the page at fault."""
    if folder is None:
        raise DataError("scrapinghub is not packaged: it needs a folder")
    gold = parse_json(folder / "ground-truth.json", "of every id")
    for name in sorted(gold.keys() | stems(folder / "html", ".html.gz")):
        yield _page(folder, name, gold.get(name))


def _page(folder: Path, name: str, gold: Any) -> Page:
    if not isinstance(gold, dict) or not isinstance(gold.get("articleBody"), str):
        raise DataError(f"page {name} has no gold: {folder / 'ground-truth.json'} gives it no articleBody")
    url = gold.get("url") or ""
    return Page(
        corpus="scrapinghub",
        revision=corpus_info("scrapinghub").revision,
        id=name,
        url=url,
        host=host_of(url) or f"unknown-{name}",
        html=gunzip(folder / "html" / f"{name}.html.gz", name),
        charset="utf-8",  # README, "HTML": the files are "utf-8 encoded", whatever their <meta> declares
        text=gold["articleBody"],
        page_type="article",
        language="en",
    )
