"""`duramen train`: fit weights from a recipe, and say what the recipe is worth on hosts it did not see."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duramen_train.evaluate import PageScore, Row
    from duramen_train.examples import Example
    from duramen_train.recipe import Recipe
    from duramen_train.reliability import Reliability

app = typer.Typer(
    name="train",
    help="Train block classifiers: labelled pages in, a scored and documented set of weights out.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

RecipeOption = Annotated[str, typer.Option(help="A recipe's name, or the path of its TOML file.")]
SourceOption = Annotated[
    str | None, typer.Option("--from", help="Where the corpus is: a folder, an archive, or git. Default: the cache.")
]
LimitOption = Annotated[int | None, typer.Option(min=20, help="Use only this many pages: for a try.")]


@app.command()
def recipes() -> None:
    """List the recipes that come with the package."""
    from duramen_train.recipe import load_recipe
    from duramen_train.recipe import recipes as names

    for name in names():
        typer.echo(f"{name:12} {load_recipe(name).description}")


@app.command()
def fit(
    recipe: RecipeOption = "boosted",
    out: Annotated[
        Path | None, typer.Option(help="Folder to write. Default: weights/NAME in the working folder.")
    ] = None,
    source: SourceOption = None,
    limit: LimitOption = None,
) -> None:
    """Train on all pages of a recipe's corpora and write weights, configuration and model card.

    Prints the folder. The same recipe, corpora and versions give the same bytes. `duramen train card` puts results
    into the card.
    """
    from tqdm import tqdm

    from duramen import weights
    from duramen_corpora import provenance
    from duramen_train.card import card, configuration
    from duramen_train.examples import load_examples
    from duramen_train.fit import fit as run
    from duramen_train.fit import steps

    plan, examples = _load(recipe, source, limit)
    role_examples = load_examples(plan.roles.corpus) if plan.roles else []
    with tqdm(total=steps(plan), desc=f"fit {plan.name}", unit="fit", file=sys.stderr, disable=None) as progress:
        model = run(examples, plan, role_examples=role_examples, progress=progress)
    folder = out or Path("weights") / plan.name
    config = configuration(plan, examples, role_examples, provenance.command())
    weights.save(folder, dataclasses.replace(model, config=config), card(config))
    typer.echo(str(folder))


@app.command()
def card(
    weights: Annotated[Path, typer.Argument(help="A folder of weights.")],
    evaluation: Annotated[
        list[Path] | None, typer.Option(help="What `duramen train evaluate --json` printed; may be given again.")
    ] = None,
    reliability: Annotated[
        list[Path] | None, typer.Option(help="CORPUS.json, as `--reliability` wrote it; may be given again.")
    ] = None,
) -> None:
    """Write the model card of weights anew: what they are, saw and cost, and how well their recipe does.

    The card is MODEL_CARD.md in the folder, in Hugging Face's form. Prints its path.
    """
    from duramen.whole import whole_file
    from duramen_train.card import card as text

    config = _read_json(weights / "config.json", "weights", "Train some: duramen train fit")
    rows = [row for path in evaluation or [] for row in _rows(path)]
    found = {path.stem: _reliability(path) for path in reliability or []}
    with whole_file(weights / "MODEL_CARD.md") as scratch:
        scratch.write_text(text(config, rows, found), "utf-8")
    typer.echo(str(weights / "MODEL_CARD.md"))


@app.command()
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
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
) -> None:
    """Score a recipe on pages it did not see: word F1, block F1 and the oracle over blocks, by page type.

    Cross-validated, every page of the recipe's first corpus is scored by a model that saw no page of its host; with
    --leave-out, every page of that corpus by a model of the recipe's other corpora. Pages are judged under the policy
    of their corpus's gold.
    """
    from tqdm import tqdm

    from duramen_train.evaluate import cross_validate, summary
    from duramen_train.evaluate import leave_out as without
    from duramen_train.fit import steps

    plan, examples = _load(recipe, source, limit, leave_out)
    on = leave_out or plan.data.corpora[0]
    total = steps(plan) * (1 if leave_out else folds)
    with tqdm(total=total, desc=f"evaluate {plan.name}", unit="fit", file=sys.stderr, disable=None) as progress:
        if leave_out:
            scores = without(examples, plan, on=on, progress=progress)
        else:
            scores = cross_validate(examples, plan, on=on, folds=folds, progress=progress)
    if predictions:
        _write_predictions(predictions, plan, scores, on, None if leave_out else folds)
    if reliability:
        _write_reliability(reliability, scores, f"{on}, {'left out' if leave_out else f'{folds} folds'}")
    rows = list(summary(scores, on))
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(row) for row in rows], indent=1))
    else:
        _print_table(rows)


@app.command()
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
    """Leave out one part of a recipe at a time, and say what that costs: columns, corpora, stages, made-up views.

    Each variant is judged out of fold, page by page against the whole recipe. Rows are printed as they are known.
    """
    from tqdm import tqdm

    from duramen_train.ablate import ablate as rows
    from duramen_train.ablate import thinned, variants
    from duramen_train.fit import steps

    plan, examples = _load(recipe, source, limit)
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


def _load(
    name: str, source: str | None, limit: int | None, tested: str | None = None
) -> tuple[Recipe, Sequence[Example]]:
    """Return the recipe and its examples, and those of `tested`. `limit` takes every n-th page, not the first."""
    from duramen.errors import UsageError
    from duramen_train.examples import load_examples
    from duramen_train.recipe import load_recipe

    plan = load_recipe(name)
    if source and len(plan.data.corpora) != 1:
        raise UsageError(f"--from names one source, and recipe {plan.name} has {len(plan.data.corpora)} corpora")
    names = dict.fromkeys((*plan.data.corpora, *([tested] if tested else [])))
    examples = [e for corpus in names for e in load_examples(corpus, source)]
    if limit and limit < len(examples):
        examples = [examples[i * len(examples) // limit] for i in range(limit)]
    return plan, examples


def _read_json(path: Path, what: str, cure: str) -> Any:
    from duramen.errors import UsageError

    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} is no {what} ({error}). {cure}") from error


def _rows(path: Path) -> list[Row]:
    from duramen.errors import UsageError
    from duramen_train.evaluate import Row

    cure = "Make it: duramen train evaluate --json > FILE"
    try:
        return [Row(**row) for row in _read_json(path, "evaluation", cure)]
    except TypeError as error:
        raise UsageError(f"{path} is no evaluation ({error}). {cure}") from error


def _reliability(path: Path) -> Reliability:
    from duramen.errors import UsageError
    from duramen_train.reliability import Bin, Reliability

    cure = "Make it: duramen train evaluate --reliability FILE.json"
    try:
        values = _read_json(path, "reliability", cure)
        return Reliability(**values | {"bins": tuple(Bin(**b) for b in values["bins"])})
    except (TypeError, KeyError) as error:
        raise UsageError(f"{path} is no reliability ({error}). {cure}") from error


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
    from duramen.whole import whole_file
    from duramen_train.reliability import picture, reliability

    found = reliability(scores)
    numbers = json.dumps(dataclasses.asdict(found), indent=1) + "\n"
    for target, text in ((path.with_suffix(".json"), numbers), (path.with_suffix(".svg"), picture(found, title))):
        with whole_file(target) as scratch:
            scratch.write_text(text, "utf-8")


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
