"""The leaderboard as one HTML page that needs nothing else: style, script and plots are in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duramen.roles import CONTENT_ROLES, NOISE_ROLES, ROLES
from duramen_bench.metrics import METRICS
from duramen_bench.report import words
from duramen_bench.report.scatter import Point, scatter
from duramen_bench.results import CorpusScore, ToolScore
from duramen_bench.stats import Estimate
from duramen_bench.summary import PARSE

FEW = 10  # pages: of fewer, no extractor is called the best
WIDE, NARROW = (820, 460), (400, 440)


@dataclass(frozen=True, slots=True)
class Heat:
    """A table of shares: `rows` are (tool, one estimate a column), `best` the best value of each column, if any."""

    columns: list[str]
    notes: list[str]
    rows: list[tuple[ToolScore, list[Estimate | None]]]
    best: list[float | None]


@dataclass(frozen=True, slots=True)
class View:
    """A corpus as the template sees it."""

    score: CorpusScore
    title: str
    summary: list[str]
    sections: list[tuple[str, list[ToolScore]]]
    wide: str
    narrow: str
    untimed: list[str]
    by_type: Heat | None
    by_language: Heat | None
    noise: Heat | None
    content: Heat | None
    failures: list[ToolScore]
    made: list[tuple[str, list[ToolScore]]] = field(default_factory=list)


def to_html(scores: Sequence[CorpusScore]) -> str:
    """Return the page."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {
        "share": words.share,
        "ms": words.milliseconds,
        "times": words.times,
        "mb": words.megabytes,
        "commas": words.commas,
    }
    helpers: dict[str, Callable[..., Any]] = {
        "growth": words.growth,
        "over": words.over,
        "rank": words.rank,
        "columns": words.columns,
        "revision": words.revision,
        "finite": math.isfinite,
    }
    template = environment.get_template("leaderboard.html.j2")
    return template.render(views=[_view(score) for score in scores], metrics=METRICS, **helpers)


def _view(score: CorpusScore) -> View:
    sections = words.sections(score)
    shown = [tool for _, tools in sections for tool in tools]
    points, untimed = _points(score, shown)
    oracle = next((tool.scores[score.metric].value for tool in score.tools if tool.kind == "ceiling"), None)
    parse = next((tool.timing.median_ms for tool in score.tools if tool.tool == PARSE and tool.timing), None)
    judged = [tool for tool in shown if tool.roles and tool.tool != "nothing"]
    return View(
        score=score,
        title=corpus_title(score.corpus),
        summary=summary(score),
        sections=sections,
        wide=scatter(points, oracle, parse, WIDE),
        narrow=scatter(points, oracle, parse, NARROW),
        untimed=untimed,
        by_type=_groups(shown, score.page_types, lambda tool: tool.by_type.get(score.metric, {})),
        by_language=_groups(shown, score.languages, lambda tool: tool.by_language.get(score.metric, {})),
        noise=_roles(judged, score, ("noise", *(r for r in ROLES if r in NOISE_ROLES)), min),
        content=_roles(judged, score, ("content", *(r for r in ROLES if r in CONTENT_ROLES)), None),
        failures=[tool for tool in shown if tool.failures],
        made=_made(score),
    )


def corpus_title(name: str) -> str:
    """Return the corpus's title where its registry row has one; the report must not need the registry."""
    from duramen_corpora import CORPORA

    return CORPORA[name].title if name in CORPORA else name


def summary(score: CorpusScore) -> list[str]:
    """Return what the table says, as sentences: who leads, by how much, and who is quickest."""
    first = words.leaders(score)
    said = []
    if first:
        value = words.share(first[0].scores[score.metric].value)
        names = [tool.title for tool in first]
        title = METRICS[score.metric].title
        said.append(
            f"{names[0]} leads with {title} {value}."
            if len(names) == 1
            else f"{words.commas(names)} share the first place: the best of them has {title} {value}, and these pages "
            "do not tell them apart."
        )
    timed = [tool for tool in score.tools if tool.timing and words.rank(score, tool) is not None]
    if timed:
        quick = min(timed, key=lambda tool: tool.timing.median_ms if tool.timing else math.inf)
        assert quick.timing is not None
        said.append(
            f"{quick.title} is the quickest, {words.milliseconds(quick.timing.median_ms)} ms for the median page."
        )
    said += _pace(score)
    apart = [tool.title for tool in score.tools if tool.trained_on is not None]
    if apart:
        verb = "was" if len(apart) == 1 else "were"
        said.append(f"{words.commas(apart)} {verb} trained on this corpus and so {verb} not ranked.")
    return said


def _pace(score: CorpusScore) -> list[str]:
    """Compare the time of our own first row with that of the best rival, if one machine measured both."""
    ours = next((tool for tool in score.tools if tool.tool == "duramen"), None)
    rival = next((tool for tool in score.tools if tool.kind == "rival" and words.rank(score, tool) is not None), None)
    if not (ours and rival and ours.timing and rival.timing and ours.run.machine == rival.run.machine):
        return []
    pace = rival.timing.median_ms / max(ours.timing.median_ms, 1e-6)
    verb = f"{words.times(pace)} times as fast as" if pace >= 1 else f"{words.times(1 / pace)} times as slow as"
    return [f"{ours.title} is {verb} {rival.title}, the best of its rivals here."]


def _points(score: CorpusScore, tools: Sequence[ToolScore]) -> tuple[list[Point], list[str]]:
    points, untimed = [], []
    for tool in tools:
        if tool.kind == "ceiling" or tool.tool in ("nothing", PARSE):
            continue
        if tool.timing is None:
            untimed.append(tool.title)
            continue
        estimate = tool.scores[score.metric]
        style = "trained" if tool.trained_on else tool.kind
        points.append(Point(tool.title, tool.timing.median_ms, estimate.value, estimate.low, estimate.high, style))
    return points, untimed


def _groups(
    tools: Sequence[ToolScore], sizes: dict[str, int], pick: Callable[[ToolScore], dict[str, Estimate]]
) -> Heat | None:
    """Return the table by page type or language, largest group first; None where there is but one group."""
    names = sorted(sizes, key=lambda name: (-sizes[name], name))
    if len(names) < 2:
        return None
    notes = [f"{sizes[name]} page{'s' * (sizes[name] != 1)}" for name in names]
    rows = [(tool, [pick(tool).get(name) for name in names]) for tool in tools if tool.tool != "nothing"]
    best = [value if sizes[name] >= FEW else None for name, value in zip(names, _best(rows, max), strict=True)]
    return Heat(names, notes, rows, best)


def _roles(
    tools: Sequence[ToolScore], score: CorpusScore, names: Sequence[str], best: Callable[..., float] | None
) -> Heat | None:
    present = [name for name in names if any(name in tool.roles for tool in tools)]
    if not present:
        return None
    sizes = dict(score.role_words)
    sizes["noise"] = sum(sizes.get(role, 0) for role in NOISE_ROLES)
    sizes["content"] = sum(sizes.get(role, 0) for role in CONTENT_ROLES)
    rows = [(tool, [tool.roles.get(name) for name in present]) for tool in tools]
    return Heat(present, [f"{sizes[name]:,} words" for name in present], rows, _best(rows, best))


def _best(
    rows: Sequence[tuple[ToolScore, list[Estimate | None]]], best: Callable[..., float] | None
) -> list[float | None]:
    """Return each column's best value among ranked tools: what was trained on the corpus never stands out."""
    ranked = [cells for tool, cells in rows if tool.ranks]
    if best is None or not ranked:
        return [None] * (len(rows[0][1]) if rows else 0)
    columns = [
        [cell.value for cell in column if cell and math.isfinite(cell.value)] for column in zip(*ranked, strict=True)
    ]
    return [best(column) if column else None for column in columns]


def _made(score: CorpusScore) -> list[tuple[str, list[ToolScore]]]:
    """Group the tools by the run that made their predictions."""
    groups: dict[str, list[ToolScore]] = {}
    for tool in score.tools:
        run = tool.run
        where = ", ".join(
            part for part in (run.date, f"commit {run.commit}" if run.commit else "", run.machine) if part
        )
        groups.setdefault(f"{run.command or '(command not recorded)'}\n{where}", []).append(tool)
    return list(groups.items())
