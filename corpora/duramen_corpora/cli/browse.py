"""`duramen corpora list`, `info` and `show`: what there is, and one page of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from duramen_corpora.cli.options import Json, Name, Source, find, lines, table
from duramen_corpora.info import CorpusInfo
from duramen_corpora.registry import CORPORA, corpus_info

_PageId = Annotated[str, typer.Argument(metavar="PAGE_ID", help="A page's id; 'align --worst 20' lists some.")]
#: Of a row, what is no fact about the corpus.
_PRIVATE = ("read", "marker", "folder")


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


def show(name: Name, page_id: _PageId, source: Source = None) -> None:
    """Show a page's blocks: role, share that is gold, text."""
    import duramen
    from duramen_corpora.align import align, labels_from_xpaths
    from duramen_corpora.audit import audit_page

    page = find(name, page_id, source)
    parsed = duramen.parse(page.html, encoding=page.charset)
    typer.echo(
        f"{page.corpus} {page.id}  {page.url}  {page.page_type or ''} {page.language or ''} {page.split}".rstrip()
    )
    matched: Sequence[float | None] = [None] * len(parsed.texts)
    if page.text is not None:
        matched = align(parsed.texts, page.text).matched.tolist()
        found = audit_page(page, parsed.texts)
        typer.echo(f"gold {found.gold_words} words, {found.gold_found:.1%} found; oracle word F1 {found.oracle_f1:.3f}")
    roles = labels_from_xpaths(parsed, page.blocks)
    width = shutil.get_terminal_size().columns - 25
    for i, (text, role, share) in enumerate(zip(parsed.texts, roles, matched, strict=True)):
        typer.echo(_block_line(i, role or "", share, " ".join(text.split())[: max(width, 20)]))
    if parsed.problem:
        typer.echo(f"no blocks: {parsed.problem}", err=True)


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


def _block_line(index: int, role: str, share: float | None, text: str) -> str:
    matched = "" if share is None else f"{share:.2f}"
    line = f"{index:5} {role:10} {matched:>4}  {text}"
    return typer.style(line, bold=True) if (share or 0) >= 0.5 or role in ("main", "title") else line
