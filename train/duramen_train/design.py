"""All blocks of all training pages end to end, with labels, weights and folds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import BlockTable
from duramen_corpora.folds import host_folds
from duramen_train.examples import Example
from duramen_train.recipe import Data

#: A block is content where the gold covers at least half of its words.
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Design:
    """Training blocks, one row each, in the order of `examples`.

    `label` bool, `weight` float64 with mean 1, `fold` int64 (that of the block's host), `page` index into `examples`.
    """

    examples: Sequence[Example]
    label: NDArray[np.bool_]
    weight: NDArray[np.float64]
    fold: NDArray[np.int64]
    page: NDArray[np.int64]

    @classmethod
    def build(cls, examples: Sequence[Example], data: Data, folds: int, seed: int) -> Design:
        """Leave out pages whose gold is not in them, weigh blocks, and deal hosts to folds."""
        usable = [e for e in examples if len(e.table) and e.found >= data.min_found]
        page = np.repeat(np.arange(len(usable)), [len(e.table) for e in usable])
        words = np.concatenate([e.table["words"] for e in usable]).astype(np.float64)
        weight = np.maximum(words, 1.0) ** data.word_power
        total = np.bincount(page, weight)
        weight *= (total ** (data.page_power - 1.0))[page]
        label = np.concatenate([e.matched for e in usable]) >= THRESHOLD
        by_page = host_folds([e.host for e in usable], folds, seed, page_types=[e.page_type for e in usable])
        return cls(usable, label, weight / weight.mean(), by_page[page], page)

    @property
    def folds(self) -> range:
        """The folds' numbers."""
        return range(int(self.fold.max()) + 1)

    def tables(self, chosen: NDArray[np.bool_] | None = None) -> list[BlockTable]:
        """Return the pages' columns; those whose blocks are `chosen` (whole pages are), or all."""
        if chosen is None:
            return [e.table for e in self.examples]
        return [self.examples[i].table for i in np.unique(self.page[chosen]).tolist()]

    def per_page(self, make: Callable[[BlockTable, slice], NDArray[np.float32]]) -> NDArray[np.float32]:
        """Stack what `make(table, rows)` gives for each page, `rows` being the page's slice of the design."""
        ends = np.cumsum(np.bincount(self.page, minlength=len(self.examples)))
        starts = np.concatenate(([0], ends[:-1]))
        return np.concatenate([make(e.table, slice(a, b)) for e, a, b in zip(self.examples, starts, ends, strict=True)])
