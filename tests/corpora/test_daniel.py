"""DAnIEL's reader, on a toy folder in upstream's layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duramen.errors import DataError
from duramen_corpora.readers.daniel import read

GREEK, POLISH = "20111101_www.nea.example.gr_ab12", "20120102_we.example.com.pl_cd34"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pages; a reference without a page, and a language without either."""
    root = tmp_path / "corpora/Corpus_daniel_v2.1"
    for part in ("html", "reference"):
        (root / part).mkdir(parents=True)
    languages = {GREEK: "Greek", POLISH: "Polish", "20120102_gone.example.pl_ef": "Polish"}
    (root / "doc_lg.json").write_text(json.dumps(languages))
    link = '<link rel=canonical href="http://nea.example.gr/{}">'
    (root / "html" / GREEK).write_bytes(f"<meta charset=windows-1253>{link.format('a?id=1')}<p>Καλημέρα".encode())
    (root / "html" / POLISH).write_bytes(f"{link.format('b')}<p>Dzień dobry".encode())
    (root / "reference" / GREEK).write_text("<p>Τίτλος</p>\n<p>Καλημέρα &amp; καληνύχτα</p>\n", "utf-8")
    (root / "reference" / POLISH).write_text("<p>Dzień<:p>\n<pDobry</p>\n<p> </p>", "utf-8")
    (root / "reference" / "20120102_alone.example.pl_00").write_text("<p>x</p>")
    return root


def upstream(root: Path) -> Path:
    return root.parents[1]


def test_the_pages_are_read(folder: Path) -> None:
    greek, polish = read(upstream(folder))
    assert (greek.id, greek.host, greek.language, greek.charset) == (GREEK, "example.gr", "el", "utf-8")
    assert greek.text == "Τίτλος\n\nΚαλημέρα & καληνύχτα"
    assert (polish.host, polish.language) == ("example.com.pl", "pl")


def test_paragraph_tags_are_taken_as_they_are_meant(folder: Path) -> None:
    assert list(read(upstream(folder)))[1].text == "Dzień\n\nDobry"


def test_a_reference_that_is_a_page_gives_its_text(folder: Path) -> None:
    (folder / "reference" / GREEK).write_text("<html><title>x</title><p>a<div>b</div><script>1</script></html>")
    assert next(read(upstream(folder))).text == "a\n\nb"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel=canonical href="http://nea.example.gr/a?id=1">', "http://nea.example.gr/a?id=1"),
        ('<base href="http://www.example.gr/">', ""),  # the site's
        ('<link rel=canonical href="http://example.com/a">', ""),  # another site's
        ("", ""),
    ],
)
def test_an_address_counts_where_it_is_the_pages_own(folder: Path, head: str, url: str) -> None:
    (folder / "html" / GREEK).write_text(f"{head}<p>x")
    assert next(read(upstream(folder))).url == url


def test_a_page_without_reference_or_language_is_named(folder: Path) -> None:
    (folder / "reference" / POLISH).unlink()
    with pytest.raises(DataError, match=f"page {POLISH} has no gold"):
        list(read(upstream(folder)))
    (folder / "doc_lg.json").write_text(json.dumps({POLISH: "Polish", GREEK: "Klingon"}))
    with pytest.raises(DataError, match=f"page {GREEK}: doc_lg.json gives it no language of Chinese, "):
        list(read(upstream(folder)))


def test_a_reference_in_another_charset_is_named(folder: Path) -> None:
    (folder / "reference" / GREEK).write_bytes("<p>Τίτλος</p>".encode("cp1253"))
    with pytest.raises(DataError, match=f"page {GREEK}: .* is no UTF-8"):
        list(read(upstream(folder)))
