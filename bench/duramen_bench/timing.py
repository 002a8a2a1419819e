"""What pages cost, as data: RUN_DIR/timings/CORPUS.json, written by `clock` and read by whoever shows times.

Time is processor time: of the tool's process, all its threads, and programs that it runs. On an idle machine that is
what the clock on the wall says, since a tool has one core; on a busy one it leaves out the turns that others had (why
not to trust wall time alone: Beyer, Löwe & Wendler, "Reliable benchmarking", STTT 21, 2019). The wall's time stands
beside it: a tool that waits for something shows there.

A page's time is the least of its repeats. What disturbs a measurement (an interrupt, a cold cache, a crowded memory
bus) only ever adds to it, so the minimum is nearest to what the code itself costs; it is what `timeit` tells to look at
(Python's documentation of `Timer.repeat`) and steadier than mean and median on noisy machines (Chen & Revels, "Robust
benchmarking in noisy environments", 2016, arXiv:1608.04295). A tool's time is the median over pages of these.
How far the repeats lie above it is kept beside it (`noise`, `drift`), so that a busy machine can be seen.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duramen.errors import DataError
from duramen_bench.layout import timings_path, write_text
from duramen_bench.results import plain
from duramen_bench.stats import CONFIDENCE, Estimate
from duramen_corpora.predictions import Run

#: The floors beside every tool: what it costs to parse a page and do nothing with it.
PARSE, LEXBOR = "lxml-parse", "lexbor-parse"
_RESAMPLES = 2000
_CLOCK_MS = 0.05  # below, a call costs about as much as looking at the clock


@dataclass(frozen=True, slots=True)
class Timing:
    """One tool's cost, over the `pages` that it answered in every repeat; those it failed on are in `failures` by kind.

    Milliseconds are of the median and of the 90th-percentile page; `wall_ms` is the median page's by the clock on the
    wall. `per_parse` is the median over pages of the ratio to lxml's parse of the same page, with a bootstrap interval
    over pages (None: no such parse). `per_second` is pages over the sum of their times. `noise` is the median over
    pages of (median repeat / least repeat) - 1, None with one repeat. Memory in MiB: `loaded_mb` before the first page,
    `peak_mb` the most that it ever held, `growth_mb` by how much it held more after the last round than after the
    first, over the same pages (None: it was started anew).
    """

    run: Run
    pages: int
    median_ms: float
    p90_ms: float
    wall_ms: float
    per_second: float
    per_parse: Estimate | None
    noise: float | None
    loaded_mb: float
    peak_mb: float
    growth_mb: float | None
    failures: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timings:
    """A timing run: its pages (with their sizes in bytes), its circumstances, and every tool's cost.

    `ms` holds every repeat's processor time: tool -> one list a page, in the order of `ids`, empty where the tool
    failed. `drift` is, for each round, the median over tools and pages of its time / the mean (geometric) of that
    page's repeats, less 1: 0 on a steady machine.
    """

    corpus: str
    revision: str
    of: int
    ids: tuple[str, ...]
    sizes: tuple[int, ...]
    repeats: int
    seed: int
    core: int | None
    machine: str
    date: str
    commit: str
    command: str
    key: str
    left_out: dict[str, str]
    drift: tuple[float, ...]
    tools: dict[str, Timing]
    ms: dict[str, list[list[float]]]
    page_time: str = "processor time, the least of the repeats"
    garbage: str = "collected before each page, outside the clock; the collector is on inside it"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one tool: errors by page, memory by round, and of each repeat of a page milliseconds.

    They are (of a processor, on the wall). A round's memory is (loaded, peak, held at its end, name of the process).
    """

    run: Run
    ms: Mapping[str, Sequence[tuple[float, float]]]
    errors: Mapping[str, str]
    memory: Sequence[tuple[float, float, float, str]]

    def processor(self, id_: str) -> list[float]:
        """Return the processor's milliseconds for each repeat of the page; none where the tool failed on it."""
        return [] if id_ in self.errors else [cpu for cpu, _ in self.ms.get(id_, ())]

    def least(self, repeats: int) -> dict[str, float]:
        """Return page -> its time, for the pages that were answered every time."""
        times = {id_: self.processor(id_) for id_ in self.ms}
        return {id_: min(ms) for id_, ms in times.items() if len(ms) == repeats}


def summarise(measured: Mapping[str, Measured], repeats: int, seed: int) -> dict[str, Timing]:
    """Return what each tool costs; a tool that answered no page has NaN for its times."""
    floor = measured[PARSE].least(repeats) if PARSE in measured else {}
    return {name: _timing(tool, floor, repeats, seed) for name, tool in measured.items()}


def _timing(tool: Measured, floor: Mapping[str, float], repeats: int, seed: int) -> Timing:
    least = tool.least(repeats)
    times = np.array([*least.values()] or [math.nan])
    walls = [min(wall for _, wall in tool.ms[id_]) for id_ in least] or [math.nan]
    shared = [id_ for id_ in least if floor.get(id_)]
    ratios = np.array([least[id_] / floor[id_] for id_ in shared])
    return Timing(
        run=tool.run,
        pages=len(least),
        median_ms=float(np.median(times)),
        p90_ms=float(np.quantile(times, 0.9)),
        wall_ms=float(np.median(walls)),
        per_second=float(1000 / times.mean()),
        per_parse=median_with_interval(ratios, seed) if shared else None,
        noise=_noise([tool.processor(id_) for id_ in least]) if repeats > 1 and least else None,
        loaded_mb=max((row[0] for row in tool.memory), default=math.nan),
        peak_mb=max((row[1] for row in tool.memory), default=math.nan),
        growth_mb=_growth(tool.memory),
        failures=dict(Counter(error.split(":")[0] for error in tool.errors.values())),
    )


def median_with_interval(values: NDArray[np.float64], seed: int) -> Estimate:
    """Return the median with the percentile interval of its bootstrap over pages (Efron & Tibshirani 1993, ch. 13)."""
    draws = np.random.default_rng(seed).integers(0, len(values), (_RESAMPLES, len(values)))
    low, high = np.quantile(np.median(values[draws], axis=1), [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Estimate(float(np.median(values)), float(low), float(high))


def _noise(pages: Sequence[Sequence[float]]) -> float:
    return float(np.median([np.median(ms) / max(min(ms), 1e-9) - 1 for ms in pages]))


def _growth(memory: Sequence[tuple[float, float, float, str]]) -> float | None:
    """Return what the process of the last round has come to hold since the first round that it lived through."""
    lived = [row[2] for row in memory if row[3] == memory[-1][3]]
    return lived[-1] - lived[0] if len(lived) > 1 else None


def drift(measured: Mapping[str, Measured], repeats: int) -> tuple[float, ...]:
    """Return how much slower than usual each round was; calls shorter than the clock's own cost are left out."""
    pages = [tool.processor(id_) for tool in measured.values() for id_ in tool.ms]
    logs = np.log([ms for ms in pages if len(ms) == repeats and min(ms) > _CLOCK_MS]).reshape(-1, repeats)
    if not len(logs):
        return (0.0,) * repeats
    relative = np.exp(np.median(logs - logs.mean(axis=1, keepdims=True), axis=0)) - 1
    return tuple(float(value) for value in relative)


def write_timings(run_dir: Path, timings: Timings) -> Path:
    """Write the file atomically and return its path; times are kept to the nanosecond."""
    path = timings_path(run_dir, timings.corpus)
    write_text(path, json.dumps(plain(asdict(timings)), sort_keys=True, ensure_ascii=False) + "\n")
    return path


def read_timing_run(run_dir: Path, corpus: str) -> Timings | None:
    """Return what `write_timings` wrote, None where nothing was timed. Raises DataError for a half-written file."""
    path = timings_path(run_dir, corpus)
    if not path.is_file():
        return None
    try:
        row = json.loads(path.read_text("utf-8"))
        tuples = {name: tuple(row[name]) for name in ("ids", "sizes", "drift")}
        return Timings(**{**row, **tuples, "tools": {name: _read(tool) for name, tool in row["tools"].items()}})
    except (OSError, ValueError, TypeError, KeyError) as error:
        cure = f"Delete it and type: duramen bench time {corpus} --out {run_dir}"
        raise DataError(f"{path} is no whole timings file ({type(error).__name__}: {error}). {cure}") from error


def read_timings(run_dir: Path, corpus: str) -> dict[str, Timing]:
    """Return tool -> its cost; {} where nothing was timed. `Timing.run` says of which version and machine."""
    timings = read_timing_run(run_dir, corpus)
    return timings.tools if timings else {}


def _read(row: Mapping[str, Any]) -> Timing:
    numbers = {name: math.nan for name, value in row.items() if value is None and name not in _MAY_LACK}
    per_parse = Estimate(**row["per_parse"]) if row["per_parse"] else None
    return Timing(**{**row, **numbers, "run": Run(**row["run"]), "per_parse": per_parse})


_MAY_LACK = ("per_parse", "noise", "growth_mb")


def as_table(timings: Timings) -> str:
    """Return the tools as lines of text, the quickest first, under a line on the pages and the machine's steadiness."""
    sizes = np.quantile(timings.sizes, [0, 0.25, 0.5, 0.75, 1]) / 1000
    lines = [
        f"{timings.corpus}: {len(timings.ids)} of {timings.of} pages ({'/'.join(f'{kb:.0f}' for kb in sizes)} kB: "
        f"least, quartiles, most), {timings.repeats} repeats, drift of rounds {min(timings.drift):+.1%} to "
        f"{max(timings.drift):+.1%}",
        f"{'tool':28} {'ms':>9} {'p90':>9} {'wall':>9} {'x parse (95 %)':>22} {'pages/s':>9} {'noise':>7} "
        f"{'peak MB':>8} {'grew':>6} {'pages':>6} failed",
    ]
    ordered = sorted(timings.tools.items(), key=lambda item: (np.nan_to_num(item[1].median_ms, nan=np.inf), item[0]))
    return "\n".join([*lines, *(_line(name, timing) for name, timing in ordered)])


def _line(name: str, timing: Timing) -> str:
    ratio = timing.per_parse
    per_parse = f"{ratio.value:.3g} ({ratio.low:.3g}-{ratio.high:.3g})" if ratio else "-"
    noise = "-" if timing.noise is None else f"{timing.noise:.1%}"
    growth = "-" if timing.growth_mb is None else f"{timing.growth_mb:+.0f}"
    failed = ", ".join(f"{count} {kind}" for kind, count in sorted(timing.failures.items())) or "-"
    return (
        f"{name:28} {timing.median_ms:9.3f} {timing.p90_ms:9.3f} {timing.wall_ms:9.3f} {per_parse:>22} "
        f"{timing.per_second:9.1f} {noise:>7} {timing.peak_mb:8.0f} {growth:>6} {timing.pages:6} {failed}"
    )
