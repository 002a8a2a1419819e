"""`duramen bench`: run, time, score and report, each alone or all at once.

`steps` are these; `joining` puts tools on a published board; `compare` holds two tools against each other and `inspect`
looks at one page; `metadata` compares who reads titles, authors and dates; `bring` brings in predictions and
environments, `send` sends scores out, `lists` says what there is; `options` and `aligned` are what they share. Data
(tables, paths) goes to standard output, talk and progress to standard error. Exit codes: 0 done, 1 a file does not hold
what it should, 2 the command cannot be carried out as typed.
"""

from __future__ import annotations

import typer

from duramen_bench.cli import bring, compare, fidelity, inspect, joining, lists, metadata, send, steps

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Compare extractors: predictions, scores, leaderboards.",
)
app.command()(steps.run)
app.command("time")(steps.time_)
app.command()(steps.score)
app.command()(steps.report)
app.command()(steps.leaderboard)
app.command()(joining.join)
app.command()(send.export)
app.command()(send.push)
app.command()(compare.compare)
app.command()(inspect.inspect)
app.command()(metadata.metadata)
app.command()(fidelity.fidelity)
app.command("import")(bring.import_)
app.command()(bring.setup)
app.command("tools")(lists.tools_)
app.command()(lists.metrics)
