"""`duramen bench join`: further tools on a board that was published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duramen_bench.cli.options import CORES, Also, Source, Workers


def join(
    board: Annotated[Path, typer.Argument(metavar="BOARD", help="A folder with a leaderboard, or its HTML page.")],
    run_dir: Annotated[
        Path | None, typer.Argument(metavar="RUN_DIR", help="What `duramen bench run --pages-of BOARD` wrote.")
    ] = None,
    *,
    out: Annotated[Path, typer.Option("--out", help="Where to write; BOARD itself may be named.")],
    also: Also = None,
    source: Source = None,
    workers: Workers = CORES,
) -> None:
    """Put tools on a published board without running its rivals again, and print the HTML page's path.

    Only the new tools are scored. Rows of the others stay as they are; ranks, ties and means are over all of them.
    """
    from duramen_bench.join import Entry, join
    from duramen_bench.published import read_published
    from duramen_bench.report import write_boards

    boards = join(read_published(board), Entry(run_dir, tuple(also or ()), source, workers))
    typer.echo(write_boards(boards, out))
