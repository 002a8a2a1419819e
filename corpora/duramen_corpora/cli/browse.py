"""`duramen corpora list` and `info`: what there is."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from duramen_corpora.cli.options import Json, Name, lines, table
from duramen_corpora.info import CorpusInfo
from duramen_corpora.registry import CORPORA, corpus_info

if TYPE_CHECKING:
    from duramen_corpora.measure import Measured

#: Of a row, what is no fact about the corpus.
_PRIVATE = ("read", "layout_faults", "marker", "folder")


def list_corpora(as_json: Json = False) -> None:
    """List the corpora."""
    if as_json:
        typer.echo(json.dumps([public(info) for info in CORPORA.values()], indent=2))
        return
    header = ("name", "pages", "languages", "gold", "licence", "ships", "title")
    table([header, *(_list_row(info) for info in CORPORA.values())])


def info(name: Name, as_json: Json = False) -> None:
    """Tell a corpus's source, licence, gold and faults, and what was measured of it."""
    from duramen_corpora.measure import measured

    facts, found = public(corpus_info(name)), measured().get(name)
    if as_json:
        typer.echo(json.dumps(facts | {"measured": asdict(found) if found else None}, indent=2))
        return
    lines(facts | ({"measured": _said(found)} if found else {}))


def public(row: CorpusInfo) -> dict[str, Any]:
    """Return a row as JSON has it."""
    facts: dict[str, Any] = {name: getattr(row, name) for name in row.__slots__ if name not in _PRIVATE}
    facts |= {"languages": " ".join(row.languages), "pages": dict(row.pages), "faults": list(row.faults)}
    facts |= {"forms": " ".join(row.forms), "gold_roles": " ".join(sorted(row.gold_roles))}
    return facts | {"policy": row.policy}


def _said(found: Measured) -> list[str]:
    """Return what was measured of the dev split, in sentences."""
    said = ["no gold text to align"]
    if found.texts:
        said = [
            f"gold words found: {found.found_median:.3f} (median), {found.found_p10:.3f} (10th percentile)",
            f"gold words in the page at all: {found.there:.3f}; oracle word F1 over blocks: {found.oracle_f1:.3f}",
        ]
    parts = [f"{part} {n:,} of {pages:,}" for part, (pages, n) in found.policy.items() if pages]
    said += [f"of the pages that have it, so many have it in their gold: {', '.join(parts)}"] if parts else []
    kinds = [f"{kind} {count:,}" for kind, count in found.findings.items()]
    return [*said, f"audit: {', '.join(kinds) or 'nothing found'}"]


def _list_row(row: CorpusInfo) -> tuple[str, ...]:
    pages = " + ".join(f"{count} {split}" for split, count in row.pages.items())
    ships = "yes" if row.shippable else "no"
    return (row.name, pages, " ".join(row.languages), row.policy, row.licence, ships, row.title)
