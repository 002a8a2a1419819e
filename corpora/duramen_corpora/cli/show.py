"""`duramen corpora show`: one page, block by block, in the terminal, as JSON, or as an HTML file beside its gold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from duramen.cli.terminal import STYLES, clip, echo, printable, write_html
from duramen.errors import UsageError, unknown_name
from duramen.roles import ROLES
from duramen_corpora.cli.options import Json, Name, Source, find

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
        from duramen_corpora.overlay import overlay

        write_html(overlay(examined), html, len(examined.parsed))
        return
    chosen = _chosen(examined, only)
    if as_json:
        typer.echo(json.dumps(examined.to_dict(chosen), ensure_ascii=False, indent=2))
        return
    for line in (*_head(examined), "", *_lines(examined, chosen, xpath)):
        echo(line)
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
        yield from _legend([(role, STYLES[role], n) for role, n in roles.items()])


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
    return typer.style(start, **STYLES.get(role, weight)) + typer.style(text, **weight)
