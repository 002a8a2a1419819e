"""The published corpora themselves, where they are at hand: what is pinned is what is there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from duramen_corpora.fit import fits, summary
from duramen_corpora.load import content_hash, read
from duramen_corpora.registry import corpus_info

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


@pytest.mark.parametrize("name", ["wcxb", "scrapinghub"])
def test_the_content_is_the_pinned_one(archives: Path, name: str) -> None:
    info = corpus_info(name)
    dev = [page for page in read(name, archives / info.archive) if page.split == "dev"]
    assert len(dev) == info.pages["dev"]
    assert content_hash(dev) == info.content_hash


def test_wcxb_is_what_the_registry_says(archives: Path) -> None:
    gold = Counter(
        "none" if page.text is None else "text" if page.text else "empty"
        for page in read("wcxb", archives / "wcxb.tar.zst")
        if page.split == "dev"
    )
    assert gold == {"text": 1337, "empty": 19, "none": 2}


@pytest.mark.parametrize(("name", "floor"), [("wcxb", 0.98), ("scrapinghub", 0.995)])
def test_blocks_can_reach_the_gold(archives: Path, name: str, floor: float) -> None:
    info = corpus_info(name)
    rows = list(fits(page for page in read(name, archives / info.archive) if page.split == "dev"))
    whole = summary(rows)[-1]
    assert whole.oracle_f1 >= floor
    assert whole.found_median >= 0.99
