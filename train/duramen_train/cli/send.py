"""`duramen train push`: weights to the Hugging Face Hub, with their card and their scores."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duramen.cli.options import DryRun, Public

_Weights = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of weights.")]
_Repository = Annotated[str, typer.Argument(metavar="OWNER/NAME", help="The model on the Hub; made if need be.")]
_Evaluation = Annotated[
    list[Path] | None, typer.Option(help="What `duramen train evaluate --json` printed; may be given again.")
]
_Benchmark = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CORPUS=OWNER/DATASET[#TASK]",
        help="The benchmark on the Hub that a corpus of an evaluation is; may be given again.",
    ),
]
_Branch = Annotated[str | None, typer.Option(help="The branch to push to; made if need be.")]


def push(
    weights: _Weights,
    repository: _Repository,
    evaluation: _Evaluation = None,
    benchmark: _Benchmark = None,
    public: Public = False,
    branch: _Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Send weights to the Hugging Face Hub in one commit, and print its address.

    What is sent: the arrays and configuration, after they were loaded and found whole; the card, as README.md, which
    holds what `duramen train card` put into it; with --evaluation and --benchmark a score a benchmark, in
    `.eval_results`. Then `duramen extract --weights OWNER/NAME` uses them.
    """
    from duramen import weights as weights_module
    from duramen.hub import card, names, problems
    from duramen.hub.send import listed

    names.check_repository(repository, f"duramen train push {weights} YOURNAME/NAME")
    problems.need_client()
    scores = _scores(evaluation or [], benchmark or [], repository)
    model, folder = weights_module.load(weights), weights_module.place(weights)
    if dry_run:
        with card.staged(model, folder, repository, scores) as whole:
            for path, size in listed(whole, card.paths(whole)):
                typer.echo(f"{path:30}{size:>12,}")
        typer.echo(f"a dry run: nothing was sent to {repository}", err=True)
        return
    how = {"message": "Upload weights of Duramen", "private": not public, "branch": branch}
    typer.echo(card.push(model, folder, repository, scores=scores, **how))


def _scores(evaluations: list[Path], benchmarks: list[str], repository: str) -> dict[str, str]:
    from huggingface_hub import constants

    from duramen.errors import UsageError
    from duramen_train.cli.make import read_rows
    from duramen_train.scores import benchmark, eval_results

    if evaluations and not benchmarks:
        raise UsageError(
            "--evaluation is for benchmarks. Add: --benchmark CORPUS=OWNER/DATASET; into the card it goes with: "
            "duramen train card FOLDER --evaluation FILE"
        )
    rows = [row for path in evaluations for row in read_rows(path)]
    pairs = [text.partition("=") for text in benchmarks]
    named = {corpus: benchmark(dataset, corpus) for corpus, _, dataset in pairs}
    return eval_results(rows, named, f"{constants.ENDPOINT}/{repository}")
