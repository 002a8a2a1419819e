"""Evaluations as the Hub reads them beside a model: `.eval_results/*.yaml`, a score a benchmark.

A score there belongs to a task of a benchmark, which is a data set on the Hub with an `eval.yaml`
(https://huggingface.co/docs/hub/eval-results), so it takes somebody to say which data set a corpus is:

    eval_results(rows, {"wcxb": benchmark("me/pages#wcxb", "wcxb")}, source="https://huggingface.co/me/weights")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duramen.errors import UsageError
from duramen.hub.names import check_repository
from duramen_train.evaluate import Row

_NOTES = (
    "word F1, mean over {pages} pages; 95 % from {low:.4f} to {high:.4f} over hosts; a score of the recipe, by models "
    "that saw no page of the host"
)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A data set on the Hub, and the task of its `eval.yaml` that a corpus is."""

    dataset: str
    task: str


def benchmark(text: str, corpus: str) -> Benchmark:
    """Return what `owner/dataset` or `owner/dataset#task` names; the task is by default called as the corpus."""
    dataset, _, task = text.partition("#")
    check_repository(dataset, f"--benchmark {corpus}=OWNER/DATASET#TASK")
    return Benchmark(dataset, task or corpus)


def eval_results(rows: Sequence[Row], benchmarks: Mapping[str, Benchmark], source: str) -> dict[str, str]:
    """Return file name → YAML, a file for each corpus that is a benchmark; `source` is where the scores are explained.

    Corpora that are none stay in the card. Raises UsageError for a benchmark that no evaluation is of.
    """
    whole = {row.corpus: row for row in rows if row.page_type == "all"}
    for corpus in benchmarks:
        if corpus not in whole:
            there = ", ".join(sorted(whole)) or "no corpus"
            raise UsageError(f"--benchmark {corpus}: the evaluations are of {there}. Add: --evaluation FILE")
    return {f"{corpus}.yaml": _yaml(whole[corpus], found, source) for corpus, found in benchmarks.items()}


def _yaml(row: Row, found: Benchmark, source: str) -> str:
    import yaml
    from huggingface_hub import EvalResultEntry, eval_result_entries_to_yaml

    entry = EvalResultEntry(
        dataset_id=found.dataset,
        task_id=found.task,
        value=round(row.f1, 4),
        source_url=source,
        source_name="Model card",
        notes=_NOTES.format(pages=row.pages, low=row.low, high=row.high),
    )
    text: str = yaml.safe_dump(eval_result_entries_to_yaml([entry]), sort_keys=False)
    return text
