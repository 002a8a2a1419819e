"""The combined layout of the Web Content Extraction Benchmark: `ground-truth/SET.jsonl` and `html/SET/PAGE.html`.

Upstream's `datasets/combined.tar.xz` unpacks to a folder `combined` like that, with eight sets; so does what its
`wceb convert-datasets` makes of the raw ones. PAGE is the SHA-256 of the page's raw HTML; a row has `page_id`,
`plaintext`, sometimes `url`, and `source`. An id here is SET/PAGE.
https://github.com/chatnoir-eu/web-content-extraction-benchmark
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duramen.errors import DataError
from duramen.roles import POLICIES
from duramen_corpora.info import CorpusInfo
from duramen_corpora.readers.addresses import page_url
from duramen_corpora.readers.files import json_lines, page_host, read_bytes, stems
from duramen_corpora.readers.languages import page_language
from duramen_corpora.schema import Page


def read(folder: Path) -> Iterator[Page]:
    """Yield the pages, set by set, in the order of their ids. Raises DataError naming the page at fault."""
    sets = stems(folder / "ground-truth", ".jsonl") | {path.name for path in folder.glob("html/*") if path.is_dir()}
    for name in sorted(sets):
        golds = _golds(folder / "ground-truth" / f"{name}.jsonl", name)
        for page in sorted(golds.keys() | stems(folder / "html" / name, ".html")):
            yield _page(folder / "html" / name / f"{page}.html", f"{name}/{page}", golds.get(page))


def _golds(path: Path, name: str) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        raise DataError(f"the pages in html/{name} have no gold: {path} is missing")
    golds: dict[str, dict[str, Any]] = {}
    for row in json_lines(path):
        page = row.get("page_id")
        if not isinstance(page, str) or not page:
            raise DataError(f"{path} has a row without a page_id, so that its page has no name")
        if page in golds:
            raise DataError(f"page {name}/{page} has two golds: it stands twice in {path}")
        golds[page] = row
    return golds


def _page(path: Path, label: str, row: dict[str, Any] | None) -> Page:
    if row is None or not isinstance(row.get("plaintext"), str):
        raise DataError(f"page {label} has no gold: no row of its set gives it a plaintext")
    html = read_bytes(path, label)
    url = row.get("url") or page_url(html)
    return Page(
        corpus=CORPUS.name,
        revision=CORPUS.revision,
        id=label,
        url=url,
        host=page_host(url, label),
        html=html,
        charset="utf-8",  # upstream decoded every page and wrote it as UTF-8 (extract.py), whatever its <meta> declares
        text=row["plaintext"],
        language=page_language(html),
    )


CORPUS = CorpusInfo(
    name="wceb",
    title="Web Content Extraction Benchmark, combined layout (Bevendorff et al.)",
    description="A format: eight sets (CETD, CleanEval, CleanPortalEval, Dragnet, Google-Trends-2017, L3S-GN1, "
    "Readability, Scrapinghub) as one.",
    read=read,
    revision="",
    licence="each set's own",
    languages=("en", "de"),
    pages={},
    forms=("text",),
    gold="text",
    gold_roles=POLICIES["broad"],
    shippable=False,
    upstream="https://github.com/chatnoir-eu/web-content-extraction-benchmark",
    marker="ground-truth",
    citation="Bevendorff, Janek, Sanket Gupta, Johannes Kiesel and Benno Stein: An Empirical Comparison of Web Content "
    "Extraction Algorithms. SIGIR 2023, 2594-2603.",
    metric="rouge_lsum",
    faults=(
        "The layout is read off upstream's source (extract.py, paths.py); its archive of data was not at hand.",
        "Upstream decoded the pages with a detector and stored text: what it guessed wrong cannot be mended.",
        "The sets' golds differ: scrapinghub and readability keep the body alone, l3s-gn1 the headline too. Of a set "
        "that has a row of its own, take that row.",
    ),
)
