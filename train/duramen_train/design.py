"""All blocks of all training pages end to end, with labels, weights and folds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import BlockTable
from duramen.roles import Policy
from duramen_corpora.folds import host_folds
from duramen_train.examples import Example
from duramen_train.recipe import Data
from duramen_train.views import View, augmented, views

#: A block is content where the gold covers at least half of its words.
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Design:
    """Training blocks, one row each, in the order of `views`, each of which is a page, or part of one, under a policy.

    `label` bool; `known` bool, whether the gold tells; `weight` float64, 0 where it does not; `fold` int64 (that of the
    block's host); `view` index into `views`; `real` bool, whether the view was not made up; `drawn` bool, the blocks
    that scorers learn from, and `factor` float64, how many blocks each of those stands for.
    """

    views: Sequence[View]
    label: NDArray[np.bool_]
    known: NDArray[np.bool_]
    weight: NDArray[np.float64]
    fold: NDArray[np.int64]
    view: NDArray[np.int64]
    real: NDArray[np.bool_]
    drawn: NDArray[np.bool_]
    factor: NDArray[np.float64]

    @classmethod
    def build(cls, examples: Sequence[Example], data: Data, folds: int, seed: int) -> Design:
        """Leave out pages whose gold is not in them, weigh and draw blocks, and deal hosts to folds."""
        usable = [e for e in examples if len(e.table) and e.found >= data.min_found]
        strata = [f"{e.corpus} {e.page_type}" for e in usable]
        fold_of = host_folds([e.host for e in usable], folds, seed, page_types=strata)
        plain = [view for e in usable for view in views(e)]
        every = [*plain, *augmented(plain, data, seed)]
        number = np.repeat(np.arange(len(every)), [len(view.label) for view in every])
        share = np.concatenate([view.label for view in every])
        weight = np.concatenate([_weights(view, data) for view in every])
        real = ~np.array([view.made for view in every])
        # Half as many blocks of what was made up: it is there to be seen, not to be learned by heart.
        size = np.where(real, data.blocks_a_page, data.blocks_a_page / 2)
        drawn, factor = _draw(weight, number, size, seed)
        dealt = dict(zip([(e.corpus, e.id) for e in usable], fold_of, strict=True))
        fold = np.array([dealt[view.example.corpus, view.example.id] for view in every])[number]
        real = real[number]
        mean = weight[real].mean()
        return cls(every, share >= THRESHOLD, weight > 0, weight / mean, fold, number, real, drawn, factor)

    @property
    def examples(self) -> list[Example]:
        """The pages, each once."""
        return [view.example for view in self.views if view.plain]

    @property
    def own(self) -> NDArray[np.bool_]:
        """Whether a row is of its page's own view, as the page is."""
        return np.array([view.plain for view in self.views])[self.view]

    @property
    def folds(self) -> range:
        """The folds' numbers."""
        return range(int(self.fold.max()) + 1)

    def of(self, policy: Policy) -> NDArray[np.bool_]:
        """Whether a row is of a view under this policy."""
        return np.array([view.policy == policy for view in self.views])[self.view]

    def per_view(self, make: Callable[[BlockTable, slice, Policy], NDArray[np.float32]]) -> NDArray[np.float32]:
        """Stack what `make(table, rows, policy)` gives for each view, `rows` being its slice of the design."""
        return np.concatenate([make(v.example.table, rows, v.policy) for v, rows in self.slices()])

    def slices(self) -> list[tuple[View, slice]]:
        """Return each view with its rows."""
        ends = np.cumsum([len(view.label) for view in self.views]).tolist()
        return [(view, slice(a, b)) for view, a, b in zip(self.views, [0, *ends[:-1]], ends, strict=True)]


def _weights(view: View, data: Data) -> NDArray[np.float64]:
    """Return what each block of a page weighs, 0 where its label is not known."""
    weight = np.maximum(view.example.table["words"], 1.0) ** data.word_power
    weight[np.isnan(view.label)] = 0.0
    total = weight.sum()
    if total == 0:
        return weight
    scale = data.weights.get(view.example.corpus, 1.0) * view.weight * (1.0 if view.own else data.worked_out)
    return np.asarray(weight * total ** (data.page_power - 1.0) * scale, np.float64)


def _draw(
    weight: NDArray[np.float64], page: NDArray[np.int64], size: NDArray[np.float64], seed: int
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Draw about `size[page]` blocks a page, half of the chance by weight; return which, and how many each stands for.

    Blocks of a page resemble each other: of two thousand, eighty teach nearly as much, and cost less.
    """
    known = weight > 0
    count, total = np.bincount(page, known), np.bincount(page, weight)
    even = known / np.maximum(count, 1)[page]
    chance = np.clip(size[page] * (0.5 * even + 0.5 * weight / np.maximum(total, 1e-12)[page]), 1e-9, 1.0)
    drawn = known & (np.random.default_rng(seed).random(len(weight)) < chance)
    return drawn, 1.0 / chance
