"""Whatever the page: markup says the words of the kept blocks in their order, and HTML stays what it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

import duramen
from duramen.page import ParsedPage
from duramen.render import run, to_html, to_markdown, to_text

_TAGS = (
    "p div a b i em strong del sub sup kbd code span li ul ol table tr td th br blockquote h2 h3 dl dt dd hr figure "
    "figcaption section pre x-card details summary caption thead font"
)
_LOOKS_LIKE_MARKUP = (
    "one two *three* _four_ snake_case [five] [6] ](x) `seven` # + - 1. 2) > < <b> &amp; &lt; ~~ ~ | --- === \\ ! ![x] "
    "http://e.org/_x_ **nine ` `` [x] [ ] [^1] : def $5 中文 ünï 「强调」 **. (_ _) ___ *** a*b 1) "
)
_WORDS = _LOOKS_LIKE_MARKUP.split(" ")


@st.composite
def soups(draw: st.DrawFn, tags: str = _TAGS) -> str:
    """Tag soup with words that look like Markdown."""
    piece = st.one_of(
        st.sampled_from(_WORDS).map(lambda word: word.replace("&", "&amp;").replace("<", "&lt;")),
        st.sampled_from([" ", " ", "\n"]),
        st.sampled_from(tags.split()).map(lambda tag: f'<{tag} href="/x">' if tag == "a" else f"<{tag}>"),
        st.sampled_from(tags.split()).map(lambda tag: f"</{tag}>"),
    )
    return "".join(draw(st.lists(piece, max_size=30)))


def words(text: str) -> list[str]:
    """The visible characters, a word each: how words are set apart is not what is tested here.

    Nor is the mark of a definition, `: `, which a reader of CommonMark alone shows.
    """
    return re.findall(r"[^\s|:]", text)


def shown(fragment: str) -> str:
    """The text of an HTML fragment."""
    return "".join(lxml_html.fragment_fromstring(fragment, create_parent="div").itertext()) if fragment.strip() else ""


def commonmark(markdown: str) -> str:
    """What a CommonMark reader shows."""
    return shown(MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"]).render(markdown))


def some(page: ParsedPage, draw: st.DataObject) -> list[int]:
    kept = draw.draw(st.lists(st.booleans(), min_size=len(page), max_size=len(page)))
    listings = page.table.flag("pre")  # taken whole, or line by line
    return [i for i, keep in enumerate(kept) if (kept[0] if listings[i] else keep)]


def has_signs(page: ParsedPage) -> bool:
    """Whether a heading has a link without a word, as signs to edit or to point at it are: markup leaves these out."""
    headings = [] if page.root is None else page.root.iter("h2", "h3")
    links = (link for heading in headings for link in heading.iter("a"))
    return any(not any(map(str.isalnum, "".join(map(str, link.itertext())))) for link in links)


@settings(deadline=None, max_examples=300)
@given(soups(), st.data())
def test_markdown_says_the_words_of_the_kept_blocks(html: str, data: st.DataObject) -> None:
    page = duramen.parse(html)
    assume(not has_signs(page))
    kept = some(page, data)
    markdown = to_markdown(page, kept, whole=False)
    assert words(commonmark(markdown)) == words(to_text(page.table, kept)), markdown


@settings(deadline=None, max_examples=300)
@given(soups(), st.data())
def test_html_says_the_words_of_the_kept_blocks(html: str, data: st.DataObject) -> None:
    page = duramen.parse(html)
    assume(not has_signs(page))
    kept = some(page, data)
    assert words(shown(to_html(page, kept, whole=False))) == words(to_text(page.table, kept))


@settings(deadline=None, max_examples=300)
@given(soups())
def test_html_is_the_same_when_it_is_extracted_again(html: str) -> None:
    page = duramen.parse(html)
    # A sign that a block parts from its heading stands right beside it in what comes out.
    parted = any(next(element.iterancestors("h2", "h3"), None) is not None for element in page.elements)
    assume(not (parted and has_signs(page)))
    once = to_html(page, range(len(page)), "https://e.example/")
    again = duramen.parse(once)
    assert to_html(again, range(len(again)), "https://e.example/") == once


@given(st.lists(st.sampled_from(["a", "bc", " ", "\n", "\t", "\xa0", "\u2003", "é", "defghijk"])).map("".join))
def test_a_long_text_collapses_as_a_short_one_does(text: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run, "_PIECE", 3)
        assert run._collapsed(text) == " ".join(text.split())


def test_a_sign_beside_a_heading_is_left_out_and_a_link_that_says_something_is_not() -> None:
    page = duramen.parse('<p>one<h2>two <a href="/x">#</a></h2><h2>three <a href="/x">four</a></h2>')
    assert has_signs(page)
    assert to_markdown(page, range(3), whole=False) == "one\n\n## two\n\n## three [four](/x)"
