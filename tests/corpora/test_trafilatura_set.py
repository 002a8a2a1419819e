"""The reader of trafilatura's evaluation set, on a toy folder in upstream's layout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from duramen.errors import DataError
from duramen_corpora.readers.trafilatura import read

URL = "https://blog.example.at/beitrag"


def write(root: Path, **record: Any) -> Path:
    """Write two pages; `record` updates the entry of the second."""
    for part in ("cache", "eval"):
        (root / "tests" / part).mkdir(parents=True, exist_ok=True)
    page = "<html lang=de><body><nav>Start</nav><p>Der Wind am Morgen.</p></body></html>"
    (root / "tests/cache/Brief vom Mai.html").write_text(page)
    (root / "tests/eval/zz").write_text(page)
    (root / "tests/eval/nowhere-named.html").write_text(page)
    entry = {"file": "Brief vom Mai.html", "with": ["Der Wi\u00adnd"], "without": ["Start"]}
    entries = {URL: entry, "http://example.com/": entry | {"file": "zz"} | record}
    (root / "tests/evaldata.json").write_text(json.dumps(entries))
    return root


def test_the_pages_are_read_from_both_folders(tmp_path: Path) -> None:
    first, second = read(write(tmp_path, comments=["Danke!", "", "So ist es."]))
    assert (first.id, first.url, first.host, first.language) == ("Brief vom Mai", URL, "example.at", "de")
    assert (first.text, first.charset, first.comments) == (None, None, None)
    assert (second.id, second.comments) == ("zz", "Danke!\n\nSo ist es.")


def test_soft_hyphens_leave_the_snippets(tmp_path: Path) -> None:
    page = next(read(write(tmp_path)))
    assert (page.with_, page.without) == (("Der Wind",), ("Start",))


def test_a_page_without_html_or_with_two_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "tests/cache/zz").write_text("<p>another")
    with pytest.raises(DataError, match=r"page zz has two HTML files"):
        list(read(tmp_path))
    for part in ("cache", "eval"):
        (tmp_path / "tests" / part / "zz").unlink()
    with pytest.raises(DataError, match="page zz has no HTML"):
        list(read(tmp_path))


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        ({"with": []}, "page zz has no gold.* no 'with'"),
        ({"without": None}, "page zz has no gold.* no 'without'"),
        ({"with": "Der Wind"}, "page zz: its 'with' is no list"),
        ({"without": [" "]}, "page zz: its 'without' is no list"),
        ({"with": ["\u00ad", 1]}, "page zz: its 'with' is no list"),
        ({"comments": [7]}, "page zz: its 'comments' is no list"),
        ({"file": ""}, "page http://example.com/ has no HTML"),
    ],
)
def test_an_entry_that_is_no_gold_is_named(tmp_path: Path, record: dict[str, Any], fault: str) -> None:
    with pytest.raises(DataError, match=fault):
        list(read(write(tmp_path, **record)))
