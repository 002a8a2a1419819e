"""The tests between tools on corpora whose truth is known, because they are made: false alarms, power, and counting."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from duramen_bench.significance import PairedTests, detectable, holm, paired_tests
from duramen_bench.stats import Bootstrap, Floats


def corpora(hosts: int, leads: list[float], many: int, resamples: int = 300) -> Iterator[list[Floats]]:
    """Yield the tools' distributions on `many` corpora; tool i is `leads[i]` better than a tool of lead 0 in truth.

    Hosts have 1 to 3 pages; some are hard for all tools, and each tool has hosts that it likes.
    """
    rng = np.random.default_rng(hosts)
    for seed in range(many):
        of = np.repeat(np.arange(hosts), rng.integers(1, 4, size=hosts))
        hard = rng.normal(0, 0.2, hosts)[of]
        bootstrap = Bootstrap([str(host) for host in of], resamples, seed)
        scores = [0.7 + lead + hard + rng.normal(0, 0.1, hosts)[of] + rng.normal(0, 0.2, len(of)) for lead in leads]
        yield [bootstrap.distribution([score], lambda mean: mean) for score in scores]


def tried(hosts: int, leads: list[float], many: int) -> list[PairedTests]:
    return [paired_tests(tools, hosts) for tools in corpora(hosts, leads, many)]


def counted(ours: Floats, theirs: Floats) -> float:
    """Return p by counting draws: twice the share on the rarer side of 0."""
    gap = ours[1:] - theirs[1:]
    return 2 * float(min((gap <= 0).mean(), (gap >= 0).mean()))


@pytest.mark.parametrize("hosts", [5, 10, 40])
def test_equal_tools_differ_in_five_of_a_hundred_corpora(hosts: int) -> None:
    found = [test.p[0, 1] < 0.05 for test in tried(hosts, [0.0, 0.0], 600)]
    assert np.mean(found) == pytest.approx(0.05, abs=0.025)


def test_counting_alone_would_find_too_much_between_tools_over_few_hosts() -> None:
    found = [counted(*tools) < 0.05 for tools in corpora(5, [0.0, 0.0], 600)]
    assert np.mean(found) > 0.1


def test_where_counting_can_tell_it_says_the_same() -> None:
    pairs = [(counted(*tools), paired_tests(tools, 100).p[0, 1]) for tools in corpora(100, [0.02, 0.0], 100, 5000)]
    by_count, by_error = np.array(pairs).T
    assert np.abs(by_count - by_error).max() < 0.06
    assert np.abs(by_count - by_error).mean() < 0.015
    assert ((by_count < 0.05) == (by_error < 0.05)).mean() > 0.9


def test_a_table_of_equal_tools_holds_a_false_difference_in_five_of_a_hundred_corpora_at_most() -> None:
    found = tried(20, [0.0] * 7, 300)
    without = np.mean([(test.p[np.triu_indices(7, 1)] < 0.05).any() for test in found])
    assert without > 0.25
    assert np.mean([(holm(test.p) < 0.05).any() for test in found]) <= 0.075


def test_the_detectable_difference_is_detected_in_eighty_of_a_hundred_corpora() -> None:
    smallest = float(np.median([detectable(test) for test in tried(30, [0.0, 0.0], 100)]))
    found = [test.p[0, 1] < 0.05 for test in tried(30, [smallest, 0.0], 400)]
    assert np.mean(found) == pytest.approx(0.8, abs=0.06)


def test_after_correction_more_is_needed() -> None:
    [two], [seven] = tried(30, [0.0, 0.0], 1), tried(30, [0.0] * 7, 1)
    assert detectable(seven) > 1.2 * detectable(two)
