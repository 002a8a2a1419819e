"""The published corpora themselves, where they are at hand: what is pinned is what is there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from duramen.decode import decode
from duramen_corpora.fit import fits, summary
from duramen_corpora.load import content_hash, read
from duramen_corpora.registry import CORPORA, corpus_info
from duramen_corpora.validate import checked

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


#: Every row whose content is pinned and has to be fetched.
PINNED = [info.name for info in CORPORA.values() if info.pinned and not info.packaged]


@pytest.mark.parametrize("name", PINNED)
def test_the_content_is_the_pinned_one(archives: Path, name: str) -> None:
    info = corpus_info(name)
    dev = [page for page in checked(read(name, archives / info.archive)) if page.split == "dev"]
    assert len(dev) == info.pages["dev"]
    assert {page.language for page in dev} - {None} == set(info.languages)
    assert content_hash(dev) == info.content_hash


def test_wcxb_is_what_the_registry_says(archives: Path) -> None:
    gold = Counter(
        "none" if page.text is None else "text" if page.text else "empty"
        for page in read("wcxb", archives / "wcxb.tar.zst")
        if page.split == "dev"
    )
    assert gold == {"text": 1337, "empty": 19, "none": 2}


@pytest.mark.parametrize(
    ("name", "pages"),
    [("article-extraction-dataset", 3), ("trafilatura", 8), ("mozilla-readability", 0), ("daniel", 73)],
)
def test_charsets_are_decided_by_rule(archives: Path, name: str, pages: int) -> None:
    info = corpus_info(name)
    broken = [p.id for p in read(name, archives / info.archive) if "\ufffd" in decode(p.html, p.charset)]
    assert len(broken) == pages


def test_no_label_of_webmainbench_is_left_in_a_page(archives: Path) -> None:
    for page in read("webmainbench", archives / "webmainbench-sample.tar.zst"):
        for trace in (b"cc-select", b"mark-selected", b"data-anno-uid", b"marked-t", b"cc-extraStyle", b'style=""'):
            assert trace not in page.html, page.id


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("wcxb", 0.98),
        ("scrapinghub", 0.995),
        ("article-extraction-dataset", 0.99),
        ("mozilla-readability", 0.995),
        ("daniel", 0.985),
        ("webmainbench", 0.995),
    ],
)
def test_blocks_can_reach_the_gold(archives: Path, name: str, floor: float) -> None:
    info = corpus_info(name)
    rows = list(fits(page for page in read(name, archives / info.archive) if page.split == "dev"))
    whole = summary(rows)[-1]
    assert whole.oracle_f1 >= floor
    assert whole.found_median >= 0.99
