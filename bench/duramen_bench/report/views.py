"""What the templates see: a corpus by one metric, what of it no metric changes, and the table over all corpora."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import geometric_mean

from duramen_bench.metrics import METRICS, Metric
from duramen_bench.report import heat, lede, words
from duramen_bench.report.heat import Heat
from duramen_bench.report.leaks import Leaks, leaks
from duramen_bench.report.over import Over, Row
from duramen_bench.report.scatter import MEMORY, TIME, Cost, Point, scatter
from duramen_bench.report.versus import Versus, versus
from duramen_bench.results import CorpusScore, ToolScore
from duramen_bench.timing import PARSE

MEAN_TIME = replace(TIME, said="milliseconds a page (the median of each corpus, geometric mean over corpora)")
WIDE, NARROW = (820, 460), (400, 440)


@dataclass(frozen=True, slots=True)
class Plot:
    """Quality against one cost, for a wide and a narrow window; `unmeasured` names the tools that are not in it."""

    cost: Cost
    wide: str
    narrow: str
    unmeasured: list[str]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A corpus by one metric: all that a switch of metric changes."""

    score: CorpusScore
    metric: Metric
    lede: list[str]
    sections: list[tuple[str, list[list[ToolScore]]]]
    plots: list[Plot]
    by_type: Heat | None
    by_language: Heat | None
    versus: Versus | None
    stability: list[str]
    met: list[ToolScore]


@dataclass(frozen=True, slots=True)
class Constant:
    """What of a corpus is the same whatever ranks."""

    score: CorpusScore
    title: str
    leaks: Leaks | None
    noise: Heat | None
    content: Heat | None
    lost: Heat | None
    failures: list[ToolScore]
    made: list[tuple[str, list[ToolScore]]]


def ranked(score: CorpusScore, metric: str) -> Ranked:
    """Return the corpus as seen by `metric`, one of those that it is ranked by."""
    score = words.ranked_by(score, metric)
    shown = [tool for tool in _shown(score) if not words.silent(score, tool)]
    titles = {tool.tool: tool.title for tool in score.tools}
    return Ranked(
        score=score,
        metric=METRICS[metric],
        lede=lede.of_corpus(score),
        sections=[
            (heading, words.tie_groups(tools, metric) if not heading else [[tool] for tool in tools])
            for heading, tools in words.sections(score)
        ],
        plots=[plot for plot in (_plot(score, shown, TIME, _ms), _plot(score, shown, MEMORY, words.growth)) if plot],
        by_type=heat.by_group(score, shown, "by_type"),
        by_language=heat.by_group(score, shown, "by_language"),
        versus=versus(score.pairs.get(metric), titles),
        stability=lede.of_stability(score),
        met=[tool for tool in shown if metric in tool.seen and metric in tool.unseen],
    )


def constant(score: CorpusScore) -> Constant:
    """Return what the metric does not change."""
    shown = [tool for tool in _shown(score) if not words.silent(score, tool)]
    return Constant(
        score=score,
        title=corpus_title(score.corpus),
        leaks=leaks(score, shown),
        noise=heat.noise(score, shown),
        content=heat.content(score, shown),
        lost=heat.lost(shown),
        failures=[tool for tool in _shown(score) if tool.failures],
        made=_made(score),
    )


def corpus_title(name: str) -> str:
    """Return the corpus's title where its registry row has one; the report must not need the registry."""
    from duramen_corpora import CORPORA

    return CORPORA[name].title if name in CORPORA else name


def _shown(score: CorpusScore) -> list[ToolScore]:
    return [tool for _, tools in words.sections(score) for tool in tools]


def _ms(tool: ToolScore) -> float | None:
    return tool.timing.median_ms if tool.timing else None


def _plot(
    score: CorpusScore, tools: Sequence[ToolScore], cost: Cost, measure: Callable[[ToolScore], float | None]
) -> Plot | None:
    points, unmeasured = [], []
    for tool in tools:
        if tool.kind == "ceiling":
            continue
        value = measure(tool)
        if value is None:
            unmeasured.append(tool.title)
            continue
        estimate = tool.scores[score.metric]
        style = "trained" if tool.trained_on else tool.kind
        points.append(Point(tool.title, value, estimate.value, estimate.low, estimate.high, style))
    if not points:
        return None
    oracle = next((tool.scores[score.metric].value for tool in score.tools if tool.kind == "ceiling"), None)
    parse = next((tool for tool in score.tools if tool.tool == PARSE), None)
    floor = measure(parse) if parse and cost.floor else None
    drawn = [scatter(points, oracle, floor, size, cost) for size in (WIDE, NARROW)]
    return Plot(cost, drawn[0], drawn[1], unmeasured)


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


@dataclass(frozen=True, slots=True)
class Overview:
    """The table over corpora: rows in groups that share a rank, then those shown apart."""

    over: Over
    lede: list[str]
    sections: list[tuple[str, list[list[Row]]]]
    titles: dict[str, str]
    plots: list[Plot]
    versus: Versus | None


def overview(over: Over, scores: Sequence[CorpusScore]) -> Overview:
    """Return the table's view; `scores` are those of its corpora."""
    groups: dict[int, list[Row]] = {}
    for row in over.rows:
        if row.rank is not None:
            groups.setdefault(row.rank, []).append(row)
    rest = [row for row in over.rows if row.rank is None]
    bounds = [row for row in rest if row.kind in ("floor", "ceiling")]
    named = [
        ("", [rows for _, rows in sorted(groups.items())]),
        (
            "Not ranked: not run on every corpus" if groups else "",
            [[row] for row in rest if row.kind in ("ours", "rival")],
        ),
        (words.RESEARCH, [[row] for row in rest if row.kind == "research"]),
        ("Floors and ceiling", [[row] for row in bounds]),
    ]
    return Overview(
        over,
        lede.of_all(over),
        [(heading, rows) for heading, rows in named if rows],
        {corpus: corpus_title(corpus) for corpus in over.metrics},
        _mean_plots(over, scores),
        versus(over.macro.pairs, {row.tool: row.title for row in over.rows}) if over.macro else None,
    )


def _mean_plots(over: Over, scores: Sequence[CorpusScore]) -> list[Plot]:
    """Return the mean over corpora against time: corpora have pages of other sizes, so times are averaged as ratios."""
    corpora = over.macro.corpora if over.macro else ()
    times = [{tool.tool: _ms(tool) for tool in score.tools} for score in scores if score.corpus in corpora]
    points, unmeasured = [], []
    for row in (row for row in over.rows if row.rank is not None):
        known = [ms for by_tool in times if (ms := by_tool.get(row.tool))]
        if len(known) < len(times):
            unmeasured.append(row.title)
            continue
        mean = row.common
        points.append(Point(row.title, geometric_mean(known), mean.value, mean.low, mean.high, row.kind))
    if not points:
        return []
    wide, narrow = (scatter(points, size=size, cost=MEAN_TIME) for size in (WIDE, NARROW))
    return [Plot(MEAN_TIME, wide, narrow, unmeasured)]
