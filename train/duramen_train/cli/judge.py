"""What a recipe is worth: on pages it did not see, and without one of its parts."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duramen_train.cli.options import LimitOption, RecipeOption, SourceOption, load_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duramen_train.evaluate import PageScore, Row
    from duramen_train.recipe import Recipe


def evaluate(
    recipe: RecipeOption = "boosted",
    folds: Annotated[int, typer.Option(min=2, help="Host-disjoint folds.")] = 5,
    source: SourceOption = None,
    limit: LimitOption = None,
    leave_out: Annotated[
        str | None, typer.Option(help="Train without this corpus, its hosts and near-duplicates, and score its pages.")
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(help="Write the pages' texts, for `duramen bench --also`.")
    ] = None,
    reliability: Annotated[
        Path | None, typer.Option(help="Write whether probabilities mean what they say, to FILE.json and FILE.svg.")
    ] = None,
    dial: Annotated[
        Path | None, typer.Option(help="Write precision and recall at each setting of the dial, to FILE.json.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
) -> None:
    """Score a recipe on pages it did not see: word F1, block F1 and the oracle over blocks, by page type.

    Cross-validated, every page of the recipe's first corpus is scored by a model that saw no page of its host; with
    --leave-out, every page of that corpus by a model of the recipe's other corpora. Pages are judged under the policy
    of their corpus's gold.
    """
    from tqdm import tqdm

    from duramen_train.evaluate import DIAL, cross_validate, summary
    from duramen_train.evaluate import leave_out as without
    from duramen_train.fit import steps

    plan, examples = load_plan(recipe, source, limit, leave_out)
    on = leave_out or plan.data.corpora[0]
    total = steps(plan) * (1 if leave_out else folds)
    settings = DIAL if dial else ()
    with tqdm(total=total, desc=f"evaluate {plan.name}", unit="fit", file=sys.stderr, disable=None) as progress:
        if leave_out:
            scores = without(examples, plan, on=on, progress=progress, dial=settings)
        else:
            scores = cross_validate(examples, plan, on=on, folds=folds, progress=progress, dial=settings)
    if predictions:
        _write_predictions(predictions, plan, scores, on, None if leave_out else folds)
    if reliability:
        _write_reliability(reliability, scores, f"{on}, {'left out' if leave_out else f'{folds} folds'}")
    if dial:
        _write_dial(dial, scores)
    rows = list(summary(scores, on))
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(row) for row in rows], indent=1))
    else:
        _print_table(rows)


def ablate(
    recipe: RecipeOption = "boosted",
    on: Annotated[str | None, typer.Option(help="The corpus to judge on. Default: the recipe's first.")] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Try this variant alone; may be given again. Names as they are printed.")
    ] = None,
    trees: Annotated[
        float, typer.Option(min=0.01, max=1.0, help="Share of the recipe's trees, which learn the faster for it.")
    ] = 1.0,
    source: SourceOption = None,
    limit: LimitOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
) -> None:
    """Leave out one part of a recipe at a time, and say what that costs: columns, corpora, made-up views.

    Each variant is judged out of fold, page by page against the whole recipe. Rows are printed as they are known.
    """
    from tqdm import tqdm

    from duramen_train.ablate import ablate as rows
    from duramen_train.ablate import thinned, variants
    from duramen_train.fit import steps

    plan, examples = load_plan(recipe, source, limit)
    plan = thinned(plan, trees)
    wanted = [name for name, *_ in variants(plan)]
    _check_variants(only or [], wanted)
    total = steps(plan) * (len(only) + 1 if only else len(wanted))
    if not as_json:
        typer.echo(f"{'variant':32}{'pages':>6}{'word F1':>9}{'change':>9}  {'95 %':17}{'log loss':>9}")
    found = []
    with tqdm(total=total, desc=f"ablate {plan.name}", unit="fit", file=sys.stderr, disable=None) as progress:
        for row in rows(examples, plan, on=on or plan.data.corpora[0], only=only or (), progress=progress):
            found.append(row)
            if not as_json:
                span = f"{row.low:+.4f} to {row.high:+.4f}"
                tqdm.write(
                    f"{row.name:32}{row.pages:6}{row.f1:9.4f}{row.difference:+9.4f}  {span:17}{row.log_loss:9.4f}"
                )
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(row) for row in found], indent=1))


def _check_variants(asked: Sequence[str], known: Sequence[str]) -> None:
    from duramen.errors import unknown_name

    for name in asked:
        if name not in known:
            raise unknown_name("variant", name, known)


def _write_predictions(path: Path, plan: Recipe, scores: Sequence[PageScore], on: str, folds: int | None) -> None:
    import duramen
    from duramen import weights
    from duramen_corpora import corpus_info, provenance
    from duramen_corpora.predictions import Prediction, Run, write_predictions

    how, note = f"{folds}-fold", f"each page by a model that saw no page of its host ({folds} host-disjoint folds)"
    if folds is None:
        how, note = (
            "left out",
            f"by a model of {plan.name}'s other corpora, without the hosts and near-duplicates of {on}",
        )
    run = Run(
        tool=f"duramen ({how})" if plan.name == weights.DEFAULT else f"duramen-{plan.name} ({how})",
        version=duramen.__version__,
        corpus=on,
        revision=corpus_info(on).revision,
        options={"recipe": plan.name, "folds": str(folds), "seed": str(plan.seed)},
        machine=provenance.machine(),
        date=provenance.now(),
        commit=provenance.commit(),
        command=provenance.command(),
        note=note,
    )
    write_predictions(path, run, [Prediction(score.id, score.text or None) for score in scores])


def _write_reliability(path: Path, scores: Sequence[PageScore], title: str) -> None:
    from duramen.errors import UsageError
    from duramen.whole import whole_file
    from duramen_train.reliability import picture, reliability

    try:
        found = reliability(scores)
    except ValueError as error:
        raise UsageError(f"--reliability: {error}. Leave the option out") from error
    numbers = json.dumps(dataclasses.asdict(found), indent=1) + "\n"
    for target, text in ((path.with_suffix(".json"), numbers), (path.with_suffix(".svg"), picture(found, title))):
        with whole_file(target) as scratch:
            scratch.write_text(text, "utf-8")


def _write_dial(path: Path, scores: Sequence[PageScore]) -> None:
    from duramen.errors import UsageError
    from duramen.whole import whole_file
    from duramen_train.evaluate import scored, turned

    if not scored(scores):
        raise UsageError("--dial: no page has a whole gold, so none has a precision. Leave the option out")
    with whole_file(path) as scratch:
        scratch.write_text(json.dumps([dataclasses.asdict(row) for row in turned(scores)], indent=1) + "\n", "utf-8")


def _print_table(rows: Sequence[Row]) -> None:
    typer.echo(
        f"{'page type':14}{'pages':>6}{'word F1':>9}  {'95 %':13}{'prec.':>7}{'recall':>8}{'block F1':>10}{'oracle':>8}"
    )
    for r in rows:
        span = f"{r.low:.3f}–{r.high:.3f}"
        typer.echo(
            f"{r.page_type:14}{r.pages:6}{r.f1:9.3f}  {span:13}{r.precision:7.3f}{r.recall:8.3f}"
            f"{r.block_f1:10.3f}{r.oracle_f1:8.3f}"
        )
