"""Noise that got through as stacked bars: words of each noise role in a tool's answers, per word of content."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from duramen.roles import CONTENT_ROLES, NOISE_ROLES, ROLES
from duramen_bench.references import UNNAMED
from duramen_bench.results import CorpusScore, ToolScore

#: The order of the stack and of its colours.
STACK: tuple[str, ...] = (*(role for role in ROLES if role in NOISE_ROLES), UNNAMED)
_ROOM = 1.3  # the longest bar that is drawn whole is the median tool's by so much, or the only one
_LABELLED = 9.0  # % of the plot: a narrower part has no room for its name


@dataclass(frozen=True, slots=True)
class Part:
    """One role's piece of a bar: noise words per content word, and its width in % of the plot."""

    role: str
    value: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class Leak:
    """A tool's bar; `cut` where it is longer than the plot."""

    tool: ToolScore
    parts: list[Part]
    total: float
    cut: bool


@dataclass(frozen=True, slots=True)
class Leaks:
    """All bars, in the order of the board; `roles` are those of the corpus, `whole` is the plot's right edge."""

    roles: list[str]
    bars: list[Leak]
    whole: float


def leaks(score: CorpusScore, tools: Sequence[ToolScore]) -> Leaks | None:
    """Return the bars; None where the corpus names no noise, or has no content to hold it against."""
    words = score.role_words
    content = sum(words.get(role, 0) for role in CONTENT_ROLES)
    roles = [role for role in STACK if words.get(role)]
    judged = [tool for tool in tools if tool.kind in ("ours", "rival") and tool.roles]
    if not (content and roles and judged):
        return None
    shares = {tool.tool: [_through(tool, role) * words[role] / content for role in roles] for tool in judged}
    totals = {name: sum(values) for name, values in shares.items()}
    # Tools that keep the whole page would leave no room for the differences between the others.
    whole = max(min(max(totals.values()), _ROOM * median(totals.values())), 1e-6)
    return Leaks(roles, [_bar(tool, roles, shares[tool.tool], whole) for tool in judged], whole)


def _bar(tool: ToolScore, roles: Sequence[str], values: Sequence[float], whole: float) -> Leak:
    total = sum(values)
    return Leak(tool, _parts(roles, values, whole), total, total > whole * 1.0001)


def _through(tool: ToolScore, role: str) -> float:
    estimate = tool.roles.get(role)
    return estimate.value if estimate and math.isfinite(estimate.value) else 0.0


def _parts(roles: Sequence[str], values: Sequence[float], whole: float) -> list[Part]:
    parts, left = [], 100.0
    for role, value in zip(roles, values, strict=True):
        width = min(value / whole * 100, left)
        left -= width
        if value > 0:
            parts.append(Part(role, value, width, role if width >= _LABELLED else ""))
    return parts
