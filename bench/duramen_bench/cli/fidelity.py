"""`duramen bench fidelity`: run, score and print; the work is done in `duramen_bench.fidelity`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duramen_bench.cli.options import Deadline, Resamples, Seed, Source

if TYPE_CHECKING:
    from duramen_bench.fidelity.score import Score
    from duramen_bench.fidelity.sources import Case
    from duramen_bench.tool import Tool
    from duramen_corpora.predictions import Prediction, Run


def fidelity(
    tools: Annotated[str, typer.Option("--tools", help="Comma-separated names, or 'all'.")] = "all",
    deadline: Deadline = 120.0,
    out: Annotated[Path, typer.Option("--out", help="Run directory; fidelity.md and .json too.")] = Path(
        "out/fidelity"
    ),
    source: Source = None,
    resamples: Resamples = 2000,
    seed: Seed = 0,
) -> None:
    """Compare what becomes of code, tables, lists, links, images, formulas, headings and emphasis.

    On golden pages, written for it, and on WebMainBench's rows where that corpus is found (`--from`).
    """
    from duramen_bench import layout
    from duramen_bench.fidelity import rows, table

    chosen = rows.choose(tools)
    sets: dict[str, tuple[list[Case], list[Score]]] = {}
    runs: list[Run] = []
    for name, cases in _sources(source).items():
        answers = _answers(cases, chosen, out, deadline)
        runs = runs or [run for run, _ in answers]
        for heading, some in _batches(name, cases).items():
            sets[heading] = (some, _scores(answers, some, resamples, seed))
    text = "\n".join(table.markdown(name, *of) for name, of in sets.items())
    report = f"# Fidelity of outputs\n\n{text}\n{table.legend()}\n{_origin(runs)}\n"
    layout.write_text(out / "fidelity.md", report)
    layout.write_text(out / "fidelity.json", json.dumps(table.as_json(sets), indent=1) + "\n")
    typer.echo(report)


def _origin(runs: list[Run]) -> str:
    from duramen_bench.metadata.table import origin

    return origin(runs)


def _sources(source: str | None) -> dict[str, list[Case]]:
    """Return the pages, set by set; without WebMainBench, and a word about it, where that is not found."""
    from duramen.errors import DuramenError
    from duramen_bench.fidelity.sources import golden, webmainbench
    from duramen_bench.talk import talk

    sets = {"Golden pages": golden()}
    try:
        return {**sets, "WebMainBench's sample": webmainbench(source)}
    except DuramenError as error:
        if source is not None:
            raise
        talk(f"WebMainBench is left out: {error}")
        return sets


def _batches(name: str, cases: list[Case]) -> dict[str, list[Case]]:
    """Return all pages, and apart from them those of each later batch."""
    later = sorted({case.batch for case in cases} - {1})
    return {name: cases} | {f"{name}, batch {n} alone": [case for case in cases if case.batch == n] for n in later}


def _answers(cases: list[Case], tools: list[Tool], out: Path, deadline: float) -> list[tuple[Run, list[Prediction]]]:
    from duramen_bench.run import Setup, run_tools
    from duramen_bench.sandbox import Limits
    from duramen_corpora.predictions import read_predictions

    pages = [case.page for case in cases]
    return [read_predictions(path) for path in run_tools(pages, len(pages), tools, Setup(out, Limits(deadline)))]


def _scores(answers: list[tuple[Run, list[Prediction]]], cases: list[Case], resamples: int, seed: int) -> list[Score]:
    from duramen_bench.fidelity.score import score
    from duramen_bench.stats import Bootstrap

    ids = [case.page.id for case in cases]
    wanted = set(ids)
    of = {run.tool: [answer for answer in said if answer.id in wanted] for run, said in answers}
    return score(of, cases, Bootstrap(ids, resamples, seed))
