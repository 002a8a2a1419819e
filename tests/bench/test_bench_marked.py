"""Marks and colours: every word stands there once, and nothing steers the terminal."""

from __future__ import annotations

import pytest

from duramen_bench.cli.marked import marked

OPS = [["+", "Home\n\n"], ["=", "Roses are "], ["-", "red."]]


def test_marks() -> None:
    assert list(marked(OPS, 80, colour=False)) == ["{+Home+}", "", "Roses are [-red.-]"]


def test_colours_replace_marks() -> None:
    first, _, last = marked(OPS, 80, colour=True)
    assert "Home" in first
    assert "\x1b[3" in first
    assert "{+" not in first
    assert last.startswith("Roses are ")


def test_lines_fit_where_there_are_spaces() -> None:
    lines = list(marked([["=", "a word " * 50]], 20, colour=False, full=True))
    assert max(map(len, lines)) <= 20
    assert " ".join(lines) == ("a word " * 50).strip()


def test_no_space_where_the_text_has_none() -> None:
    assert list(marked([["=", "我们"], ["-", "的"], ["=", "家"]], 80, colour=False)) == ["我们[-的-]家"]


def test_long_pieces_are_cut_in_the_middle_and_counted() -> None:
    text = " ".join(f"w{number}" for number in range(100))
    [*lines] = marked([["=", text]], 500, colour=False)
    assert lines == [f"{text[: text.index(' w15')]} … 70 words … {text[text.index('w85') :]}"]
    assert " ".join(marked([["=", text]], 500, colour=False, full=True)) == text
    assert "characters" in "".join(marked([["+", "字" * 5000]], 80, colour=False))


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\x07b", "\u202eevil", "lone \ud800"])
def test_nothing_in_a_page_steers_the_terminal(text: str) -> None:
    shown = "".join(marked([["=", text]], 80, colour=False))
    assert not any(char in shown for char in "\x1b\x07\u202e\ud800")


def test_nothing() -> None:
    assert list(marked([], 80, colour=False)) == []
    assert list(marked([["=", "\n\n"]], 80, colour=False)) == []
