"""`duramen bench export` and `push`: scores as a data set with a card, in a folder or on the Hub."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duramen.cli.options import DryRun, Public

_Places = Annotated[list[Path], typer.Argument(metavar="RUN_DIR", help="Run directories with scores, or scores files.")]
_Out = Annotated[Path, typer.Option(metavar="FOLDER", help="The folder to write.")]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace an export that is there.")]
_Export = Annotated[Path, typer.Argument(metavar="FOLDER", help="What `duramen bench export` wrote.")]
_Repository = Annotated[str, typer.Argument(metavar="OWNER/NAME", help="The data set on the Hub; made if need be.")]


def export(places: _Places, out: _Out, overwrite: _Overwrite = False) -> None:
    """Write scores as Parquet that datasets.load_dataset(FOLDER, TABLE) reads, with a card; print the files.

    The tables are scores, tools and pages. They hold ids and hosts of pages, and no text.
    """
    from duramen_bench.export import export as write

    for path in write(places, out, overwrite=overwrite):
        typer.echo(out / path)


def push(folder: _Export, repository: _Repository, public: Public = False, dry_run: DryRun = False) -> None:
    """Send an export to a data set on the Hugging Face Hub in one commit, and print its address."""
    from duramen.hub.names import check_repository
    from duramen.hub.problems import check_token, need_client
    from duramen.hub.send import listed, send
    from duramen_bench.export import TABLES, files

    check_repository(repository, f"duramen bench push {folder} YOURNAME/NAME")
    paths = files(folder)
    if dry_run:
        for path, size in listed(folder, paths):
            typer.echo(f"{path:44}{size:>14,}")
        typer.echo(f"a dry run: nothing was sent to {repository}", err=True)
        return
    need_client("bench")
    check_token(instead=". To see what would be sent, add: --dry-run")
    old = [f"{name}/*" for name in TABLES]
    sent = send(folder, repository, paths, kind="dataset", message="Upload scores", private=not public, delete=old)
    typer.echo(sent)
