"""Tests between tools: right about what was made to differ, and about what was not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen_bench.ranking import rank
from duramen_bench.significance import (
    detectable,
    holm,
    kendall_tau_b,
    paired_tests,
    shared_ranks,
    t_quantile,
    two_sided_p,
)
from duramen_bench.stats import Bootstrap, Floats, difference

SCORES = st.lists(st.floats(0, 1, width=32), min_size=2, max_size=30)


def distribution(values: Floats | list[float], resamples: int = 200) -> Floats:
    """Return the distribution of the mean of pages, a host each."""
    return Bootstrap([str(i) for i in range(len(values))], resamples).distribution(
        [np.array(values)], lambda mean: mean
    )


def symmetric(p: list[float], size: int) -> Floats:
    matrix = np.ones((size, size))
    matrix[np.triu_indices(size, 1)] = p
    return np.minimum(matrix, matrix.T)


class TestStudent:
    def test_the_printed_table(self) -> None:
        printed = {1: 12.706, 2: 4.303, 3: 3.182, 9: 2.262, 10: 2.228, 30: 2.042, 120: 1.980, 100_000: 1.960}
        for degrees, t in printed.items():
            assert t_quantile(0.975, degrees) == pytest.approx(t, abs=5e-4)
            assert float(two_sided_p(np.array(t), degrees)) == pytest.approx(0.05, abs=5e-5)

    def test_one_host_says_nothing(self) -> None:
        assert two_sided_p(np.array([0.0, 50.0]), 0).tolist() == [1.0, 1.0]


class TestPairs:
    def test_hosts_of_one_page_make_it_the_paired_t_test(self) -> None:
        rng = np.random.default_rng(3)
        ours, theirs = rng.uniform(size=25), rng.uniform(size=25)
        gap = ours - theirs
        expected = gap.std(ddof=1) / np.sqrt(25)
        tests = paired_tests([distribution(ours, 20_000), distribution(theirs, 20_000)], 25)
        assert tests.difference[0, 1] == pytest.approx(gap.mean())
        assert tests.error[0, 1] == pytest.approx(expected, rel=0.02)
        assert tests.p[0, 1] == tests.p[1, 0] == pytest.approx(float(two_sided_p(gap.mean() / expected, 24)), abs=0.01)

    def test_a_constant_lead_is_no_tie_however_small(self) -> None:
        values = np.random.default_rng(1).uniform(size=40)
        ours, theirs = distribution(values + 0.001), distribution(values)
        assert difference(ours, theirs).low == pytest.approx(0.001)
        tests = paired_tests([ours, theirs, ours], 40)
        assert tests.p[0, 1] == 0.5**39
        assert tests.p[0, 2] == 1.0

    def test_the_same_lead_on_three_hosts_is_no_proof(self) -> None:
        tests = paired_tests([distribution([0.9] * 3), distribution([0.1] * 3)], 3)
        assert tests.p[0, 1] == 0.25

    def test_one_host_tells_nothing_apart(self) -> None:
        bootstrap = Bootstrap(["a"] * 5, 50)
        columns = [bootstrap.distribution([np.full(5, value)], lambda mean: mean) for value in (0.2, 0.9)]
        tests = paired_tests(columns, bootstrap.hosts)
        assert tests.p.tolist() == [[1.0, 1.0], [1.0, 1.0]]
        assert np.isnan(detectable(tests))


class TestHolm:
    def test_by_hand(self) -> None:
        # Ordered: .005 x 6, .01 x 5, .02 x 4, .03 x 3 -> .09, .04 x 2 = .08 -> .09, .6 x 1.
        corrected = holm(symmetric([0.01, 0.04, 0.03, 0.005, 0.02, 0.6], 4))
        assert corrected[np.triu_indices(4, 1)] == pytest.approx([0.05, 0.09, 0.09, 0.03, 0.08, 0.6])
        assert (corrected == corrected.T).all()
        assert np.diag(corrected).tolist() == [1.0] * 4

    def test_one_pair_needs_no_correction_and_none_is_above_one(self) -> None:
        assert holm(symmetric([0.03], 2))[0, 1] == 0.03
        assert holm(symmetric([0.5, 0.6, 0.9], 3)).max() == 1.0


class TestRanks:
    def test_a_rank_is_shared_until_one_is_told_from_the_first_of_the_group(self) -> None:
        p = symmetric([1, 0.2, 0.01, 0.0, 0.03, 0.01, 0.0, 1, 0.01, 0.04], 5)
        assert shared_ranks(["a", "b", "c", "d", "e"], p) == {"a": 1, "b": 1, "c": 1, "d": 4, "e": 5}

    @settings(deadline=None)
    @given(st.lists(SCORES.map(lambda v: (v * 15)[:15]), min_size=1, max_size=5))
    def test_ranks_start_at_one_follow_the_scores_and_skip_what_is_shared(self, columns: list[list[float]]) -> None:
        tools = {f"t{i}": distribution(values) for i, values in enumerate(columns)}
        ranking = rank(tools, 1, 15)
        order = sorted(tools, key=lambda name: (-tools[name][0], name))
        assert list(ranking.pairs.tools) == order
        listed = [ranking.ranks[name] for name in order]
        assert listed[0] == 1
        for place, number in enumerate(listed, start=1):
            assert number in (place, listed[place - 2])

    def test_lower_can_be_better(self) -> None:
        tools = {"much": distribution([0.9] * 10), "little": distribution([0.1] * 10)}
        assert rank(tools, -1, 10).ranks == {"little": 1, "much": 2}

    def test_nothing_to_rank(self) -> None:
        empty = rank({}, 1, 10)
        assert (empty.ranks, empty.behind, empty.pairs.tools) == ({}, {}, ())


class TestStability:
    def test_kendalls_own_kind_of_table(self) -> None:
        assert kendall_tau_b([1, 2, 3, 4], [1, 2, 3, 4]) == 1.0
        assert kendall_tau_b([1, 2, 3, 4], [4, 3, 2, 1]) == -1.0
        # 5 pairs agree, 1 disagrees, none is tied.
        assert kendall_tau_b([1, 2, 3, 4], [1, 2, 4, 3]) == pytest.approx(4 / 6)
        # 5 agree, the tie of the first list counts in the second alone: 5 / sqrt(5 x 6).
        assert kendall_tau_b([1, 1, 3, 4], [1, 2, 3, 4]) == pytest.approx(5 / np.sqrt(30))
        assert np.isnan(kendall_tau_b([1, 1], [1, 2]))
