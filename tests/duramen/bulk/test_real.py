"""Hundreds of real pages among bad records. `check.py` beside this file does the same with thousands, and measures."""

from __future__ import annotations

from pathlib import Path

import check
import pytest
import warcs

import duramen
from duramen.bulk.pipeline import Job
from duramen.bulk.run import run
from duramen.bulk.sources import find


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.usefixtures("archives")
def test_real_pages_are_all_there_as_extract_has_them(tmp_path: Path) -> None:
    pages = check.real_pages(510, ("scrapinghub", "cleaneval", "wcxb"))
    made = warcs.mixed(pages, tmp_path / "crawl", 2)
    job = Job(tuple(find([str(tmp_path / "crawl")])), str(tmp_path / "out"))
    assert run(job) is not None
    check.verify(tmp_path / "out", made)
    rows = check.rows_of(tmp_path / "out")
    for identity, html in list(made.pages.items())[::10]:
        assert rows[identity]["text"] == duramen.extract(html, rows[identity]["url"])
