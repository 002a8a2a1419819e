"""Folds by host and by group: nothing on both sides, even folds, and the same in whatever order the pages come."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duramen.errors import UsageError
from duramen_corpora.folds import disjoint_folds, host_folds, host_groups

#: At least ten hosts, some with many pages.
HOSTS = st.lists(st.integers(0, 40), min_size=30, max_size=120).map(
    lambda n: [f"host{i}.org" for i in [*n, *range(10)]]
)
SEED = st.integers(0, 99)


@settings(max_examples=40, deadline=None)
@given(HOSTS, st.integers(2, 6), SEED)
def test_a_host_is_in_one_fold_and_no_fold_is_empty(hosts: list[str], k: int, seed: int) -> None:
    folds = host_folds(hosts, k, seed)
    assert set(folds.tolist()) == set(range(k))
    for host in set(hosts):
        assert len({fold for fold, other in zip(folds.tolist(), hosts, strict=True) if other == host}) == 1


@settings(max_examples=40, deadline=None)
@given(HOSTS, st.integers(2, 6), SEED)
def test_folds_differ_by_no_more_than_the_largest_host(hosts: list[str], k: int, seed: int) -> None:
    sizes = np.bincount(host_folds(hosts, k, seed), minlength=k)
    assert sizes.max() - sizes.min() <= max(hosts.count(host) for host in hosts)


@settings(max_examples=40, deadline=None)
@given(HOSTS, SEED, st.randoms(use_true_random=False))
def test_the_order_of_the_pages_does_not_matter(hosts: list[str], seed: int, shuffle: object) -> None:
    folds = dict(zip(hosts, host_folds(hosts, 5, seed).tolist(), strict=True))
    other = list(hosts)
    shuffle.shuffle(other)  # type: ignore[attr-defined]
    assert dict(zip(other, host_folds(other, 5, seed).tolist(), strict=True)) == folds


def test_page_types_are_spread_over_the_folds() -> None:
    hosts = [f"h{i}" for i in range(100)]
    types = ["forum" if i < 20 else "article" for i in range(100)]
    folds = host_folds(hosts, 5, 1, page_types=types)
    assert np.bincount(folds).tolist() == [20] * 5
    assert np.bincount(folds[:20]).tolist() == [4] * 5


def test_sizes_are_what_is_balanced() -> None:
    folds = host_folds(["a", "b", "c", "d"], 2, 0, sizes=[30, 10, 10, 10])
    assert folds[0] not in folds[1:]


def test_another_seed_gives_other_folds() -> None:
    hosts = [f"h{i}" for i in range(100)]
    assert not np.array_equal(host_folds(hosts, 5, 1), host_folds(hosts, 5, 2))


@pytest.mark.parametrize("k", [0, 1, 3])
def test_folds_without_hosts_for_them_are_refused(k: int) -> None:
    with pytest.raises(UsageError, match=f"{k} folds of 2 hosts"):
        host_folds(["a", "b", "b"], k, 0)


#: Too few to leave fewer than four groups of ten hosts.
PAIRS = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=6)


@settings(max_examples=40, deadline=None)
@given(HOSTS, PAIRS, st.integers(2, 4), SEED)
def test_a_group_of_hosts_is_in_one_fold(hosts: list[str], pairs: list[tuple[int, int]], k: int, seed: int) -> None:
    names = host_groups(hosts, pairs)
    folds = disjoint_folds(names, k, seed).tolist()
    assert all(folds[first] == folds[second] for first, second in pairs)
    assert len({(host, fold) for host, fold in zip(hosts, folds, strict=True)}) == len(set(hosts))


@settings(max_examples=40, deadline=None)
@given(HOSTS, PAIRS, st.randoms(use_true_random=False))
def test_a_group_is_named_after_its_least_host_in_whatever_order(
    hosts: list[str], pairs: list[tuple[int, int]], shuffle: object
) -> None:
    names = host_groups(hosts, pairs)
    members = {name: {host for host, other in zip(hosts, names, strict=True) if other == name} for name in names}
    assert all(name == min(group) for name, group in members.items())
    other = [pair[::-1] for pair in pairs]
    shuffle.shuffle(other)  # type: ignore[attr-defined]
    assert host_groups(hosts, other) == names


@given(HOSTS)
def test_without_pairs_a_group_is_a_host(hosts: list[str]) -> None:
    assert host_groups(hosts, []) == hosts
    assert disjoint_folds(hosts, 5, 1).tolist() == host_folds(hosts, 5, 1).tolist()


def test_a_long_chain_is_one_group() -> None:
    hosts = [f"h{i:04}" for i in range(3000)]
    assert set(host_groups(hosts, [(i, i + 1) for i in range(2999)])) == {"h0000"}


def test_folds_without_groups_for_them_are_refused() -> None:
    with pytest.raises(UsageError, match="3 folds of 2 groups: folds are at least 2 and at most one per group"):
        disjoint_folds(["a", "b"], 3, 0)
