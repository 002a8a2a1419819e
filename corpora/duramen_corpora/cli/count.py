"""`duramen corpora stats`: what is in a corpus, or how several compare."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from duramen.errors import UsageError
from duramen_corpora.cli.options import Json, Names, Source, lines, pages_of, progress, table
from duramen_corpora.registry import CORPORA, corpus_info

if TYPE_CHECKING:
    from duramen_corpora.stats import Spread, Stats

_HEADER = (
    *("corpus", "pages", "hosts", "languages", "types", "html kB", "p90", "max", "gold words", "p90", "blocks"),
    *("empty", "no text", "snippets", "comments", "nodes"),
)


def stats(names: Names = None, source: Source = None, as_json: Json = False) -> None:
    """Count what is in corpora: without a name, in all that are at hand.

    Sizes are the median, 90th percentile and largest page; the last five columns of the table are shares of pages.
    """
    from duramen_corpora.sources import at_hand

    if source is not None and len(names or ()) != 1:
        raise UsageError("--from is the source of one corpus. Type: duramen corpora stats NAME --from SOURCE")
    wanted = [corpus_info(name) for name in names or ()] or [info for info in CORPORA.values() if at_hand(info)]
    found = [_measured(info.name, source, sum(info.pages.values())) for info in wanted]
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], indent=2))
    elif len(found) == 1:
        lines(_facts(found[0]))
    else:
        table([_HEADER, *map(_row, found)])


def _measured(name: str, source: str | None, pages: int) -> Stats:
    from duramen_corpora.stats import measure

    return measure(name, progress(pages_of(name, source), f"count {name}", pages or None))


def _facts(one: Stats) -> dict[str, Any]:
    """Return the counts of one corpus as lines; what there is none of has no line."""
    facts = {
        key: value for key, value in asdict(one).items() if value and key not in ("html", "gold", "blocks", "shares")
    }
    for name, spread in (("html bytes", one.html), ("gold words", one.gold), ("blocks", one.blocks)):
        facts[name] = _spread(spread) if spread and spread.max else "none"
    return facts | {"pages with": ", ".join(f"{kind} {share:.1%}" for kind, share in one.shares.items())}


def _spread(spread: Spread) -> str:
    return f"median {spread.median:,.0f}, 90% up to {spread.p90:,.0f}, largest {spread.max:,}"


def _row(one: Stats) -> tuple[str, ...]:
    counts = (one.pages, one.hosts, len(one.languages), len(one.page_types))
    html = (size / 1000 for size in (one.html.median, one.html.p90, one.html.max))
    sizes = (*html, one.gold.median, one.gold.p90, one.blocks.median if one.blocks else 0.0)
    shares = (f"{share:.0%}" if share in (0, 1) else f"{share:.1%}" for share in one.shares.values())
    return (one.corpus, *(f"{count:,}" for count in counts), *(f"{size:,.0f}" for size in sizes), *shares)
