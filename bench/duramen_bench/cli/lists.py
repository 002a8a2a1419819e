"""`duramen bench tools` and `metrics`: what there is."""

from __future__ import annotations

import json

import typer

from duramen_bench.cli.options import Json


def tools_(as_json: Json = False) -> None:
    """List the tools: whether they are installed, in which version, with which options."""
    from duramen_bench.registry import all_tools, versions, why_missing

    rows = [
        {
            "name": tool.name,
            "kind": tool.kind,
            "default": tool.default,
            "version": next(iter(versions(tool).values()), ""),
            "missing": why_missing(tool),
            "licence": tool.licence,
            "summary": tool.summary,
        }
        for tool in all_tools().values()
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        state = row["missing"] or row["version"] or "-"
        typer.echo(f"{row['name']:24} {row['kind']:8} {'*' if row['default'] else ' '} {state:12} {row['summary']}")
    typer.echo(
        "* is in the set 'default'; tools too: module:function (HTML text to text), cmd:COMMAND (HTML in, text out), "
        "duramen@FOLDER or duramen@OWNER/NAME[@REVISION] (weights, the latter on the Hub)",
        err=True,
    )


def metrics(as_json: Json = False) -> None:
    """List the metrics."""
    from duramen_bench.metrics import METRICS

    rows = [
        {
            "name": metric.name,
            "title": metric.title,
            "description": metric.description,
            "higher_is_better": metric.higher_is_better,
            "unit": metric.unit,
            "ranks": metric.ranks,
            "source": metric.source,
        }
        for metric in METRICS.values()
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        typer.echo(f"{row['name']:20} {row['description']} ({row['source']})")
