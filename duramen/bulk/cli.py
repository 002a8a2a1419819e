"""`duramen bulk`: the main content of whole crawls, as Parquet or JSON lines."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from duramen.bulk import MAX_BYTES
from duramen.cli.options import Favor, Policy, Roles, Weights, split_roles

if TYPE_CHECKING:
    from duramen.bulk.pipeline import Job
    from duramen.bulk.summary import Summary

for _module in ("datatrove", "fastwarc"):  # without them the verb is a stub that says what to install
    if find_spec(_module) is None:
        raise ModuleNotFoundError(f"No module named '{_module}'", name=_module)

app = typer.Typer(rich_markup_mode=None)

_Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="WARC, JSON lines, Parquet or HTML: files, folders, globs; s3://, https://; .paths lists them.",
    ),
]
_Out = Annotated[str, typer.Option("--out", "-o", metavar="DIR", help="A folder, or an s3:// address.")]
_Format = Annotated[str, typer.Option("--format", help="What rows are written as: parquet or jsonl (.zst).")]
_Output = Annotated[str, typer.Option("--output", help="What the column 'text' holds: text, markdown or html.")]
_Links = Annotated[str, typer.Option("--links", help="Links of Markdown and HTML: inline, reference or none.")]
_Images = Annotated[bool, typer.Option("--images/--no-images", help="Images of Markdown and HTML.")]
_Column = Annotated[str, typer.Option("--column", help="Where records have the page.")]
_Base = Annotated[str | None, typer.Option("--base", metavar="URL", help="What lines of .paths are relative to.")]
_MaxBytes = Annotated[int, typer.Option("--max-bytes", min=1, help="Read no more bytes than that of a page.")]
_Timeout = Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that a page may take.")]
_Engine = Annotated[str, typer.Option("--engine", help="Who works: local, ray or slurm.")]
_Workers = Annotated[int | None, typer.Option("--workers", "-j", min=1, help="Tasks at once (default: one a CPU).")]
_Tasks = Annotated[int | None, typer.Option("--tasks", min=1, help="Parts of the run (default: one a file).")]
_Slurm = Annotated[
    list[str] | None, typer.Option("--slurm", metavar="NAME=VALUE", help="partition, time, venv; options of sbatch.")
]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Begin anew: what an earlier run made is removed.")]


@app.command()
def bulk(
    sources: _Sources,
    out: _Out,
    format: _Format = "parquet",
    output: _Output = "text",
    policy: Policy = "broad",
    favor: Favor = 0.5,
    roles: Roles = None,
    links: _Links = "inline",
    images: _Images = True,
    column: _Column = "html",
    base: _Base = None,
    max_bytes: _MaxBytes = MAX_BYTES,
    timeout: _Timeout = 30.0,
    engine: _Engine = "local",
    workers: _Workers = None,
    tasks: _Tasks = None,
    slurm: _Slurm = None,
    overwrite: _Overwrite = False,
    weights: Weights = None,
) -> None:
    """Write the main content of crawls: a row a page, with its record's id, address, date, file and offset.

    Rows go to DIR/data, a file a task; counts of what every record was to DIR/summary.json. Type the same again to go
    on after an interruption, with any engine: tasks that are done are passed over, the others done again, whole.

    Exit codes: 0 done; 1 a task failed (its reason is printed, and it is tried again next time); 2 the call is wrong;
    130 interrupted.
    """
    from duramen.bulk.pipeline import Job
    from duramen.bulk.sources import find
    from duramen.bulk.storage import register

    register()
    job = Job(
        sources=tuple(find(sources, base, out)),
        out=out if "://" in out else _absolute(out),
        format=format,
        output=output,
        policy=policy,
        favor=favor,
        roles=split_roles(roles),
        links=links,
        images=images,
        weights=weights,
        column=column,
        max_bytes=max_bytes,
        timeout=timeout,
        tasks=tasks,
    )
    _run(job, engine, workers, slurm or [], overwrite)


def _run(job: Job, engine: str, workers: int | None, slurm: list[str], overwrite: bool) -> None:
    from duramen.bulk.run import run, settings_of
    from duramen.bulk.summary import summarise
    from duramen.pool import cores

    try:
        summary = run(job, engine, workers or cores(), settings_of(slurm), overwrite)
    except KeyboardInterrupt:
        typer.echo(f"duramen: stopped. {summarise(job)}. Type the same again to go on", err=True)
        raise typer.Exit(130) from None
    if summary is None:
        typer.echo("duramen: submitted. Type the same again when the job has ended: it counts what is done", err=True)
        return
    typer.echo(f"duramen: {summary}", err=True)
    _tell(summary, job)
    if summary.done < summary.tasks:
        raise typer.Exit(1)


def _tell(summary: Summary, job: Job) -> None:
    for rank, why in list(summary.failed.items())[:5]:
        typer.echo(f"duramen: task {rank}: {why} ({job.logs}/logs/task_{rank}.log)", err=True)
    if summary.done < summary.tasks:
        left = summary.tasks - summary.done
        typer.echo(
            f"duramen: {left:,} {'task is' if left == 1 else 'tasks are'} not done: type the same again", err=True
        )


def _absolute(out: str) -> str:
    from pathlib import Path

    return str(Path(out).absolute())
