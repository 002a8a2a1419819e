"""Answers to columns of values a page, and those to means with intervals, and differences to the first tool."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duramen_bench.fidelity.elements import elements
from duramen_bench.fidelity.measure import METRICS, found, measure
from duramen_bench.fidelity.reading import read
from duramen_bench.fidelity.rows import form
from duramen_bench.fidelity.sources import Case
from duramen_bench.stats import Bootstrap, Estimate, Floats, difference, interval
from duramen_corpora.predictions import Prediction

#: A page is found, and only its form is in question, where an answer has so much of its gold's words.
FOUND = 0.9


@dataclass(frozen=True, slots=True)
class Score:
    """One tool's means with intervals, and how far each is from the first tool's.

    `found` is the mean share of the gold's words that the answers have; `kept` are the means over the `pages` alone
    that are content throughout and of which that share is at least `FOUND`.
    """

    tool: str
    metrics: dict[str, Estimate]
    behind: dict[str, Estimate]
    found: Estimate
    kept: dict[str, float]
    pages: int
    failed: int


def columns(tool: str, answers: Sequence[Prediction], cases: Sequence[Case]) -> dict[str, Floats]:
    """Return a value a page for each metric (NaN where the page is not judged by it) and for `found`.

    A page that failed counts as an empty answer.
    """
    rows = [_row(tool, answer, case) for answer, case in zip(answers, cases, strict=True)]
    return {name: np.array([row[name] for row in rows]) for name in (*METRICS, "found")}


def _row(tool: str, answer: Prediction, case: Case) -> dict[str, float]:
    said = elements(read(answer.text or "", form(tool)), case.page.url, case.line_ends)
    values = measure(said, case.gold)
    judged = {name: values[name] if name in case.metrics else math.nan for name in METRICS}
    return {**judged, "found": found(said, case.gold)}


def score(tools: Mapping[str, Sequence[Prediction]], cases: Sequence[Case], draws: Bootstrap) -> list[Score]:
    """Return the tools' scores, in their order; `behind` is against the first."""
    tables = {tool: columns(tool, answers, cases) for tool, answers in tools.items()}
    judged = [name for name in METRICS if any(name in case.metrics for case in cases)]
    spread = {
        tool: {name: draws.distribution([table[name]], lambda mean: mean) for name in (*judged, "found")}
        for tool, table in tables.items()
    }
    first = next(iter(spread.values()), {})
    parts = np.array([case.is_part for case in cases])
    return [_score(tool, tables[tool], spread[tool], first, parts, tools[tool]) for tool in tools]


def _score(
    tool: str,
    table: Mapping[str, Floats],
    spread: Mapping[str, Floats],
    first: Mapping[str, Floats],
    parts: NDArray[np.bool_],
    answers: Sequence[Prediction],
) -> Score:
    judged = [name for name in spread if name != "found"]
    there = (table["found"] >= FOUND) & parts
    return Score(
        tool,
        {name: interval(spread[name]) for name in judged},
        {name: difference(spread[name], first[name]) for name in judged},
        interval(spread["found"]),
        {name: _mean(table[name][there]) for name in judged},
        int(there.sum()),
        sum(1 for answer in answers if answer.error),
    )


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else math.nan
