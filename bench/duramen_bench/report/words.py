"""How numbers are spelled in every form of the leaderboard, and which sections its rows fall into."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from duramen_bench.metrics import METRICS, find_metric
from duramen_bench.page_table import is_mean
from duramen_bench.results import CorpusScore, ToolScore

NONE = "–"
#: What heads rows by weights that nobody is given.
RESEARCH = "For research: not ranked, since weights like these may not be shipped"


def finite(value: float | None) -> bool:
    """Whether there is a number to show."""
    return value is not None and math.isfinite(value)


def share(value: float | None) -> str:
    """Spell a share with three decimals and without the leading zero: .957."""
    if value is None or not math.isfinite(value):
        return NONE
    return f"{value:.3f}".removeprefix("0")


def milliseconds(value: float | None) -> str:
    """Spell milliseconds with two or three significant digits."""
    if value is None or not math.isfinite(value):
        return NONE
    if value < 0.1:
        return "< 0.1"
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def times(value: float | None) -> str:
    """Spell a ratio: 1.3, 14."""
    if value is None or not math.isfinite(value):
        return NONE
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


def megabytes(value: float | None) -> str:
    """Spell MiB without decimals."""
    return NONE if value is None else f"{value:.0f}"


def commas(names: Sequence[str]) -> str:
    """Join as a sentence does: a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def growth(tool: ToolScore) -> float | None:
    """Return MiB that pages added to the loaded tool."""
    if tool.peak_mb is None or tool.baseline_mb is None:
        return None
    return max(0.0, tool.peak_mb - tool.baseline_mb)


def signed(value: float | None) -> str:
    """Spell a difference with its sign: +.034, −.120."""
    if value is None or not math.isfinite(value):
        return NONE
    return f"{'−' if value < 0 else '+'}{share(abs(value))}"


def chance(p: float) -> str:
    """Spell a p value as sentences do, its sign with it: = .012, < .001."""
    if not math.isfinite(p):
        return "unknown"
    return "< .001" if p < 0.001 else f"= {share(p)}"


def ranked_by(score: CorpusScore, metric: str) -> CorpusScore:
    """Return the same scores with another metric in charge, rows best first by it."""
    sign = 1 if find_metric(metric).higher_is_better else -1

    def place(tool: ToolScore) -> tuple[float, str]:
        value = tool.scores[metric].value
        return (-sign * value if math.isfinite(value) else math.inf, tool.tool)

    return replace(score, metric=metric, tools=tuple(sorted(score.tools, key=place)))


def silent(score: CorpusScore, tool: ToolScore) -> bool:
    """Whether the tool answers no page, as the rows for nothing and for the parse alone do: no answer is judged."""
    return tool.empties >= score.pages


def rank(score: CorpusScore, tool: ToolScore) -> int | None:
    """Return the tool's rank by the metric that is in charge; None for a row that is shown apart."""
    return tool.ranks.get(score.metric)


def sections(score: CorpusScore) -> list[tuple[str, list[ToolScore]]]:
    """Return heading → rows: what is ranked, was trained on this corpus, is for research, and the floors and ceiling.

    The parse alone answers nothing; its row is there for its time, the floor under everyone's.
    """
    rows = score.tools
    ranked = [tool for tool in rows if rank(score, tool) is not None]
    ranked.sort(key=lambda tool: rank(score, tool) or 0)  # within a rank, best first as the scores are
    trained = [tool for tool in rows if tool.trained_on is not None]
    rest = [tool for tool in rows if rank(score, tool) is None and tool.trained_on is None]
    named = [
        ("", ranked),
        ("Trained on this corpus: not ranked", trained),
        (RESEARCH, [tool for tool in rest if tool.kind == "research"]),
        ("Floors and ceiling", [tool for tool in rest if tool.kind != "research"]),
    ]
    return [(name, tools) for name, tools in named if tools]


def tie_groups(ranked: Sequence[ToolScore], metric: str) -> list[list[ToolScore]]:
    """Return the ranked tools, best first, in groups that share a rank."""
    groups: dict[int, list[ToolScore]] = {}
    for tool in ranked:
        groups.setdefault(tool.ranks[metric], []).append(tool)
    return list(groups.values())


def leaders(score: CorpusScore) -> list[ToolScore]:
    """Return the tools that share the first rank."""
    return [tool for tool in score.tools if rank(score, tool) == 1]


_WORD = ("word_precision", "word_recall", "shingle_f1", "shingle_accuracy")
_SHINGLE = ("shingle_precision", "shingle_recall", "shingle_accuracy", "word_f1")


def columns(score: CorpusScore) -> tuple[str, ...]:
    """Return the metrics beside the one that ranks: its own precision and recall first, then the other family."""
    chosen = _SHINGLE if score.metric.startswith("shingle") else _WORD
    if score.metric not in ("word_f1", "shingle_f1"):
        chosen = ("word_f1", "word_precision", "word_recall", "shingle_f1")
    return tuple(name for name in chosen if name != score.metric and all(name in tool.scores for tool in score.tools))


def revision(score: CorpusScore) -> str:
    """Return the revision, a commit shortened to what tells it from others."""
    return score.revision[:12] if re.fullmatch(r"[0-9a-f]{40}", score.revision) else score.revision


def over(score: CorpusScore) -> str:
    """Say what the numbers are over."""
    part = f"{score.pages} of its {score.of}" if score.pages != score.of else f"all {score.pages}"
    return f"{part} pages, {score.hosts} host{'s' * (score.hosts != 1)}"


def scorings(score: CorpusScore) -> list[tuple[str, str, str, str]]:
    """Return command, commit, date and rows of each scoring: this one, then those whose rows were taken over.

    Rows are "" where one scoring made them all.
    """
    made = [(score.command, score.commit, score.date, commas(score.scored_here()) if score.taken else "")]
    for part in score.taken:
        rows = f"{len(part.tools)} row{'s' * (len(part.tools) != 1)} taken over from that board"
        pages = "" if part.full else ", with page scores in thousandths"
        made.append((part.command, part.commit, part.date, f"{rows}{pages}: {commas(part.tools)}"))
    return made


def about_rounding(score: CorpusScore) -> str:
    """Say what page scores in thousandths leave uncertain; "" where there are none."""
    if all(part.full for part in score.taken):
        return ""
    loose = [METRICS[name].title for name in score.pairs if name in METRICS and not is_mean(METRICS[name])]
    said = (
        "Rows taken over keep their numbers and the tests among them; tests of other rows against them are made of "
        "page scores in thousandths"
    )
    return (
        f"{said}, and by {commas(loose)}, which are no means of page scores, they are approximate."
        if loose
        else f"{said}."
    )
