"""`duramen corpora`: which corpora there are, what is in them, and how well their gold fits their pages."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duramen.errors import UsageError
from duramen_corpora.registry import CORPORA, CorpusInfo, corpus_info

if TYPE_CHECKING:
    from duramen_corpora.audit import Audited
    from duramen_corpora.schema import Page

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Labelled pages: list, load, look at and audit the corpora."
)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="A corpus; 'duramen corpora list' shows them.")]
_Source = Annotated[
    str | None,
    typer.Option("--from", metavar="SOURCE", help="A folder, an archive, or the word git (clones upstream)."),
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_Split = Annotated[str, typer.Option(help="The split to audit.")]
_Worst = Annotated[int, typer.Option(min=0, metavar="N", help="Also list the N pages whose gold is found least.")]


@app.command("list")
def list_corpora(as_json: _Json = False) -> None:
    """List the corpora."""
    if as_json:
        typer.echo(json.dumps([_public(info) for info in CORPORA.values()], indent=2))
        return
    header = ("name", "pages", "languages", "gold", "licence", "ships", "title")
    _table([header, *(_list_row(info) for info in CORPORA.values())])


@app.command()
def info(name: _Name, as_json: _Json = False) -> None:
    """Tell a corpus's source, licence, gold and faults."""
    facts = _public(corpus_info(name))
    if as_json:
        typer.echo(json.dumps(facts, indent=2))
        return
    for key, value in facts.items():
        values = value if isinstance(value, list) else [_flat(value)]
        for i, line in enumerate(values or ["none known"]):
            typer.echo(f"{'' if i else key:14}{line}")


@app.command()
def path(name: _Name, source: _Source = None) -> None:
    """Print the folder that holds a corpus in upstream's layout, unpacking or cloning it first."""
    from duramen_corpora.sources import locate

    folder = locate(corpus_info(name), source)
    if folder is None:
        raise UsageError(f"the {name} corpus ships with Duramen and has no folder. Type: duramen corpora load {name}")
    typer.echo(str(folder))


@app.command()
def load(name: _Name, source: _Source = None, as_json: _Json = False) -> None:
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
        typer.echo(f"{key:14}{_flat(value)}")


@app.command()
def show(
    name: _Name,
    page_id: Annotated[str, typer.Argument(metavar="PAGE_ID", help="A page's id; 'align --worst 20' lists some.")],
    source: _Source = None,
) -> None:
    """Show a page's blocks: role, share that is gold, text."""
    import duramen
    from duramen_corpora.align import align, labels_from_xpaths
    from duramen_corpora.audit import audit_page

    page = _find(name, page_id, source)
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


@app.command()
def align(
    name: _Name, source: _Source = None, split: _Split = "dev", worst: _Worst = 0, as_json: _Json = False
) -> None:
    """Report how well gold fits pages, and the best word F1.

    Gold found is the share of the gold's words that stand in the page's blocks. Oracle word F1 is what the best choice
    of whole blocks reaches: no extractor that chooses among them can do better. Intervals draw hosts, not pages.
    """
    from duramen_corpora.audit import audit, summary

    rows = list(audit(_progress(_pages(name, source, split), name, corpus_info(name).pages.get(split))))
    if not rows:
        raise UsageError(f"no page of {name} in split '{split}' has a gold text. Type: duramen corpora load {name}")
    low = sorted(rows, key=lambda row: (row.gold_found, row.id))[:worst]
    if as_json:
        facts = {"summary": [asdict(s) for s in summary(rows)], "worst": [asdict(row) for row in low]}
        typer.echo(json.dumps({"corpus": name, "split": split} | facts, indent=2))
        return
    header = ("page type", "pages", "hosts", "gold found: median", "p10", "oracle word F1", "95% interval")
    _table([header, *(_summary_row(asdict(s)) for s in summary(rows))])
    if low:
        typer.echo()
        _table([("id", "gold found", "oracle word F1", "gold words", "blocks", "page type"), *map(_worst_row, low)])


def _public(row: CorpusInfo) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(row, name) for name in row.__slots__ if name not in ("reader", "marker")}
    facts |= {"languages": " ".join(row.languages), "pages": dict(row.pages), "faults": list(row.faults)}
    return facts | {"gold_roles": " ".join(sorted(row.gold_roles)), "policy": row.policy}


def _list_row(row: CorpusInfo) -> tuple[str, ...]:
    pages = " + ".join(f"{count} {split}" for split, count in row.pages.items())
    ships = "yes" if row.shippable else "no"
    return (row.name, pages, " ".join(row.languages), row.policy, row.licence, ships, row.title)


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


def _pages(name: str, source: str | None, split: str | None = None) -> Iterator[Page]:
    from duramen_corpora.load import load as load_table
    from duramen_corpora.load import pages

    return (page for page in pages(load_table(name, source)) if split in (None, page.split))


def _find(name: str, page_id: str, source: str | None) -> Page:
    ids: list[str] = []
    for page in _pages(name, source):
        if page.id == page_id:
            return page
        ids.append(page.id)
    raise _no_page(name, page_id, ids)


def _no_page(name: str, page_id: str, ids: Sequence[str]) -> UsageError:
    """Return the error for an id that no page has: a corpus's whole list of ids would fill the screen."""
    import difflib

    close = difflib.get_close_matches(page_id, ids, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    return UsageError(f"{name} has no page '{page_id}'.{hint} It has {len(ids):,}, from {min(ids)} to {max(ids)}.")


def _progress(pages: Iterable[Page], name: str, total: int | None) -> Iterable[Page]:
    from tqdm import tqdm

    # `disable=None`: a bar for people, nothing in a log.
    progress: Iterable[Page] = tqdm(
        pages, desc=f"align {name}", unit="page", total=total, file=sys.stderr, disable=None
    )
    return progress


def _block_line(index: int, role: str, share: float | None, text: str) -> str:
    matched = "" if share is None else f"{share:.2f}"
    line = f"{index:5} {role:10} {matched:>4}  {text}"
    return typer.style(line, bold=True) if (share or 0) >= 0.5 or role in ("main", "title") else line


def _summary_row(s: dict[str, Any]) -> tuple[str, ...]:
    shares = (f"{s['found_median']:.3f}", f"{s['found_p10']:.3f}", f"{s['oracle_f1']:.3f}")
    return (s["page_type"], str(s["pages"]), str(s["hosts"]), *shares, f"{s['low']:.3f} to {s['high']:.3f}")


def _worst_row(row: Audited) -> tuple[str, ...]:
    return (
        row.id,
        f"{row.gold_found:.3f}",
        f"{row.oracle_f1:.3f}",
        str(row.gold_words),
        str(row.blocks),
        row.page_type,
    )


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {count:,}" for key, count in value.items())
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "nothing pinned"}[value]
    return f"{value:,}" if isinstance(value, int) else str(value)


def _table(rows: Sequence[Sequence[str]]) -> None:
    """Print columns, as wide as they need to be; numbers are right-aligned."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    right = [all(row[i][:1].isdigit() for row in rows[1:]) for i in range(len(rows[0]))]
    for row in rows:
        cells = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, widths, right, strict=True))
        typer.echo("  ".join(cells).rstrip())
