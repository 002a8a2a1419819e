"""Which differences between tools are real: paired tests over hosts, corrected for how many there are.

    tests = paired_tests(distributions, hosts)      # of one metric, best first, over the same draws of hosts
    corrected = holm(tests.p)                       # over all pairs
    ranks = shared_ranks(names, corrected)

*The test.* The bootstrap over hosts gives the standard error of each paired difference, and difference / error is held
against Student's t with hosts - 1 degrees of freedom. Counting the draws beyond 0 says the same over many hosts, but
2,000 draws cannot show a p below 1/2,000, and among 600 pairs Holm's correction asks for 0.05/600. The bootstrap's
error of a mean over H clusters is that of the plain formula times sqrt((H - 1) / H), since it draws from the sample
itself; the factor is taken out again, so that for hosts of one page each, and a metric that is a mean, this *is* the
paired t-test (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapters 5 and 12). With one host nothing is
known, and p is 1. Between equal tools of simulated corpora it finds a difference in about 5 of 100, from 5 hosts up;
counting finds one in 14 of 100 at 5 hosts, 9 at 10, 7 at 30, and agrees from 100 on
(`tests/bench/test_bench_simulated.py`). A lead that is the same on every host has no error to be held against: its p is
that of a coin which falls alike for each of them.

*The correction.* Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979: it bounds the chance of even one
false difference in a table by 5 %, whatever the dependence between tests, and is never weaker than Bonferroni's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from duramen_bench.stats import Floats

LEVEL = 0.05
POWER = 0.8
#: Differences below this are rounding: the tools gave the same answers.
_NOTHING = 1e-12
#: A lead whose error is less than this share of it is the same on every host.
_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class PairedTests:
    """Square matrices over tools: row minus column, its standard error, and the two-sided p without correction."""

    difference: Floats
    error: Floats
    p: Floats
    hosts: int


def paired_tests(distributions: Sequence[Floats], hosts: int) -> PairedTests:
    """Test each two distributions over the same draws (index 0 is the data) for a difference.

    Draws in which one of the two has no value are left out of that pair. A pair that differs in nothing has p 1.
    """
    table = np.array(distributions)
    difference = table[:, None, 0] - table[None, :, 0]
    error = np.array([_errors(one[1:] - table[:, 1:], hosts) for one in table])
    p = two_sided_p(np.divide(difference, error, out=np.zeros_like(error), where=error > 0), hosts - 1)
    same_lead = (np.abs(difference) > _NOTHING) & (error < _SAME * np.abs(difference))
    return PairedTests(difference, error, np.where(same_lead, 2.0 ** (1 - hosts), p), hosts)


def _errors(draws: Floats, hosts: int) -> Floats:
    """Return the standard error of each row of draws, as of a sample of that many hosts; 0 where nothing is known."""
    known = np.isfinite(draws)
    many = known.sum(axis=1)
    mean = np.where(known, draws, 0.0).sum(axis=1) / np.maximum(many, 1)
    squares = np.where(known, draws - mean[:, None], 0.0) ** 2
    variance = squares.sum(axis=1) / np.maximum(many - 1, 1) * hosts / max(hosts - 1, 1)
    error: Floats = np.where(variance > _NOTHING**2, np.sqrt(variance), 0.0)
    return error


def two_sided_p(t: Floats, degrees: int) -> Floats:
    """Return P(|T| >= |t|) of Student's t; 1 where there are no degrees of freedom.

    The finite series for whole degrees of freedom (Abramowitz & Stegun, 26.7.3 and 26.7.4), so that scipy's 140 MB need
    not be installed for one function; what is below 1e-14 is 0.
    """
    if degrees < 1:
        return np.ones_like(t)
    angle = np.arctan(np.abs(t) / np.sqrt(degrees))
    sine, cosine = np.sin(angle), np.cos(angle)
    odd = degrees % 2
    term = cosine if odd else np.ones_like(angle)
    series = np.zeros_like(angle)
    for k in range(1 + odd, degrees + 1, 2):
        series += term
        term = term * cosine**2 * (k / (k + 1))
    within = (angle + sine * series) * 2 / np.pi if odd else sine * series
    beyond: Floats = np.clip(1 - within, 0.0, 1.0)
    return beyond


def holm(p: Floats) -> Floats:
    """Return the corrected p of every pair of a symmetric matrix; the diagonal is 1.

    The k-th smallest of m is multiplied by m - k (k from 0), none is smaller than the one before it, none above 1.
    """
    above = np.triu_indices(len(p), 1)
    raw = p[above]
    order = np.argsort(raw, kind="stable")
    stepped = np.maximum.accumulate(raw[order] * np.arange(len(raw), 0, -1))
    corrected = np.ones_like(p)
    values = np.empty_like(raw)
    values[order] = np.minimum(stepped, 1.0)
    corrected[above] = values
    corrected.T[above] = values
    return corrected


def before_holm(corrected: Floats) -> Floats:
    """Return p values that Holm's correction makes these of, for pairs in any order.

    Exact where a pair's own product decided. Pairs that end at the same value owe it to one of them, and nothing says
    to which: they get values that lead there, in the order given. 1 where the correction ended at 1.
    """
    order = np.argsort(corrected, kind="stable")
    raw = np.empty_like(corrected)
    raw[order] = corrected[order] / np.arange(len(corrected), 0, -1)
    return np.where(corrected < 1, raw, 1.0)


def shared_ranks(order: Sequence[str], corrected: Floats) -> dict[str, int]:
    """Return the rank of each name of `order`, which is best first, as the rows of `corrected` are.

    The best tool opens a group; those that follow it share its rank until one is told apart *from that first one* (its
    corrected p is below 0.05). The next group's rank is its place in the list, as in sport: 1, 1, 1, 4. Within a group
    two tools may differ from each other; that they share a rank says that neither is told apart from the group's best.
    """
    ranks: dict[str, int] = {}
    first = 0
    for place, name in enumerate(order):
        if corrected[first, place] < LEVEL:
            first = place
        ranks[name] = first + 1
    return ranks


def detectable(tests: PairedTests) -> float:
    """Return the smallest true difference that two typical tools must have to be told apart in 80 % of such corpora.

    Typical: the median standard error of the pairs. Told apart: at the level that Holm's correction left for the first
    pair that it did not tell apart, 5 % over the number of pairs that were still open (5 % itself where none was). The
    usual sum of two quantiles times the error (Bloom, Minimum Detectable Effects, Evaluation Review 19, 1995). NaN for
    fewer than two tools or hosts.
    """
    above = np.triu_indices(len(tests.p), 1)
    if not len(above[0]) or tests.hosts < 2:
        return float("nan")
    still_open = int((holm(tests.p)[above] >= LEVEL).sum())
    needed = t_quantile(1 - LEVEL / max(still_open, 1) / 2, tests.hosts - 1) + t_quantile(POWER, tests.hosts - 1)
    return float(needed * np.median(tests.error[above]))


def t_quantile(share: float, degrees: int) -> float:
    """Return the t below which Student's distribution has that share, in [0.5, 1), by bisection."""
    low, high = 0.0, 1e9
    while high - low > 1e-9 * max(1.0, low):
        middle = (low + high) / 2
        beyond = float(two_sided_p(np.array(middle), degrees)) / 2
        low, high = (middle, high) if 1 - beyond < share else (low, middle)
    return high


def kendall_tau_b(one: Sequence[float], other: Sequence[float]) -> float:
    """Return Kendall's tau-b of two rankings of the same things, in [-1, 1]; NaN where one has no order.

    Pairs in one order less pairs in opposite orders, over the geometric mean of the pairs that each of them does not
    tie (Kendall, The Treatment of Ties in Ranking Problems, Biometrika 33, 1945).
    """
    above = np.triu_indices(len(one), 1)
    signs = [np.sign(np.subtract.outer(values, values)[above]) for values in (np.array(one), np.array(other))]
    untied = np.sqrt(float(np.abs(signs[0]).sum()) * float(np.abs(signs[1]).sum()))
    return float((signs[0] * signs[1]).sum() / untied) if untied else float("nan")
