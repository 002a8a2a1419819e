"""Markdown to the words a reader sees: markup costs no words, and no word is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duramen_bench.plain import from_markdown


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("---\ntitle: T\nurl: http://x.org\n---\n\n# A heading\n\ntext", "A heading\n\ntext"),
        ("text\n\n---\n\nmore", "text\n\n\n\nmore"),
        ("a [link](http://x.org/a_(b) 'title') here", "a link here"),
        ("a [link](<http://x.org/a b>) here", "a link here"),
        ("an ![image of *it*](x.png) here", "an here"),
        ("[![logo](x.png) Home](/)", "Home"),
        ("[text][1]\n\n[1]: http://x.org", "[text][1]"),
        ("**bold**, *it*, __b__, `code`, ~~gone~~", "bold, it, b, code, gone"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("> quoted\n> > twice", "quoted\ntwice"),
        ("- one\n* two\n  + three", "one\ntwo\nthree"),
        ("1. first\n2. second", "1. first\n2. second"),
        ("| a | b |\n| --- | :-: |\n| 1 | 2 |", "a b \n\n 1 2"),
        ("```python\nx = 1\n```", "x = 1"),
        (r"2 \* 3 and \[x\] and \#1", "2 * 3 and [x] and #1"),
        ("Heading\n=======\n\ntext", "Heading\n\n\ntext"),
        ("<http://x.org/y> &amp; more", "& more"),
    ],
)
def test_markup_goes_and_words_stay(markdown: str, text: str) -> None:
    assert from_markdown(markdown) == text


@given(st.lists(st.text("abc déf日本", min_size=1, max_size=12), max_size=8))
def test_plain_words_are_untouched(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert re.findall(r"\w+", from_markdown(text)) == re.findall(r"\w+", text)


MARKS = (
    "[",
    "![",
    "[a](",
    "*",
    "_",
    "`",
    "|",
    "> ",
    "- ",
    "-",
    " ",
    "(",
    "\\",
    "<http://",
    "**a",
    "*a ",
    "[[](",
    "---\n",
    "_a ",
)


@pytest.mark.parametrize("mark", MARKS)
def test_half_a_megabyte_of_marks_is_answered(mark: str) -> None:
    """An expression that tries every end for every start would be at this for an hour."""
    assert len(from_markdown(mark * 100_000 + "x")) <= len(mark) * 100_000 + 1


@given(st.text("[]()!*_`~|\\<>#- \na", max_size=200))
def test_no_word_is_made_up(text: str) -> None:
    assert from_markdown(text).count("a") <= text.count("a")
