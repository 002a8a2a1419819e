"""`duramen corpora`: which corpora there are, what is in them, and how far their gold can be believed.

`browse` lists them, `show` looks at one page, `count` says what is in them, `fetch` brings them in and `send` sends
them out, `judge` and `audit` check them, `compare` holds them against each other; `options` is what they share.
"""

from __future__ import annotations

import typer

from duramen_corpora.cli import audit, browse, compare, count, fetch, judge, send
from duramen_corpora.cli.show import show

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Labelled pages: list, load, look at and audit the corpora."
)
app.command("list")(browse.list_corpora)
app.command()(browse.info)
app.command()(show)
app.command()(count.stats)
app.command()(fetch.pull)
app.command()(fetch.path)
app.command()(fetch.load)
app.command()(send.export)
app.command()(send.push)
app.command()(judge.align)
app.command()(judge.roles)
app.command()(audit.audit)
app.command()(compare.overlap)
app.command()(compare.split)
