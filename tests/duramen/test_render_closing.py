"""Structures that are kept in part are made whole in markup, and nothing else is added."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import duramen
from duramen.render import to_html, to_markdown
from duramen.render.closing import closed

_TABLE = "<table><tr><th>a<th>b<tr><td>c<td>–</table>"
_NOTE = '<p>x<a href="#fn1">1</a><p>y<ol><li>other<li id="fn1">note <a href="#fnref1">back</a></ol>'

#: Page, what is kept of it, and what that becomes. Blocks are letters, a block each.
_CASES = {
    "listing between": ("<p>x<pre>c</pre><p>y", [0, 2], [0, 1, 2]),
    "listings in a row": ("<p>x<pre>c</pre><pre>d</pre><p>y", [0, 3], [0, 1, 2, 3]),
    "listing after all there is": ("<div><p>x<div><pre>c</pre></div></div><p>y", [0], [0, 1]),
    "listing beside what is left out": ("<div><p>x<p>z<pre>c</pre></div><p>y", [0], [0]),
    "listing before what is left out": ("<p>x<pre>c</pre><p>y", [0], [0]),
    "quote between": ("<p>x<blockquote>q</blockquote><p>y", [0, 2], [0, 1, 2]),
    "quote after": ("<p>x<blockquote>q</blockquote><p>y", [0], [0]),
    "half a quote": ("<blockquote><p>q<p>r</blockquote><p>y", [0], [0, 1]),
    "half a table": (_TABLE, [0, 1], [0, 1, 2, 3]),
    "less of a table": (_TABLE, [0], [0]),
    "table between": (f"<p>x{_TABLE}<p>y", [0, 5], [0, 1, 2, 3, 4, 5]),
    "table that lays out": (_TABLE.replace("<table", "<table role=presentation"), [0, 1, 2], [0, 1, 2]),
    "table of one row": ("<table><tr><td>a<td>b</table>", [0], [0]),
    "table around a table": (f"<table><tr><td>x<td>y<tr><td>z<td>{_TABLE}</table>", [0, 1, 2, 3, 4, 5], list(range(7))),
    "term of a definition": ("<dl><dt>t<dd>d</dl>", [1], [0, 1]),
    "formula between": ('<p>x<div class="katex">\\(c\\)</div><p>y', [0, 2], [0, 1, 2]),
    "heading between": ("<p>x<h2>h</h2><p>y", [0, 2], [0, 1, 2]),
    "heading after a heading": ("<h1>x</h1><h2>h</h2><p>y", [0, 2], [0, 2]),
    "headings between": ("<p>x<h2>h</h2><h3>i</h3><p>y", [0, 3], [0, 3]),
    "heading of what is left out": ("<p>x<h2>h</h2><p>y<p>z", [0, 3], [0, 3]),
    "hidden heading": ("<p>x<h2 hidden>h</h2><p>y", [0, 2], [0, 2]),
    "hidden listing": ("<p>x<pre style='display:none'>c</pre><p>y", [0, 2], [0, 2]),
    "hidden part of a quote": ("<blockquote><p>q<p>r<p hidden>s</blockquote>", [0, 1], [0, 1]),
    "hidden formula": ('<p>x<div class="katex" aria-hidden="true">\\(c\\)</div><p>y', [0, 2], [0, 1, 2]),
    "paragraph between": ("<p>x<p>z<p>y", [0, 2], [0, 2]),
    "nothing": (_TABLE, [], []),
}


@pytest.mark.parametrize("name", _CASES)
def test_structures_are_made_whole(name: str) -> None:
    html, kept, wanted = _CASES[name]
    assert closed(duramen.parse(html), kept) == wanted


def test_notes_that_kept_text_refers_to_are_kept() -> None:
    page = duramen.parse(_NOTE)
    assert to_markdown(page, [0]) == "x[^1]\n\n[^1]: note"
    assert to_markdown(page, [0], whole=False) == "x1"
    assert to_markdown(page, [1]) == "y"
    assert to_markdown(duramen.parse('<p>x<a href="#fn7">7</a>'), [0]) == "x7"


def test_notes_of_word_begin_with_a_link_back() -> None:
    link = '<a href="#_ftnref1" name="_ftn1">[1]</a> note'
    kept = '<p>x<a href="#_ftn1" name="_ftnref1">[1]</a><p>y'
    assert to_markdown(duramen.parse(f"{kept}<div><p><b>{link}</b></div>"), [0]) == "x[^1]\n\n[^1]: **note**"
    assert to_markdown(duramen.parse(f"{kept}<div>z<br><br>{link}</div>"), [0]) == "x[1]"


def test_markup_is_whole_unless_told_otherwise() -> None:
    page = duramen.parse("<p>x<pre>c\n d</pre><p>y")
    assert to_markdown(page, [0, 2]) == "x\n\n```\nc\n d\n```\n\ny"
    assert to_markdown(page, [0, 2], whole=False) == "x\n\ny"
    assert "<pre>" in to_html(page, [0, 2])
    assert "<pre>" not in to_html(page, [0, 2], whole=False)


def test_a_document_writes_the_kept_blocks_alone_where_asked() -> None:
    found = duramen.Extractor()("<p>x<pre>c</pre><p>y")
    document = replace(found, kept=np.array([True, False, True]))
    assert (document.to_markdown(), document.to_markdown(whole=False)) == ("x\n\n```\nc\n```\n\ny", "x\n\ny")
    assert document.to_html(whole=False) == to_html(document.page, [0, 2], whole=False)


_PIECES = [
    "<p>",
    "x",
    "<pre>",
    "</pre>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<blockquote>",
    "</blockquote>",
    "<dl>",
]
_PIECES += ["<dd>", "</dl>", "<div>", "</div>", '<a href="#fn1">1</a>', '<li id="fn1">']


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join), st.data())
def test_where_more_is_kept_more_is_whole(html: str, data: st.DataObject) -> None:
    page = duramen.parse(html)
    more = [i for i in range(len(page)) if data.draw(st.booleans())]
    fewer = [i for i in more if data.draw(st.booleans())]
    assert set(fewer) <= set(closed(page, fewer)) <= set(closed(page, more))
