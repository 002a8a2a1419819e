"""`duramen bench metadata CORPUS`: run, score and print; the work is done in `duramen_bench.metadata`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from duramen_bench.cli.options import Deadline, Limit, Resamples, Seed, Source

if TYPE_CHECKING:
    from duramen_bench.metadata.score import Score
    from duramen_bench.tool import Tool
    from duramen_corpora.metadata import MetadataGold
    from duramen_corpora.predictions import Prediction
    from duramen_corpora.schema import Page

#: Corpora half of whose hosts the rules have not seen.
HELD_OUT: Final = frozenset({"article-extraction-dataset"})


def metadata(
    corpus: Annotated[str, typer.Argument(help="article-extraction-dataset or wcxb.")],
    tools: Annotated[str, typer.Option("--tools", help="Comma-separated names, or 'all'.")] = "all",
    limit: Limit = None,
    deadline: Deadline = 30.0,
    out: Annotated[Path, typer.Option("--out", help="Run directory.")] = Path("out/metadata"),
    source: Source = None,
    timed: Annotated[int, typer.Option("--timed", min=0, help="Time the tools on so many pages as well.")] = 0,
    resamples: Resamples = 2000,
    seed: Seed = 0,
) -> None:
    """Compare who reads titles, authors and dates best, and print a table for all pages and for those held out.

    Duramen's rules were written on half of the article extraction dataset's hosts and on WCXB; the other half of those
    hosts was looked at for its scores alone.
    """
    from duramen_bench import layout
    from duramen_bench.metadata import rows, table
    from duramen_bench.run import Setup, run_tools
    from duramen_bench.sandbox import Limits
    from duramen_corpora.metadata import metadata_golds
    from duramen_corpora.predictions import read_predictions

    chosen = rows.choose(tools)
    golds = metadata_golds(corpus, source)
    of = [page for page in layout.read_corpus(corpus, source) if page.id in golds]
    pages = layout.select(of, limit)
    paths = run_tools(pages, len(of), chosen, Setup(out, Limits(deadline), source=source))
    apart = held_out(of)  # of the whole corpus, so that a limit does not move the line
    parts = {"all": pages, "held-out half": [page for page in pages if page.id in apart]}
    found = [read_predictions(path) for path in paths]
    answers = {run.tool: {one.id: one for one in predictions} for run, predictions in found}
    sets = {name: _scores(part, golds, answers, resamples, seed) for name, part in parts.items() if part}
    for name, (count, hosts, scores) in sets.items():
        typer.echo(table.markdown(f"{corpus}, {name}: {count} pages of {hosts} hosts", scores, corpus))
    if timed:
        typer.echo(f"```\n{_times(of, chosen, out, timed, deadline)}\n```\n")
    typer.echo(table.origin([run for run, _ in found]))
    layout.write_text(out / "scores" / f"{corpus}.json", json.dumps(table.as_json(sets), indent=1) + "\n")


def _times(pages: list[Page], tools: list[Tool], out: Path, count: int, deadline: float) -> str:
    from duramen_bench import clock
    from duramen_bench.sandbox import Limits
    from duramen_bench.timing import as_table

    return as_table(clock.time_tools(pages, tools, clock.Setup(out, Limits(deadline), pages=count, repeats=3)))


def _scores(
    pages: list[Page],
    golds: dict[str, MetadataGold],
    answers: dict[str, dict[str, Prediction]],
    resamples: int,
    seed: int,
) -> tuple[int, int, list[Score]]:
    from duramen_bench.metadata.score import score
    from duramen_bench.stats import Bootstrap

    draws = Bootstrap([page.host for page in pages], resamples, seed)
    told = {tool: [found[page.id] for page in pages] for tool, found in answers.items()}
    return len(pages), draws.hosts, score(told, [golds[page.id] for page in pages], draws)


def held_out(pages: list[Page]) -> set[str]:
    """Return the ids of the pages whose hosts the rules were not written on: fold 1 of two, seed 0."""
    from duramen_corpora.folds import host_folds

    if pages[0].corpus not in HELD_OUT or len({page.host for page in pages}) < 2:
        return set()
    folds = host_folds([page.host for page in pages], 2, 0)
    return {page.id for page, fold in zip(pages, folds.tolist(), strict=True) if fold == 1}
