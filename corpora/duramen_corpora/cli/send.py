"""`duramen corpora export` and `push`: corpora as Parquet with a card, in a folder or on the Hub."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duramen.cli.options import Public
from duramen.errors import UsageError
from duramen_corpora.cli.options import Source, table
from duramen_corpora.registry import corpus_info

if TYPE_CHECKING:
    from duramen.hub.send import File

_Names = Annotated[list[str], typer.Argument(metavar="NAME", help="Corpora; 'duramen corpora list' shows them.")]
_Out = Annotated[Path, typer.Option(metavar="FOLDER", help="Where to; what it holds already stays.")]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace a corpus that the folder holds already.")]
_Export = Annotated[Path, typer.Argument(metavar="FOLDER", help="What `duramen corpora export` wrote.")]
_Repository = Annotated[str, typer.Argument(metavar="OWNER/NAME", help="The data set on the Hub; made if need be.")]
_Push = Annotated[str | None, typer.Option(metavar="REPOSITORY", help="Also send it to this data set on the Hub.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="List what would be sent; write and send nothing.")]
_Right = Annotated[
    bool, typer.Option("--i-may-redistribute", help="Push also what has a licence that does not say so.")
]
_PROCESSES = 2


def export(
    names: _Names,
    out: _Out,
    source: Source = None,
    overwrite: _Overwrite = False,
    push: _Push = None,
    public: Public = False,
    dry_run: _DryRun = False,
    right: _Right = False,
) -> None:
    """Write corpora as Parquet that datasets.load_dataset(FOLDER, NAME) reads, with a card.

    The column gold_found says of each page how much of its gold is in it; that takes a while, once. An export is for
    your own use: whether it may be passed on, its card says.
    """
    from duramen.hub.names import check_repository
    from duramen_corpora import hub
    from duramen_corpora.export import export as write
    from duramen_corpora.export import exported

    _check_options(names, source, push, dry_run or public)
    if push is not None:
        check_repository(push, "--push YOURNAME/NAME")
        if not right:
            hub.check_licences(sorted({*names, *(facts["name"] for facts in exported(out))}))
        if not dry_run:
            hub.check_token()
    if dry_run:
        _print(hub.rehearse(names, out, source, overwrite=overwrite, processes=_PROCESSES))
        typer.echo(f"a dry run: nothing was written, and nothing was sent to {push}", err=True)
        return
    write(names, out, source, overwrite=overwrite, processes=_PROCESSES)
    _print(hub.files(out))
    if push is not None:
        typer.echo(hub.push(out, push, public=public))


def push(
    out: _Export,
    repository: _Repository,
    public: Public = False,
    dry_run: _DryRun = False,
    right: _Right = False,
) -> None:
    """Send an export to a data set on the Hugging Face Hub in one commit, and print its address.

    It goes as it is in the folder, every corpus in it with its card. Corpora whose licence does not say that the data
    may be passed on are refused.
    """
    from duramen.hub.names import check_repository
    from duramen_corpora import hub
    from duramen_corpora.export import exported

    check_repository(repository, f"duramen corpora push {out} YOURNAME/NAME")
    names = [facts["name"] for facts in exported(out)]
    if not names:
        raise UsageError(f"{out} holds no export. Make one: duramen corpora export NAME --out {out}")
    if not right:
        hub.check_licences(names)
    _print(hub.files(out))
    if dry_run:
        typer.echo(f"a dry run: nothing was sent to {repository}", err=True)
        return
    hub.check_token()
    typer.echo(hub.push(out, repository, public=public))


def _check_options(names: list[str], source: str | None, push: str | None, of_push: bool) -> None:
    for name in names:
        corpus_info(name)
    if source is not None and len(names) != 1:
        raise UsageError(
            "--from is the source of one corpus. Type: duramen corpora export NAME --from SOURCE --out FOLDER"
        )
    if of_push and push is None:
        raise UsageError("--dry-run and --public are about a push. Add: --push YOURNAME/NAME")


def _print(files: list[File]) -> None:
    table([("file", "bytes"), *((path, f"{size:,}") for path, size in files)])
