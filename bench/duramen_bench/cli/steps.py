"""`duramen bench run`, `time`, `score`, `report`, and `leaderboard`, which is all four."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duramen_bench.cli.options import (
    CORES,
    Also,
    Deadline,
    Fresh,
    Jobs,
    Json,
    Limit,
    Memory,
    Metric,
    Out,
    PagesOf,
    Repeats,
    Resamples,
    Seed,
    Source,
    Tools,
    Workers,
)

if TYPE_CHECKING:
    from duramen_bench.clock import Setup as ClockSetup
    from duramen_bench.run import Setup
    from duramen_bench.score import Rules
    from duramen_bench.timing import Timings
    from duramen_corpora.schema import Page


def run(
    corpus: Annotated[str, typer.Argument(help="Name of a corpus (see `duramen corpora list`).")],
    tools: Tools = "default",
    limit: Limit = None,
    deadline: Deadline = 30.0,
    memory: Memory = 4096,
    out: Out = Path("out/bench"),
    source: Source = None,
    fresh: Fresh = False,
    jobs: Jobs = None,
    pages_of: PagesOf = None,
) -> None:
    """Run tools over a corpus's pages and print the paths of the predictions files. Times: `duramen bench time`."""
    for path in _run(corpus, tools, limit, _setup(out, deadline, memory, fresh, jobs, source), pages_of):
        typer.echo(path)


def time_(
    corpus: Annotated[str, typer.Argument(help="Name of a corpus (see `duramen corpora list`).")],
    tools: Tools = "default",
    pages: Annotated[int, typer.Option("--pages", min=1, help="How many pages, spread evenly over their sizes.")] = 100,
    repeats: Repeats = 5,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the order in which pages and tools take turns.")] = 0,
    deadline: Deadline = 30.0,
    memory: Memory = 4096,
    out: Out = Path("out/bench"),
    source: Source = None,
    fresh: Fresh = False,
    as_json: Json = False,
) -> None:
    """Time tools on a corpus's pages, each on one core, beside the parsers of lxml and lexbor; print the table."""
    from duramen_bench.clock import Setup
    from duramen_bench.layout import timings_path
    from duramen_bench.sandbox import Limits
    from duramen_bench.timing import as_table

    timings = _time(corpus, tools, source, Setup(out, Limits(deadline, memory), fresh, pages, repeats, seed))
    typer.echo(timings_path(out, corpus).read_text("utf-8").strip() if as_json else as_table(timings))


def score(
    run_dir: Annotated[Path, typer.Argument(help="What `duramen bench run` wrote.")],
    also: Also = None,
    source: Source = None,
    metric: Metric = None,
    resamples: Resamples = 2000,
    seed: Seed = 0,
    workers: Workers = CORES,
) -> None:
    """Score predictions against the gold and print the paths of the scores. No tool needs to be installed."""
    from duramen_bench.score import Rules

    for path in _score(run_dir, also or [], source, Rules(metric, resamples, seed, workers)):
        typer.echo(path)


def report(
    run_dirs: Annotated[list[Path], typer.Argument(help="Run directories with scores, or scores files.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to write (default: the first run directory).")
    ] = None,
    texts: Annotated[
        str,
        typer.Option(help="Whose page texts the inspector carries: none, own (corpora that ship with Duramen), all."),
    ] = "own",
    texts_limit: Annotated[
        int | None, typer.Option("--texts-limit", min=1, help="Texts of only so many pages a corpus, spread evenly.")
    ] = None,
    published: Annotated[
        Path | None,
        typer.Option("--beside", metavar="BOARD", help="Take corpora that no run is over from this published board."),
    ] = None,
) -> None:
    """Write leaderboard.html, .md, .csv, .json and .parquet, and print the HTML page's path.

    Published pages are not yours to publish: with --texts all the page is for your own eyes.
    """
    typer.echo(_report(run_dirs, out or run_dirs[0], texts, texts_limit, published))


def leaderboard(
    corpus: Annotated[str, typer.Argument(help="Name of a corpus (see `duramen corpora list`).")],
    tools: Tools = "default",
    limit: Limit = None,
    deadline: Deadline = 30.0,
    memory: Memory = 4096,
    out: Out = Path("out/bench"),
    source: Source = None,
    fresh: Fresh = False,
    jobs: Jobs = None,
    timed: Annotated[int, typer.Option("--timed", min=0, help="Pages that are timed, three times each.")] = 30,
    also: Also = None,
    metric: Metric = None,
) -> None:
    """Run, time, score and report in one go; print the path of the HTML page."""
    from duramen_bench.clock import Setup as ClockSetup
    from duramen_bench.score import Rules

    setup = _setup(out, deadline, memory, fresh, jobs, source)
    _run(corpus, tools, limit, setup)
    if timed:
        _time(corpus, tools, source, ClockSetup(out, setup.limits, fresh, timed, repeats=3))
    _score(out, also or [], source, Rules(metric, workers=CORES), corpus)
    typer.echo(_report([out], out))


def _setup(out: Path, deadline: float, memory: int, fresh: bool, jobs: int | None, source: str | None) -> Setup:
    from duramen_bench.run import Setup, jobs_for
    from duramen_bench.sandbox import Limits

    limits = Limits(deadline, memory)
    return Setup(out, limits, fresh, jobs or jobs_for(limits, CORES), source)


def _run(corpus: str, tools: str, limit: int | None, setup: Setup, board: Path | None = None) -> list[Path]:
    from duramen.errors import UsageError
    from duramen_bench.layout import read_corpus, select
    from duramen_bench.registry import choose
    from duramen_bench.run import run_tools

    if board and limit:
        raise UsageError("--limit and --pages-of both say which pages to run. Type one of them")
    chosen = choose(tools)  # a misspelt tool is known before a corpus is loaded
    pages = read_corpus(corpus, setup.source)
    return run_tools(_pages_of(board, corpus, pages) if board else select(pages, limit), len(pages), chosen, setup)


def _pages_of(board: Path, corpus: str, pages: list[Page]) -> list[Page]:
    from duramen_bench.join import board_pages
    from duramen_bench.published import read_published

    return board_pages(read_published(board), corpus, pages)


def _time(corpus: str, tools: str, source: str | None, setup: ClockSetup) -> Timings:
    from duramen_bench.clock import time_tools
    from duramen_bench.layout import read_corpus
    from duramen_bench.registry import choose

    chosen = choose(tools)
    return time_tools(read_corpus(corpus, source), chosen, setup)


def _score(run_dir: Path, also: list[Path], source: str | None, rules: Rules, only: str | None = None) -> list[Path]:
    from duramen_bench import layout
    from duramen_bench.macro import macro_scores, write_macro
    from duramen_bench.score import score_run
    from duramen_corpora.predictions import read_predictions

    extra: dict[str, list[Path]] = {}
    for path in also:
        extra.setdefault(read_predictions(path)[0].corpus, []).append(path)
    names = [only] if only else layout.corpora_of(run_dir)
    for corpus in names:
        page_set = layout.read_page_set(run_dir, corpus)
        pages = layout.read_corpus(corpus, source or page_set.source)
        score_run(run_dir, corpus, pages, extra.get(corpus, []), rules)
    write_macro(run_dir / "macro.json", macro_scores(sorted((run_dir / "scores").glob("*.json"))))
    return [run_dir / "scores" / f"{layout.file_name(name)}.json" for name in names]


def _report(
    run_dirs: list[Path], out: Path, which: str = "own", limit: int | None = None, published: Path | None = None
) -> Path:
    from duramen_bench.report import write_report
    from duramen_bench.report.texts import Texts

    return write_report(run_dirs, out, Texts(which, limit, CORES), published)
