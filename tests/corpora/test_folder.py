"""A folder of one's own pages: pairs are pages, whatever is amiss is named, and loading says what to type."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from duramen.errors import DataError, UsageError
from duramen_corpora.load import load, pages, stored
from duramen_corpora.readers.folder import read
from duramen_corpora.registry import corpus_info
from duramen_corpora.sources import locate

HTML = b'<html lang="fr-CA"><link rel=canonical href="https://www.example.co.uk/x"><h1>Titre</h1><p>Texte.</p></html>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pages, one a suffix each, and files that are no page's."""
    root = tmp_path / "mine"
    (root / "news/old").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "one.html").write_bytes(HTML)
    (root / "one.txt").write_text("\ufeffTitre\r\n\r\nTexte.", "utf-8", newline="")
    (root / "news/two.HTM").write_bytes(HTML)
    (root / "news/two.txt").write_text("")
    (root / "news/old/three.html.gz").write_bytes(gzip.compress(b"<p>rien"))
    (root / "news/old/three.txt").write_text("rien")
    for name in (".git/x.html", "README.txt", "notes.json", "news/LICENSE.txt", "photo.png"):
        (root / name).write_text("{")
    return root


def facts(folder: Path, **content: Any) -> Path:
    (folder / "one.json").write_text(json.dumps(content))
    return folder


def test_pairs_are_pages_in_the_order_of_their_ids(folder: Path) -> None:
    three, two, one = read(folder)
    assert [page.id for page in (three, two, one)] == ["news/old/three", "news/two", "one"]
    assert (one.text, two.text, three.text) == ("Titre\n\nTexte.", "", "rien")
    assert (one.html, three.html, one.charset, one.split) == (HTML, b"<p>rien", None, "dev")
    assert (one.url, one.host, one.language) == ("https://www.example.co.uk/x", "example.co.uk", "fr")
    assert (three.url, three.host, three.language) == ("", "unknown-news/old/three", None)


def test_json_says_more(folder: Path) -> None:
    more = {
        "url": "https://example.org/", "language": "oc", "page_type": "forum", "split": "test", "charset": "latin1",
        "comments": "Merci", "with": ["Texte"], "without": ["Menu"],
    }  # fmt: skip
    one = list(read(facts(folder, **more)))[-1]
    assert (one.url, one.host, one.language, one.page_type, one.split, one.charset) == (
        "https://example.org/", "example.org", "oc", "forum", "test", "latin1",
    )  # fmt: skip
    assert (one.comments, one.with_, one.without) == ("Merci", ("Texte",), ("Menu",))


def test_snippets_will_do_for_a_gold(folder: Path) -> None:
    (folder / "one.txt").unlink()
    assert list(read(facts(folder, without=["Menu"])))[-1].text is None
    with pytest.raises(DataError, match=r"page one has no gold: put one\.txt beside it"):
        list(read(facts(folder)))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ({"langauge": "oc"}, "has 'langauge', which means nothing. It may have url, language"),
        ({"url": 7}, "'url' in .* is no text"),
        ({"with": "Texte"}, "its 'with' is no list"),
        ({"charset": "klingon-8"}, "the charset 'klingon-8', which nobody knows"),
    ],
)
def test_what_json_cannot_say_is_named(folder: Path, content: dict[str, Any], fault: str) -> None:
    with pytest.raises(DataError, match=f"page one.*{fault}"):
        list(read(facts(folder, **content)))


def test_json_that_is_none_is_named(folder: Path) -> None:
    (folder / "one.json").write_text("{'url': 1}")
    with pytest.raises(DataError, match=r"page one: .*one\.json is no valid JSON"):
        list(read(folder))


@pytest.mark.parametrize(("name", "what"), [("one.htm", "HTML"), ("one.HTML.gz", "HTML"), ("one.TXT", "gold")])
def test_two_files_of_a_kind_are_named(folder: Path, name: str, what: str) -> None:
    (folder / name).write_text("x")
    with pytest.raises(DataError, match=f"page one has more than one {what} file: one.* and one"):
        list(read(folder))


def test_a_gold_alone_and_a_page_alone_are_named(folder: Path) -> None:
    (folder / "news/two.HTM").unlink()
    with pytest.raises(DataError, match=r"page news/two has no HTML: .*two\.txt stands alone"):
        list(read(folder))
    (folder / "a.html").write_bytes(HTML)
    with pytest.raises(DataError, match="page a has no gold"):
        list(read(folder))


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("one.txt", "café".encode("latin1"), "page one: .* is no UTF-8"),
        ("news/old/three.html.gz", gzip.compress(HTML)[:-9], "page news/old/three: .* is no whole gzip file"),
        ("one.html", b"", "page one of folder is impossible: its html is empty"),
    ],
)
def test_a_broken_file_is_named(folder: Path, name: str, content: bytes, fault: str) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(DataError, match=fault):
        load("folder", folder)


def test_a_folder_without_pages_says_what_a_page_is(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("x")
    with pytest.raises(DataError, match=r"there is no page in .*: a page is NAME\.html beside NAME\.txt"):
        load("folder", tmp_path)


def test_it_is_loaded_from_where_one_says_and_from_nowhere_else(folder: Path, tmp_path: Path) -> None:
    assert [page.id for page in pages(load("folder", folder))] == ["news/old/three", "news/two", "one"]
    other = tmp_path / "other"
    other.mkdir()
    (other / "p.html").write_bytes(HTML)
    (other / "p.txt").write_text("x")
    assert stored("folder", other).pages == 1
    with pytest.raises(UsageError, match="folder is a format") as error:
        locate(corpus_info("folder"))
    assert "duramen corpora load folder --from FOLDER" in str(error.value)
    assert "git" not in str(error.value)
