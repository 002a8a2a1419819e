"""`duramen train`: fit weights from a recipe, and say what the recipe is worth on hosts it did not see.

`make` fits weights and writes their card, `send` sends them to the Hub, `judge` scores recipes and their parts;
`options` is what they share.
"""

from __future__ import annotations

import typer

from duramen_train.cli import judge, make, send

app = typer.Typer(
    name="train",
    help="Train block classifiers: labelled pages in, a scored and documented set of weights out.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
app.command()(make.recipes)
app.command()(make.fit)
app.command()(make.card)
app.command()(send.push)
app.command()(judge.evaluate)
app.command()(judge.ablate)
