"""A page rebuilt: every block once, in order, its words whole, and nothing of the page that could run, load or lead."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

import duramen
from duramen import ParsedPage, _walk
from duramen.overlay.sanitise import SKIPPED, rebuild
from duramen_corpora.load import read as pages_of
from duramen_corpora.starter import read

ELEMENTS = frozenset(
    (
        *("span", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption"),
        *("thead", "tbody", "tfoot", "tr", "td", "th", "pre", "blockquote", "address", "br", "b", "strong", "i", "em"),
        *(
            "code",
            "sub",
            "sup",
            "small",
            "u",
            "s",
            "del",
            "ins",
            "mark",
            "cite",
            "kbd",
            "samp",
            "var",
            "ruby",
            "rt",
            "rp",
        ),
    )
)
ATTRIBUTES = frozenset(("class", "id", "data-alt", "colspan", "rowspan", "start"))
SPACE = re.compile("[\x00-\x20\x85\xa0\u2000-\u200a\u2028\u202f\u3000\xad\u200b\ufeff]+")

HOSTILE = [
    "<script>document.title='run'</script>",
    "<img src=x onerror=alert(1) alt='a\"b<c>'>",
    "<p onclick='alert(1)' style='background:url(http://evil.example/)'>one</p>",
    "<a href='javascript:alert(1)' ping='http://evil.example/'>two</a>",
    "<svg><script>alert(1)</script><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>three",
    "<template><p onfocus=alert(1)>no</template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>four</noscript>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
    "<form action='http://evil.example/'><input autofocus onfocus=alert(1)><button formaction=x>five</button></form>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'><base href='http://evil.example/'>",
    "<link rel=prefetch href='http://evil.example/'><style>@import 'http://evil.example/'</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<xmp><script>alert(1)</script></xmp><plaintext><b>six</plaintext>",
    "<textarea></textarea><script>alert(1)</script>",
    "<td onload=x colspan='2\" onclick=\"alert(1)'>seven<td colspan=99999 rowspan=3>eight",
    "<ol start='3'><li>nine<ol start='-1'><li>ten</ol></ol>",
    '<x-y onclick=z>eleven</x-y><o:p>twelve</o:p><b"c onclick=d>thirteen</b"c>',
    "<video src=x>no</video><audio src=x>no</audio><canvas>no</canvas><details ontoggle=x open>fourteen</details>",
]
TAGS = (
    *(
        "p",
        "div",
        "span",
        "h1",
        "h2",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "td",
        "th",
        "caption",
        "tbody",
    ),
    *("form", "nav", "a", "b", "i", "pre"),
)
WORDS = (
    "word",
    " two words ",
    "\n",
    "\u00a0",
    "a\u00adb",
    "猫",
    "&amp;",
    "<!--no-->",
    "<br>",
    "<br><br>",
    "<img alt=pic>",
)
SOUP = st.sampled_from([*HOSTILE, *(f"<{name}>" for name in TAGS), *(f"</{name}>" for name in TAGS), *WORDS, *WORDS])


def rebuilt(html: str) -> tuple[ParsedPage, str]:
    page = duramen.parse(html)
    return page, "".join(rebuild(page, lambda i: f'<span class="b" id="b{i}">'))


def compact(text: str) -> str:
    return SPACE.sub("", text)


class Names(HTMLParser):
    """What a tokenizer finds, who knows nothing of nesting."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}


def blocks_of(html: str) -> list[tuple[str, str]]:
    root = lxml_html.document_fromstring(f"<!doctype html><body>{html}</body>")
    return [(span.get("id"), compact(span.text_content())) for span in root.iter("span") if span.get("class") == "b"]


@settings(max_examples=150, deadline=None)
@given(st.lists(SOUP, max_size=30))
def test_every_block_stands_once_in_order_with_its_words(pieces: list[str]) -> None:
    page, html = rebuilt("<body>" + "".join(pieces))
    assert blocks_of(html) == [(f"b{i}", compact(text)) for i, text in enumerate(page.texts)]
    assert len(SPACE.sub("", lxml_html.document_fromstring(f"<p>{html}").text_content())) == sum(page.table["chars"])


@settings(max_examples=150, deadline=None)
@given(st.lists(SOUP, max_size=30))
def test_only_listed_elements_and_attributes_are_written(pieces: list[str]) -> None:
    names = Names(rebuilt("<body>" + "".join(pieces))[1])
    assert names.elements <= ELEMENTS
    assert names.attributes <= ATTRIBUTES


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_hostile_is_left(html: str) -> None:
    written = rebuilt(f"<body>start {html} end")[1]
    names = Names(written)
    assert names.elements <= ELEMENTS
    assert names.attributes <= ATTRIBUTES
    assert not re.search(r"<[^>]*(alert|evil|javascript|on\w+=)", written.replace("data-alt=", ""))


def test_the_starter_corpus_is_rebuilt_word_for_word() -> None:
    for page in read():
        parsed = duramen.parse(page.html, encoding=page.charset)
        html = "".join(rebuild(parsed, lambda i: f'<span class="b" id="b{i}">'))
        assert [text for _, text in blocks_of(html)] == [compact(text) for text in parsed.texts], page.id


@pytest.mark.corpus
def test_published_pages_are_rebuilt_word_for_word(archives: Path) -> None:
    for page in islice(pages_of("scrapinghub", archives / "scrapinghub.tar.zst"), 40):
        parsed = duramen.parse(page.html, encoding=page.charset)
        html = "".join(rebuild(parsed, lambda i: f'<span class="b" id="b{i}">'))
        assert [text for _, text in blocks_of(html)] == [compact(text) for text in parsed.texts], page.id
        assert Names(html).elements <= ELEMENTS, page.id


def test_what_the_walk_skips_is_skipped() -> None:
    assert frozenset(name for name, kind in _walk._KINDS.items() if kind == "s") == SKIPPED


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>a <b>b</b>c", '<div class="para t-p"><span>a <b>b</b>c</span></div>'),
        ("<div><div>a</div>b</div>", "<span>a</span><span>b</span>"),
        ("<b>a<div>b</div></b>", "<span><b>a</b></span><span><b>b</b></span>"),
        ("a<br>b<br><br>c<br>", "<span>a<br>b</span><span>c</span>"),
        ("<a>a</a><a>b</a> c", '<span><span class="a">a</span> <span class="a">b</span> c</span>'),
        ("<a>a</a> <a>b</a>", '<span><span class="a">a</span> <span class="a">b</span></span>'),
        ("<nav><ul><li>a<li></ul></nav>", '<div class="mark t-nav"><ul><li><span>a</span></li></ul></div>'),
        ("<li>a", '<div class="para t-li"><span>a</span></div>'),
        ("<ul>a<li>b</ul>", "<ul><span>a</span><li><span>b</span></li></ul>"),
        ("<h1>a<h2>b</h2></h1>", '<h1><span>a</span><div class="para t-h2"><span>b</span></div></h1>'),
        ("<pre>\n  a\n b</pre>", "<pre><span>a\n b</span></pre>"),
        (
            "<table><tr><td></td><td>a</td><td></td></tr></table>",
            "<table><tr><td></td><td><span>a</span></td></tr></table>",
        ),
        ("<table><tr><td colspan=2>a", '<table><tr><td colspan="2"><span>a</span></td></tr></table>'),
        ("<ol start=4><li>a", '<ol start="4"><li><span>a</span></li></ol>'),
        ("<table><form><tr><td>a", "<table><tr><td><span>a</span></td></tr></table>"),
        ("a<img alt=' x  y '>b", '<span>a<i class="pic" data-alt="x y"></i>b</span>'),
        (
            "<ul><li><img alt=x><li><img alt=x><li>a</ul>",
            '<ul><li><i class="pic" data-alt="x"></i><span>a</span></li></ul>',
        ),
        (
            "<table><img alt=x><tr><td>a",
            '<table><tr><td><i class="pic" data-alt="x"></i><span>a</span></td></tr></table>',
        ),
        ("<p></p><ul><li></ul><nav></nav>", ""),
    ],
)
def test_structure(html: str, written: str) -> None:
    page = duramen.parse(f"<body>{html}</body>")
    assert "".join(rebuild(page, lambda i: "<span>")) == written


def test_text_in_a_table_and_in_no_cell_is_given_one() -> None:
    root = etree.fromstring("<table>a<tr>b<td>c</td><p>d</p></tr><tbody>e</tbody><caption>f</caption></table>")
    html = "".join(rebuild(duramen.parse(root), lambda i: "<span>"))
    cell = "<tr><td><span>{}</span></td></tr>"
    assert html == (
        f"<table>{cell.format('a')}<tr><td><span>b</span></td><td><span>c</span></td>"
        f'<td><div class="para t-p"><span>d</span></div></td></tr><tbody>{cell.format("e")}</tbody>'
        "<caption><span>f</span></caption></table>"
    )


def test_nesting_is_bounded() -> None:
    html = rebuilt("<body>" + "<ul><li><b><i>x" * 900 + "<p>y</p>" * 5000)[1]
    assert html.count("<ul>") <= 60
    assert len(html) < 1_000_000


def test_a_tree_that_changed_since_it_was_walked_gives_bare_blocks() -> None:
    page = duramen.parse("<body><p>one</p><p>two</p>")
    assert page.root is not None
    page.root[0][0].text = "changed"
    assert "".join(rebuild(page, lambda i: f"<span {i}>")) == "<span 0>one</span><span 1>two</span>"


def test_a_page_of_nothing_is_nothing() -> None:
    for html in (b"", b"%PDF-1.4", b"<p> </p>"):
        assert not list(rebuild(duramen.parse(html), str))
