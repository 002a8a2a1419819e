"""What scoring finds out, as data: read and written as JSON, so that a report needs neither pages nor tools."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from duramen.errors import DataError
from duramen_bench.layout import write_text
from duramen_bench.stats import Estimate
from duramen_corpora.predictions import Run


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of the extraction call over the pages that were answered; `per_parse` is the median page's ratio to
    the lxml parse of the same page in the same run (None: not measured there).
    """

    median_ms: float
    p90_ms: float
    pages: int
    per_parse: float | None = None


@dataclass(frozen=True, slots=True)
class ToolScore:
    """One tool on one corpus.

    `ranks`: its rank by each ranking metric; empty for rows that are shown apart: floors, ceilings, and tools that were
    trained on this corpus (`trained_on` then holds the source that says so). `behind`: score minus that of the first
    row of that metric's ranking, which lacks the key itself.

    By ranking metric: `median`, the score of the median page; `by_type` and `by_language`, of each group of pages;
    `unseen` and `seen`, over the pages of hosts that the tool did not, and did, meet in training, in whatever corpus;
    empty where it met all of them, or none. It met `seen_hosts`, with `seen_pages` pages. `hosts_unknown` names corpora
    that it was trained on of which hosts are unknown: it may have met more than is shown.
    """

    tool: str
    title: str
    kind: str
    run: Run
    ranks: dict[str, int]
    trained_on: str | None
    scores: dict[str, Estimate]
    median: dict[str, float]
    by_type: dict[str, dict[str, Estimate]]
    by_language: dict[str, dict[str, Estimate]]
    roles: dict[str, Estimate]
    failures: dict[str, int]
    first_error: str | None
    empties: int
    empties_right: int
    timing: Cost | None = None
    peak_mb: float | None = None
    baseline_mb: float | None = None
    behind: dict[str, Estimate] = field(default_factory=dict)
    unseen: dict[str, Estimate] = field(default_factory=dict)
    seen: dict[str, Estimate] = field(default_factory=dict)
    seen_hosts: int = 0
    seen_pages: int = 0
    hosts_unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every two ranked tools by one metric, as upper triangles: row i holds tool i against i + 1, i + 2, …

    `tools` best first; `difference` of the earlier minus the later; `p` of the paired test, corrected over all pairs
    (`significance`): below 0.05 the two are told apart.
    """

    tools: tuple[str, ...]
    difference: tuple[tuple[float, ...], ...]
    p: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """Rows that were taken over from a published board: which, and the scoring that made them.

    `full`: whether the board had the columns of every page; else it had page scores in thousandths.
    """

    tools: tuple[str, ...]
    command: str
    commit: str
    date: str
    full: bool


@dataclass(frozen=True, slots=True)
class CorpusScore:
    """Every tool on one corpus, best first by `metric`, with what is needed to say how the numbers were made.

    By ranking metric: `pairs`; `stability`, Kendall's tau-b between the ranked tools' scores by it and by each other;
    `power`, the smallest true difference between two typical tools that a corpus like this would tell apart in 80 % of
    cases, with the correction over all pairs (`significance.detectable`).

    `taken`: the rows that other scorings made (`join`); command, commit and date are of the others'.
    """

    corpus: str
    revision: str
    pages: int
    of: int
    without_gold: int
    hosts: int
    metric: str
    resamples: int
    seed: int
    command: str
    commit: str
    date: str
    page_types: dict[str, int]
    languages: dict[str, int]
    role_words: dict[str, int]
    left_out: dict[str, str]
    tools: tuple[ToolScore, ...] = ()
    pairs: dict[str, Pairs] = field(default_factory=dict)
    stability: dict[str, dict[str, float]] = field(default_factory=dict)
    power: dict[str, float] = field(default_factory=dict)
    taken: tuple[Taken, ...] = ()

    def scored_here(self) -> list[str]:
        """Return the tools whose rows this scoring made, best first."""
        taken = {tool for part in self.taken for tool in part.tools}
        return [tool.tool for tool in self.tools if tool.tool not in taken]


def write_scores(path: Path, score: CorpusScore) -> None:
    """Write the summary atomically, a line for each field and for each tool.

    An estimate is a list of value, low and high, and NaN is null, as JSON has none.
    """
    lines = [f"{json.dumps(key)}: {_lines(value)}" for key, value in sorted(plain(score).items())]
    write_text(path, "{\n" + ",\n".join(lines) + "\n}\n")


def _lines(value: Any) -> str:
    """Return JSON with the rows of a list of objects on lines of their own."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(_lines(row) for row in value) + "\n]"
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def read_scores(path: Path) -> CorpusScore:
    """Return what `write_scores` wrote. Raises DataError for a missing or half-written file."""
    try:
        return score_of(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError) as error:
        cure = "Type: duramen bench score"
        raise DataError(f"{path} is no whole scores file ({type(error).__name__}: {error}). {cure}") from error


def score_of(row: Mapping[str, Any]) -> CorpusScore:
    """Return the score that `plain` made a row of. Raises ValueError, TypeError or KeyError for another row."""
    parts = {
        "tools": tuple(_tool(tool) for tool in row["tools"]),
        "pairs": {name: _read_pairs(pairs) for name, pairs in row["pairs"].items()},
        "stability": {name: _numbers(others) for name, others in row["stability"].items()},
        "power": _numbers(row["power"]),
        "taken": tuple(Taken(**{**part, "tools": tuple(part["tools"])}) for part in row.get("taken", ())),
    }
    return CorpusScore(**{**row, **parts})


def as_written(row: ToolScore) -> ToolScore:
    """Return a row with the decimals that a file has, as rows that were read have."""
    return _tool(plain(row))


def _tool(row: Mapping[str, Any]) -> ToolScore:
    known: dict[str, Any] = {**row, "run": Run(**row["run"]), "hosts_unknown": tuple(row["hosts_unknown"])}
    known |= {name: _read_estimates(row[name]) for name in ("scores", "roles", "behind", "unseen", "seen")}
    known |= {
        name: {key: _read_estimates(part) for key, part in row[name].items()} for name in ("by_type", "by_language")
    }
    known["median"] = _numbers(row["median"])
    known["timing"] = Cost(**row["timing"]) if row["timing"] else None
    return ToolScore(**known)


def _read_pairs(row: Mapping[str, Any]) -> Pairs:
    """Return the pairs that `plain` made a row of."""
    triangles = {
        name: tuple(tuple(_number(value) for value in line) for line in row[name]) for name in ("difference", "p")
    }
    return Pairs(tuple(row["tools"]), **triangles)


def _read_estimates(rows: Mapping[str, Sequence[float | None] | Mapping[str, float | None]]) -> dict[str, Estimate]:
    """Return the estimates that `plain` made lists of, or a leaderboard's JSON objects."""
    return {
        key: Estimate(**_numbers(row)) if isinstance(row, Mapping) else Estimate(*(_number(value) for value in row))
        for key, row in rows.items()
    }


def _numbers(row: Mapping[str, float | None]) -> dict[str, float]:
    return {name: _number(value) for name, value in row.items()}


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def plain(value: Any) -> Any:
    """Return the value as JSON can hold it: six decimals, null for what is no number, a list for an estimate."""
    if isinstance(value, Estimate):
        return [plain(value.value), plain(value.low), plain(value.high)]
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
