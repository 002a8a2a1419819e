"""Common subsequences: exact where small, true and in order where large, without a matrix that grows with the page."""

from __future__ import annotations

import random
import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen_corpora import subsequence
from duramen_corpora.subsequence import common_subsequence

numbers = st.lists(st.integers(-1, 12), max_size=40)


def pairs(left: list[int], right: list[int]) -> list[tuple[int, int]]:
    return common_subsequence(np.array(left, np.int64), np.array(right, np.int64))


def longest(left: list[int], right: list[int]) -> int:
    """The textbook table."""
    row = [0] * (len(right) + 1)
    for a in left:
        before = row[:]
        for j, b in enumerate(right, 1):
            row[j] = before[j - 1] + 1 if a == b >= 0 else max(before[j], row[j - 1])
    return row[-1]


def check(found: list[tuple[int, int]], left: list[int], right: list[int]) -> None:
    assert all(left[i] == right[j] >= 0 for i, j in found)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))


@settings(max_examples=200, deadline=None)
@given(numbers, numbers)
def test_a_small_one_is_a_longest_one(left: list[int], right: list[int]) -> None:
    found = pairs(left, right)
    check(found, left, right)
    assert len(found) == longest(left, right)


@settings(max_examples=200, deadline=None)
@given(numbers, numbers, st.integers(1, 60))
def test_a_large_one_is_true_and_in_order(left: list[int], right: list[int], cells: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subsequence, "_CELLS", cells)
        check(pairs(left, right), left, right)


def test_anchors_find_what_the_matrix_would(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(5)
    right = [draw.randrange(500) for _ in range(2000)]
    left = [x for x in right if draw.random() < 0.9]
    monkeypatch.setattr(subsequence, "_CELLS", 20_000)
    # Two thousand draws from five hundred numbers leave few that stand once; triples of words leave many.
    grams = [[a * 1_000_000 + b * 1000 + c for a, b, c in zip(s, s[1:], s[2:], strict=False)] for s in (left, right)]
    found = pairs(*grams)
    check(found, *grams)
    assert len(found) >= 0.95 * longest(*grams)


def test_nothing_to_cut_at_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subsequence, "_CELLS", 100)
    assert pairs([7] * 50, [7] * 50) == []


@pytest.mark.parametrize("other", [[], [3, 4]])
def test_nothing_in_common_gives_nothing(other: list[int]) -> None:
    assert pairs([1, 2], other) == pairs(other, [1, 2]) == []


def test_memory_is_linear_in_the_page() -> None:
    peaks = [_peak(size) for size in (20_000, 80_000)]
    assert peaks[1] < 6 * peaks[0]  # four times the words; a matrix would be sixteen


def _peak(size: int) -> int:
    draw = np.random.default_rng(1)
    right = draw.permutation(size).astype(np.int64)
    left = np.delete(right, draw.integers(0, size, size // 10))
    tracemalloc.start()
    found = common_subsequence(left, right)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == len(left)
    return peak
