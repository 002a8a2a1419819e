"""Labels out of bytes: what is edited changes, and nothing else does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duramen_corpora.readers.annotations import edit_attributes, edit_tags

PIECES = [
    "<p>", "</p>", "<a href='x>y' title=\"a < b\">", "<!-- <p mark=1> -->", "<script>if (a<b) '<p mark>'</script>",
    "text", " \n", "<br/>", "&lt;", "< ", ">", "é", "<input disabled>", "</P >", "<title><p mark></title>",
]  # fmt: skip


def without_mark(html: bytes) -> bytes:
    return edit_tags(html, lambda tag: edit_attributes(tag, lambda name, value: None if name == b"mark" else value))


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_a_page_without_the_label_stays_as_it_is(html: str) -> None:
    assert without_mark(html.encode()) == html.encode()


@given(st.binary(max_size=300))
def test_no_bytes_raise_and_keeping_all_keeps_all(html: bytes) -> None:
    assert edit_tags(html, lambda tag: edit_attributes(tag, lambda _, value: value)) == html


@pytest.mark.parametrize(
    ("tag", "clean"),
    [
        (b'<p mark="1">', b"<p>"),
        (b'<p id=a  MARK = "1" class="b c" >', b'<p id=a class="b c" >'),
        (b"<p mark='a > b' id=x>", b"<p id=x>"),
        (b"<input mark disabled>", b"<input disabled>"),
        (b"<br mark=1/>", b"<br>"),  # an unquoted value holds the slash: HTML standard, 13.2.5.37
        (b'<p data-mark="1" title=" mark=2 ">', b'<p data-mark="1" title=" mark=2 ">'),
    ],
)
def test_an_attribute_goes_however_it_is_written(tag: bytes, clean: bytes) -> None:
    assert without_mark(b"a" + tag + b"b") == b"a" + clean + b"b"


def test_comments_and_what_is_text_are_no_tags() -> None:
    html = b"<!-- <p mark=1> --><script>'<p mark=1>'</script><style mark=1>p{}</style><textarea><p mark=1></textarea>"
    assert without_mark(html + b"<p mark=1>") == html.replace(b"<style mark=1>", b"<style>") + b"<p>"


def test_a_script_that_never_ends_is_text_to_the_end() -> None:
    assert without_mark(b"<p mark=1><script><p mark=1>") == b"<p><script><p mark=1>"


def test_a_value_can_be_replaced() -> None:
    def shout(name: bytes, value: bytes) -> bytes:
        return value.upper() if name == b"class" else value

    assert edit_attributes(b"<p class=a id=b>", shout) == b'<p class="A" id=b>'
    assert edit_attributes(b"""<p class='a"b'>""", shout) == b'<p class="A&quot;B">'


def test_end_tags_are_edited_too() -> None:
    assert edit_tags(b"<b>x</b>", lambda tag: re.sub(rb"\bb\b", b"i", tag)) == b"<i>x</i>"
