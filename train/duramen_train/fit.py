"""The training run: a recipe and labelled pages to a calibrated `Model`.

Each step learns from what the one before says of hosts that it did not see: the lexicon's scores, the first stage's
probabilities and the log-odds that calibration maps are all out of fold. The parts that are kept are fitted on all.
The run is deterministic: same pages, recipe and versions, same arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from tqdm import tqdm

from duramen.features import block_features, context_features
from duramen.forest import Forest
from duramen.lexicon import Lexicon, LexiconScores
from duramen.linear import Linear
from duramen.model import Calibration, Model, sigmoid
from duramen_train.design import Design
from duramen_train.examples import Example
from duramen_train.lexicon import design_matrices, fit_lexicon
from duramen_train.recipe import Recipe, Stage
from duramen_train.roles import fit_roles
from duramen_train.scorers import fit_scorer

_Rows = NDArray[np.float32]
_T = TypeVar("_T")
#: Isotonic steps are joined by lines at this many knots: enough for its shape, few enough to read.
_KNOTS = 64


def fit(
    examples: Sequence[Example],
    recipe: Recipe,
    *,
    role_examples: Sequence[Example] = (),
    progress: tqdm | None = None,
) -> Model:
    """Train on `examples` as `recipe` says. `role_examples` label roles; without them the model has no role head."""
    return _Run(Design.build(examples, recipe.data, recipe.folds, recipe.seed), recipe, progress).model(role_examples)


def steps(recipe: Recipe) -> int:
    """Return how many fits a run has, for a progress bar."""
    stages = 2 if recipe.second is None else 3
    return stages * (recipe.folds + 1)


class _Run:
    def __init__(self, design: Design, recipe: Recipe, progress: tqdm | None) -> None:
        self.design, self.recipe, self.progress = design, recipe, progress

    def model(self, role_examples: Sequence[Example]) -> Model:
        lexicon, scores = self._lexicon()
        rows = self.design.per_page(lambda table, at: block_features(table, LexiconScores(*scores[:, at])))
        first, raw = self._stage(rows, 0)
        second: Forest | Linear | None = None
        if self.recipe.second is not None:
            odds = sigmoid(raw)
            context = self.design.per_page(lambda table, at: context_features(table, odds[at]))
            second, raw = self._stage(np.concatenate((rows, context), axis=1), 1)
        calibration = calibrate(raw, self.design.label, self.design.weight)
        roles = None
        if self.recipe.roles is not None and role_examples:
            roles = fit_roles(role_examples, self.design.examples, lexicon, self.recipe.roles, self.recipe.seed)
        return Model(lexicon, first, second, calibration, roles)

    def _lexicon(self) -> tuple[Lexicon, NDArray[np.float32]]:
        """Return the lexicon of all pages, and (3, blocks) scores by lexicons that did not see the block's host."""
        design, recipe = self.design, self.recipe.lexicon
        matrix = design_matrices(design.tables(), 1 << recipe.bits)

        def learn(chosen: NDArray[np.bool_]) -> Lexicon:
            return fit_lexicon(matrix[chosen], design.label[chosen], design.weight[chosen], recipe, self.recipe.seed)

        # Stochastic gradient descent leaves the GIL: threads share the matrix, where processes would copy it.
        *held_out, final = self._parallel("lexicon", learn, prefer="threads")
        scores = np.zeros((3, len(design.label)), np.float32)
        for fold, lexicon in zip(design.folds, held_out, strict=True):
            held = design.fold == fold
            scores[:, held] = np.concatenate([np.stack(lexicon.score(t)) for t in design.tables(held)], axis=1)
        return final, scores

    def _stage(self, rows: _Rows, stage: int) -> tuple[Forest | Linear, NDArray[np.float64]]:
        """Return the scorer of all rows, and log-odds of each row by scorers that did not see its host."""
        recipe = self.recipe.second if stage and self.recipe.second else self.recipe.first
        design = self.design
        learn = partial(_fit_rows, recipe, rows, design.label, design.weight, self.recipe.seed)
        *held_out, final = self._parallel(f"stage {stage + 1}", learn, prefer="processes")
        raw = np.zeros(len(rows))
        for fold, scorer in zip(design.folds, held_out, strict=True):
            held = design.fold == fold
            raw[held] = scorer.raw(rows[held])
        return final, raw

    def _parallel(self, what: str, learn: Callable[[NDArray[np.bool_]], _T], prefer: str) -> list[_T]:
        """Fit once without each fold and once on everything, as many at a time as there are cores."""
        masks = [self.design.fold != fold for fold in self.design.folds] + [np.ones(len(self.design.label), np.bool_)]
        results = Parallel(n_jobs=-1, prefer=prefer, return_as="generator")(delayed(learn)(mask) for mask in masks)
        fitted = []
        for result in results:
            fitted.append(result)
            if self.progress is not None:
                self.progress.set_postfix_str(what, refresh=False)
                self.progress.update()
        return fitted


def _fit_rows(
    recipe: Stage,
    rows: _Rows,
    label: NDArray[np.bool_],
    weight: NDArray[np.float64],
    seed: int,
    chosen: NDArray[np.bool_],
) -> Forest | Linear:
    return fit_scorer(recipe, rows[chosen], label[chosen], weight[chosen], seed)


def calibrate(raw: NDArray[np.float64], label: NDArray[np.bool_], weight: NDArray[np.float64]) -> Calibration:
    """Fit the rising map from out-of-fold log-odds to probability (isotonic regression, then lines between knots)."""
    isotonic = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(raw, label, sample_weight=weight)
    knots = np.unique(np.quantile(raw, np.linspace(0.0, 1.0, _KNOTS)))
    # A step's value at a knot hangs on which side it falls: average around it, and stay off certainty.
    values = np.array([isotonic.predict(np.linspace(k - 0.2, k + 0.2, 9)).mean() for k in knots])
    return Calibration(knots, np.maximum.accumulate(np.clip(values, 1e-4, 1 - 1e-4)))
