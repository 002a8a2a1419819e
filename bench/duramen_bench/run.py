"""Pages through tools: the first of the three steps. It is about answers; times are `clock`'s business.

    run_tools(pages, len(pages), tools, Setup(out=Path("out")))

One worker process a tool, `jobs` tools at a time, each over all pages. What is finished is not repeated; what was
interrupted, or killed, goes on where it stopped. Two runs into one folder share the work: a tool is in the hands of
one of them, and the other waits for it and keeps what it finds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from duramen.errors import DataError, DuramenError, UsageError
from duramen_bench.ceiling import Ceiling, why_no_ceiling
from duramen_bench.identity import describe, head, key, renewed, same
from duramen_bench.journal import Journal
from duramen_bench.layout import PageSet, locked, prediction_path, write_left_out, write_page_set
from duramen_bench.registry import why_missing
from duramen_bench.sandbox import Limits, Sandbox
from duramen_bench.talk import progress, talk
from duramen_bench.tool import Tool
from duramen_corpora.predictions import Prediction, Run, read_predictions, write_predictions
from duramen_corpora.schema import Page


@dataclass(frozen=True, slots=True)
class Setup:
    """How to run: where to, under which limits, afresh or not, how many tools at a time."""

    out: Path
    limits: Limits = field(default_factory=Limits)
    fresh: bool = False
    jobs: int = 1
    source: str | None = None


def run_tools(pages: Sequence[Page], of: int, tools: Iterable[Tool], setup: Setup) -> list[Path]:
    """Run every tool over every page and return the predictions files, in the order of `tools`.

    `of` is how many pages the corpus has. A tool that is not installed, or does not start, is named on standard error
    with the reason; it is an error only if no tool is left.
    """
    corpus, revision = pages[0].corpus, pages[0].revision
    write_page_set(setup.out, PageSet(corpus, revision, tuple(p.id for p in pages), of, setup.source))
    chosen = list(tools)
    left_out = _drive(chosen, pages, setup)
    for name, why in left_out.items():
        talk(f"{name}: left out, {why}")
    write_left_out(setup.out, corpus, left_out)
    if len(left_out) == len(chosen):
        raise UsageError("no tool could run. Type: duramen bench tools")
    return [prediction_path(setup.out, corpus, tool.name) for tool in chosen if tool.name not in left_out]


def jobs_for(limits: Limits, cores: int) -> int:
    """Return how many tools may run at a time: one a core, as far as there is memory for each to reach its cap."""
    import psutil

    available = int(psutil.virtual_memory().available)
    return max(1, min(cores, available // (limits.memory_mb << 20)))


def _drive(tools: Sequence[Tool], pages: Sequence[Page], setup: Setup) -> dict[str, str]:
    """Run the tools and return those that could not run, with the reason."""
    with progress(total=len(tools) * len(pages), unit="page") as bar, ThreadPoolExecutor(setup.jobs) as pool:
        runs = [ToolRun(tool, pages, setup, bar.update) for tool in tools]
        try:
            reasons = list(pool.map(_reason_against, runs))
        except BaseException as error:
            for run in runs:
                run.stop()
            if isinstance(error, KeyboardInterrupt):
                talk(f"interrupted; what is done is kept under {setup.out}. The same command goes on from here.")
            raise
    return {tool.name: reason for tool, reason in zip(tools, reasons, strict=True) if reason}


def _reason_against(run: ToolRun) -> str:
    try:
        run()
    except (DuramenError, ImportError) as error:
        return str(error)
    return ""


class ToolRun:
    """One tool over one list of pages, in a thread: worker, journal and, in the end, predictions file."""

    def __init__(self, tool: Tool, pages: Sequence[Page], setup: Setup, tick: Callable[[int], Any]) -> None:
        self.tool, self.pages, self.setup, self.tick = tool, pages, setup, tick
        self.path = prediction_path(setup.out, pages[0].corpus, tool.name)
        self._stopped = threading.Event()
        self._asked: Sandbox | Ceiling | None = None

    def __call__(self) -> None:
        """Have the predictions file. Raises DuramenError or ImportError where the tool cannot run."""
        reason = why_no_ceiling(self.pages) if self.tool.kind == "ceiling" else why_missing(self.tool)
        if reason:
            raise UsageError(reason)
        run = describe(self.tool, self.pages, self.setup.limits)
        run.options["bench.order"] = "one tool after the other"
        run.options["bench.jobs"] = str(self.setup.jobs)
        with locked(self.path, self._stopped.is_set):
            if not self._kept(run):
                self._make(run)

    def stop(self) -> None:
        """Have it end, from another thread; the page that it is at is neither kept nor failed."""
        self._stopped.set()
        if self._asked is not None:
            self._asked.kill()

    def _kept(self, run: Run) -> bool:
        """Whether a predictions file of this very run stands there already."""
        if self.setup.fresh or not self.path.is_file():
            return False
        try:
            old, predictions = read_predictions(self.path)
        except DataError as error:
            talk(f"{self.tool.name}: run again, {error}")
            return False
        if key(head(old)) != key(head(run)) or [p.id for p in predictions] != [p.id for p in self.pages]:
            return False
        if renewed(old, run) != old:
            write_predictions(self.path, renewed(old, run), predictions)
        talk(f"{self.tool.name}: kept, {self.path.name} of {old.date} is this very run (--fresh repeats it)")
        self.tick(len(self.pages))
        return True

    def _make(self, run: Run) -> None:
        """Ask for what the journal lacks and write the predictions file."""
        with self._journal(run) as journal:
            done = {row["id"]: Prediction(**row) for row in journal.rows}
            if done:
                talk(f"{self.tool.name}: goes on after {len(done)} pages")
                self.tick(len(done))
            with self._worker() as worker:
                for page in self.pages:
                    if page.id not in done:
                        done[page.id] = self._answer(worker, page)
                        journal.add(asdict(done[page.id]))
                        self.tick(1)
            if isinstance(worker, Sandbox):
                run.options["bench.baseline_mb"] = f"{worker.baseline_mb:.1f}"
                run.options["bench.restarts"] = str(worker.restarts)
            self._write(run, [done[page.id] for page in self.pages])
            journal.remove()

    def _journal(self, run: Run) -> Journal:
        path = self.path.with_name(f".{self.path.stem}.journal.jsonl")
        if self.setup.fresh:
            path.unlink(missing_ok=True)
        return Journal(path, head(run), lambda old: same(old, run))

    def _worker(self) -> Sandbox | Ceiling:
        # Known before it is started: it may have to be stopped while it loads.
        self._asked = Ceiling() if self.tool.kind == "ceiling" else Sandbox(self.tool, self.setup.limits)
        return self._asked

    def _answer(self, worker: Sandbox | Ceiling, page: Page) -> Prediction:
        if self._stopped.is_set():
            raise InterruptedError
        prediction = worker(page)
        if self._stopped.is_set():  # then the worker was killed, and what it answered is not its own
            raise InterruptedError
        return prediction

    def _write(self, run: Run, predictions: Sequence[Prediction]) -> None:
        errors = [p.error for p in predictions if p.error]
        if errors:
            talk(f"{self.tool.name}: {len(errors)} of {len(predictions)} pages failed, the first: {errors[0][:200]}")
        write_predictions(self.path, run, predictions)
