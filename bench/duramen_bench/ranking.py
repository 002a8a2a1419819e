"""One metric's ranking of the tools that may be ranked: who shares which rank, and who is told apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from duramen_bench.results import Pairs
from duramen_bench.significance import before_holm, detectable, holm, kendall_tau_b, paired_tests, shared_ranks
from duramen_bench.stats import Estimate, Floats, difference

#: Two tools → the p of their paired test, not corrected.
Tested = Mapping[frozenset[str], float]


@dataclass(frozen=True, slots=True)
class Ranking:
    """By one metric: each tool's rank, its distance to the first, every pair, and what could have been told apart."""

    ranks: dict[str, int]
    behind: dict[str, Estimate]
    pairs: Pairs
    power: float


def rank(found: Mapping[str, Floats], sign: int, hosts: int, tested: Tested | None = None) -> Ranking:
    """Rank tools by their distributions over the same draws; `sign` is -1 where less is better. No tool, no ranks.

    Pairs that were `tested` before, on more than these draws know, keep that test's p; the correction is made anew.
    """
    order = sorted(found, key=lambda tool: (-sign * np.nan_to_num(found[tool][0]), tool))
    if not order:
        return Ranking({}, {}, Pairs((), (), ()), float("nan"))
    tests = paired_tests([found[tool] for tool in order], hosts)
    corrected = holm(_with_tested(tests.p, order, tested) if tested else tests.p)
    return Ranking(
        ranks=shared_ranks(order, corrected),
        behind={tool: difference(found[tool], found[order[0]]) for tool in order[1:]},
        pairs=Pairs(tuple(order), _triangle(tests.difference), _triangle(corrected)),
        power=detectable(tests),
    )


def tests_of(pairs: Pairs, tools: Collection[str]) -> Tested:
    """Return the p values, without the correction, of those pairs that both are among `tools`."""
    corrected = np.array([value for row in pairs.p for value in row])
    named = zip(combinations(pairs.tools, 2), before_holm(corrected).tolist(), strict=True)
    return {frozenset(pair): p for pair, p in named if set(pair) <= set(tools)}


def _with_tested(p: Floats, order: Sequence[str], tested: Tested) -> Floats:
    found: Floats = p.copy()
    for (i, one), (j, other) in combinations(enumerate(order), 2):
        found[i, j] = found[j, i] = tested.get(frozenset((one, other)), p[i, j])
    return found


def _triangle(matrix: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row[i + 1 :]) for i, row in enumerate(matrix))


def stability(values: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    """Return metric → other metric → Kendall's tau-b of the tools' scores by the two; of both, more is better."""
    return {
        one: {other: kendall_tau_b(values[one], values[other]) for other in values if other != one} for one in values
    }
