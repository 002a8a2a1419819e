"""Predictions and gold to numbers: the second step. No tool needs to be installed.

    score = score_run(run_dir, "starter", pages)

A page that a predictions file lacks is an error. A failure (timeout, crash, memory, exception) is a miss *and* is
counted; an empty answer is counted too, apart from the failures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duramen.errors import UsageError
from duramen_bench.ceiling import why_no_ceiling
from duramen_bench.kept import KeptColumns
from duramen_bench.layout import file_name, predictions_dir, read_left_out, read_page_set
from duramen_bench.metrics import RANKING, find_metric
from duramen_bench.registry import kind_of
from duramen_bench.results import CorpusScore, write_scores
from duramen_bench.stats import Bootstrap
from duramen_bench.summary import summarise
from duramen_bench.tables import Gold, Table, read_gold, read_tables, shared_metrics, write_page_table
from duramen_bench.timing import read_timings
from duramen_corpora import CORPORA
from duramen_corpora.predictions import read_run
from duramen_corpora.schema import Page


@dataclass(frozen=True, slots=True)
class Rules:
    """What ranks the tools (None: the corpus's own metric), and how many draws, from which seed, make the intervals."""

    metric: str | None = None
    resamples: int = 2000
    seed: int = 0
    workers: int = 1


def score_run(
    run_dir: Path,
    corpus: str,
    pages: Sequence[Page],
    also: Iterable[Path] = (),
    rules: Rules | None = None,
) -> CorpusScore:
    """Score every predictions file of `corpus` in `run_dir`, and those in `also`; write summary and page table."""
    rules = rules or Rules()
    metric = find_metric(rules.metric or own_metric(corpus)).name
    gold = read_gold(read_page_set(run_dir, corpus), pages)
    files = [*sorted(predictions_dir(run_dir, corpus).glob("*.parquet")), *also]
    files, left_out = with_a_meaning(files, gold, read_left_out(run_dir, corpus))
    tables = read_tables(files, gold, KeptColumns(run_dir, corpus, gold.pages), rules.workers)
    _check_metric(metric, corpus, tables)
    bootstrap = Bootstrap([page.host or page.id for page in gold.pages], rules.resamples, rules.seed)
    timed = read_timings(run_dir, corpus)
    score = summarise(gold, tables, bootstrap, metric, left_out, timed)
    stem = run_dir / "scores" / file_name(corpus)
    write_scores(stem.with_suffix(".json"), score)
    write_page_table(stem.with_suffix(".parquet"), gold, tables)
    return score


def with_a_meaning(files: Sequence[Path], gold: Gold, left_out: Mapping[str, str]) -> tuple[list[Path], dict[str, str]]:
    """Return the files without those of a ceiling that these pages cannot have, and the reasons with its own."""
    reason = why_no_ceiling(gold.pages)
    ceilings = {path: tool for path in files if reason and kind_of(tool := read_run(path).tool) == "ceiling"}
    reasons = {**left_out, **dict.fromkeys(ceilings.values(), reason)}
    return [path for path in files if path not in ceilings], reasons


def own_metric(corpus: str) -> str:
    """Return the metric that a corpus was published with, word F1 for one that the registry does not know."""
    return CORPORA[corpus].metric if corpus in CORPORA else "word_f1"


def _check_metric(metric: str, corpus: str, tables: Mapping[str, Table]) -> None:
    there = shared_metrics(tables.values())
    if metric not in there:
        others = ", ".join(name for name in there if name in RANKING)
        raise UsageError(
            f"{corpus} cannot be ranked by {metric}: it has nothing to count ({find_metric(metric).description}). "
            f"Type --metric and one of: {others}"
        )
