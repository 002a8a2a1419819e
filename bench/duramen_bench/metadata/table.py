"""The scores as a Markdown table and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from duramen_bench.figures import finite, short
from duramen_bench.metadata.rows import TOOLS
from duramen_bench.metadata.score import METRICS, Score
from duramen_bench.stats import Estimate
from duramen_corpora import provenance
from duramen_corpora.predictions import Run


def markdown(heading: str, scores: Sequence[Score], corpus: str) -> str:
    """Return a table: value, interval, and = where the interval of the difference to the first row holds 0."""
    lines = [f"### {heading}", "", f"| | {' | '.join(METRICS)} |", f"|---|{'--:|' * len(METRICS)}"]
    for row in scores:
        cells = [_cell(row, name, first=row is scores[0]) for name in METRICS]
        seen = " †" if corpus in TOOLS[row.tool].trained_on else ""
        lines.append(f"| {TOOLS[row.tool].title}{seen} | {' | '.join(cells)} |")
    notes = [f"† {TOOLS[s.tool].trained_on[corpus]}" for s in scores if corpus in TOOLS[s.tool].trained_on]
    return "\n".join([*lines, *(("", *notes) if notes else ())]) + "\n"


def as_json(sets: Mapping[str, tuple[int, int, Sequence[Score]]]) -> dict[str, Any]:
    """Return what `markdown` shows of each set of pages, with the differences."""
    return {
        "metrics": METRICS,
        "sets": {
            name: {"pages": pages, "hosts": hosts, "tools": [finite(asdict(score)) for score in scores]}
            for name, (pages, hosts, scores) in sets.items()
        },
    }


def origin(runs: Sequence[Run]) -> str:
    """Return where the answers come from, in one line."""
    first = runs[0]
    named = ", ".join(f"{run.tool} {run.version} ({run.date})" for run in runs)
    return f"{named}; corpus at {first.revision[:12]}; {first.machine}; `{provenance.command()}`"


def _cell(row: Score, name: str, *, first: bool) -> str:
    if name not in row.metrics:
        return ""
    gap: Estimate | None = row.behind.get(name)
    tied = gap is not None and not first and gap.low <= 0 <= gap.high
    value = row.metrics[name]
    return f"{short(value.value)} ({short(value.low)}–{short(value.high)}){' =' if tied else ''}"
