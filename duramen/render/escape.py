r"""Text to Markdown that says the same: characters that would be markup are escaped, and no others.

Rules by number are those of CommonMark 0.31.2 (https://spec.commonmark.org/0.31.2/) and of GitHub's extensions (GFM,
https://github.github.com/gfm/): 2.4 backslash escapes, 2.5 entities, 6.1 code spans, 6.2 emphasis, 6.3 links.

>>> inline("2 * 3 is *six* in snake_case & R&amp;B")
'2 * 3 is \\*six\\* in snake_case & R\\&amp;B'
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

PUNCTUATION: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_SPECIAL = re.compile(r"[\\`*_\[\]<&~!|]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LABEL = re.compile(r"\[\d{1,9}\]")
_TASKS: Final = (" ]", "x]", "X]")
_START = re.compile(
    r"(?P<mark>#{1,6}(?=\s|\Z)|[-+](?=\s|\Z)|\*(?=\s|\Z)|>|~~~|=+\s*\Z|-+\s*\Z|_(?=[_\s]*\Z)|:?-[-:| ]*\Z|\|[-:| ]+\Z)"
    r"|(?P<number>\d{1,9})(?=[.)](?:\s|\Z))"
)
_TICKS = re.compile("`+")
_TEX_MARKUP = re.compile(r"<(?=[A-Za-z/!?])|\](?=[(:\[])")


class Where(NamedTuple):
    """Where text stands. `label`: inside `[…]`, where any bracket counts; `cell`: in a table, where any `|` does;
    `numbers`: in a text whose links are references by number."""

    label: bool = False
    cell: bool = False
    numbers: bool = False


ANYWHERE: Final = Where()


def inline(text: str, before: str = "", after: str = "", where: Where = ANYWHERE) -> str:
    """Return text with its markup escaped. `before` and `after` are the characters around it, "" for none."""
    if not _SPECIAL.search(text):
        return text
    padded = (before or " ") + text + (after or "\n")
    struck = text.count("~") > 1

    def escaped(found: re.Match[str]) -> str:
        i, mark = found.start() + 1, found[0]
        if mark == "~":
            counts = struck or "~" in (before, after)
        elif mark in "[]":
            counts = _bracket(mark, padded, i, where)
        else:
            counts = _counts(mark, padded[i - 1], padded[i + 1], where) or (
                mark == "&" and bool(_ENTITY.match(padded, i))
            )
        return "\\" + mark if counts else mark

    return _SPECIAL.sub(escaped, text)


def _counts(mark: str, last: str, following: str, where: Where) -> bool:
    """Whether a character would be markup between these two."""
    if mark == "\\":
        return following in PUNCTUATION or following == "\n"
    if mark == "*":
        return not (last.isspace() and following.isspace())
    if mark == "_":
        return not ((last.isalnum() and following.isalnum()) or (last.isspace() and following.isspace()))
    if mark == "<":
        return following.isalpha() or following in "/!?"
    if mark == "!":
        return following == "["
    return mark == "`" or (mark == "|" and where.cell)


def _bracket(mark: str, text: str, i: int, where: Where) -> bool:
    """Whether a bracket would be a link's, a note's or a task's."""
    if where.label:
        return True
    if mark == "]":
        return text[i + 1] in "([:"
    return text[i + 1] == "^" or text[i + 1 : i + 3] in _TASKS or (where.numbers and _LABEL.match(text, i) is not None)


def line_start(line: str) -> str:
    """Return a line of escaped text whose start is no heading, item, quote, rule, fence or underline."""
    found = _START.match(line)
    if found is None:
        return line
    if found["number"]:
        return f"{found['number']}\\{line[found.end() :]}"
    return "\\" + line


def heading_end(line: str) -> str:
    """Return a heading's text whose end is no closing sequence of `#` (CommonMark 4.2)."""
    rest = line.rstrip("#")
    if rest == line or rest[-1:] not in ("", " ", "\t"):
        return line
    return f"{rest}\\{line[len(rest) :]}"


def code_span(text: str) -> str:
    """Return a code span (CommonMark 6.1): more backticks than its text has in a row."""
    longest = max(map(len, _TICKS.findall(text)), default=0)
    ticks = "`" * (1 if longest == 0 else longest + 1)
    pad = " " if text[0] == "`" or text[-1] == "`" or (text[0] == text[-1] == " " and text.strip()) else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def formula(tex: str) -> str:
    """Return LaTeX in which a reader that knows no formulas finds no tag and no link; to LaTeX spaces are nothing."""
    return _TEX_MARKUP.sub(lambda found: f"{found[0]} ", tex)


def fence(text: str) -> str:
    """Return the fence of a code block (CommonMark 4.5): longer than any run of backticks in it."""
    return "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))


def destination(address: str) -> str:
    """Return a link's destination (CommonMark 6.3). Spaces and angle brackets are percent-encoded already."""
    return address.replace("(", "\\(").replace(")", "\\)") if "(" in address or ")" in address else address
