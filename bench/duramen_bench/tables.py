"""The tables that scores are made of: for each tool, the columns of its answers, in the order of the gold's pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duramen.errors import DataError, UsageError
from duramen.whole import whole_file
from duramen_bench.columns import Scorer
from duramen_bench.kept import KeptColumns, gold_digest
from duramen_bench.layout import PageSet
from duramen_bench.metrics import METRICS, find_metric
from duramen_bench.page_table import GOLD
from duramen_bench.stats import Bootstrap, Floats
from duramen_bench.talk import progress
from duramen_corpora.predictions import Prediction, Run, read_predictions
from duramen_corpora.schema import Page

#: Answers that are scored before any of them is kept: a minute's work or two.
_BATCH = 8000


@dataclass(frozen=True, slots=True)
class Answers:
    """What a predictions file says, in the order of the scored pages."""

    path: Path
    run: Run
    predictions: tuple[Prediction, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One tool's pages as columns, in the order of the scored pages."""

    run: Run
    predictions: tuple[Prediction, ...]
    columns: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Gold:
    """The pages that can be scored: they have a gold text, snippets or labels."""

    page_set: PageSet
    pages: tuple[Page, ...]

    def groups(self, name: str) -> dict[str, NDArray[np.bool_]]:
        """Return value → which pages, for a column of the corpus; pages without a value are in no group."""
        values = [getattr(page, name) for page in self.pages]
        return {v: np.array([x == v for x in values], dtype=np.bool_) for v in sorted({v for v in values if v})}


def read_gold(page_set: PageSet, pages: Sequence[Page]) -> Gold:
    """Return the run's pages that can be scored. Raises DataError where the corpus lacks one, or none can."""
    known = {page.id: page for page in pages}
    unknown = [name for name in page_set.ids if name not in known]
    if unknown:
        raise DataError(f"{page_set.corpus} has no page {unknown[0]} (and {len(unknown) - 1} more): another revision?")
    chosen = tuple(page for page in map(known.__getitem__, page_set.ids) if _has_gold(page))
    if not chosen:
        raise DataError(f"no page of {page_set.corpus} that was run has a gold")
    return Gold(page_set, chosen)


def _has_gold(page: Page) -> bool:
    return page.text is not None or bool(page.with_ or page.without or page.blocks)


def read_tables(files: Sequence[Path], gold: Gold, kept: KeptColumns, workers: int = 1) -> dict[str, Table]:
    """Return each tool's table, scoring what `kept` lacks.

    Raises UsageError without files or for two of one name, DataError for an unfit one.
    """
    if not files:
        raise UsageError("there are no predictions to score. Type: duramen bench run CORPUS")
    answers: dict[str, Answers] = {}
    for path in files:
        found = _answers(path, gold)
        if found.run.tool in answers:
            raise UsageError(
                f"{path}: there are predictions of '{found.run.tool}' already. Give one of the two another name"
            )
        answers[found.run.tool] = found
    before = {tool: kept.read(tool, found.path) for tool, found in answers.items()}
    columns = {tool: found for tool, found in before.items() if found is not None}
    todo = [found for tool, found in answers.items() if tool not in columns]
    columns |= _scored(todo, gold, kept, workers) if todo else {}
    return {tool: Table(found.run, found.predictions, columns[tool]) for tool, found in answers.items()}


def _scored(
    todo: Sequence[Answers], gold: Gold, kept: KeptColumns, workers: int
) -> Iterator[tuple[str, dict[str, Floats]]]:
    """Yield each tool's columns and keep them, some tools at a time.

    Side by side they share the work of taking the gold apart; all at once, a killed run would have kept none.
    """
    size = max(1, _BATCH // len(gold.pages))
    with Scorer(gold.pages, workers) as scorer:
        for first in progress(range(0, len(todo), size), desc="score", unit="batch"):
            batch = todo[first : first + size]
            for found, rows in zip(batch, scorer(*(found.predictions for found in batch)), strict=True):
                columns = _columns(rows)
                kept.write(found.run.tool, found.path, columns)
                yield found.run.tool, columns


def _answers(path: Path, gold: Gold) -> Answers:
    run, predictions = read_predictions(path)
    if run.corpus != gold.page_set.corpus:
        raise DataError(f"{path} is over {run.corpus}, not {gold.page_set.corpus}")
    answers = {p.id: p for p in predictions}
    missing = [page.id for page in gold.pages if page.id not in answers]
    if missing:
        raise DataError(f"{path} lacks {len(missing)} of {len(gold.pages)} pages, the first is {missing[0]}")
    return Answers(path, run, tuple(answers[page.id] for page in gold.pages))


def _columns(rows: Sequence[Mapping[str, float]]) -> dict[str, Floats]:
    names = sorted({name for row in rows for name in row})
    return {name: np.array([row.get(name, np.nan) for row in rows]) for name in names}


def shared_metrics(tables: Iterable[Table]) -> list[str]:
    """Return the metrics that every table has what they count for: a corpus without tables can lose none."""
    return [name for name in METRICS if all(_has(table, name) for table in tables)]


def _has(table: Table, metric: str) -> bool:
    names = find_metric(metric).columns
    there = set(names) <= set(table.columns)
    return there and all(table.columns[name].any() for name in names if name.startswith("words."))


def distributions(
    table: Table, metrics: Iterable[str], bootstrap: Bootstrap, pages: NDArray[np.bool_] | None = None
) -> dict[str, Floats]:
    """Return each metric on the data (index 0) and on each draw; `pages` restricts to a subset."""
    rows = [find_metric(name) for name in metrics]
    names = list(dict.fromkeys(name for row in rows for name in row.columns))
    means = dict(zip(names, bootstrap.means(np.column_stack([table.columns[n] for n in names]), pages).T, strict=True))
    return {row.name: row.combine(*(means[name] for name in row.columns)) for row in rows}


def write_page_table(path: Path, gold: Gold, tables: Mapping[str, Table]) -> None:
    """Write a row a tool and page, without any text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = []
    for name, table in tables.items():
        for i, (page, prediction) in enumerate(zip(gold.pages, table.predictions, strict=True)):
            rows.append(
                {
                    "tool": name,
                    "id": page.id,
                    "host": page.host,
                    "page_type": page.page_type,
                    "language": page.language,
                    "failure": prediction.error.split(":")[0] if prediction.error else None,
                    "empty": prediction.text is None and not prediction.error,
                    "ms": prediction.ms,
                    **{column: float(values[i]) for column, values in table.columns.items()},
                }
            )
    made = pa.Table.from_pylist(rows).replace_schema_metadata({GOLD: gold_digest(gold.pages)})
    with whole_file(path) as scratch:
        pq.write_table(made, scratch, compression="zstd")
