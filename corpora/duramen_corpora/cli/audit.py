"""`duramen corpora audit`: what is impossible or doubtful about a corpus's pages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duramen.errors import UsageError
from duramen_corpora.cli.options import Json, Name, Source, progress, table
from duramen_corpora.registry import corpus_info

if TYPE_CHECKING:
    from duramen_corpora.audit import Finding
    from duramen_corpora.schema import Page

_Split = Annotated[str | None, typer.Option(help="Audit one split only.  [default: all]", show_default=False)]
_Kinds = Annotated[
    list[str] | None, typer.Option("--kind", metavar="KIND", help="Look for this kind only; may be given again.")
]
_Limit = Annotated[int, typer.Option(min=0, metavar="N", help="List N findings of each kind, 0 for all.")]
_Workers = Annotated[int, typer.Option(min=1, metavar="N", help="Processes.")]
_Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if anything impossible is found.")]


def audit(
    name: Name,
    source: Source = None,
    split: _Split = None,
    kind: _Kinds = None,
    limit: _Limit = 10,
    workers: _Workers = 2,
    strict: _Strict = False,
    as_json: Json = False,
) -> None:
    """Find what is impossible or doubtful about a corpus's pages.

    Impossible: must not be scored or trained on as it stands. Doubtful: look before you believe it. Each finding names
    its page and says why; a reason may quote a few words of the page. JSON has them all, whatever the limit.
    """
    findings, pages = _findings(name, source, split, kind or (), workers)
    summary = _summary(findings)
    if as_json:
        facts = {"corpus": name, "split": split, "pages": pages, "summary": summary}
        typer.echo(json.dumps(facts | {"findings": [_public(f) for f in findings]}, indent=2, ensure_ascii=False))
    else:
        _print(findings, summary, pages, limit)
    if strict and any(finding.severity == "impossible" for finding in findings):
        raise typer.Exit(1)


def _findings(
    name: str, source: str | None, split: str | None, kinds: Collection[str], workers: int
) -> tuple[list[Finding], int]:
    """Return the findings, those of one kind together, and the number of pages that were looked at."""
    from duramen_corpora.audit import CHECKS, audit, layout_faults

    seen: list[str] = []
    pages = progress(_pages(name, source, split, seen), f"audit {name}", corpus_info(name).pages.get(split or "dev"))
    found = list(audit(pages, kinds=kinds, workers=workers))
    if not seen:
        raise UsageError(f"no page of {name} in split '{split}'. Type: duramen corpora load {name}")
    found += layout_faults(name, source, kinds=kinds)
    order = list(CHECKS)
    return sorted(found, key=lambda finding: order.index(finding.kind)), len(seen)


def _pages(name: str, source: str | None, split: str | None, seen: list[str]) -> Iterator[Page]:
    from duramen_corpora.load import read

    for page in read(name, source):
        if split in (None, page.split):
            seen.append(page.id)
            yield page


def _summary(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    from duramen_corpora.audit import CHECKS

    pages = Counter(finding.kind for finding in findings)
    checks = [CHECKS[kind] for kind in pages]
    return [
        {"kind": c.kind, "severity": c.severity, "pages": pages[c.kind], "description": c.description} for c in checks
    ]


def _public(finding: Finding) -> dict[str, Any]:
    facts = asdict(finding)
    del facts["corpus"]
    return facts


def _print(findings: Sequence[Finding], summary: Sequence[dict[str, Any]], pages: int, limit: int) -> None:
    bad = {finding.page for finding in findings if finding.severity == "impossible"}
    dubious = {finding.page for finding in findings} - bad
    typer.echo(f"{pages:,} pages: something is impossible about {len(bad):,}, doubtful about {len(dubious):,} more")
    if not findings:
        return
    typer.echo()
    table([("kind", "severity", "pages", "what"), *(tuple(map(str, row.values())) for row in summary)])
    for row in summary:
        typer.echo(f"\n{row['kind']}: {row['description']}")
        of_kind = [finding for finding in findings if finding.kind == row["kind"]]
        width = max(len(finding.page) for finding in of_kind)
        for finding in of_kind[: limit or None]:
            typer.echo(f"{finding.page:{width}}  {finding.reason}")
        if limit and len(of_kind) > limit:
            typer.echo(f"{len(of_kind) - limit:,} more: --kind {row['kind']} --limit 0", err=True)
