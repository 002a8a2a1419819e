"""Folds for cross-validation in which pages that are much alike are wholly on one side.

Pages of one host share a template, near-duplicates share their text; with such a page in training and another in test,
a model is scored on what it has seen. `host_folds` keeps hosts together; `disjoint_folds` keeps whatever groups it is
given: `host_groups` joins the hosts between which pages repeat.

    names = host_groups(hosts, pairs)        # pairs of places in `hosts`: found by duramen_corpora.overlap
    folds = disjoint_folds(names, 5, seed=0)
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from duramen.errors import UsageError


def host_folds(
    hosts: Sequence[str],
    k: int,
    seed: int,
    *,
    sizes: Sequence[int] | None = None,
    page_types: Sequence[str | None] | None = None,
) -> NDArray[np.int64]:
    """Return the fold of each page, given the host of each page: `disjoint_folds` of hosts."""
    return _folds(hosts, k, seed, sizes, page_types, "host")


def disjoint_folds(
    groups: Sequence[str],
    k: int,
    seed: int,
    *,
    sizes: Sequence[int] | None = None,
    page_types: Sequence[str | None] | None = None,
) -> NDArray[np.int64]:
    """Return the fold, 0 to `k` - 1, of each page, given the name of each page's group.

    Folds are as even as whole groups allow in pages, or in `sizes` (one a page: its words, say), and within each of
    `page_types` where they are given. A group's fold depends on the pages, `k` and `seed`, not on the pages' order;
    with one page more, other groups may change folds. Raises UsageError for fewer groups than folds.
    """
    return _folds(groups, k, seed, sizes, page_types, "group")


def host_groups(hosts: Sequence[str], pairs: Iterable[tuple[int, int]]) -> list[str]:
    """Return the name of each page's group: the least of the hosts that `pairs` of pages, by place, tie to its own."""
    least = {host: host for host in hosts}
    for first, second in pairs:
        one, other = sorted((_root(least, hosts[first]), _root(least, hosts[second])))
        least[other] = one
    return [_root(least, host) for host in hosts]


def _root(least: dict[str, str], host: str) -> str:
    while least[host] != host:
        least[host] = least[least[host]]  # halves the way for who comes next
        host = least[host]
    return host


def _folds(
    groups: Sequence[str],
    k: int,
    seed: int,
    sizes: Sequence[int] | None,
    page_types: Sequence[str | None] | None,
    unit: str,
) -> NDArray[np.int64]:
    count = len(set(groups))
    if not 2 <= k <= count:
        raise UsageError(f"{k} folds of {count} {unit}s: folds are at least 2 and at most one per {unit}")
    weights = [1] * len(groups) if sizes is None else list(sizes)
    kinds = [""] * len(groups) if page_types is None else [kind or "" for kind in page_types]
    loads: dict[str, Counter[str]] = {}
    for group, weight, kind in zip(groups, weights, kinds, strict=True):
        loads.setdefault(group, Counter())[kind] += weight
    fold_of = _assign(loads, k, seed)
    return np.array([fold_of[group] for group in groups], dtype=np.int64)


def _assign(loads: dict[str, Counter[str]], k: int, seed: int) -> dict[str, int]:
    """Give each group, largest first, to the fold that lacks most of its kinds of pages."""
    kinds = sorted({kind for load in loads.values() for kind in load})
    column = {kind: i for i, kind in enumerate(kinds)}
    filled = np.zeros((k, len(kinds)))
    fold_of: dict[str, int] = {}
    for group in sorted(loads, key=lambda group: (-loads[group].total(), _shuffled(group, seed))):
        load = np.zeros(len(kinds))
        for kind, weight in loads[group].items():
            load[column[kind]] = weight
        # By kind first, then by pages in all; an empty fold before any other, so that none stays empty.
        cost = [(bool(fold.any()), float(fold @ load), float(fold.sum()), i) for i, fold in enumerate(filled)]
        fold_of[group] = min(cost)[-1]
        filled[fold_of[group]] += load
    return fold_of


def _shuffled(group: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}\0{group}".encode()).hexdigest()
