"""Tables of shares, a column a group of pages, a role of blocks or a kind of content."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from duramen.roles import CONTENT_ROLES, NOISE_ROLES, ROLES
from duramen_bench.metrics import METRICS
from duramen_bench.references import KINDS, UNNAMED
from duramen_bench.results import CorpusScore, ToolScore
from duramen_bench.stats import Estimate

FEW = 10  # pages: of fewer, no extractor is called the best


@dataclass(frozen=True, slots=True)
class Heat:
    """A table of shares: `rows` are (tool, one estimate a column), `best` the best value of each column, if any."""

    caption: str
    columns: list[str]
    notes: list[str]
    rows: list[tuple[ToolScore, list[Estimate | None]]]
    best: list[float | None]

    def stands_out(self, tool: ToolScore, cell: Estimate, column: int) -> bool:
        """Whether a cell is its column's best; what was trained on the corpus never is."""
        return bool(tool.ranks) and cell.value == self.best[column]


def by_group(score: CorpusScore, tools: Sequence[ToolScore], name: str) -> Heat | None:
    """Return the table by page type or language (`name` is the field), largest group first; None for one group."""
    sizes: dict[str, int] = score.page_types if name == "by_type" else score.languages
    groups = sorted(sizes, key=lambda group: (-sizes[group], group))
    if len(groups) < 2:
        return None
    rows = [(tool, [getattr(tool, name).get(score.metric, {}).get(group) for group in groups]) for tool in tools]
    best = _best(rows, max if METRICS[score.metric].higher_is_better else min)
    return Heat(
        caption=f"{METRICS[score.metric].title} {'by page type' if name == 'by_type' else 'by language'}",
        columns=groups,
        notes=[f"{sizes[group]} page{'s' * (sizes[group] != 1)}" for group in groups],
        rows=rows,
        best=[value if sizes[group] >= FEW else None for group, value in zip(groups, best, strict=True)],
    )


def noise(score: CorpusScore, tools: Sequence[ToolScore]) -> Heat | None:
    """Return the share of each noise role's words that got through."""
    names = ("noise", *(role for role in ROLES if role in NOISE_ROLES), UNNAMED)
    return _by_role("Noise that got through, by role", score, tools, names, min)


def content(score: CorpusScore, tools: Sequence[ToolScore]) -> Heat | None:
    """Return the share of each content role's words that was kept."""
    names = ("content", *(role for role in ROLES if role in CONTENT_ROLES))
    return _by_role("Content that was kept, by role", score, tools, names, None)


def lost(tools: Sequence[ToolScore]) -> Heat | None:
    """Return the share of the words of content in headings, lists, tables, code and quotes that answers lack."""
    names = [kind for kind in KINDS if any(f"lost_{kind}" in tool.scores for tool in tools)]
    if not names:
        return None
    rows = [(tool, [tool.scores.get(f"lost_{kind}") for kind in names]) for tool in tools]
    return Heat("Content that was lost, by kind", names, [""] * len(names), rows, _best(rows, min))


def _by_role(
    caption: str,
    score: CorpusScore,
    tools: Sequence[ToolScore],
    names: Sequence[str],
    best: Callable[..., float] | None,
) -> Heat | None:
    judged = [tool for tool in tools if tool.roles]
    present = [name for name in names if any(name in tool.roles for tool in judged)]
    if not present:
        return None
    sizes = _sizes(score.role_words)
    rows = [(tool, [tool.roles.get(name) for name in present]) for tool in judged]
    notes = [f"{sizes[name]:,} words" if sizes.get(name) else "" for name in present]
    return Heat(caption, present, notes, rows, _best(rows, best))


def _sizes(role_words: Mapping[str, int]) -> dict[str, int]:
    noise_words = sum(role_words.get(role, 0) for role in (*NOISE_ROLES, UNNAMED))
    content_words = sum(role_words.get(role, 0) for role in CONTENT_ROLES)
    return {**role_words, "noise": noise_words, "content": content_words}


def _best(
    rows: Sequence[tuple[ToolScore, list[Estimate | None]]], best: Callable[..., float] | None
) -> list[float | None]:
    """Return each column's best value among ranked tools."""
    ranked = [cells for tool, cells in rows if tool.ranks]
    if best is None or not ranked:
        return [None] * (len(rows[0][1]) if rows else 0)
    columns = [
        [cell.value for cell in column if cell and math.isfinite(cell.value)] for column in zip(*ranked, strict=True)
    ]
    return [best(column) if column else None for column in columns]
