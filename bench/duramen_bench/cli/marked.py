"""A comparison of two texts as lines for a terminal: [-missing-] and {+extra+}, or their colours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import typer

from duramen.cli.terminal import printable

_MARKS: Final = {"-": ("[-", "-]"), "+": ("{+", "+}"), "=": ("", ""), " ": ("", "")}
#: Colour and more than colour: red and green are one to some eyes.
_STYLES: Final[dict[str, dict[str, Any]]] = {
    "-": {"fg": "red", "strikethrough": True},
    "+": {"fg": "green", "bold": True},
}
_SHOWN: Final = {"=": 30, " ": 120, "-": 120, "+": 120}  # words of a piece, before its middle is left out


def marked(ops: Iterable[list[str]], room: int, colour: bool, full: bool = False) -> Iterator[str]:
    """Yield lines of at most `room` columns where spaces allow it; one empty line between paragraphs.

    `colour` uses colours where `False` writes marks. Without `full`, the middle of a long piece is left out and
    counted.
    """
    line, used = "", 0
    for gap, word, styled in _words(ops, colour, full):
        breaks = gap.count("\n")
        if line and (breaks or used + len(gap) + len(word) > room):
            yield line
            line, used = "", 0
            if breaks > 1:
                yield ""
        line, used = (f"{line}{gap}{styled}", used + len(gap) + len(word)) if line else (styled, len(word))
    if line:
        yield line


def _words(ops: Iterable[list[str]], colour: bool, full: bool) -> Iterator[tuple[str, str, str]]:
    """Yield what stands before a word (nothing, a space, one line break or two), the word, and how it is written."""
    gap = ""
    for sign, text in ops:
        pieces = re.findall(r"(\s*)(\S*)", text if full else _short(text, _SHOWN[sign]))
        last = max((i for i, (_, word) in enumerate(pieces) if word), default=-1)
        for i, (space, word) in enumerate(pieces):
            gap += space
            if word:
                start, end = ("", "") if colour else _MARKS[sign]
                bare = f"{start * (i == 0)}{printable(word)}{end * (i == last)}"
                shown = typer.style(bare, **_STYLES[sign]) if colour and sign in _STYLES else bare
                yield ("\n" * min(gap.count("\n"), 2) or " ") if gap else "", bare, shown
                gap = ""


def _short(text: str, most: int) -> str:
    """Return the text with its middle left out where it is longer than that many words, or characters of six each."""
    words = text.split()
    if len(words) > most:
        half = most // 2
        start, end = _until(text, half), _until(text[::-1], half)[::-1]
        return f"{start} … {len(words) - 2 * half:,} words … {end}"
    if len(text) > 12 * most:  # a script without spaces
        half = 3 * most
        return f"{text[:half]} … {len(text) - 2 * half:,} characters … {text[-half:]}"
    return text


def _until(text: str, words: int) -> str:
    """Return the text up to the end of so many words, white space as it stands."""
    place = 0
    for word in text.split(maxsplit=words)[:words]:
        place = text.index(word, place) + len(word)
    return text[:place]
