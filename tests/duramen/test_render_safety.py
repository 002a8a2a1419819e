"""Markup is safe to show: an allow-list cleaner that parses as browsers do (nh3, on html5ever) finds nothing to remove.

Held to it are the HTML, and what a reader of Markdown that passes HTML through makes of the Markdown.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

import duramen
from duramen.render import to_html, to_markdown

nh3 = pytest.importorskip("nh3", reason="the cleaner is not installed: pip install 'duramen[dev]'")

_TAGS = (
    "p div h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code table thead tbody tr th td caption figure figcaption img a em "
    "strong s del sub sup kbd mark ins u q br hr dl dt dd details summary section span"
)
_ATTRIBUTES = {
    "a": {"href", "id", "title"}, "img": {"src", "alt", "title"}, "code": {"class"}, "span": {"class"}, "li": {"id", "value"},
    "section": {"class"}, "ol": {"start", "reversed"}, "td": {"colspan", "rowspan", "align", "style"},
    "th": {"colspan", "rowspan", "align", "style"}, "*": {"dir"},
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel", "ftp"}

_NAMES = (
    "p div span a b i em code pre kbd sub table caption tr td th ul ol li dl dt dd blockquote q h2 figure figcaption img "
    "picture source video audio iframe object embed form input button select option textarea svg math mtext mi mglyph "
    "malignmark annotation annotation-xml foreignObject desc title style script noscript template xmp plaintext listing "
    "noembed noframes base link meta frameset body html font center marquee details summary x-y image isindex keygen"
)
_URLS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
    "\x01javascript:alert(1)", "javascript&colon;alert(1)", "&#x6A;avascript:alert(1)", "vbscript:x", "data:text/html,<b>",
    "data:image/svg+xml,<svg onload=alert(1)>", "blob:https://e.example/x", "file:///etc/passwd", "//evil.example/x",
    "https://e.example/\"onclick=\"alert(1)", "https://e.example/'><script>alert(1)</script>", "/x y)", "x](javascript:y)",
    "feed:javascript:x", "view-source:x", "https://e.example/%0Ajavascript:x", "#fn1", "#\"><img src=x onerror=y>", "mailto:a",
    "\\\\evil.example", "https:javascript:x", "javascript://%0aalert(1)", "ws://x", "about:blank", "x:y", "?a=<b>",
]  # fmt: skip
_VALUES = [
    "alert(1)", "x\"onclick=alert(1)", "'><script>alert(1)</script>", "expression(alert(1))", "background:url(javascript:x)",
    "<img src=x onerror=alert(1)>", "text/html", "application/x-tex", "math/tex", "katex", "math", "MathJax", "emoji", "latex",
    "language-<b>", "brush: \"><b>", "hljs js", "blob-code", "fn1", "fn1\"onx=y", "rtl", "1", "-1", "99999999999", "</style>",
]  # fmt: skip
_KEYS = (
    "onclick onerror onload onfocus style srcdoc href src srcset data-src action formaction xlink:href background poster data "
    "class id name dir alt title alttext encoding type start value colspan rowspan align data-tex data-lang cite is autofocus"
)
_TEXTS = [
    "x", "&lt;script&gt;", "</script>", "-->", "<!--", "]]>", "<![CDATA[", "`", "```", "\n", "\n\n", "    ", "[x](javascript:y)",
    "<javascript:x>", "![x](data:y)", "$<b>$", "\\(</span><script>\\)", "[^1]: y", "[x]: javascript:y", "|", "&amp;lt;b>", "<!x", "<?x",
]  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Pages of nasty elements, attributes, addresses and texts."""
    names, keys = st.sampled_from(_NAMES.split()), st.sampled_from(_KEYS.split())
    value = st.sampled_from(_URLS + _VALUES)
    attribute = st.builds(lambda k, v, q: f" {k}={q}{v}{q}", keys, value, st.sampled_from(['"', "'", ""]))
    opening = st.builds(lambda n, a: f"<{n}{''.join(a)}>", names, st.lists(attribute, max_size=3))
    closing = names.map(lambda name: f"</{name}>")
    piece = st.one_of(opening, opening, closing, st.sampled_from(_TEXTS), st.just("word"))
    return "".join(draw(st.lists(piece, max_size=25)))


def assert_clean(fragment: str) -> None:
    cleaned = nh3.clean(
        fragment,
        tags=set(_TAGS.split()),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=False,
    )
    assert shape(cleaned) == shape(fragment), (fragment, cleaned)


def shape(fragment: str) -> list[tuple[str, dict[str, str]]]:
    """Elements with their attributes. No cleaner takes an address without a scheme for one of another scheme."""
    tree = lxml_html.fragment_fromstring(fragment, create_parent="div")
    return [(str(element.tag), dict(element.attrib)) for element in tree.iterdescendants()]


@settings(deadline=None, max_examples=400)
@given(pages(), st.sampled_from(["https://e.example/a/b", None]))
def test_a_cleaner_finds_nothing_in_the_html(html: str, url: str | None) -> None:
    page = duramen.parse(html)
    assert_clean(to_html(page, range(len(page)), url))


@settings(deadline=None, max_examples=400)
@given(pages(), st.sampled_from(["inline", "reference", "none"]))
def test_a_cleaner_finds_nothing_in_what_markdown_becomes(html: str, links: str) -> None:
    page = duramen.parse(html)
    markdown = to_markdown(page, range(len(page)), "https://e.example/a/b", links=links)  # type: ignore[arg-type]
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # not all readers refuse `javascript:`
    assert_clean(reader.render(markdown))


@settings(deadline=None, max_examples=200)
@given(pages(), st.sampled_from(_URLS))
def test_addresses_are_absolute_and_of_known_schemes(html: str, base: str) -> None:
    page = duramen.parse(f'<head><base href="{base}"></head><p><a href="x/y">z</a>{html}')
    fragment = to_html(page, range(len(page)), "https://e.example/a/b")
    tree = lxml_html.fragment_fromstring(fragment, create_parent="div")
    for _, name, address, _ in tree.iterlinks():
        assert name in ("href", "src")
        assert address.startswith("#fn") or urlsplit(address.replace("[", "")).scheme in _SCHEMES, (fragment, address)


@pytest.mark.parametrize(
    "fragment",
    [
        '<img src="x" onerror="y">',
        '<a href="javascript:x">y</a>',
        "<svg><p>x</p></svg>",
        "<script>x</script>",
        "<form>x</form>",
    ],
)
def test_the_cleaner_finds_what_is_not_safe(fragment: str) -> None:
    with pytest.raises(AssertionError):
        assert_clean(fragment)
