"""Options that verbs share, and what they name: a recipe with its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duramen_train.examples import Example
    from duramen_train.recipe import Recipe

RecipeOption = Annotated[str, typer.Option(help="A recipe's name, or the path of its TOML file.")]
SourceOption = Annotated[
    str | None, typer.Option("--from", help="Where the corpus is: a folder, an archive, or git. Default: the cache.")
]
LimitOption = Annotated[int | None, typer.Option(min=20, help="Use only this many pages: for a try.")]


def load_plan(
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
