"""Pages against the clock: `duramen bench time`, a mode of its own, since what is fair for answers is too loose here.

    time_tools(pages, tools, Setup(out=Path("out")))

One process a tool, all of them on one core where the system lets us choose it, so that a tool has one thread whatever
it starts. Every process is warmed up on pages of the corpus. Then `repeats` rounds over a sample of pages that is
spread evenly over the sizes of the corpus's pages: each page goes to all tools before the next, in an order that is
shuffled (seeded) anew for every page and round, so that whatever slows the machine down slows everyone down. The
extraction call alone is timed (which time counts: see `timing`); garbage is collected before it, outside the clock. The
parsers of lxml and lexbor run beside the tools. A page that fails is not tried again, is left out for that tool, and is
counted.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from duramen.errors import DataError, DuramenError, UsageError
from duramen_bench.identity import describe, head, key
from duramen_bench.journal import Journal, Row
from duramen_bench.layout import locked, timings_path
from duramen_bench.registry import find_tool, why_missing
from duramen_bench.sandbox import Bench, Limits, Sandbox
from duramen_bench.talk import progress, talk
from duramen_bench.timing import LEXBOR, PARSE, Measured, Timings, drift, read_timing_run, summarise, write_timings
from duramen_bench.tool import Tool
from duramen_corpora import provenance
from duramen_corpora.predictions import Run
from duramen_corpora.schema import Page

WARM_UP_PAGES = 5  # of the sample, the whole range of sizes, besides the worker's own page
_BUSY = 1.1  # times as long by the clock on the wall: above, the person is told


@dataclass(frozen=True, slots=True)
class Setup:
    """How to time: where to, under which limits, how many pages, how often, in which (seeded) order."""

    out: Path
    limits: Limits = field(default_factory=Limits)
    fresh: bool = False
    pages: int = 100
    repeats: int = 5
    seed: int = 0


def time_tools(pages: Sequence[Page], tools: Iterable[Tool], setup: Setup) -> Timings:
    """Time the tools, and the floors, on a sample of the pages; write RUN_DIR/timings/CORPUS.json and return it.

    A timing of this very kind that stands there is kept; one that was interrupted goes on after its last whole round.
    Raises UsageError if no tool can run.
    """
    sample = spread(pages, setup.pages)
    runs, left_out = _describe_all(_with_floors(tools), sample, setup.limits)
    first = _head(runs, sample, setup)
    path = timings_path(setup.out, pages[0].corpus)
    with locked(path):
        kept = None if setup.fresh else _kept(setup.out, pages[0].corpus, _digest(first))
        if kept:
            return kept
        journal_path = path.with_name(f".{path.stem}.journal.jsonl")
        if setup.fresh:
            journal_path.unlink(missing_ok=True)
        with Journal(journal_path, first, lambda old: _digest(old) == _digest(first)) as journal:
            left_out |= _rounds([tool for tool, _ in runs], sample, setup, journal)
            measured = _measured([(tool, run) for tool, run in runs if tool.name not in left_out], journal.rows)
            if not measured.keys() - {PARSE, LEXBOR}:
                raise UsageError(f"no tool could be timed ({'; '.join(map(': '.join, left_out.items()))})")
            timings = _timings(pages, sample, setup, measured, left_out, _digest(first))
            write_timings(setup.out, timings)
            journal.remove()
    _tell(timings)
    return timings


def spread(pages: Sequence[Page], count: int) -> list[Page]:
    """Return `count` pages spread evenly over the ranks of the pages' sizes (of equals, by id), smallest first."""
    if count < 1:
        raise UsageError(f"--pages {count} leaves no page. Type a number of 1 or more")
    if not pages:
        raise DataError("the corpus has no pages")
    ordered = sorted(pages, key=lambda page: (len(page.html), page.id))
    count = min(count, len(ordered))
    return [ordered[(2 * i + 1) * len(ordered) // (2 * count)] for i in range(count)]


def _with_floors(tools: Iterable[Tool]) -> list[Tool]:
    """Return the tools that run on pages, and the parsers."""
    chosen = {tool.name: tool for tool in (*tools, find_tool(PARSE), find_tool(LEXBOR))}
    return [tool for tool in chosen.values() if tool.kind != "ceiling"]


def _describe_all(
    tools: Sequence[Tool], sample: Sequence[Page], limits: Limits
) -> tuple[list[tuple[Tool, Run]], dict[str, str]]:
    runs, left_out = [], {}
    for tool in tools:
        try:
            reason = why_missing(tool)
            if reason:
                raise UsageError(reason)
            runs.append((tool, describe(tool, sample, limits)))
        except (DuramenError, ImportError) as error:
            left_out[tool.name] = str(error)
    return runs, left_out


def _head(runs: Sequence[tuple[Tool, Run]], sample: Sequence[Page], setup: Setup) -> Row:
    return {
        "ids": [page.id for page in sample],
        "repeats": setup.repeats,
        "seed": setup.seed,
        "tools": {tool.name: key(head(run)) for tool, run in runs},
    }


def _digest(head: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(head, sort_keys=True).encode()).hexdigest()[:12]


def _kept(out: Path, corpus: str, digest: str) -> Timings | None:
    try:
        old = read_timing_run(out, corpus)
    except DataError as error:
        talk(f"timed again: {error}")
        return None
    if old is None or old.key != digest:
        return None
    talk(f"kept, the timings of {old.date} are of this very kind (--fresh repeats them)")
    return old


def _rounds(tools: Sequence[Tool], sample: Sequence[Page], setup: Setup, journal: Journal) -> dict[str, str]:
    """Fill the journal to `repeats` rounds; return the tools that do not start, or no longer do, with the reason."""
    left = range(len(journal.rows), setup.repeats)
    watches = [Stopwatch(tool, sample, setup, journal.rows) for tool in tools]
    if not left:
        return {}
    with progress(total=len(left) * len(sample) * len(tools), unit="page") as bar, ExitStack() as stack:
        try:
            bar.set_description("warming up")
            for watch in watches:
                stack.enter_context(watch)
            for number in left:
                bar.set_description(f"round {number + 1} of {setup.repeats}")
                _round(number, watches, sample, setup.seed, bar)
                journal.add({watch.tool.name: watch.round() for watch in watches if not watch.trouble})
        except KeyboardInterrupt:
            talk(f"interrupted; whole rounds are kept under {setup.out}. The same command goes on from here.")
            raise
    return {watch.tool.name: watch.trouble for watch in watches if watch.trouble}


def _round(number: int, watches: Sequence[Stopwatch], sample: Sequence[Page], seed: int, bar: Any) -> None:
    dice = random.Random(f"{seed} {number}")
    for page in dice.sample(sample, len(sample)):
        for watch in dice.sample(watches, len(watches)):
            watch(page)
            bar.update()


class Stopwatch:
    """One tool's worker on the bench: warm, on its core, and asked for one page at a time."""

    def __init__(self, tool: Tool, sample: Sequence[Page], setup: Setup, rounds: Sequence[Row]) -> None:
        self.tool = tool
        self.trouble = ""
        self._warm_up = [sample[i * (len(sample) - 1) // (WARM_UP_PAGES - 1)] for i in range(WARM_UP_PAGES)]
        self._sandbox = Sandbox(tool, setup.limits, Bench(core(), collect=True))
        self._failed = {id_ for row in rounds for id_ in row.get(tool.name, {}).get("errors", {})}
        self._ms: dict[str, tuple[float, float]] = {}
        self._errors: dict[str, str] = {}
        self._peak_mb = 0.0
        self._stack = ExitStack()

    def __enter__(self) -> Stopwatch:
        try:
            self._stack.enter_context(self._sandbox)
            self._warm()
        except UsageError as error:
            self.trouble = str(error)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _warm(self) -> None:
        for page in self._warm_up:
            if page.id not in self._failed:
                error = self._sandbox(page).error
                if error:
                    self._fail(page, error)

    def _fail(self, page: Page, error: str) -> None:
        self._failed.add(page.id)
        self._errors[page.id] = error

    def __call__(self, page: Page) -> None:
        """Time the page, unless it has failed before or the tool is in trouble."""
        if self.trouble or page.id in self._failed:
            return
        try:
            prediction = self._sandbox(page)
            if prediction.error:
                self._fail(page, prediction.error)
                if not prediction.error.startswith("exception"):
                    self._warm()  # the next page meets a new worker
                return
        except UsageError as error:  # it died and does not start again: the others go on without it
            self.trouble = str(error)
            return
        assert prediction.ms is not None
        self._ms[page.id] = (self._sandbox.cpu_ms, prediction.ms)
        self._peak_mb = max(self._peak_mb, prediction.peak_mb or 0.0)

    def round(self) -> Row:
        """Return what this round has measured, and begin the next."""
        box = self._sandbox
        row = {
            "ms": self._ms,
            "errors": self._errors,
            "memory": [box.baseline_mb, self._peak_mb, box.resident_mb, f"{os.getpid()}.{box.restarts}"],
        }
        self._ms, self._errors = {}, {}
        return row


def core() -> int | None:
    """Return the core that all workers get (the last that we may use: the first serves interrupts); None: any."""
    return max(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else None


def _measured(runs: Sequence[tuple[Tool, Run]], rounds: Sequence[Row]) -> dict[str, Measured]:
    measured = {}
    for tool, run in runs:
        rows = [row[tool.name] for row in rounds if tool.name in row]
        ms: dict[str, list[tuple[float, float]]] = {}
        for id_, times in (item for row in rows for item in row["ms"].items()):
            ms.setdefault(id_, []).append(tuple(times))
        errors = {id_: error for row in rows for id_, error in row["errors"].items()}
        measured[tool.name] = Measured(run, ms, errors, [tuple(row["memory"]) for row in rows])
    return measured


def _timings(
    pages: Sequence[Page],
    sample: Sequence[Page],
    setup: Setup,
    measured: Mapping[str, Measured],
    left_out: dict[str, str],
    digest: str,
) -> Timings:
    return Timings(
        corpus=sample[0].corpus,
        revision=sample[0].revision,
        of=len(pages),
        ids=tuple(page.id for page in sample),
        sizes=tuple(len(page.html) for page in sample),
        repeats=setup.repeats,
        seed=setup.seed,
        core=core(),
        machine=provenance.machine(),
        date=provenance.now(),
        commit=provenance.commit(),
        command=provenance.command(),
        key=digest,
        left_out=left_out,
        drift=drift(measured, setup.repeats),
        tools=summarise(measured, setup.repeats, setup.seed),
        ms={name: [tool.processor(page.id) for page in sample] for name, tool in measured.items()},
    )


def _tell(timings: Timings) -> None:
    for name, why in timings.left_out.items():
        talk(f"{name}: left out, {why}")
    waited = [tool.wall_ms / tool.median_ms for tool in timings.tools.values() if tool.median_ms > 1]
    if waited and median(waited) > _BUSY:
        talk(f"the machine is busy: by the clock on the wall tools took {median(waited):.1f} times as long")
