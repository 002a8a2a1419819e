"""What the verbs of `duramen bench` share: options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duramen.pool import cores

CORES = cores()

Out = Annotated[Path, typer.Option("--out", help="Run directory: predictions, scores and report go under it.")]
Source = Annotated[
    str | None, typer.Option("--from", help="Where the corpus is: a folder, an archive or 'git' (default: found).")
]
Tools = Annotated[
    str,
    typer.Option(
        "--tools",
        help="Comma-separated names, module:function, 'cmd:COMMAND', duramen@WEIGHTS; or 'default', or 'all'.",
    ),
]
Limit = Annotated[int | None, typer.Option("--limit", help="Only so many pages, spread evenly over the corpus.")]
PagesOf = Annotated[
    Path | None,
    typer.Option("--pages-of", metavar="BOARD", help="Only the pages of a published board (see `duramen bench join`)."),
]
Deadline = Annotated[float, typer.Option("--deadline", min=0.01, help="Seconds that a page may take.")]
Memory = Annotated[int, typer.Option("--memory", min=16, help="MiB that a tool may take on top of being loaded.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Run again what is there already.")]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", min=1, help="Tools at a time (default: one a core, as far as memory allows each its cap)."),
]
Also = Annotated[
    list[Path] | None, typer.Option("--also", help="A further predictions file to score (may be repeated).")
]
Metric = Annotated[
    str | None,
    typer.Option("--metric", help="The metric that ranks (default: the corpus's own, see `… bench metrics`)."),
]
Resamples = Annotated[int, typer.Option("--resamples", min=1, help="Draws of the bootstrap.")]
Seed = Annotated[int, typer.Option("--seed", help="Seed of the bootstrap.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Processes that score (default: one a core).")]
Repeats = Annotated[int, typer.Option("--repeats", min=1, help="How often each page is timed; its fastest counts.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
