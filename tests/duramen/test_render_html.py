"""Clean HTML: what it keeps, and that nothing in it runs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

import duramen
from duramen.render import to_html
from duramen.render.urls import Addresses

_TAGS = set(
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code table thead tbody tr th td caption figure figcaption img a em strong "
    "del sub sup kbd mark ins u q br hr dl dt dd details summary section span".split()
)
_ATTRIBUTES = set("href src alt class id start reversed value colspan rowspan align dir".split())
_CLASSES = re.compile(r"language-[\w+#.\-]+|math (?:inline|display)|footnotes")
_IDS = re.compile(r"fn(?:ref)?\d+")


def clean(html: str, url: str | None = "https://e.example/a/b") -> str:
    page = duramen.parse(html)
    return to_html(page, range(len(page)), url)


def assert_safe(fragment: str) -> None:
    """Every element, attribute and address is of the list."""
    for element in lxml_html.fragment_fromstring(fragment, create_parent="div").iterdescendants():
        assert element.tag in _TAGS, fragment
        for name, value in element.attrib.items():
            assert name in _ATTRIBUTES, fragment
            if name in ("href", "src"):
                assert re.match(r"(?:https?|mailto|tel|ftp):|#fn|[^:]*\Z", value), fragment
            assert name != "class" or _CLASSES.fullmatch(value), fragment
            assert name != "id" or _IDS.fullmatch(value), fragment


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1) style='x:expression(alert(1))' class=a id=b>x",
        "<img src=x onerror=alert(1)>",
        "<p>x<img src='javascript:alert(1)' alt='\"onload=alert(1)'>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='JaVaScRiPt:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='\x01javascript:alert(1)'>x</a>",
        "<a href='&#106;avascript&colon;alert(1)'>x</a>",
        "<a href='vbscript:msgbox(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='//evil.example\"onmouseover=alert(1)//'>x</a>",
        "<a href='https://e.example/\"><script>alert(1)</script>'>x</a>",
        "<base href='javascript:alert(1)//'><a href='x'>y</a>",
        "<base href='data:text/html,'><a href='x'>y</a>",
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg><p>y",
        "<svg><style><img src=x onerror=alert(1)></style></svg>y",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>y",
        "<math><annotation encoding='application/x-tex'></span><img src=x onerror=alert(1)></annotation></math>y",
        "<math alttext='\\)&lt;img src=x onerror=alert(1)&gt;'><mi>x</mi></math>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>x</p></noscript>",
        "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
        "<iframe src='javascript:alert(1)'>x</iframe><object data='javascript:alert(1)'>x</object><p>y",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;",
        "<pre>&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;</pre>",
        "<pre class='language-\"><script>alert(1)</script>'>x</pre>",
        "<table><td colspan='1\" onclick=\"alert(1)'>x<td>y<tr><td>z<td>w</table>",
        "<ol start='1 onclick=alert(1)'><li value='x'>y</ol>",
        "<p dir='rtl\" onclick=\"alert(1)'>x",
        "<p>a<a href='#fn1\" onclick=\"alert(1)'>1</a><p id='fn1\" onclick=\"alert(1)'>note",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'><link rel=import href=x><p>y",
        "<textarea></textarea><script>alert(1)</script>x",
        "<plaintext><script>alert(1)</script>",
        "<xmp><script>alert(1)</script></xmp>",
        "<x-x onclick=alert(1)>y</x-x>",
        "<p>x<img srcset='javascript:alert(1) 2x' data-src='javascript:alert(1)' src='javascript:alert(1)'>",
        "<!--><script>alert(1)</script>--><p>x",
        "<p>x<img alt='`onerror=alert(1)' src='https://e.example/`x'>",
    ],
)
def test_nothing_runs(payload: str) -> None:
    fragment = clean(payload)
    assert_safe(fragment)
    assert_safe(clean(fragment))


_NASTY = st.sampled_from(
    "<script> </script> <style> </style> <svg> <math> <mtext> <img/src=x> onerror=alert(1) <a/href='javascript:x'> \" ' < > "
    "</p> <p> <table> <td> <title> </title> <textarea> <noscript> <!-- --> <![CDATA[ ]]> &lt; &quot; <br> <pre> x".split()
)


@settings(deadline=None, max_examples=200)
@given(st.lists(_NASTY, max_size=25).map("".join))
def test_nothing_runs_whatever_is_put_together(html: str) -> None:
    assert_safe(clean(html))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p class=x>a <b style=y>b</b>", "<p>a <strong>b</strong></p>"),
        ("<p>a &lt; b &amp; c", "<p>a &lt; b &amp; c</p>"),
        ("<p><a href=x rel=y target=_blank>z</a>", '<p><a href="https://e.example/a/x">z</a></p>'),
        ("<ol start=3><li>a<li>b</ol>", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("<ul><li>a<ul><li>b</ul></ul>", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        ("<p>a<br>b", "<p>a<br>\nb</p>"),
        (
            "<pre class=lang-c>if (a &lt; b)\n\tc;</pre>",
            '<pre><code class="language-c">if (a &lt; b)\n\tc;</code></pre>',
        ),
        (
            "<table><thead><tr><th colspan=2>a</thead><tr><td>b<td align=right>c</table>",
            '<table>\n<thead>\n<tr><th colspan="2">a</th></tr>\n</thead>\n<tbody>\n'
            '<tr><td>b</td><td align="right">c</td></tr>\n</tbody>\n</table>',
        ),
        ("<html dir=rtl><p>a<p dir=ltr>b", '<p dir="rtl">a</p>\n<p dir="ltr">b</p>'),
        ("<p>x<math><mi>y</mi></math>", '<p>x<span class="math inline">\\(y\\)</span></p>'),
        ("<figure><img src=i><figcaption>c</figcaption></figure>", None),
        (
            "<p>a<sup><a href='#fn9'>*</a></sup><ul><li id=fn9>n</ul>",
            '<p>a<sup><a href="#fn1" id="fnref1">1</a></sup></p>\n<section class="footnotes">\n<ol>\n'
            '<li id="fn1">n <a href="#fnref1">↩</a></li>\n</ol>\n</section>',
        ),
    ],
)
def test_golden(html: str, expected: str | None) -> None:
    once = clean(html)
    assert expected is None or once == expected
    assert_safe(once)
    assert clean(once) == once


def test_addresses_stay_relative_where_nobody_knows_the_page() -> None:
    assert clean("<p><a href='/x'>y</a>", None) == '<p><a href="/x">y</a></p>'


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("x y", "https://e.example/a/x%20y"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("?q=1", "https://e.example/a/b?q=1"),
        ("/a/../x", "https://e.example/x"),
        ("#x", ""),
        ("https://e.example/a/b#x", ""),
        ("https://e.example/other#x", "https://e.example/other#x"),
        ("mailto:a@e.example", "mailto:a@e.example"),
        ("http://[::1", "http://[::1"),
        ("file:///etc/passwd", ""),
        ("https:javascript:x", ""),
        (" \n", ""),
        (None, ""),
    ],
)
def test_links_are_resolved(href: str | None, link: str) -> None:
    root = lxml_html.fromstring("<html><body></body></html>")
    assert Addresses(root, "https://e.example/a/b").link(href) == link


def test_controls_are_space_in_markup_as_in_text() -> None:
    page = duramen.parse(b"<p>one\x08\x08two\x0b three</p>")
    assert page.texts == ["one two three"]
    assert to_html(page, [0]) == "<p>one two three</p>"


def test_text_in_a_heads_unknown_elements_is_kept() -> None:
    """It is a run of `<html>`, and what follows the head is counted after it."""
    page = duramen.parse("<html><head><x>one</x><title>t</title></head><body><p>two</p>")
    assert page.texts == ["one", "two"]
    assert to_html(page, [0, 1]) == "<p>one</p>\n<p>two</p>"


def test_a_rule_straight_in_a_list_is_no_item() -> None:
    page = duramen.parse("<ul>one<hr><li>two</ul>")
    assert to_html(page, range(len(page))) == "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"


def test_a_listing_in_a_heading_is_code_in_its_line() -> None:
    page = duramen.parse("<h2><pre>one\n  &lt;two></pre> three</h2>")
    assert to_html(page, range(len(page))) == "<h2><code>one &lt;two&gt;</code> three</h2>"
