"""The `duramen` command: `extract` and `explain`, and the verbs of the other packages, mounted by entry point.

Data goes to stdout, talk to stderr. Exit codes: 0 done, 1 the result is bad, 2 the call is.
"""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, entry_points
from typing import Annotated, Any

import typer

from duramen.cli.explain import explain
from duramen.cli.extract import extract
from duramen.errors import DuramenError, UsageError, missing_extra

app = typer.Typer(
    name="duramen",
    help="The main content of web pages: extract it, train for it, compare who finds it best.",
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False) -> None:
    """Mark the command as one with verbs, and answer --version."""
    if version:
        from duramen import __version__

        typer.echo(__version__)
        raise typer.Exit


app.command()(explain)
app.command()(extract)


def _mount() -> None:
    """Add the verbs of the packages that are there. What a verb needs is imported when it runs, not here."""
    for entry in sorted(entry_points(group="duramen.commands"), key=lambda e: e.name):
        found = _load(entry)
        if len(found.registered_commands) == 1 and found.registered_callback is None:  # a verb without verbs of its own
            alone = found.registered_commands[0]
            app.command(entry.name, help=alone.help, context_settings=alone.context_settings)(alone.callback)  # type: ignore[type-var]
        else:
            app.add_typer(found, name=entry.name)


def _load(entry: EntryPoint) -> typer.Typer:
    try:
        found: typer.Typer = entry.load()
    except ModuleNotFoundError as error:
        return _stub(entry.name, error.name)
    return found


def _stub(verb: str, module: str | None) -> typer.Typer:
    """Stand in for a verb whose package cannot be imported: it answers every call with what to install."""
    stub = typer.Typer(rich_markup_mode=None)
    settings = {"ignore_unknown_options": True, "allow_extra_args": True}

    @stub.command(help=f"(not installed: pip install 'duramen[{verb}]')", context_settings=settings)
    def answer(_: typer.Context) -> None:
        raise missing_extra(verb, module)

    return stub


def _extra_of(argv: list[str]) -> str:
    """Return the extra that the called verb belongs to."""
    return next((word for word in argv if word in ("corpora", "train", "bench", "bulk")), "all")


def main(argv: list[str] | None = None) -> Any:
    """Run the command. Errors that carry a cure are printed without a traceback."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        _mount()
        app(args=arguments, prog_name="duramen")
    except DuramenError as error:
        _fail(str(error), error.exit_code)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("duramen"):
            raise
        _fail(str(missing_extra(_extra_of(arguments), error.name)), UsageError.exit_code)
    except BrokenPipeError:  # the reader of a pipe has left, as `head` does
        sys.stderr.close()
        raise SystemExit(0) from None


def _fail(message: str, code: int) -> None:
    typer.echo(f"duramen: {message}", err=True)
    raise SystemExit(code)
