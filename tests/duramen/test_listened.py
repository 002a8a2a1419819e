"""A page that is parsed for its blocks alone has those of lxml's tree, column by column, and the same problem."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import duramen
from duramen._walk import walk_page
from duramen.blocks import LISTENS, BlockTable
from duramen.errors import UsageError
from duramen.page import parse_blocks
from duramen_corpora import load

_COLUMNS = ("text", "words", "attrs", "title", "description", "blocks", "regions")


def assert_same(html: str | bytes, encoding: str | None = None) -> None:
    page, heard = duramen.parse(html, encoding=encoding), parse_blocks(html, encoding=encoding)
    assert heard.problem == page.problem
    for name in _COLUMNS:
        ours, theirs = getattr(heard.table, name), getattr(page.table, name)
        assert bytes(ours) == bytes(theirs), name
    assert _markup(heard.head) == _markup(page.head)


def _markup(head: Any) -> tuple[bytes, dict[str, str]] | None:
    """An element's markup, without what follows it, and the attributes of the page's root."""
    return None if head is None else (etree.tostring(head, with_tail=False), dict(head.getroottree().getroot().items()))


def test_the_tree_is_made_when_it_is_asked_for() -> None:
    html = (
        "<html lang=en><title>Of it</title><h1>Of it</h1>"
        + "<p>Some words of a <b>paragraph</b>, again and again.</p>" * 9
    )
    page = duramen.parse(html)
    with mock.patch("duramen.page.etree.fromstring", side_effect=AssertionError("a tree was made")):
        document = duramen.Extractor()(html)
        text = document.text
        assert (text, document.confidence, len(document.roles)) == (duramen.extract(html), document.expected_f1, 10)
        with pytest.raises(AssertionError, match="a tree was made"):
            document.to_markdown()
    at_once = duramen.Extractor()(html, tree=True)
    assert document.to_markdown() == at_once.to_markdown() != text
    assert document.to_dict() == at_once.to_dict()
    assert document.page.root is document.page.root
    assert etree.tostring(document.page.root) == etree.tostring(page.root)


def test_threads_that_ask_for_it_at_once_have_the_same_tree() -> None:
    page = parse_blocks("<p>a</p>" * 20_000)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(page.root)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(root) for root in found}) == 1


def test_lxml_of_these_days_can_be_listened_to() -> None:
    """What is tested below is not lxml against itself."""
    if etree.LIBXML_VERSION < (2, 14):
        pytest.skip("libxml2 before 2.14 is not listened to")
    assert LISTENS


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   ",
        "x",
        "<!-- nothing -->",
        "<?php echo 1 ?><p>x",
        "<!doctype html><title>A &amp; B</title><p>x",
        "<meta name=description content='What it is about'><meta property=og:description content=It><p>x",
        "<html class=a><html id=b role=main><body class=c><p>x<body id=d class=e><p>y",
        "<p>in</p></body></html><p class=late>after</p>text<!-- c --><div>more</div>",
        "<body class=c>in</body> \n</html>\n<p>late<script>x</script><p>later",
        "<body>in</body><div>between</div>text</html><p>after",
        "<body>in</body>text<p>between</html>",
        "<body>in</body><i>a</i> \n<b>b</b> c </i> d",
        "<body>in</body>&nbsp;</html><a>after</a>b",
        "<html></html><p>after",
        "<frameset></frameset></html><p>after",
        "</p>x</html>y<!-- c -->z<p>q",
        "<html><p>x</body>y<head><title>late</title></head>z",
        "<html>x<head><title>later</title><body>y",
        "<p>a<plaintext><p class=x>b</plaintext></body>",
        "<xmp><b>raw</b> text</xmp><listing>\n a</listing><noembed>no</noembed><iframe>no</iframe>",
        "<script>document.write('<p>no</p>')</script><style>p {}</style><p>yes<script>open",
        "<textarea><b>x</b> &lt;y</textarea><select><option>a<p>b</select>",
        "<svg><title>no</title><p>x</p></svg>after<math><mi>x</mi></math>",
        "<frameset><frame></frameset>x",
        "<p class='a &amp; b' class=c hidden style='display:none' id role=''>x",
        "<a href='#top' HREF=/x itemprop=url itemtype=y aria-hidden=true name=n>x</a>",
        "<o:p class=z>a</o:p><my-el class=q>b</my-el>",
        "a\0b<p>c\0</p><p class='d\0e'>f",
        "&nbsp;&lt;x&#128512;&#xD800;&bogus;&#0;&#99999999999;",
        "<table>a<tr>b<td>c<table><td>d</table>e</td></table>f",
        "<b><p>a</b>b</p><i>c<div>d</i>e</div>",
        "x<br><br>y<img><input>z",
    ],
)
def test_tricks(html: str) -> None:
    assert_same(html)
    assert_same(html.encode())
    assert_same(html.encode("utf-16"))


@pytest.mark.parametrize("depth", [2040, *range(2043, 2051), 5000])
def test_deep_pages_end_where_lxml_ends(depth: int) -> None:
    for name in ("div", "span"):
        assert_same(f"<p>first</p>{f'<{name}>a' * depth}<b>deep</b>{f'</{name}>b' * depth}<p>after")


@pytest.mark.skipif(not LISTENS, reason="this libxml2 is not listened to")
def test_what_stands_behind_the_body_and_what_behind_the_page_are_told_by_the_tree() -> None:
    between, behind = "<div>between</div>", "<p>behind"
    for html, by_tree in (
        ("<body>in</body></html>" + behind, False),
        (f"<body>in</body>{between}</html>", False),
        (f"<body>in</body>{between}</html>{behind}", True),
    ):
        assert (walk_page(html.encode()) is None) == by_tree
        assert_same(html)


def test_long_text_comes_in_pieces_that_split_no_character() -> None:
    assert_same("<p>" + "中ж😀a&amp; " * 300_000 + "<pre>" + "  ж\n\n" * 100_000)
    assert_same(f"<p class='{'ж-a ' * 300_000}'>x")


_RAW = "var a = 1; if (a < b) { c() } "


@pytest.mark.parametrize("size", [0, 1, 100, 3_900, 4_000, 4_100, 9_000, 100_000])
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("<script>", "</script>"),
        ("<SCRIPT type='a>b' data-x='</script>'>", "</Script >"),
        ("<style>", "</style\n>"),
        ("<script>", "</scrip</script/x>"),
        ("<script>'</scripts>'</style>", "</script\t>"),
        ("<style>'</script>'<!-- a", " --></style>"),
        ("<script><!-- <script>", "</script> <p>no --></script>"),
        ("<script><!--", "</script>"),
        ("<script/>", "</script>"),
        ("<svg><style>", "</style></svg>"),
        ("<!-- <script> -->", "<p>yes</script>"),
        ("<div title='<script>'>", "</div>"),
        ("<textarea><script>", "</script></textarea>"),
        ("<script>a\0b\rc", "</script>"),
        ("<script>", ""),
        ("<style>", "</style"),
        ("<script>", "<"),
    ],
)
def test_of_scripts_the_parser_is_given_no_more_than_it_asked_for(start: str, end: str, size: int) -> None:
    raw = _RAW * (size // len(_RAW)) + "x" * (size % len(_RAW))
    page = f"<title>A</title><p>before{start}{raw}{end}<p class=a>after</p>{start}{raw}{end}"
    assert_same(page + "<div>last</div>")
    assert_same(f"<html><head>{start}{raw}{end}<meta name=description content='what it is'></head><body>{page}</html>")


_PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<div class=a>", "</div>", "<a href=#x>", "</a>", "<b>", "</b>", "<br>", "<pre>", "</pre>"),
        *("<table>", "<tr>", "<td>", "</table>", "<ul>", "<li id=b>", "</ul>", "<svg>", "</svg>"),
        *("<title>", "</title>", "<script>", "</script>", "<style>", "</style>", "<textarea>", "</textarea>"),
        *("<script>" + _RAW * 150, "<style>" + "p {} " * 900, "</", "<!-- <script>"),
        *("<xmp>", "</xmp>", "<select>", "<option>", "</select>", "<template>", "</template>", "<noscript>"),
        *("</noscript>", "<my-el>", "<html lang=x>", "</html>", "<head>", "</head>", "<body id=c>", "</body>"),
        *("<!--", "-->", "<![CDATA[", "]]>", "<?pi", "?>", "<meta name=description content='it is'>", "<p hidden"),
        *("<", ">", "'", '"', "=", "&", "&amp;", "&#x0;", "\0", "\n", " ", "word", "Ж", "中", "\u00ad", "\ufffe"),
    ]
)


@settings(max_examples=500)
@given(st.lists(_PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_anything(html: str) -> None:
    assert_same(html)


@given(st.binary(max_size=300))
def test_any_bytes(html: bytes) -> None:
    assert_same(html)


def test_pages_of_the_starter_corpus() -> None:
    for page in load("starter"):
        assert_same(page["html"])


@pytest.mark.parametrize(
    "corpus", ["wcxb", "scrapinghub", "mozilla-readability", "cleaneval", "dragnet", "daniel", "l3s-gn1"]
)
def test_published_pages(corpus: str, archives: Path) -> None:
    """Every so many, a hundred or so a corpus."""
    pages = load(corpus)
    for i in range(0, len(pages), max(1, len(pages) // 100)):
        assert_same(pages[i]["html"])


def test_threads_agree() -> None:
    htmls = [page["html"] for page in load("starter").select(range(40))]
    alone = [duramen.extract(html) for html in htmls]
    found: list[list[str | None]] = []

    def work() -> None:
        found.append([duramen.extract(html) for html in htmls])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 8


def test_where_it_cannot_be_listened_to_lxml_parses() -> None:
    html = "<h1>Title</h1>" + "<p>Some words of a paragraph, again and again until it is full.</p>" * 8
    text = duramen.extract(html)
    with (
        mock.patch("duramen.page.LISTENS", new=False),
        mock.patch.object(BlockTable, "from_utf8", side_effect=AssertionError),
    ):
        assert_same(html)
        assert duramen.extract(html) == text


def test_elements_and_other_types() -> None:
    element = etree.fromstring("<div><p>a</p></div>", etree.HTMLParser())
    assert parse_blocks(element).texts == ["a"]
    with pytest.raises(UsageError, match="not int"):
        parse_blocks(3)  # type: ignore[arg-type]
