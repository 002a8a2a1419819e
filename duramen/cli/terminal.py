"""What a terminal is shown: text of pages on one line, harmless, and a colour a role."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Any, Final

import typer

from duramen.errors import UsageError

#: Per role, how a terminal shows it: content bright, noise not.
STYLES: Final[dict[str, dict[str, Any]]] = {
    "main": {"fg": "green", "bold": True},
    "title": {"fg": "cyan", "bold": True},
    "comment": {"fg": "magenta", "bold": True},
    "meta": {"fg": "yellow"},
    "navigation": {"fg": "blue"},
    "header": {"fg": "cyan"},
    "sidebar": {"fg": "bright_blue"},
    "footer": {"fg": "bright_black"},
    "related": {"fg": "magenta"},
    "promotion": {"fg": "red"},
    "notice": {"fg": "bright_red"},
    "control": {"fg": "bright_yellow"},
}
_JOINERS: Final = "\u200c\u200d"  # Persian and Indic words are spelt with them


def clip(text: str, room: int) -> str:
    """Return `text` on one line of at most `room` columns, with nothing in it that a terminal would obey.

    Han, kana and Hangul take two columns, combining marks none (Unicode Standard Annex 11).
    """
    kept: list[str] = []
    for char in printable(" ".join(text[: 4 * room].split())):
        still = unicodedata.combining(char) or char in _JOINERS
        room -= 0 if still else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if room < 0:
            break
        kept.append(char)
    return "".join(kept)


def printable(text: str) -> str:
    """Return `text` without what steers a terminal or the order of its letters."""
    shown = (char for char in text if char in _JOINERS or unicodedata.category(char) != "Cf")
    return "".join(char if char.isprintable() or char in _JOINERS else "\ufffd" for char in shown)


def echo(line: str) -> None:
    """Print a line to stdout, coloured where that is wanted (https://no-color.org)."""
    typer.echo(line, color=False if "NO_COLOR" in os.environ else None)


def write_html(html: str, target: str, blocks: int) -> None:
    """Write an overlay to a file, whole or not at all, or to stdout (`-`). Raises UsageError where that cannot be."""
    from duramen.whole import whole_file

    data = html.encode("utf-8", "replace")
    if target == "-":
        typer.echo(data, nl=False)
        return
    path = Path(target)
    try:
        path.parent.stat()  # a folder that is misspelt is not made
        with whole_file(path) as scratch:
            scratch.write_bytes(data)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}. Give a file in a folder that is there") from error
    typer.echo(f"{path}: {blocks:,} blocks, {len(data) / 1024:,.0f} KiB. Open it in a browser", err=True)
