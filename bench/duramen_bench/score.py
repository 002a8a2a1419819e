"""Predictions and gold to numbers: the second step. No tool needs to be installed.

    score = score_run(run_dir, "starter", pages)

A page that a predictions file lacks is an error. A failure (timeout, crash, memory, exception) is a miss *and* is
counted; an empty answer is counted too, apart from the failures.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duramen.errors import DataError, UsageError
from duramen.roles import ROLES
from duramen_bench.columns import Scorer
from duramen_bench.layout import PageSet, file_name, predictions_dir, read_left_out, read_page_set
from duramen_bench.metrics import METRICS, find_metric, ratio
from duramen_bench.references import GROUPS, UNNAMED
from duramen_bench.registry import all_tools
from duramen_bench.results import CorpusScore, Timing, ToolScore, write_scores
from duramen_bench.stats import Bootstrap, Estimate, Floats, difference, interval, shared_ranks
from duramen_bench.talk import progress
from duramen_bench.tool import Tool
from duramen_corpora import provenance
from duramen_corpora.predictions import Prediction, Run, read_predictions
from duramen_corpora.schema import Page
from duramen_corpora.whole import whole_file

PARSE = "lxml-parse"


@dataclass(frozen=True, slots=True)
class Rules:
    """What ranks the tools, and how many draws, from which seed, make the intervals."""

    metric: str = "word_f1"
    resamples: int = 2000
    seed: int = 0
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """One tool's pages as columns, in the order of the scored pages."""

    run: Run
    predictions: tuple[Prediction, ...]
    columns: dict[str, Floats]

    @property
    def ms(self) -> Floats:
        """Milliseconds a page, NaN where none were measured."""
        return np.array([np.nan if p.ms is None else p.ms for p in self.predictions])


@dataclass(frozen=True, slots=True)
class Gold:
    """The pages that can be scored: they have a gold text, snippets or labels."""

    page_set: PageSet
    pages: tuple[Page, ...]

    def groups(self, name: str) -> dict[str, NDArray[np.bool_]]:
        """Return value → which pages, for a column of the corpus; pages without a value are in no group."""
        values = [getattr(page, name) for page in self.pages]
        return {v: np.array([x == v for x in values], dtype=np.bool_) for v in sorted({v for v in values if v})}


def score_run(
    run_dir: Path,
    corpus: str,
    pages: Sequence[Page],
    also: Iterable[Path] = (),
    rules: Rules | None = None,
) -> CorpusScore:
    """Score every predictions file of `corpus` in `run_dir`, and those in `also`; write summary and page table."""
    rules = rules or Rules()
    find_metric(rules.metric)
    gold = _gold(read_page_set(run_dir, corpus), pages)
    files = [*sorted(predictions_dir(run_dir, corpus).glob("*.parquet")), *also]
    with Scorer(gold.pages, rules.workers) as scorer:
        tables = _tables(files, gold, scorer)
    if not all(_has(table, rules.metric) for table in tables.values()):
        raise UsageError(f"{rules.metric} needs blocks with roles, and {corpus} has none. Type: --metric word_f1")
    bootstrap = Bootstrap([page.host or page.id for page in gold.pages], rules.resamples, rules.seed)
    score = _summary(gold, tables, bootstrap, rules, read_left_out(run_dir, corpus))
    stem = run_dir / "scores" / file_name(corpus)
    write_scores(stem.with_suffix(".json"), score)
    _write_page_table(stem.with_suffix(".parquet"), gold, tables)
    return score


def _gold(page_set: PageSet, pages: Sequence[Page]) -> Gold:
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


def _tables(files: Sequence[Path], gold: Gold, scorer: Scorer) -> dict[str, Table]:
    if not files:
        raise UsageError("there are no predictions to score. Type: duramen bench run CORPUS")
    tables: dict[str, Table] = {}
    for path in progress(files, desc="score", unit="tool"):
        run, predictions = read_predictions(path)
        if run.tool in tables:
            raise UsageError(f"{path}: there are predictions of '{run.tool}' already. Give one of the two another name")
        tables[run.tool] = _table(path, run, predictions, gold, scorer)
    return tables


def _table(path: Path, run: Run, predictions: Sequence[Prediction], gold: Gold, scorer: Scorer) -> Table:
    if run.corpus != gold.page_set.corpus:
        raise DataError(f"{path} is over {run.corpus}, not {gold.page_set.corpus}")
    answers = {p.id: p for p in predictions}
    missing = [page.id for page in gold.pages if page.id not in answers]
    if missing:
        raise DataError(f"{path} lacks {len(missing)} of {len(gold.pages)} pages, the first is {missing[0]}")
    mine = tuple(answers[page.id] for page in gold.pages)
    [rows] = scorer(mine)
    names = sorted({name for row in rows for name in row})
    return Table(run, mine, {name: np.array([row.get(name, np.nan) for row in rows]) for name in names})


def _summary(
    gold: Gold, tables: dict[str, Table], bootstrap: Bootstrap, rules: Rules, left_out: dict[str, str]
) -> CorpusScore:
    known, metric = all_tools(), rules.metric
    main = {name: _distribution(table, metric, bootstrap) for name, table in tables.items()}
    parse = tables.get(PARSE)
    rows = [_tool_score(table, parse, gold, (bootstrap, metric), known.get(name)) for name, table in tables.items()]
    ranked = {row.tool: main[row.tool] for row in rows if _is_ranked(row, known.get(row.tool))}
    ranks = shared_ranks(ranked, find_metric(metric).higher_is_better)
    best = min(ranks, key=lambda name: (ranks[name], -ranked[name][0])) if ranks else None
    rows = [
        replace(
            row,
            rank=ranks.get(row.tool),
            behind=difference(main[row.tool], main[best]) if best and row.tool in ranks and row.tool != best else None,
        )
        for row in rows
    ]
    sign = 1 if find_metric(metric).higher_is_better else -1
    rows.sort(key=lambda row: (-sign * np.nan_to_num(row.scores[metric].value), row.tool))
    return CorpusScore(
        corpus=gold.page_set.corpus,
        revision=gold.page_set.revision,
        pages=len(gold.pages),
        of=gold.page_set.of,
        without_gold=len(gold.page_set.ids) - len(gold.pages),
        hosts=bootstrap.hosts,
        metric=metric,
        resamples=rules.resamples,
        seed=rules.seed,
        command=provenance.command(),
        commit=provenance.commit(),
        date=provenance.now(),
        page_types={name: int(mask.sum()) for name, mask in gold.groups("page_type").items()},
        languages={name: int(mask.sum()) for name, mask in gold.groups("language").items()},
        role_words=_role_words(next(iter(tables.values()))),
        left_out=left_out,
        tools=tuple(rows),
    )


def _is_ranked(row: ToolScore, tool: Tool | None) -> bool:
    return row.kind in ("ours", "rival") and row.trained_on is None and (tool is None or tool.ranked)


def _tool_score(
    table: Table, parse: Table | None, gold: Gold, by: tuple[Bootstrap, str], tool: Tool | None
) -> ToolScore:
    run, (bootstrap, metric) = table.run, by
    errors = [p.error for p in table.predictions if p.error]
    empty = [p.text is None and not p.error for p in table.predictions]
    peaks = [p.peak_mb for p in table.predictions if p.peak_mb is not None]
    baseline = run.options.get("bench.baseline_mb")
    return ToolScore(
        tool=run.tool,
        title=tool.title if tool else run.options.get("bench.title", run.tool),
        kind=tool.kind if tool else run.options.get("bench.kind", _kind_of(run.tool)),
        run=run,
        rank=None,
        trained_on=json.loads(run.options.get("bench.trained_on", "{}")).get(run.corpus),
        scores={name: interval(_distribution(table, name, bootstrap)) for name in METRICS if _has(table, name)},
        median=_median(table, metric),
        by_type=_by(table, metric, bootstrap, gold.groups("page_type")),
        by_language=_by(table, metric, bootstrap, gold.groups("language")),
        roles=_roles(table, bootstrap),
        failures=dict(Counter(error.split(":")[0] for error in errors)),
        first_error=errors[0][:400] if errors else None,
        empties=sum(empty),
        empties_right=sum(e and not page.text for e, page in zip(empty, gold.pages, strict=True)),
        timing=_timing(table, parse),
        peak_mb=max(peaks) if peaks else None,
        baseline_mb=float(baseline) if baseline else None,
    )


def _kind_of(name: str) -> str:
    """Guess the kind of a file from elsewhere: what the trainer writes is ours and says so in its name."""
    return "ours" if name.startswith("duramen") else "rival"


def _has(table: Table, metric: str) -> bool:
    """Whether the corpus has what the metric counts: one without a table can lose none."""
    names = find_metric(metric).columns
    there = set(names) <= set(table.columns)
    return there and all(table.columns[name].any() for name in names if name.startswith("words."))


def _distribution(table: Table, metric: str, bootstrap: Bootstrap, pages: NDArray[np.bool_] | None = None) -> Floats:
    row = find_metric(metric)
    return bootstrap.distribution([table.columns[name] for name in row.columns], row.combine, pages)


def _median(table: Table, metric: str) -> float:
    """Return the score of the median page: the metric as if that page were the corpus."""
    row = find_metric(metric)
    pages = row.combine(*(table.columns[name] for name in row.columns))
    return float(np.median(pages[np.isfinite(pages)])) if np.isfinite(pages).any() else float("nan")


def _by(table: Table, metric: str, bootstrap: Bootstrap, groups: dict[str, NDArray[np.bool_]]) -> dict[str, Estimate]:
    return {name: interval(_distribution(table, metric, bootstrap, mask)) for name, mask in groups.items()}


def _roles(table: Table, bootstrap: Bootstrap) -> dict[str, Estimate]:
    """Return the share of each role's words that got through, and of all noise and all content."""
    columns = table.columns
    present = [name for name in (*GROUPS, *ROLES, UNNAMED) if np.nansum(columns.get(f"words.{name}", 0)) > 0]
    return {
        name: interval(bootstrap.distribution([columns[f"through.{name}"], columns[f"words.{name}"]], ratio))
        for name in present
    }


def _role_words(table: Table) -> dict[str, int]:
    names = {role: f"words.{role}" for role in ROLES}
    return {role: int(np.nansum(table.columns[name])) for role, name in names.items() if name in table.columns}


def _timing(table: Table, parse: Table | None) -> Timing | None:
    ms = table.ms
    known = np.isfinite(ms)
    if not known.any():
        return None
    per_parse = None
    # A ratio is believed only between times of one machine.
    if parse is not None and parse.run.machine == table.run.machine:
        both = known & np.isfinite(parse.ms)
        per_parse = float(np.median(ms[both] / parse.ms[both])) if both.any() else None
    return Timing(float(np.median(ms[known])), float(np.quantile(ms[known], 0.9)), int(known.sum()), per_parse)


def _write_page_table(path: Path, gold: Gold, tables: dict[str, Table]) -> None:
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
    with whole_file(path) as scratch:
        pq.write_table(pa.Table.from_pylist(rows), scratch, compression="zstd")
