"""Folds for cross-validation in which every host is wholly on one side.

Pages of one host share a template; with the same host in training and in test, a model is scored on what it has seen.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

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
    """Return the fold, 0 to `k` - 1, of each page, given the host of each page.

    Folds are as even as whole hosts allow in pages, or in `sizes` (one a page: its words, say), and within each of
    `page_types` where they are given. A host's fold depends on the pages, `k` and `seed`, not on the pages' order.
    Raises UsageError for fewer hosts than folds.
    """
    if not 2 <= k <= len(set(hosts)):
        raise UsageError(f"{k} folds of {len(set(hosts))} hosts: folds are at least 2 and at most one per host")
    weights = [1] * len(hosts) if sizes is None else list(sizes)
    kinds = [""] * len(hosts) if page_types is None else [kind or "" for kind in page_types]
    loads: dict[str, Counter[str]] = {}
    for host, weight, kind in zip(hosts, weights, kinds, strict=True):
        loads.setdefault(host, Counter())[kind] += weight
    fold_of = _assign(loads, k, seed)
    return np.array([fold_of[host] for host in hosts], dtype=np.int64)


def _assign(loads: dict[str, Counter[str]], k: int, seed: int) -> dict[str, int]:
    """Give each host, largest first, to the fold that lacks most of its kinds of pages."""
    kinds = sorted({kind for load in loads.values() for kind in load})
    column = {kind: i for i, kind in enumerate(kinds)}
    filled = np.zeros((k, len(kinds)))
    fold_of: dict[str, int] = {}
    for host in sorted(loads, key=lambda host: (-loads[host].total(), _shuffled(host, seed))):
        load = np.zeros(len(kinds))
        for kind, weight in loads[host].items():
            load[column[kind]] = weight
        # By kind first, then by pages in all; an empty fold before any other, so that none stays empty.
        cost = [(bool(fold.any()), float(fold @ load), float(fold.sum()), i) for i, fold in enumerate(filled)]
        fold_of[host] = min(cost)[-1]
        filled[fold_of[host]] += load
    return fold_of


def _shuffled(host: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}\0{host}".encode()).hexdigest()
