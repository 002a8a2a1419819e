"""Weights: what there is to make them of, making them, and their card."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duramen_train.cli.options import LimitOption, RecipeOption, SourceOption, load_plan

if TYPE_CHECKING:
    from duramen_train.evaluate import Row
    from duramen_train.reliability import Reliability


def recipes() -> None:
    """List the recipes that come with the package."""
    from duramen_train.recipe import load_recipe
    from duramen_train.recipe import recipes as names

    for name in names():
        typer.echo(f"{name:12} {load_recipe(name).description}")


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

    plan, examples = load_plan(recipe, source, limit)
    role_examples = load_examples(plan.roles.corpus) if plan.roles else []
    with tqdm(total=steps(plan), desc=f"fit {plan.name}", unit="fit", file=sys.stderr, disable=None) as progress:
        model = run(examples, plan, role_examples=role_examples, progress=progress)
    folder = out or Path("weights") / plan.name
    config = configuration(plan, examples, role_examples, provenance.command())
    weights.save(folder, dataclasses.replace(model, config=config), card(config))
    typer.echo(str(folder))


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
    rows = [row for path in evaluation or [] for row in read_rows(path)]
    found = {path.stem: _reliability(path) for path in reliability or []}
    with whole_file(weights / "MODEL_CARD.md") as scratch:
        scratch.write_text(text(config, rows, found), "utf-8")
    typer.echo(str(weights / "MODEL_CARD.md"))


def _read_json(path: Path, what: str, cure: str) -> Any:
    from duramen.errors import UsageError

    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} is no {what} ({error}). {cure}") from error


def read_rows(path: Path) -> list[Row]:
    """Return the rows of an evaluation. Raises UsageError for a file that holds none."""
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
