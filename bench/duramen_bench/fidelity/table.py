"""The scores as Markdown tables and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from duramen_bench.fidelity.measure import METRICS
from duramen_bench.fidelity.rows import TOOLS, form
from duramen_bench.fidelity.score import FOUND, Score
from duramen_bench.fidelity.sources import Case
from duramen_bench.figures import finite, short


def markdown(heading: str, cases: Sequence[Case], scores: Sequence[Score]) -> str:
    """Return two tables, over all pages and over those that each tool found; a row a metric, a column a tool."""
    judged, parts = list(scores[0].metrics), sum(case.is_part for case in cases)
    names = " | ".join(TOOLS[score.tool].title for score in scores)
    top = [f"| | pages | {names} |", f"|---|--:|{'--:|' * len(scores)}"]
    lines = [f"## {heading}: {len(cases)} pages", "", *top]
    lines += [f"| {name} | {_count(cases, name)} | {_cells(name, scores)} |" for name in judged]
    lines += [
        f"| words found | {len(cases)} | {' | '.join(short(score.found.value) for score in scores)} |",
        f"| pages failed | {len(cases)} | {' | '.join(str(score.failed) for score in scores)} |",
        "",
        f"Form alone: over those that are content throughout ({parts}) and of which the tool found at least "
        f"{FOUND:.0%} of the gold's words.",
        "",
        f"| | | {names} |",
        f"|---|--:|{'--:|' * len(scores)}",
        f"| pages | {parts} | {' | '.join(str(score.pages) for score in scores)} |",
    ]
    lines += [f"| {name} | | {' | '.join(short(score.kept[name]) for score in scores)} |" for name in judged]
    return "\n".join(lines) + "\n"


def legend() -> str:
    """Return what the metrics and marks are."""
    metrics = [f"- *{name}*: {what}" for name, what in METRICS.items()]
    tools = ", ".join(f"{tool.title} ({tool.summary}; {form(tool.name)})" for tool in TOOLS.values())
    marks = (
        "Means over the pages whose gold has the element, with 95 % intervals from a bootstrap over pages. `=`: not "
        "told from the first column, since the interval of the paired difference holds 0; `+`: better than it. The "
        "golden pages were at hand when Duramen's writers of Markdown were mended, those of a later batch once a "
        "first run over them was done; rivals have not seen them. WebMainBench's gold has no white space at the ends "
        "of lines, so none is judged there."
    )
    return "\n".join([*metrics, "", f"Asked for: {tools}.", "", marks]) + "\n"


def as_json(sets: Mapping[str, tuple[Sequence[Case], Sequence[Score]]]) -> dict[str, Any]:
    """Return what `markdown` shows of each set, with the differences."""
    return {
        "metrics": METRICS,
        "found": FOUND,
        "sets": {
            name: {
                "pages": {metric: _count(cases, metric) for metric in METRICS} | {"all": len(cases)},
                "tools": [finite(asdict(score)) for score in scores],
            }
            for name, (cases, scores) in sets.items()
        },
    }


def _count(cases: Sequence[Case], metric: str) -> int:
    return sum(metric in case.metrics for case in cases)


def _cells(name: str, scores: Sequence[Score]) -> str:
    best = max(score.metrics[name].value for score in scores)
    return " | ".join(_cell(score, name, best, first=score is scores[0]) for score in scores)


def _cell(score: Score, name: str, best: float, *, first: bool) -> str:
    value, gap = score.metrics[name], score.behind[name]
    mark = "" if first or gap.high < 0 else " +" if gap.low > 0 else " ="
    number = f"**{short(value.value)}**" if value.value == best else short(value.value)
    return f"{number} ({short(value.low)}–{short(value.high)}){mark}"
