"""One page as an HTML file of its own: `duramen bench inspect PAGE --html FILE`.

The same style, tables and drawing of texts and blocks as in the leaderboard's page inspector, with as many answers side
by side as are ticked. It holds the page's text: where that is published by others, the file is for one's own eyes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duramen_bench.inspection import middle
from duramen_bench.layout import write_text
from duramen_bench.metrics import METRICS, RANKING
from duramen_bench.registry import kind_of
from duramen_bench.report.templates import read, render
from duramen_bench.report.texts import compact
from duramen_bench.report.words import share
from duramen_bench.wording import compare_words, count_words
from duramen_corpora.words import tokeniser

_FEW = 3  # answers that stand beside a gold and can be read


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, and how it is spelled."""

    value: float
    spelled: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the table of scores: what it is called, and what it counts."""

    title: str
    said: str


@dataclass(frozen=True, slots=True)
class ShownTool:
    """A tool's line: its scores, the first of them spelled out as `score`, and whether its answer is drawn at first."""

    tool: str
    kind: str
    error: str | None
    cells: list[Cell]
    score: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the template sees. `against` is whose answer the others are held against; None where there is a gold."""

    name: str
    url: str
    about: list[str]
    against: str | None
    heads: list[Head]
    rows: list[ShownTool]
    packed: str


def write_inspected(found: Mapping[str, Any], ticked: Sequence[str] | None, path: Path) -> None:
    """Write the file. `found` is an `inspection` with `scores` by tool, and `agreement` where there is no gold text."""
    script = read("basics.js", "tables.js", "glass.js", "inspected.js")
    style = read("style.css", "views.css")
    write_text(path, render("inspected", view=inspected(found, ticked), style=style, script=script))


def inspected(found: Mapping[str, Any], ticked: Sequence[str] | None = None) -> Inspected:
    """Return the view of a page; answers of the `ticked` tools are drawn at first, by default of ours and the best."""
    against = middle(found.get("agreement", {}))
    compared = _held_against(found, against) if against else found
    packed = {**compact(compared), "against": against, "language": found["language"]}
    order = _best_first(found)
    chosen = _at_first(order) if ticked is None else ticked
    about = [found["id"], found["type"], found["language"]]
    return Inspected(
        name=found["host"] or found["id"],
        url=found["url"],
        about=[said for said in about if said],
        against=against,
        heads=_heads(found),
        rows=[_row(tool, found, tool in chosen) for tool in order],
        # In a script element only "<" could be taken for markup; a lone surrogate has no UTF-8.
        packed=json.dumps(packed, ensure_ascii=False).replace("<", "\\u003c").encode("utf-8", "replace").decode(),
    )


def _held_against(found: Mapping[str, Any], against: str) -> dict[str, Any]:
    """Return the page as if that tool's answer were its gold."""
    texts = {tool: "".join(text for _, text in answer["ops"]) for tool, answer in found["answers"].items()}
    gold = texts[against]
    answers = {}
    for tool, answer in found["answers"].items():
        ops = compare_words(gold, texts[tool])
        counts = count_words(ops, gold)
        answers[tool] = {"error": answer["error"], "ops": ops, "missing": counts["-"], "extra": counts["+"]}
    return {**found, "gold": gold, "answers": answers}


def _measures(found: Mapping[str, Any]) -> list[str]:
    """Return the metrics that this page has, those that boards are made by first."""
    there = {name for answer in found["answers"].values() for name in answer["scores"]}
    return [name for name in dict.fromkeys((*RANKING, *METRICS)) if name in there]


def _heads(found: Mapping[str, Any]) -> list[Head]:
    heads = [Head(METRICS[name].title, METRICS[name].description) for name in _measures(found)]
    if "agreement" in found:
        heads.insert(0, Head("Agreement", "mean word F1 with the answers of the others"))
    return [*heads, Head("Words", "words of the answer")]


def _values(tool: str, found: Mapping[str, Any]) -> list[float]:
    answer = found["answers"][tool]
    values = [answer["scores"].get(name, math.nan) for name in _measures(found)]
    return [found["agreement"].get(tool, math.nan), *values] if "agreement" in found else values


def _best_first(found: Mapping[str, Any]) -> list[str]:
    def place(tool: str) -> float:
        first = (_values(tool, found) or [math.nan])[0]
        return -first if math.isfinite(first) else math.inf

    return sorted(found["answers"], key=place)


def _at_first(order: Sequence[str]) -> list[str]:
    """Return the tools that are drawn where none was named: all of a few, else our best row and the best rival."""
    if len(order) <= _FEW:
        return list(order)
    best = {kind: tool for tool in reversed(order) if (kind := kind_of(tool)) in ("ours", "rival")}
    return list(best.values())


def _row(tool: str, found: Mapping[str, Any], ticked: bool) -> ShownTool:
    answer = found["answers"][tool]
    values = _values(tool, found)
    text = "".join(piece for sign, piece in answer["ops"] if sign != "-")
    many = len(tokeniser(text)(text))
    cells = [*(Cell(value, share(value)) for value in values), Cell(float(many), f"{many:,}")]
    score = f"{share(values[0])} {_heads(found)[0].title}" if values else ""
    return ShownTool(tool, kind_of(tool), answer["error"], cells, score, ticked)
