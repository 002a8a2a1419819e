"""One metric's ranking of the tools that may be ranked: who shares which rank, and who is told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from duramen_bench.results import Pairs
from duramen_bench.significance import detectable, holm, kendall_tau_b, paired_tests, shared_ranks
from duramen_bench.stats import Estimate, Floats, difference


@dataclass(frozen=True, slots=True)
class Ranking:
    """By one metric: each tool's rank, its distance to the first, every pair, and what could have been told apart."""

    ranks: dict[str, int]
    behind: dict[str, Estimate]
    pairs: Pairs
    power: float


def rank(found: Mapping[str, Floats], sign: int, hosts: int) -> Ranking:
    """Rank tools by their distributions over the same draws; `sign` is -1 where less is better. No tool, no ranks."""
    order = sorted(found, key=lambda tool: (-sign * np.nan_to_num(found[tool][0]), tool))
    if not order:
        return Ranking({}, {}, Pairs((), (), ()), float("nan"))
    tests = paired_tests([found[tool] for tool in order], hosts)
    corrected = holm(tests.p)
    return Ranking(
        ranks=shared_ranks(order, corrected),
        behind={tool: difference(found[tool], found[order[0]]) for tool in order[1:]},
        pairs=Pairs(tuple(order), _triangle(tests.difference), _triangle(corrected)),
        power=detectable(tests),
    )


def _triangle(matrix: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row[i + 1 :]) for i, row in enumerate(matrix))


def stability(values: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    """Return metric → other metric → Kendall's tau-b of the tools' scores by the two; of both, more is better."""
    return {
        one: {other: kendall_tau_b(values[one], values[other]) for other in values if other != one} for one in values
    }
