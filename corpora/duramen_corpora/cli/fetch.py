"""`duramen corpora pull`, `path` and `load`: from upstream's files to a table on disk."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duramen.errors import DataError, DuramenError, UsageError
from duramen_corpora.cli.options import Json, Name, Source, flat, lines, table
from duramen_corpora.registry import CORPORA, corpus_info

if TYPE_CHECKING:
    from duramen_corpora.pull import Pulled

_PullNames = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="Corpora; 'duramen corpora list' shows them.")
]
_All = Annotated[bool, typer.Option("--all", help="Every corpus that has an upstream.")]
_Limit = Annotated[float, typer.Option(min=0, metavar="GB", help="What an archive may unpack to.")]


def pull(
    names: _PullNames = None, source: Source = None, every: _All = False, limit: _Limit = 20.0, as_json: Json = False
) -> None:
    """Bring corpora into the cache and verify them.

    Without --from: what is at hand, else upstream at the pinned commit by git, which goes on where it was cut off.
    Exits 1 where what came is not what is pinned.
    """
    from duramen_corpora.sources import shelf

    if every == bool(names):
        raise UsageError("which corpora? Type: duramen corpora pull NAME, or duramen corpora pull --all")
    wanted = names or [info.name for info in CORPORA.values() if info.pinned]
    if source is not None and len({shelf(corpus_info(name)) for name in wanted}) > 1:
        raise UsageError("--from is one repository's files. Type: duramen corpora pull NAME --from SOURCE")
    found, failed = _pull_each(wanted, source, int(limit * 1e9))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], indent=2))
    elif found:
        table([("corpus", "revision", "pages", "content", "folder"), *map(_pulled_row, found)])
    if failed:
        raise DataError(f"{len(failed)} of {len(wanted)} corpora could not be pulled: {', '.join(failed)}")


def path(name: Name, source: Source = None) -> None:
    """Print the folder that holds a corpus in upstream's layout."""
    from duramen_corpora.sources import locate

    typer.echo(str(locate(corpus_info(name), source)))


def load(name: Name, source: Source = None, as_json: Json = False) -> None:
    """Read, validate and cache a corpus, pulling it first if need be; count what is there."""
    from duramen_corpora.load import stored, stream
    from duramen_corpora.sources import GIT, at_hand
    from duramen_corpora.stats import measure

    row = corpus_info(name)
    if source is None and row.pinned and not at_hand(row):
        source = GIT
    counted = measure(name, stream(name, source), blocks=False)
    kept = stored(name, source)
    facts: dict[str, Any] = {"corpus": name, "revision": row.revision}
    facts |= {key: getattr(counted, key) for key in ("pages", "hosts", "splits", "languages", "page_types", "roles")}
    facts |= {"bytes": kept.bytes, "content_hash": kept.content_hash, "as_pinned": kept.as_pinned, "table": kept.path}
    if as_json:
        typer.echo(json.dumps(facts, indent=2))
        return
    lines({key: value for key, value in facts.items() if value != {}})


def _pull_each(names: list[str], source: str | None, limit: int) -> tuple[list[Pulled], list[str]]:
    """Pull corpora one by one; where there are several, one that fails is said and the others go on."""
    from duramen_corpora.pull import pull as pull_one

    found, failed = [], []
    for name in names:
        try:
            found.append(pull_one(name, source, limit=limit))
        except DuramenError as error:
            if len(names) == 1:
                raise
            typer.echo(f"{name}: {error}", err=True)
            failed.append(name)
    return found, failed


def _pulled_row(one: Pulled) -> tuple[str, ...]:
    content = "as pinned" if one.verified else "nothing pinned"
    lacking = f" (here {one.lacking})" if one.lacking else ""
    return (one.name, one.revision[:12], flat(one.splits), content + lacking, one.folder)
