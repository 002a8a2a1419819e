"""A run, from a job to its summary."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final

from datatrove.executor.base import PipelineExecutor
from datatrove.utils.logging import logger

from duramen.bulk.engines import executor
from duramen.bulk.pipeline import Job, pipeline
from duramen.bulk.plan import agree
from duramen.bulk.summary import Summary, summarise, write
from duramen.errors import UsageError
from duramen.whole import alone

_LOOK: Final = 2.0  # seconds between two looks at what is done


def run(
    job: Job, engine: str = "local", workers: int = 1, slurm: Mapping[str, str] | None = None, overwrite: bool = False
) -> Summary | None:
    """Do what is not done of a job, and return its counts; None where Slurm has taken it and it is under way.

    What cannot begin (weights, options, a process that dies while it imports) is said here, before the first task:
    UsageError or DataError. One run at a time works on a local folder; another waits.
    """
    steps = pipeline(job)
    with nullcontext() if "://" in job.out else alone(Path(job.out)):
        agree(job, overwrite)
        working = executor(steps, job, engine, workers, slurm)
        logger.remove()  # datatrove talks on stderr; every task has a file for that
        with _progress(working, job.world):
            working.run()
        if engine == "slurm" and working.get_incomplete_ranks():
            return None
        summary = summarise(job)
        write(job, summary)
    return summary


def settings_of(pairs: Sequence[str]) -> dict[str, str]:
    """Return NAME=VALUE pairs. Raises UsageError for what is none."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise UsageError(f"--slurm takes NAME=VALUE, as --slurm partition=cpu, and not {pair}")
        found[name.lstrip("-")] = value
    return found


@contextmanager
def _progress(working: PipelineExecutor, tasks: int) -> Iterator[None]:
    """Show on a terminal how many tasks are done."""
    if not sys.stderr.isatty():
        yield
        return
    from tqdm import tqdm

    ended = threading.Event()
    with tqdm(total=tasks, desc="bulk", unit="task", file=sys.stderr) as bar:

        def look() -> None:
            while not ended.wait(_LOOK):
                bar.n = tasks - len(working.get_incomplete_ranks())
                bar.refresh()

        watcher = threading.Thread(target=look, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()
