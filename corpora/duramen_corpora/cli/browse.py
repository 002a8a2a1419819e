"""`duramen corpora list` and `info`: what there is."""

from __future__ import annotations

import json
from typing import Any

import typer

from duramen_corpora.cli.options import Json, Name, lines, table
from duramen_corpora.info import CorpusInfo
from duramen_corpora.registry import CORPORA, corpus_info

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
    """Tell a corpus's source, licence, gold and faults."""
    facts = public(corpus_info(name))
    if as_json:
        typer.echo(json.dumps(facts, indent=2))
        return
    lines(facts)


def public(row: CorpusInfo) -> dict[str, Any]:
    """Return a row as JSON has it."""
    facts: dict[str, Any] = {name: getattr(row, name) for name in row.__slots__ if name not in _PRIVATE}
    facts |= {"languages": " ".join(row.languages), "pages": dict(row.pages), "faults": list(row.faults)}
    facts |= {"forms": " ".join(row.forms), "gold_roles": " ".join(sorted(row.gold_roles))}
    return facts | {"policy": row.policy}


def _list_row(row: CorpusInfo) -> tuple[str, ...]:
    pages = " + ".join(f"{count} {split}" for split, count in row.pages.items())
    ships = "yes" if row.shippable else "no"
    return (row.name, pages, " ".join(row.languages), row.policy, row.licence, ships, row.title)
