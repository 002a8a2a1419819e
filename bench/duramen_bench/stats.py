"""Intervals, differences and ties: a seeded bootstrap that resamples hosts.

Pages of one site succeed and fail together, so sites are drawn, with all their pages, and not pages (a cluster
bootstrap with percentile intervals; Davison & Hinkley 1997, section 3.8). Every tool is weighed with the same draws,
which makes differences between tools paired for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and its 95 % interval; all NaN where nothing was measured."""

    value: float
    low: float
    high: float


class Bootstrap:
    """`resamples` draws of hosts, as weights of pages: row 0 is the data as it is, the others are the draws."""

    def __init__(self, hosts: Sequence[str], resamples: int = 2000, seed: int = 0) -> None:
        # Sorted, so that the draws do not depend on the order of the pages.
        names, of = np.unique(np.asarray(hosts, dtype=object).astype(str), return_inverse=True)
        rng = np.random.default_rng(seed)
        draws = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=resamples)
        self.hosts = len(names)
        self.weights: Floats = np.vstack([np.ones(len(names)), draws])[:, of].astype(np.float64)

    def distribution(
        self, columns: Sequence[Floats], combine: Callable[..., Floats], pages: NDArray[np.bool_] | None = None
    ) -> Floats:
        """Return the metric on the data (index 0) and on each draw: combine(means of the columns).

        `pages` restricts to a subset. NaN values are left out of their column's mean; a draw without any is NaN.
        """
        weights = self.weights if pages is None else self.weights * pages
        means = []
        for column in columns:
            known = np.isfinite(column)
            total = weights @ known.astype(np.float64)
            value = weights @ np.where(known, column, 0.0)
            means.append(np.divide(value, total, out=np.full_like(value, np.nan), where=total > 0))
        return combine(*means)


def interval(distribution: Floats) -> Estimate:
    """Return the value with its percentile interval."""
    draws = distribution[1:][np.isfinite(distribution[1:])]
    if not np.isfinite(distribution[0]) or not len(draws):
        return Estimate(float(distribution[0]), float("nan"), float("nan"))
    low, high = np.quantile(draws, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Estimate(float(distribution[0]), float(low), float(high))


def difference(ours: Floats, theirs: Floats) -> Estimate:
    """Return ours − theirs with its interval; both are distributions over the same draws."""
    return interval(ours - theirs)


def tied(ours: Floats, theirs: Floats) -> bool:
    """Whether the interval of the difference holds 0: these pages do not tell the two apart."""
    gap = difference(ours, theirs)
    return not (gap.low > 0 or gap.high < 0)


def shared_ranks(distributions: Mapping[str, Floats], higher_is_better: bool = True) -> dict[str, int]:
    """Return a rank for each name, best first.

    The best tool opens a group; those that follow it share its rank while they are tied *with that first one*. The next
    group's rank is its place in the list, as in sport: 1, 1, 1, 4.
    """
    sign = 1.0 if higher_is_better else -1.0
    order = sorted(distributions, key=lambda name: (-sign * distributions[name][0], name))
    ranks: dict[str, int] = {}
    leader, rank = "", 0
    for place, name in enumerate(order, start=1):
        if not leader or not tied(distributions[leader], distributions[name]):
            leader, rank = name, place
        ranks[name] = rank
    return ranks
