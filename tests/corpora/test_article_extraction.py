"""The article extraction dataset's reader, on a toy folder in upstream's layout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from duramen.errors import DataError
from duramen_corpora.readers.article_extraction import read

LOST = "1a6532f9ae1315f21ea3ca0ebd3f17f0"


def write(root: Path, golds: dict[str, Any]) -> Path:
    (root / "html").mkdir(parents=True, exist_ok=True)
    (root / "articles.json").write_text(json.dumps(golds))
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pages, and a gold whose HTML not every copy has."""
    golds = {
        name: {"articleBody": f"Die Fähre {name}.", "url": url}
        for name, url in (("bb", "https://www.inseln.example.de/1"), ("aa", ""), (LOST, "http://cnn.com/x"))
    }
    write(tmp_path, golds)
    for name, lang in (("aa", ""), ("bb", ' lang="de-AT"')):
        page = f"<html{lang}><meta charset=iso-8859-1><h1>Titel</h1><p>Die Fähre {name}.</p></html>"
        (tmp_path / "html" / f"{name}.html").write_bytes(page.encode())
    return tmp_path


def test_the_pages_are_read(folder: Path) -> None:
    first, second = read(folder)
    assert (first.id, first.url, first.host, first.language) == ("aa", "", "unknown-aa", None)
    assert (second.id, second.host, second.language) == ("bb", "example.de", "de")
    assert (second.text, second.charset, second.page_type, second.split) == (
        "Die Fähre bb.", "utf-8", "article", "dev",
    )  # fmt: skip


def test_a_gold_whose_html_is_lost_somewhere_is_left_out_everywhere(folder: Path) -> None:
    (folder / "html" / f"{LOST}.html").write_text("<p>here it is")
    assert [page.id for page in read(folder)] == ["aa", "bb"]


def test_a_page_that_lacks_half_is_named(folder: Path) -> None:
    (folder / "html/aa.html").unlink()
    with pytest.raises(DataError, match="page aa has no HTML"):
        list(read(folder))
    (folder / "html/AA.html").write_text("<p>no gold")
    with pytest.raises(DataError, match="page AA has no gold"):
        list(read(folder))


@pytest.mark.parametrize("gold", [None, {}, {"articleBody": None}, [1]])
def test_a_gold_without_a_text_is_named(folder: Path, gold: Any) -> None:
    write(folder, {"aa": gold})
    with pytest.raises(DataError, match="page aa has no gold"):
        list(read(folder))
