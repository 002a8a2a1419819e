"""The reader of Readability.js's test pages, on a toy folder in upstream's layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from duramen.errors import DataError
from duramen_corpora.readers.mozilla import read

EXPECTED = """<div id="readability-page-1" class="page"><div><h2>Wie</h2><p>Erst <b>dies</b>,
   dann das.</p><ul><li>eins</li><li>zwei &amp; drei</li></ul>Am Ende<br>mehr.</div></div>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, head in (("b-2", ""), ("a-1", '<link rel=canonical href="https://www.example.co.uk/x">')):
        page = tmp_path / "test/test-pages" / name
        page.mkdir(parents=True)
        source = f"<html lang=de><head><meta charset=gb2312>{head}</head><body><p>Grüße</p></body></html>"
        (page / "source.html").write_bytes(source.encode())
        (page / "expected.html").write_bytes(EXPECTED.encode())
        (page / "expected-metadata.json").write_text("{}")
    (tmp_path / "test/test-pages/.DS_Store").write_text("no page")
    return tmp_path


def test_the_pages_are_read(folder: Path) -> None:
    first, second = read(folder)
    assert (first.id, first.url, first.host) == ("a-1", "https://www.example.co.uk/x", "example.co.uk")
    assert (second.id, second.url, second.host) == ("b-2", "", "unknown-b-2")
    # As upstream's tests read it: the bytes are UTF-8 whatever <meta> says.
    assert (first.charset, first.language, "Grüße" in first.html.decode()) == ("utf-8", "de", True)


def test_the_gold_keeps_its_paragraphs(folder: Path) -> None:
    text = next(read(folder)).text
    assert text == "Wie\n\nErst dies, dann das.\n\neins\n\nzwei & drei\n\nAm Ende\nmehr."


@pytest.mark.parametrize(("file", "what"), [("source.html", "HTML"), ("expected.html", "gold")])
def test_a_page_that_lacks_half_is_named(folder: Path, file: str, what: str) -> None:
    (folder / "test/test-pages/b-2" / file).unlink()
    with pytest.raises(DataError, match=f"page b-2 has no {what}"):
        list(read(folder))
