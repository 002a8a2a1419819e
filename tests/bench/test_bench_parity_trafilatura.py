"""Our snippet counts against the table that trafilatura publishes of its own evaluation set.

The table (docs/evaluation.rst at the corpus's commit, "Results (2026-08-04)") is of 990 pages, 2,951 snippets that must
be there and 2,966 that must not. Tested here are rows that take seconds and hardly change between versions;
bench/PARITY.md has the others, each run in the version that the table names.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from duramen.decode import decode
from duramen_bench.registry import find_tool, load, why_missing
from duramen_bench.snippets import snippet_columns
from duramen_bench.tool import Extract, Input
from duramen_corpora import read
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import Page

#: Precision, recall, accuracy, F-score.
PUBLISHED = {
    "raw HTML": (0.528, 0.906, 0.549, 0.667),
    "html-text": (0.531, 0.988, 0.559, 0.691),
}

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


@pytest.fixture(scope="module")
def pages(archives: Path) -> list[Page]:
    return list(read("trafilatura", archives / corpus_info("trafilatura").archive))


def extractor(name: str) -> Extract:
    if name == "raw HTML":
        return lambda page: page.text
    if why_missing(find_tool(name)):
        pytest.skip(str(why_missing(find_tool(name))))
    return load(find_tool(name))


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_row_comes_out_within_a_hundredth(pages: list[Page], name: str) -> None:
    extract, counts = extractor(name), Counter[str]()
    for page in pages:
        answer = extract(Input(page.html, decode(page.html, page.charset), page.url)) or ""
        counts.update({column: int(value) for column, value in snippet_columns(page, answer).items()})
    found, missed, leaked = (counts[f"snippets.{what}"] for what in ("found", "missed", "leaked"))
    spared = sum(len(page.without) for page in pages) - leaked
    assert (found + missed, leaked + spared) == (2951, 2966)
    ours = (
        found / (found + leaked),
        found / (found + missed),
        (found + spared) / (found + missed + leaked + spared),
        2 * found / (2 * found + missed + leaked),
    )
    assert ours == pytest.approx(PUBLISHED[name], abs=0.01)
