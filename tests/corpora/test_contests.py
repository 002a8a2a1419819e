"""Sets in the layout of cleaning contests, `input/` and `GoldStandard/`: CleanEval, Dragnet, Readability's pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from duramen.errors import DataError
from duramen_corpora.readers import cleaneval, cleanportaleval, dragnet, readability_wceb
from duramen_corpora.readers.pairs import pairs
from duramen_corpora.schema import Page
from duramen_corpora.validate import check

BODY = "The heron stood in the shallow water and waited for the tide."
ENVELOPE = '<text id="http://news.example.co.uk/1?a=1&amp;b=2" title="A "grey" heron\n> 1" encoding="{}">\n'
HTML = f'<html><head><link rel=canonical href="https://www.example.org/herons"></head><p>{BODY}</p></html>'

Read = Callable[[Path], Iterator[Page]]


def _write(folder: Path, name: str, html: bytes | str, gold: bytes | str | None) -> None:
    for part, suffix, content in (("input", "html", html), ("GoldStandard", "txt", gold)):
        (folder / part).mkdir(parents=True, exist_ok=True)
        if content is not None:
            raw = content.encode() if isinstance(content, str) else content
            (folder / part / f"{name}.{suffix}").write_bytes(raw)


def _cleaneval(root: Path, html: bytes | str, gold: bytes | str) -> Page:
    _write(root / "cleaneval-dev", "1", html, gold)
    _write(root / "cleaneval-final", "60", HTML, "x")
    return next(cleaneval.read(root))


def test_pages_come_in_the_order_of_their_names_as_they_are_stored(tmp_path: Path) -> None:
    for name in ("b", "a.x_01", "c"):
        _write(tmp_path, name, f"<p>{name}", f"{name}\r\n")
    (tmp_path / "input/.DS_Store").write_bytes(b"")
    assert [(pair.id, pair.html, pair.gold) for pair in pairs(tmp_path)] == [
        (name, f"<p>{name}".encode(), f"{name}\r\n".encode()) for name in ("a.x_01", "b", "c")
    ]


def test_a_page_or_a_gold_alone_is_named_unless_it_is_known_to_be(tmp_path: Path) -> None:
    _write(tmp_path, "7", HTML, None)
    _write(tmp_path, "8", HTML, "gold")
    with pytest.raises(DataError, match="page 7 has no gold"):
        list(pairs(tmp_path))
    assert [pair.id for pair in pairs(tmp_path, {"7", "8", "9"})] == ["8"]
    (tmp_path / "input/8.html").unlink()
    with pytest.raises(DataError, match="page 8 has no HTML"):
        list(pairs(tmp_path, {"7"}))


def test_two_golds_or_two_pages_of_one_name_are_named(tmp_path: Path) -> None:
    _write(tmp_path, "7", HTML, "gold")
    (tmp_path / "GoldStandard/7.text").write_text("other")
    with pytest.raises(DataError, match=r"page 7 has its gold twice.*7\.text and .*7\.txt"):
        list(pairs(tmp_path))
    (tmp_path / "GoldStandard/7.text").unlink()
    (tmp_path / "input/7.htm").write_text("other")
    with pytest.raises(DataError, match="page 7 has its HTML twice"):
        list(pairs(tmp_path))


def test_a_folder_or_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match=r"there is no HTML: .*input is missing"):
        list(pairs(tmp_path))
    _write(tmp_path, "7", HTML, "gold")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(DataError, match=r"page 7: .*7\.html cannot be read \(Permission denied\)"):
        list(pairs(tmp_path))


def test_cleaneval_is_read(tmp_path: Path) -> None:
    head = "\ufeffURL: http://else.example.com/\n\n  <h>  Grey\n    herons\n"
    gold = f"{head}<p>{BODY}\n   ________\n<l>one\r\n<L>two</p>\n\nthree"
    page = _cleaneval(tmp_path, ENVELOPE.format("iso-8859-1") + HTML + "\n</text>\n", gold)
    assert page.html == HTML.encode()
    assert page.text == f"Grey herons\n{BODY}\none\ntwo\nthree"
    assert (page.id, page.url, page.host) == ("dev-1", "http://news.example.co.uk/1?a=1&b=2", "example.co.uk")
    assert (page.charset, page.language, page.split, page.page_type) == ("iso-8859-1", "en", "dev", None)
    assert [page.id for page in cleaneval.read(tmp_path)] == ["dev-1", "final-60"]
    assert check(page) == []


@pytest.mark.parametrize(
    ("html", "gold", "url", "text"),
    [
        (HTML, "URL: http://a.example.org/b c\nText", "http://a.example.org/b", "Text"),  # no envelope
        (HTML, "Text\nURL: http://a.example.org/", "", "Text URL: http://a.example.org/"),  # not the first line
        (HTML, "URL: http://a.example.org/", "http://a.example.org/", ""),  # nothing is the right answer
        (HTML, "<h>a < b <p>c &#8217;d <px>", "", "a < b\nc ’d <px>"),
    ],
)
def test_a_cleaneval_gold_is_its_text(tmp_path: Path, html: str, gold: str, url: str, text: str) -> None:
    page = _cleaneval(tmp_path, html, gold)
    assert (page.html, page.url, page.text) == (html.encode(), url, text)
    assert page.host == ("example.org" if url else "unknown-dev-1")


def test_the_envelope_ends_where_it_ends() -> None:
    whole = ENVELOPE.format("unset").encode()
    for page in (b"", b"\n\n  \n", b"<p>x</text>y", b"\r\n<text id='1'>\n"):
        assert cleaneval.unwrapped(whole + page + b"\n</text>\n\n") == (
            page,
            "http://news.example.co.uk/1?a=1&b=2",
            "unset",
        )
    assert cleaneval.unwrapped(whole + b"<p>cut off").html == b"<p>cut off"
    for page in (b"", b"<p>", b'<text id="u" title="t">\n<p>', b"<text>\n", b"\xff"):
        assert cleaneval.unwrapped(page) == (page, None, None)


def test_cleanevals_pages_without_gold_are_no_pages_of_it(tmp_path: Path) -> None:
    _write(tmp_path / "cleaneval-dev", "1", HTML, "gold")
    for name in ("100", "560", "769"):
        _write(tmp_path / "cleaneval-final", name, HTML, None)
    assert [page.id for page in cleaneval.read(tmp_path)] == ["dev-1"]
    _write(tmp_path / "cleaneval-final", "561", HTML, None)
    with pytest.raises(DataError, match="page 561 has no gold"):
        list(cleaneval.read(tmp_path))


def test_cleanportaleval_is_read_from_any_folder_of_its_format(tmp_path: Path) -> None:
    _write(tmp_path, "bbc.co.uk_news_01", HTML, f"\nURL: http://www.bbc.co.uk/news/1\n<h>Herons\n\n<p>{BODY}")
    (page,) = cleanportaleval.read(tmp_path)
    assert (page.corpus, page.revision, page.id, page.host) == ("cleanportaleval", "", "bbc.co.uk_news_01", "bbc.co.uk")
    assert (page.html, page.text, page.charset) == (HTML.encode(), f"Herons\n{BODY}", None)


@pytest.mark.parametrize(
    "line",
    ["!@#$%^&*()  COMMENTS", "  !!@#$%^&*() COMMENTS\r", "@#$%^&*() COMMENTS", "!@#$%^&*()", "!@#$%^&*()  CORRECTED"],
)
def test_a_dragnet_gold_is_article_and_comments(tmp_path: Path, line: str) -> None:
    _write(tmp_path / "dragnet_data", "R1", HTML, f"Herons\n\n{BODY}\n\n{line}\n\n\nSplendid!\n")
    (page,) = dragnet.read(tmp_path)
    assert (page.text, page.comments) == (f"Herons\n\n{BODY}", "Splendid!")
    assert (page.id, page.url, page.host) == ("R1", "https://www.example.org/herons", "example.org")


def test_a_dragnet_gold_without_comments_has_none(tmp_path: Path) -> None:
    _write(tmp_path / "dragnet_data", "1", f"<p>{BODY}", f"{BODY} !@#$% he thought".encode("utf-16"))
    (page,) = dragnet.read(tmp_path)
    assert (page.text, page.comments, page.host) == (f"{BODY} !@#$% he thought", None, "unknown-1")
    assert dragnet.divided("a\n!@#$%^&*() COMMENTS") == ("a", "")


def test_readability_is_read(tmp_path: Path) -> None:
    gold = f"<div id=readability-page-1><p>{BODY}</p><ul><li>a\n   <b>b</b></li></ul></div>"
    _write(tmp_path / "readability", "bbc-1", '<html lang="zh-CN"><meta charset="gb2312"><p>Ça', gold)
    (page,) = readability_wceb.read(tmp_path)
    assert (page.id, page.text, page.charset, page.language) == ("bbc-1", f"{BODY}\n\na b", "utf-8", "zh")
    _write(tmp_path / "readability", "bbc-1", HTML, "<div id=readability-page-1></div>")
    with pytest.raises(DataError, match="page bbc-1 has no gold"):
        list(readability_wceb.read(tmp_path))


@pytest.mark.parametrize("read", [cleaneval.read, dragnet.read, readability_wceb.read, cleanportaleval.read])
def test_an_empty_folder_is_no_corpus(tmp_path: Path, read: Read) -> None:
    with pytest.raises(DataError, match="there is no HTML"):
        list(read(tmp_path))
