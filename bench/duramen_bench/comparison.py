"""Two tools on the same pages: how far apart they are, whether that is real, and on which pages.

    found = compare_tools(Path("out/bench"), "starter", "duramen", "trafilatura")
    found.difference, found.p       # score of the first minus score of the second, with its interval
    found.pages                     # every page, the first tool's greatest lead first

It reads what `duramen bench score` wrote: neither pages nor tools are needed, and draws and test are those of the
boards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duramen.errors import DataError, UsageError, unknown_name
from duramen_bench.layout import file_name, prediction_path, predictions_dir
from duramen_bench.metrics import METRICS, Metric, find_metric, page_values
from duramen_bench.results import CorpusScore, Cost, ToolScore, read_scores
from duramen_bench.significance import paired_tests
from duramen_bench.stats import Bootstrap, Estimate, Floats, difference, interval

_EQUAL = 5e-4  # to three decimals, as scores are printed


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it is, how it scored, what it cost. `trained_on`: what says that it learned from this."""

    tool: str
    title: str
    version: str
    score: Estimate
    failures: dict[str, int]
    empties: int
    timing: Cost | None
    trained_on: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Pages of one type or language, with both scores and their difference there."""

    name: str
    pages: int
    first: float
    second: float
    difference: Estimate


@dataclass(frozen=True, slots=True)
class PageGap:
    """One page, with both scores as if it were the corpus; `lead` is the first's, above 0 where the first is better."""

    id: str
    host: str
    page_type: str | None
    language: str | None
    first: float
    second: float
    lead: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two tools on one corpus by one metric.

    `difference` is score minus score. `p` is of the paired test over hosts; `corrected` says over how many pairs Holm's
    correction was made (0: not at all, since one of the two is not ranked there). `wins`, `ties` and `losses` count
    pages from the first's side, equal to three decimals being a tie; `no_score` those where one of the two has none.
    """

    corpus: str
    metric: str
    higher_is_better: bool
    hosts: int
    resamples: int
    seed: int
    first: Side
    second: Side
    difference: Estimate
    p: float
    corrected: int
    wins: int
    ties: int
    losses: int
    no_score: int
    by_type: tuple[Group, ...]
    by_language: tuple[Group, ...]
    pages: tuple[PageGap, ...] = field(default_factory=tuple)


def scored_corpora(run_dir: Path) -> list[str]:
    """Return the corpora with scores. Raises UsageError where there are none."""
    found = sorted(path.stem for path in (run_dir / "scores").glob("*.json"))
    if not found:
        raise UsageError(f"no scores under {run_dir}. Type: duramen bench score {run_dir}")
    return found


def compare_tools(run_dir: Path, corpus: str, first: str, second: str, metric: str | None = None) -> Comparison:
    """Compare two tools that were scored on `corpus`, by `metric` or the one that its board is ranked by.

    Raises UsageError for a tool or metric without scores there, DataError for files that are not whole.
    """
    score = read_scores(_there(run_dir, corpus, ".json"))
    rows = {row.tool: row for row in score.tools}
    for name in (first, second):
        if name not in rows:
            raise _not_scored(run_dir, corpus, name, rows)
    row = find_metric(metric or score.metric)
    for name in (first, second):
        if row.name not in rows[name].scores:
            able = [known for known in METRICS if known in rows[name].scores]
            raise UsageError(f"{corpus} has no {row.name} of '{name}'. There are: {', '.join(able)}")
    table = _PageTable(_there(run_dir, corpus, ".parquet"), (first, second), row)
    return _compared(score, rows[first], rows[second], row, table)


def _there(run_dir: Path, corpus: str, suffix: str) -> Path:
    path = run_dir / "scores" / (file_name(corpus) + suffix)
    if path.is_file():
        return path
    if not (predictions_dir(run_dir, corpus) / "pages.json").is_file():
        raise unknown_name("corpus", corpus, scored_corpora(run_dir))
    raise UsageError(f"{corpus} was run and not scored yet. Type: duramen bench score {run_dir}")


def _not_scored(run_dir: Path, corpus: str, name: str, rows: Mapping[str, ToolScore]) -> UsageError:
    if prediction_path(run_dir, corpus, name).is_file():
        return UsageError(f"'{name}' was run on {corpus} and not scored yet. Type: duramen bench score {run_dir}")
    return unknown_name(f"tool among the scores of {corpus}:", name, rows)


class _PageTable:
    """The pages of two tools, in the order of the table: ids, hosts, groups, and the metric's columns of each tool."""

    def __init__(self, path: Path, tools: tuple[str, str], metric: Metric) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        names = ("tool", "id", "host", "page_type", "language", *metric.columns)
        try:
            rows = pq.read_table(path, columns=list(names), filters=[("tool", "in", tools)]).to_pylist()
        except (pa.ArrowInvalid, OSError, KeyError) as error:
            cure = "Type: duramen bench score"
            raise DataError(f"{path} is no whole page table ({type(error).__name__}: {error}). {cure}") from error
        sides = [{row["id"]: row for row in rows if row["tool"] == tool} for tool in tools]
        if not sides[0] or sides[0].keys() != sides[1].keys():
            raise DataError(f"{path} does not have the same pages of {' and '.join(tools)}. Type: duramen bench score")
        self.rows: list[dict[str, Any]] = list(sides[0].values())
        self.columns = [
            {name: np.array([side[row["id"]][name] for row in self.rows], np.float64) for name in metric.columns}
            for side in sides
        ]

    def groups(self, name: str) -> dict[str, NDArray[np.bool_]]:
        values = [row[name] for row in self.rows]
        return {v: np.array([x == v for x in values], np.bool_) for v in sorted({v for v in values if v})}


def _compared(score: CorpusScore, first: ToolScore, second: ToolScore, metric: Metric, table: _PageTable) -> Comparison:
    bootstrap = Bootstrap([row["host"] or row["id"] for row in table.rows], score.resamples, score.seed)
    both = _both(table, metric, bootstrap)
    p, corrected = _p(score, metric.name, first.tool, second.tool)
    pages = _pages(table, metric)
    leads = np.array([page.lead for page in pages])
    return Comparison(
        corpus=score.corpus,
        metric=metric.name,
        higher_is_better=metric.higher_is_better,
        hosts=bootstrap.hosts,
        resamples=score.resamples,
        seed=score.seed,
        first=_side(first, interval(both[0])),
        second=_side(second, interval(both[1])),
        difference=difference(*both),
        p=p if corrected else float(paired_tests(both, bootstrap.hosts).p[0, 1]),
        corrected=corrected,
        wins=int((leads >= _EQUAL).sum()),
        ties=int((np.abs(leads) < _EQUAL).sum()),
        losses=int((leads <= -_EQUAL).sum()),
        no_score=len(table.rows) - len(pages),
        by_type=_groups(table, "page_type", metric, bootstrap),
        by_language=_groups(table, "language", metric, bootstrap),
        pages=pages,
    )


def _both(
    table: _PageTable, metric: Metric, bootstrap: Bootstrap, pages: NDArray[np.bool_] | None = None
) -> list[Floats]:
    return [
        bootstrap.distribution([columns[name] for name in metric.columns], metric.combine, pages)
        for columns in table.columns
    ]


def _p(score: CorpusScore, metric: str, first: str, second: str) -> tuple[float, int]:
    """Return the corrected p of the boards, and over how many pairs; NaN and 0 where the two have none."""
    pairs = score.pairs.get(metric)
    if pairs is None or not {first, second} <= set(pairs.tools):
        return float("nan"), 0
    places = sorted((pairs.tools.index(first), pairs.tools.index(second)))
    many = len(pairs.tools) * (len(pairs.tools) - 1) // 2
    return (pairs.p[places[0]][places[1] - places[0] - 1], many) if places[0] != places[1] else (1.0, many)


def _side(row: ToolScore, score: Estimate) -> Side:
    return Side(row.tool, row.title, row.run.version, score, row.failures, row.empties, row.timing, row.trained_on)


def _groups(table: _PageTable, name: str, metric: Metric, bootstrap: Bootstrap) -> tuple[Group, ...]:
    """Return the groups in which both have a score, the largest first."""
    found = []
    for group, mask in table.groups(name).items():
        both = _both(table, metric, bootstrap, mask)
        if np.isfinite(both[0][0]) and np.isfinite(both[1][0]):
            found.append(Group(group, int(mask.sum()), float(both[0][0]), float(both[1][0]), difference(*both)))
    return tuple(sorted(found, key=lambda group: (-group.pages, group.name)))


def _pages(table: _PageTable, metric: Metric) -> tuple[PageGap, ...]:
    """Return the pages that both have a score on, the first's greatest lead first."""
    sign = 1 if metric.higher_is_better else -1
    values: Sequence[Floats] = [page_values(metric, columns) for columns in table.columns]
    pages = [
        PageGap(
            id=row["id"],
            host=row["host"],
            page_type=row["page_type"],
            language=row["language"],
            first=float(ours),
            second=float(theirs),
            lead=sign * float(ours - theirs),
        )
        for row, ours, theirs in zip(table.rows, *values, strict=True)
        if np.isfinite(ours) and np.isfinite(theirs)
    ]
    return tuple(sorted(pages, key=lambda page: (-page.lead, page.id)))
