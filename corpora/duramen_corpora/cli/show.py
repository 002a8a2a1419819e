"""`duramen corpora show`: one page, block by block, in the terminal, as JSON, or as an HTML file beside its gold."""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from duramen.errors import UsageError, unknown_name
from duramen.roles import ROLES
from duramen_corpora.cli.options import Json, Name, Source, find
from duramen_corpora.whole import whole_file

if TYPE_CHECKING:
    from duramen_corpora.examine import Examined

_PageId = Annotated[str, typer.Argument(metavar="PAGE_ID", help="A page's id; 'align --worst 20' lists some.")]
_Html = Annotated[
    str | None, typer.Option("--html", metavar="FILE", help="Write the page with its gold beside it; - is stdout.")
]
_Only = Annotated[
    str | None, typer.Option("--only", metavar="WHAT", help="Only blocks that are gold, noise, or of this role.")
]
_Xpath = Annotated[bool, typer.Option("--xpath", help="Print each block's XPath beneath it.")]

#: Per role, how a terminal shows it: content bright, noise not.
_STYLES: Final[dict[str, dict[str, Any]]] = {
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
_LEAST: Final = 20  # columns of text, however narrow the terminal


def show(
    name: Name,
    page_id: _PageId,
    source: Source = None,
    html: _Html = None,
    only: _Only = None,
    xpath: _Xpath = False,
    as_json: Json = False,
) -> None:
    """Show a page's blocks: role, share that is gold, text.

    ● is a block of which half or more is gold, ◐ one of which some is, ○ one of which nothing is; ~ is a block that the
    page hides.
    """
    from duramen_corpora.examine import examine, guessed

    if html is not None and (only or xpath or as_json):
        raise UsageError("--html goes with no other view: the file has switches of its own, and --json has everything")
    examined = examine(find(name, page_id, source), guessed)
    if html is not None:
        _write_html(examined, html)
        return
    chosen = _chosen(examined, only)
    if as_json:
        typer.echo(json.dumps(examined.to_dict(chosen), ensure_ascii=False, indent=2))
        return
    for line in (*_head(examined), "", *_lines(examined, chosen, xpath)):
        typer.echo(line, color=False if "NO_COLOR" in os.environ else None)
    if examined.parsed.problem:
        typer.echo(f"{page_id}: {examined.parsed.problem}", err=True)


def _chosen(examined: Examined, only: str | None) -> list[int]:
    """Return the blocks that `only` names. Raises UsageError where it names none."""
    every = range(len(examined.parsed))
    if only is None:
        return list(every)
    if only not in ("gold", "noise", *ROLES):
        raise unknown_name("kind of block", only, ("gold", "noise", *ROLES))
    if only == "gold":
        chosen = [i for i in every if examined.states[i] in ("gold", "part")]
    elif only == "noise":
        chosen = [i for i in every if examined.states[i] == "noise"]
    else:
        chosen = [i for i in every if examined.roles.names[i] == only]
    if not chosen:
        known = {role for role in examined.roles.names if role}
        there = (
            f"Its roles: {', '.join(role for role in ROLES if role in known)}." if known else "Nobody labelled roles."
        )
        raise UsageError(f"{examined.page.id} has no block that is {only}. {there} Leave --only out to see all blocks")
    return chosen


def _head(examined: Examined) -> Iterator[str]:
    from duramen_corpora.examine import SIGNS

    page, alignment = examined.page, examined.alignment
    said = [page.corpus, f"{page.id} ", f"{page.url} ", page.page_type or "", page.language or "", page.split]
    yield printable(" ".join(word for word in said if word))
    if alignment is not None:
        best = "" if examined.oracle_f1 is None else f"; oracle word F1 {examined.oracle_f1:.3f}"
        yield f"gold {len(alignment.found):,} words, {alignment.gold_found:.1%} found{best}"
    else:
        yield "no gold text"
    counts = examined.counts(examined.states)
    yield from _legend([(f"{sign} {state}", {}, counts[state]) for state, sign in SIGNS.items() if state in counts])
    roles = examined.counts(examined.roles.names)
    if roles:
        yield f"roles: {examined.roles.source}"
        yield from _legend([(role, _STYLES[role], n) for role, n in roles.items()])


def _legend(entries: Iterable[tuple[str, dict[str, Any], tuple[int, int]]]) -> Iterator[str]:
    """Yield lines of labels with their numbers of blocks and words, as wide as the terminal."""
    line, used, room = "", 0, shutil.get_terminal_size().columns
    for label, style, (blocks, words) in entries:
        counts = f" {blocks:,} ({words:,} words)"
        width = len(label) + len(counts) + 3
        if line and used + width - 3 > room:
            yield line.rstrip()
            line, used = "", 0
        line, used = f"{line}{typer.style(label, **style)}{counts}   ", used + width
    yield line.rstrip()


def _lines(examined: Examined, chosen: list[int], xpath: bool) -> Iterator[str]:
    from duramen.xpaths import paths

    room = shutil.get_terminal_size().columns
    elements = examined.parsed.elements
    places = paths([elements[i] for i in chosen]) if xpath else iter(())
    for i in chosen:
        yield _line(examined, i, room)
        if xpath:
            yield typer.style(f"      {next(places)}", dim=True)


def _line(examined: Examined, i: int, room: int) -> str:
    from duramen_corpora.examine import SIGNS

    role, state = examined.roles.names[i] or "", examined.states[i]
    share = "" if examined.alignment is None else f"{examined.alignment.matched[i]:.2f} "
    column = f"{role:10} " if examined.roles.source else ""
    start = f"{i:5} {share}{SIGNS[state]}{'~' if examined.hidden[i] else ' '}{column}"
    # The terminal's own ink for what is partly gold and for what nobody knows.
    weight = {"bold": True} if state == "gold" else {"dim": True} if state == "noise" else {}
    text = clip(examined.parsed.texts[i], max(room - len(start), _LEAST))
    return typer.style(start, **_STYLES.get(role, weight)) + typer.style(text, **weight)


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


def _write_html(examined: Examined, target: str) -> None:
    """Write the overlay, whole or not at all."""
    from duramen_corpora.overlay import overlay

    data = overlay(examined).encode("utf-8", "replace")
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
    typer.echo(f"{path}: {len(examined.parsed):,} blocks, {len(data) / 1024:,.0f} KiB. Open it in a browser", err=True)
