"""`duramen corpora align` and `roles`: how well gold and pages fit, and how far weak roles can be believed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duramen.errors import UsageError
from duramen_corpora.cli.options import Json, Name, Source, pages_of, progress, table
from duramen_corpora.registry import corpus_info

if TYPE_CHECKING:
    from duramen_corpora.fit import Fit
    from duramen_corpora.weak.accuracy import RoleRow

_Split = Annotated[str, typer.Option(help="The split to judge.")]
_Worst = Annotated[int, typer.Option(min=0, metavar="N", help="Also list the N pages whose gold is found least.")]


def align(name: Name, source: Source = None, split: _Split = "dev", worst: _Worst = 0, as_json: Json = False) -> None:
    """Report how well gold fits pages, and the best word F1.

    Gold found is the share of the gold's words that stand in the page's blocks. Oracle word F1 is what the best choice
    of whole blocks reaches: no extractor that chooses among them can do better. Intervals draw hosts, not pages.
    """
    from duramen_corpora.fit import fits, summary

    rows = list(fits(progress(pages_of(name, source, split), f"align {name}", corpus_info(name).pages.get(split))))
    if not rows:
        raise UsageError(f"no page of {name} in split '{split}' has a gold text. Type: duramen corpora load {name}")
    low = sorted(rows, key=lambda row: (row.gold_found, row.id))[:worst]
    if as_json:
        facts = {"summary": [asdict(s) for s in summary(rows)], "worst": [asdict(row) for row in low]}
        typer.echo(json.dumps({"corpus": name, "split": split} | facts, indent=2))
        return
    header = ("page type", "pages", "hosts", "gold found: median", "p10", "oracle word F1", "95% interval")
    table([header, *(_summary_row(asdict(s)) for s in summary(rows))])
    if low:
        typer.echo()
        table([("id", "gold found", "oracle word F1", "gold words", "blocks", "page type"), *map(_worst_row, low)])


def roles(name: Name, source: Source = None, split: _Split = "dev", as_json: Json = False) -> None:
    """Report how often weak roles are right.

    Weak roles are guessed from markup alone (duramen_corpora.weak). The truth is what the corpus labels; for wcxb,
    which labels no nodes, it is the blocks that were labelled by hand (duramen_corpora.handlabels).
    """
    from duramen_corpora.handlabels import hand_labels
    from duramen_corpora.weak.accuracy import Tally, by_hand, by_labels

    rows = progress(pages_of(name, source, split), f"roles {name}", corpus_info(name).pages.get(split))
    tally = Tally()
    tally.add(by_hand(rows, hand_labels()) if name == "wcxb" else by_labels(rows))
    if not tally.judged:
        raise UsageError(f"{name} labels no roles to compare with. Type: duramen corpora roles starter")
    content, alarms = tally.false_alarms()
    if as_json:
        facts = {"roles": [asdict(row) for row in tally.rows()], "sources": tally.sources()}
        typer.echo(
            json.dumps({"corpus": name, "split": split} | facts | {"content": content, "alarms": alarms}, indent=2)
        )
        return
    header = ("role", "blocks", "guessed", "right", "or nearly", "precision", "recall")
    table([header, *map(_role_row, tally.rows())])
    typer.echo()
    table(
        [("source", "guesses", "right"), *((s, str(made), f"{good / made:.2f}") for s, made, good in tally.sources())]
    )
    typer.echo(f"\nof {content:,} blocks of content, {alarms:,} would be called noise if no gold spoke first")


def _role_row(row: RoleRow) -> tuple[str, ...]:
    shares = (
        f"{row.precision:.2f}" if row.precision is not None else "",
        f"{row.recall:.2f}" if row.recall else "0.00",
    )
    return (row.name, *map(str, (row.blocks, row.guessed, row.right, row.lenient)), *shares)


def _summary_row(s: dict[str, Any]) -> tuple[str, ...]:
    shares = (f"{s['found_median']:.3f}", f"{s['found_p10']:.3f}", f"{s['oracle_f1']:.3f}")
    return (s["page_type"], str(s["pages"]), str(s["hosts"]), *shares, f"{s['low']:.3f} to {s['high']:.3f}")


def _worst_row(row: Fit) -> tuple[str, ...]:
    shares = (f"{row.gold_found:.3f}", f"{row.oracle_f1:.3f}")
    return (row.id, *shares, str(row.gold_words), str(row.blocks), row.page_type)
