"""How numbers are spelled in every form of the leaderboard, and which sections its rows fall into."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from duramen_bench.results import CorpusScore, ToolScore

NONE = "–"


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


def rank(score: CorpusScore, tool: ToolScore) -> int | None:
    """Return the tool's rank by the metric that the corpus is ranked by; None for a row that is shown apart."""
    return tool.ranks.get(score.metric)


def sections(score: CorpusScore) -> list[tuple[str, list[ToolScore]]]:
    """Return heading → rows: what is ranked, what was trained on this corpus, and the floors and ceiling.

    The parse alone answers nothing; its row is there for its time, the floor under everyone's.
    """
    rows = score.tools
    ranked = [tool for tool in rows if rank(score, tool) is not None]
    ranked.sort(key=lambda tool: rank(score, tool) or 0)  # within a rank, best first as the scores are
    trained = [tool for tool in rows if tool.trained_on is not None]
    bounds = [tool for tool in rows if rank(score, tool) is None and tool.trained_on is None]
    named = [("", ranked), ("Trained on this corpus: not ranked", trained), ("Floors and ceiling", bounds)]
    return [(name, tools) for name, tools in named if tools]


def leaders(score: CorpusScore) -> list[ToolScore]:
    """Return the tools that share the first rank."""
    return [tool for tool in score.tools if rank(score, tool) == 1]


def columns(score: CorpusScore) -> tuple[str, ...]:
    """Return the metrics beside the one that ranks: its own precision and recall first, then the other family."""
    word = ("word_precision", "word_recall", "shingle_f1", "shingle_accuracy")
    shingle = ("shingle_precision", "shingle_recall", "shingle_accuracy", "word_f1")
    chosen = shingle if score.metric.startswith("shingle") else word
    return tuple(name for name in chosen if name != score.metric)


def revision(score: CorpusScore) -> str:
    """Return the revision, a commit shortened to what tells it from others."""
    return score.revision[:12] if re.fullmatch(r"[0-9a-f]{40}", score.revision) else score.revision


def over(score: CorpusScore) -> str:
    """Say what the numbers are over."""
    part = f"{score.pages} of its {score.of}" if score.pages != score.of else f"all {score.pages}"
    return f"{part} pages, {score.hosts} host{'s' * (score.hosts != 1)}"
