"""What is true of intervals, differences and ranks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen_bench.stats import Bootstrap, interval

SCORES = st.lists(st.floats(0, 1, width=32), min_size=2, max_size=30)


def only(mean: np.ndarray) -> np.ndarray:
    return mean


def distribution(values: list[float], hosts: list[str] | None = None, seed: int = 0) -> np.ndarray:
    return Bootstrap(hosts or [str(i) for i in range(len(values))], 200, seed).distribution([np.array(values)], only)


@settings(deadline=None)
@given(SCORES)
def test_the_interval_holds_the_mean_and_stays_within_the_data(values: list[float]) -> None:
    estimate = interval(distribution(values))
    assert estimate.value == pytest.approx(np.mean(values), abs=1e-6)
    assert min(values) - 1e-6 <= estimate.low <= estimate.high <= max(values) + 1e-6


@settings(deadline=None)
@given(SCORES)
def test_the_same_seed_gives_the_same_interval_whatever_the_order(values: list[float]) -> None:
    hosts = [f"h{i}" for i in range(len(values))]
    turned = distribution(values[::-1], hosts[::-1])
    assert interval(distribution(values, hosts)).low == pytest.approx(interval(turned).low)


def test_pages_of_one_host_are_drawn_together() -> None:
    values = [0.0] * 50 + [1.0] * 50
    apart = interval(distribution(values))
    together = interval(distribution(values, ["a"] * 50 + ["b"] * 50))
    assert apart.high - apart.low < 0.3
    assert (together.low, together.high) == (0.0, 1.0)


def test_values_without_meaning_are_left_out() -> None:
    assert interval(distribution([1.0, float("nan"), 0.5])).value == 0.75
    nothing = interval(distribution([float("nan")] * 2))
    assert np.isnan([nothing.value, nothing.low, nothing.high]).all()


def test_a_subset_is_the_data_without_the_rest() -> None:
    bootstrap = Bootstrap(["a", "b", "c"], 100)
    part = bootstrap.distribution([np.array([1.0, 0.0, 0.0])], only, np.array([True, False, True]))
    assert part[0] == 0.5
