"""`duramen bench`: run, score and report, each alone or all at once.

Data (tables, paths) goes to standard output, talk and progress to standard error. Exit codes: 0 done, 1 a file does not
hold what it should, 2 the command cannot be carried out as typed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from duramen_bench.clock import Setup as ClockSetup
    from duramen_bench.run import Setup
    from duramen_bench.score import Rules
    from duramen_bench.timing import Timings

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Compare extractors: predictions, scores, leaderboards.",
)

_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

Out = Annotated[Path, typer.Option("--out", help="Run directory: predictions, scores and report go under it.")]
Source = Annotated[
    str | None, typer.Option("--from", help="Where the corpus is: a folder, an archive or 'git' (default: found).")
]
Tools = Annotated[
    str,
    typer.Option(
        "--tools", help="Comma-separated names, module:function, 'cmd:COMMAND', duramen@FOLDER; or 'default', or 'all'."
    ),
]
Limit = Annotated[int | None, typer.Option("--limit", help="Only so many pages, spread evenly over the corpus.")]
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


@app.command()
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
) -> None:
    """Run tools over a corpus's pages and print the paths of the predictions files. Times: `duramen bench time`."""
    for path in _run(corpus, tools, limit, _setup(out, deadline, memory, fresh, jobs, source)):
        typer.echo(path)


@app.command("time")
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


@app.command()
def score(
    run_dir: Annotated[Path, typer.Argument(help="What `duramen bench run` wrote.")],
    also: Also = None,
    source: Source = None,
    metric: Metric = None,
    resamples: Resamples = 2000,
    seed: Seed = 0,
    workers: Workers = _CORES,
) -> None:
    """Score predictions against the gold and print the paths of the scores. No tool needs to be installed."""
    from duramen_bench.score import Rules

    for path in _score(run_dir, also or [], source, Rules(metric, resamples, seed, workers)):
        typer.echo(path)


@app.command()
def report(
    run_dirs: Annotated[list[Path], typer.Argument(help="Run directories with scores, or scores files.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to write (default: the first run directory).")
    ] = None,
) -> None:
    """Write leaderboard.html, .md, .csv and .json, and print the HTML page's path."""
    typer.echo(_report(run_dirs, out or run_dirs[0]))


@app.command()
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
    _score(out, also or [], source, Rules(metric, workers=_CORES), corpus)
    typer.echo(_report([out], out))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="JSON: {id: text} or scrapinghub's {id: {articleBody: text}}.")],
    tool: Annotated[str, typer.Option("--tool", help="Name of the row.")],
    corpus: Annotated[str, typer.Option("--corpus", help="Name of the corpus that it is over.")],
    out: Out = Path("out/bench"),
    source: Source = None,
    version: Annotated[str | None, typer.Option("--version", help="The tool's version (default: the file's).")] = None,
    like: Annotated[
        str | None, typer.Option("--like", help="Another version of this tool of ours: it was trained on the same.")
    ] = None,
    trained_on: Annotated[
        list[str] | None,
        typer.Option("--trained-on", help="CORPUS=SOURCE: a corpus it was trained on, and who says so (may repeat)."),
    ] = None,
) -> None:
    """Turn others' predictions into a predictions file and print its path."""
    from duramen_bench import contamination, foreign, layout
    from duramen_bench.registry import find_tool
    from duramen_corpora.predictions import write_predictions

    options = contamination.declared(trained_on or [], find_tool(like) if like else None)
    foreign.read_json(file)  # a bad file is known before a corpus is loaded
    pages = layout.read_corpus(corpus, source)
    if not (layout.predictions_dir(out, corpus) / "pages.json").is_file():
        ids = tuple(page.id for page in pages)
        layout.write_page_set(out, layout.PageSet(corpus, pages[0].revision, ids, len(ids), source))
    wanted = set(layout.read_page_set(out, corpus).ids)
    path = layout.prediction_path(out, corpus, tool)
    write_predictions(path, *foreign.to_predictions(file, tool, [p for p in pages if p.id in wanted], version, options))
    typer.echo(path)


@app.command()
def setup(
    tools: Annotated[
        list[str] | None, typer.Argument(help="Tools whose environments to make, or 'all'. Without: list them.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make again what is there already.")] = False,
) -> None:
    """Make the environments of tools that have one of their own (another Python, Node), and print their paths."""
    from duramen_bench.registry import environments_of
    from duramen_bench.setting_up import make_all

    if not tools:
        for environment, names in environments_of(["all"]):
            state = environment.folder if environment.folder.is_dir() else "not made yet"
            typer.echo(f"{environment.name:14} {', '.join(names)}: {state}")
        return
    for folder in make_all([environment for environment, _ in environments_of(tools)], fresh):
        typer.echo(folder)


@app.command("tools")
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
        "duramen@FOLDER (of weights)",
        err=True,
    )


@app.command()
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


def _setup(out: Path, deadline: float, memory: int, fresh: bool, jobs: int | None, source: str | None) -> Setup:
    from duramen_bench.run import Setup, jobs_for
    from duramen_bench.sandbox import Limits

    limits = Limits(deadline, memory)
    return Setup(out, limits, fresh, jobs or jobs_for(limits, _CORES), source)


def _run(corpus: str, tools: str, limit: int | None, setup: Setup) -> list[Path]:
    from duramen_bench.layout import read_corpus, select
    from duramen_bench.registry import choose
    from duramen_bench.run import run_tools

    chosen = choose(tools)  # a misspelt tool is known before a corpus is loaded
    pages = read_corpus(corpus, setup.source)
    return run_tools(select(pages, limit), len(pages), chosen, setup)


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


def _report(run_dirs: list[Path], out: Path) -> Path:
    from duramen_bench.report import write_report

    return write_report(run_dirs, out)
