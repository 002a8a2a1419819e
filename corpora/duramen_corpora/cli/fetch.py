"""`duramen corpora path` and `load`: from upstream's files to a table on disk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer

from duramen_corpora.cli.options import Json, Name, Source, flat
from duramen_corpora.info import CorpusInfo
from duramen_corpora.registry import corpus_info

if TYPE_CHECKING:
    from duramen_corpora.schema import Page


def path(name: Name, source: Source = None) -> None:
    """Print the folder that holds a corpus in upstream's layout, unpacking or cloning it first."""
    from duramen_corpora.sources import locate

    typer.echo(str(locate(corpus_info(name), source)))


def load(name: Name, source: Source = None, as_json: Json = False) -> None:
    """Read, validate and cache a corpus; count what is there."""
    from duramen_corpora.load import load as load_table
    from duramen_corpora.load import pages, stored

    row = corpus_info(name)
    kept = stored(name, source)
    facts: dict[str, Any] = {"corpus": name, "revision": row.revision} | _counts(pages(load_table(name, source)))
    facts |= {"bytes": kept.bytes, "content_hash": kept.content_hash, "as_pinned": _as_pinned(row, kept.content_hash)}
    facts |= {"table": kept.path}
    if facts["as_pinned"] is False:
        typer.echo(f"{name}: this is not the content that {row.revision[:12]} is known to have", err=True)
    if as_json:
        typer.echo(json.dumps(facts, indent=2))
        return
    for key, value in facts.items():
        typer.echo(f"{key:14}{flat(value)}")


def _counts(pages: Iterable[Page]) -> dict[str, Any]:
    counted: dict[str, Counter[str]] = {key: Counter() for key in ("splits", "languages", "page_types", "roles")}
    hosts: set[str] = set()
    for page in pages:
        hosts.add(page.host)
        counted["splits"][page.split] += 1
        counted["languages"][page.language or "unknown"] += 1
        counted["page_types"][page.page_type or "unknown"] += 1
        counted["roles"].update(block.role for block in page.blocks)
    facts: dict[str, Any] = {"pages": counted["splits"].total(), "hosts": len(hosts)}
    return facts | {key: dict(counter.most_common()) for key, counter in counted.items() if counter}


def _as_pinned(row: CorpusInfo, content_hash: str) -> bool | None:
    return content_hash == row.content_hash if row.content_hash else None
