"""What the verbs of `duramen corpora` share: options, tables, progress, and finding a page."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from duramen.errors import UsageError

if TYPE_CHECKING:
    from duramen_corpora.schema import Page

_T = TypeVar("_T")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A corpus; 'duramen corpora list' shows them.")]
Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Corpora; none: all that are at hand.")]
Source = Annotated[
    str | None,
    typer.Option("--from", metavar="SOURCE", help="A folder, an archive, or the word git (clones upstream)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def pages_of(name: str, source: str | None, split: str | None = None) -> Iterator[Page]:
    """Return the pages of a corpus, of one split or of all."""
    from duramen_corpora.load import stream

    return stream(name, source, split=split)


def find(name: str, page_id: str, source: str | None) -> Page:
    """Return one page. Raises UsageError, with the nearest ids, for one that is not there."""
    ids: list[str] = []
    for page in pages_of(name, source):
        if page.id == page_id:
            return page
        ids.append(page.id)
    raise _no_page(name, page_id, ids)


def progress(things: Iterable[_T], what: str, total: int | None = None, unit: str = "page") -> Iterable[_T]:
    """Return `things` with a bar on stderr: for people, nothing in a log."""
    from tqdm import tqdm

    bar: Iterable[_T] = tqdm(things, desc=what, unit=unit, total=total, file=sys.stderr, disable=None)
    return bar


def table(rows: Sequence[Sequence[str]]) -> None:
    """Print columns, as wide as they need to be; numbers are right-aligned."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    right = [all(row[i][:1].isdigit() for row in rows[1:]) for i in range(len(rows[0]))]
    for row in rows:
        cells = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, widths, right, strict=True))
        typer.echo("  ".join(cells).rstrip())


def lines(facts: Mapping[str, Any]) -> None:
    """Print facts, a line each; a list has a line for each of its members."""
    for key, value in facts.items():
        values = value if isinstance(value, list) else [flat(value)]
        for i, line in enumerate(values or ["none known"]):
            typer.echo(f"{'' if i else key:14}{line}")


def flat(value: Any) -> str:
    """Return a value on one line, as people read it."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {count:,}" for key, count in value.items())
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "nothing pinned"}[value]
    return f"{value:,}" if isinstance(value, int) else str(value)


def _no_page(name: str, page_id: str, ids: Sequence[str]) -> UsageError:
    """Return the error for an id that no page has: a corpus's whole list of ids would fill the screen."""
    import difflib

    close = difflib.get_close_matches(page_id, ids, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    return UsageError(f"{name} has no page '{page_id}'.{hint} It has {len(ids):,}, from {min(ids)} to {max(ids)}.")
