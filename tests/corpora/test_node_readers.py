"""Readers of corpora whose nodes are labelled: L3S-GN1, Google-Trends-2017, CANOLA."""

from __future__ import annotations

from pathlib import Path

import pytest

import duramen
from duramen.errors import DataError
from duramen_corpora.align import labels_from_xpaths
from duramen_corpora.readers import canola, google_trends_2017, l3s_gn1, l3s_gn1_text
from duramen_corpora.schema import NOISE, Page
from duramen_corpora.validate import check

BODY = "The heron stood in the shallow water and waited for the tide."
PAGE = (
    "<html><head><title>Herons</title></head><body><ul><li>Home<li>News</ul><h1>Herons wait</h1><p>By Wilma Reed</p>"
    f"<div>{BODY}<br><br>Buy boots!<p>More about tides</p></div><p>Splendid bird</p>"
    "<select><option>January</select></body></html>"
)
ROLES = [None, None, "title", "meta", "main", "main", "related", "comment", None]


def _span(kind: int, text: str) -> str:
    return f'<span class="bodysmall x-nc-sel{kind}">{text}</span>'


ANNOTATED = (
    "<html><head><title>Herons</title><style>.x-nc-sel1 { color: black }</style></head><body><ul><li>Home</li>"
    f"<li>{_span(0, 'News')}</li></ul><h1>{_span(1, 'Herons wait')}</h1><p>{_span(3, 'By Wilma Reed')}</p>"
    f"<div>{_span(2, BODY + '<br><br>' + _span(0, 'Buy boots!'))}<p>{_span(4, 'More about tides')}</p></div>"
    f"<p>{_span(5, 'Splendid bird')}</p></body></html>"
)


def _write(folder: Path, name: str, content: str | bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def _l3s(root: Path, original: str | bytes = PAGE, annotated: str | bytes = ANNOTATED) -> None:
    inside = root / "L3S-GN1-20100130203947-00001"
    _write(inside / "original", "01.html", original)
    _write(inside / "annotated", "01.html", annotated)


def _roles(page: Page) -> list[str | None]:
    return list(labels_from_xpaths(duramen.parse(page.html, encoding=page.charset), page.blocks))


def test_l3s_is_read(tmp_path: Path) -> None:
    _l3s(tmp_path)
    (page,) = l3s_gn1.read(tmp_path)
    assert page.html == PAGE.encode()
    assert page.text == f"Herons wait\nBy Wilma Reed\n{BODY}"
    assert page.comments == "Splendid bird"
    assert _roles(page) == ROLES
    assert {label.xpath for label in page.blocks if label.role == NOISE} == {
        "/html/body/ul/li[1]", "/html/body/ul/li[2]", "/html/body/select/option",
    }  # fmt: skip
    assert (page.page_type, page.language, page.charset, page.host) == ("article", "en", None, "unknown-01")
    assert check(page) == []


def test_l3s_as_text_is_the_same_without_nodes(tmp_path: Path) -> None:
    _l3s(tmp_path)
    _write(tmp_path / "page-signal-master/input", "01.html", PAGE)
    _write(tmp_path / "page-signal-master/GoldStandard", "01.txt", ANNOTATED)
    (nodes,), (text,) = l3s_gn1.read(tmp_path), l3s_gn1_text.read(tmp_path)
    for name in ("id", "url", "html", "charset", "text", "comments", "page_type", "language"):
        assert getattr(text, name) == getattr(nodes, name)
    assert (text.corpus, text.blocks) == ("l3s-gn1-text", ())


def test_an_original_that_holds_nothing_of_its_copy_has_text_and_no_labels(tmp_path: Path) -> None:
    _l3s(tmp_path, original="<html><head><title>Heronsnd newsi library--><body><p>all of it title")
    (page,) = l3s_gn1.read(tmp_path)
    assert (page.blocks, page.text) == ((), f"Herons wait\nBy Wilma Reed\n{BODY}")


@pytest.mark.parametrize(
    ("annotated", "fault"),
    [("", "its annotated copy cannot be read"), (PAGE, "nothing in its annotated copy is labelled")],
)
def test_an_l3s_copy_without_labels_names_the_page(tmp_path: Path, annotated: str, fault: str) -> None:
    _l3s(tmp_path, annotated=annotated)
    with pytest.raises(DataError, match=f"page 01.*{fault}"):
        list(l3s_gn1.read(tmp_path))


def test_an_l3s_page_or_copy_that_is_missing_is_named(tmp_path: Path) -> None:
    _l3s(tmp_path)
    _write(tmp_path / "L3S-GN1-20100130203947-00001/original", "02.html", PAGE)
    with pytest.raises(DataError, match="page 02 has no gold"):
        list(l3s_gn1.read(tmp_path))


def _prepared(text: str, label: int, tag: str = "p") -> str:
    return f'<{tag}>\n <span __boilernet_label="{label}" __num="3">\n  {text}\n </span>\n</{tag}>\n'


def _trends(root: Path, name: str, number: int, raw: str | bytes, prepared: str) -> None:
    inside = root / "datasets/googletrends"
    _write(inside / "raw_html", f"{name}.html", raw)
    _write(inside / "prepared_html", f"gt_{number}.html", prepared)


def test_google_trends_is_read(tmp_path: Path) -> None:
    raw = f"<nav>Menü</nav><h1>Schöne Reiher</h1><p>{BODY}</p><button>Kaufen</button>"
    wrong = "Schöne Reiher".encode().decode("cp1252")
    prepared = f"<html>{_prepared('Menü', 0)}{_prepared(wrong, 1, 'h1')}{_prepared(BODY, 1)}</html>"
    _trends(tmp_path, "j-001", 2, "<p>Other words stand here", _prepared("Other words stand here", 0))
    _trends(tmp_path, "M-001", 1, raw, prepared)  # upper case comes before lower case
    first, second = google_trends_2017.read(tmp_path)
    assert (first.id, first.html, first.text) == ("gt_1", raw.encode(), f"Schöne Reiher\n{BODY}")
    assert _roles(first) == [None, "main", "main", None]
    assert [label.role for label in first.blocks] == [NOISE, "main", "main", NOISE]
    assert (first.charset, first.language) == ("utf-8", "en")
    assert (second.id, second.text, [label.role for label in second.blocks]) == ("gt_2", "", [NOISE])
    assert check(first) == check(second) == []


def test_google_trends_files_that_do_not_belong_together_are_named(tmp_path: Path) -> None:
    _trends(tmp_path, "001", 1, f"<p>{BODY}", _prepared("Quite another page, 1234567890", 1))
    with pytest.raises(DataError, match="page gt_1: its raw and its prepared file are not the same page"):
        list(google_trends_2017.read(tmp_path))
    _trends(tmp_path, "001", 1, f"<p>{BODY}", f"<p>{BODY}")
    with pytest.raises(DataError, match="page gt_1 has no gold: there is no __boilernet_label"):
        list(google_trends_2017.read(tmp_path))
    _trends(tmp_path, "001", 1, f"<p>{BODY}", _prepared(BODY, 1))
    _write(tmp_path / "datasets/googletrends/raw_html", "002.html", PAGE)
    with pytest.raises(DataError, match=r"page gt_2 has no gold: .*gt_2\.html is missing"):
        list(google_trends_2017.read(tmp_path))
    (tmp_path / "datasets/googletrends/raw_html/002.html").unlink()
    (tmp_path / "datasets/googletrends/raw_html/001.html").unlink()
    _write(tmp_path / "datasets/googletrends/raw_html", "000.html", f"<p>{BODY}")
    _write(tmp_path / "datasets/googletrends/prepared_html", "gt_2.html", _prepared(BODY, 1))
    with pytest.raises(DataError, match="page gt_2 has no HTML"):
        list(google_trends_2017.read(tmp_path))


TAGGED = (
    '<html class="js krdwrd-tag-2"><head><link rel="stylesheet" href="http://krdwrd.org/addon/krdwrd.css" />'
    "<base href='http://krdwrd.org/1/'></head>\n<body>"
    "<ul class=\"menu krdwrd-tag-1\"><li class='krdwrd-tag-1'>Home</ul>"
    f'<div class=krdwrd-tag-3 id="a>b"><kw>{BODY}</kw><p><KW class="krdwrd-tag-3">Hérons</KW> fly.</p>'
    '<p CLASS="ad  krdwrd-tag-1"><kw>Buy boots!</kw></p></div><p class="krdwrdly">Perhaps</p>'
    '<div class="krdwrd-tag-3">Tides<p class="krdwrd-tag-2 krdwrd-highlighted">Maybe this</p></div></body></html>'
)
SERVED = (
    '<html class="js"><head>'
    "<base href='http://krdwrd.org/1/'></head>\n<body><ul class=\"menu\"><li>Home</ul>"
    f'<div id="a>b">{BODY}<p>Hérons fly.</p>'
    '<p class="ad">Buy boots!</p></div><p class="krdwrdly">Perhaps</p>'
    "<div>Tides<p>Maybe this</p></div></body></html>"
)


def test_canola_is_read(tmp_path: Path) -> None:
    _write(tmp_path, "685.html", TAGGED)
    _write(tmp_path, "README.txt", "no page")
    (page,) = canola.read(tmp_path)
    assert page.html == SERVED.encode()
    assert page.text == f"{BODY}\nHérons fly.\nTides"
    # "Tides" stands around a text that nobody was sure of.
    assert [label.role for label in page.blocks] == [NOISE, "main", "main", NOISE]
    assert _roles(page) == [None, "main", "main", None, None, None, None]
    assert (page.corpus, page.revision, page.id, page.url, page.host) == ("canola", "", "685", "", "unknown-685")
    assert check(page) == []


def test_what_canola_did_not_add_stays_byte_for_byte() -> None:
    for page in (PAGE.encode(), b"", b"<p class='a  b'>kw <kwx> \xff</p>", b'<div class="x"  class = y>'):
        assert canola.unlabelled(page) == page
    assert b"krdwrd-tag" not in canola.unlabelled(TAGGED.encode())


def test_a_canola_page_without_labels_is_named(tmp_path: Path) -> None:
    _write(tmp_path, "1.html", "<p class=krdwrd-tag-2>x</p>")
    with pytest.raises(DataError, match="page 1 has no gold"):
        list(canola.read(tmp_path))
    _write(tmp_path, "1.html", b"\x89PNG")
    with pytest.raises(DataError, match="page 1: its annotated copy cannot be read"):
        list(canola.read(tmp_path))


@pytest.mark.parametrize("label", [b"x-nc-sel", b"__boilernet", b"krdwrd-tag"])
def test_no_label_stands_in_a_page(tmp_path: Path, label: bytes) -> None:
    _l3s(tmp_path / "l3s")
    _trends(tmp_path / "trends", "1", 1, PAGE, _prepared(PAGE, 1))
    _write(tmp_path / "canola", "1.html", TAGGED)
    for read, folder in ((l3s_gn1.read, "l3s"), (google_trends_2017.read, "trends"), (canola.read, "canola")):
        for page in read(tmp_path / folder):
            assert label not in page.html
            assert label.decode() not in (page.text or "")
