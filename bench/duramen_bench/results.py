"""What scoring finds out, as data: read and written as JSON, so that a report needs neither pages nor tools."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from duramen.errors import DataError
from duramen_bench.layout import write_text
from duramen_bench.stats import Estimate
from duramen_corpora.predictions import Run


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of the extraction call over the pages that were answered; `per_parse` is the median page's ratio to
    the lxml parse of the same page in the same run (None: not measured there).
    """

    median_ms: float
    p90_ms: float
    pages: int
    per_parse: float | None = None


@dataclass(frozen=True, slots=True)
class ToolScore:
    """One tool on one corpus. `rank` is None for rows that are shown apart: floors, ceilings, and tools that were
    trained on this corpus (`trained_on` then holds the source that says so).
    """

    tool: str
    title: str
    kind: str
    run: Run
    rank: int | None
    trained_on: str | None
    scores: dict[str, Estimate]
    median: float
    by_type: dict[str, Estimate]
    by_language: dict[str, Estimate]
    roles: dict[str, Estimate]
    failures: dict[str, int]
    first_error: str | None
    empties: int
    empties_right: int
    timing: Timing | None = None
    peak_mb: float | None = None
    baseline_mb: float | None = None
    behind: Estimate | None = None


@dataclass(frozen=True, slots=True)
class CorpusScore:
    """Every tool on one corpus, best first, with what is needed to say how the numbers were made."""

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
    tools: tuple[ToolScore, ...] = field(default_factory=tuple)


def write_scores(path: Path, score: CorpusScore) -> None:
    """Write the summary atomically; NaN becomes null, as JSON has none."""
    write_text(path, json.dumps(plain(asdict(score)), indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def read_scores(path: Path) -> CorpusScore:
    """Return what `write_scores` wrote. Raises DataError for a missing or half-written file."""
    try:
        row = json.loads(path.read_text("utf-8"))
        return CorpusScore(**{**row, "tools": tuple(_tool(tool) for tool in row["tools"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        cure = "Type: duramen bench score"
        raise DataError(f"{path} is no whole scores file ({type(error).__name__}: {error}). {cure}") from error


def _tool(row: Mapping[str, Any]) -> ToolScore:
    estimates = {
        name: {key: _estimate(value) for key, value in row[name].items()}
        for name in ("scores", "by_type", "by_language", "roles")
    }
    known: dict[str, Any] = {**row, **estimates, "run": Run(**row["run"])}
    known["timing"] = Timing(**row["timing"]) if row["timing"] else None
    known["behind"] = _estimate(row["behind"]) if row["behind"] else None
    return ToolScore(**known)


def _estimate(row: Mapping[str, float | None]) -> Estimate:
    return Estimate(**{name: math.nan if value is None else value for name, value in row.items()})


def plain(value: Any) -> Any:
    """Return the value as JSON can hold it: lists for tuples, six decimals, null for what is no number."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
