"""Every tool's pages as numbers: what a page table beside the scores, or a published board, knows of them.

    table = read_page_table(Path("out/bench/scores/starter.parquet"))
    draws(score.tools, table, ["word_f1"], bootstrap)     # tool → metric → value on the data and on each draw

A run has the columns that metrics are means of. A board that was published without them has page scores in thousandths,
as its inspector shows them: then a tool has `page.METRIC` in place of the metric's columns. A mean of these is as good
as a mean of the columns, to the digits that are printed. Two metrics are not means of pages. Of `snippet_f1`, F1 of
sums, the counts are recovered where the gold is at hand (`recovered`). Of `shingle_f1`, F1 of two means, the mean of
page scores stands in, moved to the tool's score and stretched to its interval: alike enough to say about how far two
tools are from each other, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from duramen.errors import DataError
from duramen_bench.metrics import Metric, find_metric, page_values
from duramen_bench.recovered import counts
from duramen_bench.results import ToolScore
from duramen_bench.stats import Bootstrap, Estimate, Floats, interval

#: Before a metric's name: the column that holds it on each page, where what it is made of is not known.
PAGE: Final = "page."
#: In a page table's metadata: a digest of the pages with their gold.
GOLD: Final = b"duramen.gold"
_ABOUT: Final = ("id", "host", "page_type", "language")
_NO_COLUMNS: Final = ("tool", *_ABOUT, "failure", "empty", "ms")
_THOUSANDTH: Final = 3  # decimals
_PRINTED: Final = 6  # decimals that a published score has

About = tuple[str, str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A corpus's pages without any text: `pages` are (id, host, type, language); tool → column → a value a page
    (NaN: none); tool → page → kind of its failure. `gold` is a digest of the pages with their gold, where it is known;
    `snippets`, where the gold is at hand, each page's numbers of snippets that must, and must not, be in an answer.
    """

    pages: tuple[About, ...]
    columns: dict[str, dict[str, Floats]]
    failures: dict[str, dict[int, str]] = field(default_factory=dict)
    gold: str = ""
    snippets: tuple[tuple[int, int], ...] | None = None

    def hosts(self) -> list[str]:
        """Return what is drawn: each page's host, or the page itself where that is not known."""
        return [host or page for page, host, _, _ in self.pages]

    def has(self, tool: str, metric: Metric) -> bool:
        """Whether the columns are known that the metric is made of."""
        return set(metric.columns) <= self.columns[tool].keys()

    def scores(self, tool: str, metric: Metric) -> Floats:
        """Return the metric on each page, as if the page were the corpus; NaN where it has none, or it is unknown."""
        if self.has(tool, metric):
            return page_values(metric, self.columns[tool])
        return self.columns[tool].get(PAGE + metric.name, np.full(len(self.pages), np.nan))


def draws(
    rows: Iterable[ToolScore], table: PageTable, metrics: Iterable[str], bootstrap: Bootstrap
) -> dict[str, dict[str, Floats]]:
    """Return tool → metric → the metric on the data (index 0) and on each draw.

    By one metric all tools are treated alike: where one of them lacks its columns, page scores stand in for all.
    """
    rows = list(rows)
    found: dict[str, dict[str, Floats]] = {row.tool: {} for row in rows}
    known, unknown = split(table, [row.tool for row in rows], metrics)
    for row in rows:
        found[row.tool] |= _exact(table.columns[row.tool], known, bootstrap)
        for metric in unknown:
            found[row.tool][metric.name] = _stand_in(table, row, metric, bootstrap)
    return found


def split(table: PageTable, tools: Sequence[str], metrics: Iterable[str]) -> tuple[list[Metric], list[Metric]]:
    """Return the metrics whose columns all these tools have, and those that page scores stand in for."""
    named = [find_metric(name) for name in metrics]
    known = [metric for metric in named if all(table.has(tool, metric) for tool in tools)]
    return known, [metric for metric in named if metric not in known]


def _exact(columns: Mapping[str, Floats], metrics: Sequence[Metric], bootstrap: Bootstrap) -> dict[str, Floats]:
    names = sorted({name for metric in metrics for name in metric.columns})
    if not names:
        return {}
    means = dict(zip(names, bootstrap.means(np.column_stack([columns[name] for name in names])).T, strict=True))
    return {metric.name: metric.combine(*(means[name] for name in metric.columns)) for metric in metrics}


def _stand_in(table: PageTable, row: ToolScore, metric: Metric, bootstrap: Bootstrap) -> Floats:
    """Return draws of what rounded page scores say of a metric, moved to the published score.

    Rounded alike, equal tools stay equal.
    """
    scores, published = np.round(table.scores(row.tool, metric), _THOUSANDTH), row.scores[metric.name]
    if metric.name == "snippet_f1" and table.snippets:
        columns = counts(scores, table.snippets, published.value)
        found, spread = bootstrap.distribution(columns, metric.combine), 1.0
    else:
        found = bootstrap.means(scores[:, None])[:, 0]
        spread = 1.0 if is_mean(metric) else _stretch(interval(found), published)
    draws: Floats = round(published.value, _PRINTED) + (found - found[0]) * spread
    return draws


def is_mean(metric: Metric) -> bool:
    """Whether the metric is the mean of its pages' scores."""
    return len(metric.columns) == 1


def _stretch(found: Estimate, wanted: Estimate) -> float:
    width, published = found.high - found.low, wanted.high - wanted.low
    return published / width if width > 0 and np.isfinite(published) else 1.0


def read_page_table(path: Path) -> PageTable:
    """Return what scoring wrote beside the summary. Raises DataError for a file that is not whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
        return page_table(table, ((table.schema.metadata or {}).get(GOLD) or b"").decode())
    except (pa.ArrowInvalid, OSError, KeyError) as error:
        raise DataError(f"{path} is no whole page table ({error}). Type: duramen bench score") from error


def page_table(table: Any, gold: str = "") -> PageTable:
    """Return an Arrow table with a row a tool and page, the pages in the same order for every tool.

    A column that is null throughout a tool's rows is one that nobody knows of that tool; NaN is known to be none.
    """
    tools = np.array(table["tool"].to_pylist(), dtype=object)
    about = {name: table[name].to_pylist() for name in (*_ABOUT, "failure")}
    names = [name for name in table.column_names if name not in _NO_COLUMNS]
    values = {name: table[name].to_numpy(zero_copy_only=False).astype(np.float64) for name in names}
    unknown = {name: table[name].is_null().to_numpy(zero_copy_only=False) for name in names if table[name].null_count}
    columns: dict[str, dict[str, Floats]] = {}
    failures: dict[str, dict[int, str]] = {}
    rows: Any = np.arange(0)
    for tool in dict.fromkeys(tools):
        rows = np.flatnonzero(tools == tool)
        there = (name for name in names if name not in unknown or not unknown[name][rows].all())
        columns[tool] = {name: values[name][rows] for name in there}
        failures[tool] = {i: about["failure"][row] for i, row in enumerate(rows) if about["failure"][row]}
    return PageTable(tuple(tuple(about[key][row] for key in _ABOUT) for row in rows), columns, failures, gold)
