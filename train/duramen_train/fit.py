"""The training run: a recipe and labelled pages to a calibrated `Model`.

Each step learns from what the one before says of hosts that it did not see: the lexicon's scores, and the log-odds that
calibration maps, are out of fold. The parts that are kept are fitted on all. The run is deterministic: same pages,
recipe and versions, same arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from tqdm import tqdm

from duramen.features import BLOCK_FEATURES, block_features
from duramen.forest import Forest
from duramen.lexicon import Lexicon, LexiconScores
from duramen.linear import Linear
from duramen.model import Calibration, Model
from duramen.roles import Policy
from duramen_train.calibration import calibrate, calibrate_pages
from duramen_train.design import Design
from duramen_train.examples import Example
from duramen_train.lexicon import design_matrices, fit_lexicon
from duramen_train.recipe import Recipe
from duramen_train.roles import fit_roles
from duramen_train.scorers import fit_scorer
from duramen_train.views import LEARNED, Blank

_Rows = NDArray[np.float32]
_T = TypeVar("_T")
#: Which of the three scores are withheld from a view: those of words, those of attributes near and far.
_BLANK: Final[dict[Blank, list[int]]] = {"nothing": [], "words": [0], "attrs": [1, 2], "both": [0, 1, 2]}


def fit(
    examples: Sequence[Example],
    recipe: Recipe,
    *,
    role_examples: Sequence[Example] = (),
    progress: tqdm | None = None,
) -> Model:
    """Train on `examples` as `recipe` says. `role_examples` label roles; without them the model has no role head."""
    run = _Run(Design.build(examples, recipe.data, recipe.folds, recipe.seed), recipe, progress)
    parts = run.parts()
    roles = None
    if recipe.roles is not None and role_examples:
        real = [e for e in run.design.examples if e.corpus != recipe.roles.corpus]
        roles = fit_roles(role_examples, real, parts.lexicon, recipe.roles, recipe.seed)
    expected = calibrate_pages(run.design, parts.probability)
    return Model(parts.lexicon, parts.scorer, parts.calibration, roles, expected)


def out_of_fold(
    examples: Sequence[Example], recipe: Recipe, *, without: Collection[str] = (), progress: tqdm | None = None
) -> tuple[Design, NDArray[np.float64]]:
    """Return the training blocks, and each one's probability by parts that did not see its host.

    What stacking computes on the way to a model, for the price of it: all parts share the recipe's folds, and
    calibration sees all of them, so scores of it compare recipes and flatter all alike. `cross_validate` does neither.
    Columns named in `without` read as 0.
    """
    run = _Run(Design.build(examples, recipe.data, recipe.folds, recipe.seed), recipe, progress, without, final=False)
    return run.design, run.parts().probability


def steps(recipe: Recipe) -> int:
    """Return how many fits a run has, for a progress bar."""
    return 2 * (recipe.folds + 1)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Everything but the roles, and the calibrated probability of each row by parts that did not see its host."""

    lexicon: Lexicon
    scorer: Forest | Linear
    calibration: dict[Policy, Calibration]
    probability: NDArray[np.float64]


class _Run:
    """`final` says whether each part is also fitted on all blocks; if not, the parts returned are a fold's."""

    def __init__(
        self,
        design: Design,
        recipe: Recipe,
        progress: tqdm | None,
        without: Collection[str] = (),
        *,
        final: bool = True,
    ) -> None:
        self.design, self.recipe, self.progress, self.without = design, recipe, progress, without
        self.masks = [design.fold != fold for fold in design.folds]
        if final:
            self.masks.append(np.ones(len(design.label), np.bool_))

    def parts(self) -> _Parts:
        design = self.design
        lexicon, scores = self._lexicon()
        rows = design.per_view(lambda table, at, policy: block_features(table, LexiconScores(*scores[:, at]), policy))
        rows[:, [i for i, name in enumerate(BLOCK_FEATURES) if name in self.without]] = 0.0
        scorer, raw = self._scorer(rows)
        calibration = self._calibrations(raw)
        probability = np.zeros(len(raw))
        for policy in LEARNED:
            at = design.of(policy)
            probability[at] = calibration.get(policy, calibration["broad"])(raw[at])
        return _Parts(lexicon, scorer, calibration, probability)

    def _lexicon(self) -> tuple[Lexicon, NDArray[np.float32]]:
        """Return the lexicon of all pages, and (3, blocks) scores by lexicons that did not see the block's host."""
        design, recipe = self.design, self.recipe.lexicon
        own = design.own
        matrix = design_matrices([e.table for e in design.examples], 1 << recipe.bits)

        def learn(chosen: NDArray[np.bool_]) -> Lexicon:
            rows = chosen & design.known
            return fit_lexicon(matrix[rows[own]], design.label[rows & own], design.weight[rows & own], recipe, seed)

        seed = self.recipe.seed
        fitted = self._parallel("lexicon", learn)
        scores = np.zeros((3, len(design.label)), np.float32)
        for view, at in design.slices():
            scores[:, at] = np.stack(fitted[design.fold[at.start]].score(view.example.table))
            scores[_BLANK[view.blank], at] = 0.0
        return fitted[-1], scores

    def _scorer(self, rows: _Rows) -> tuple[Forest | Linear, NDArray[np.float64]]:
        """Return the scorer of all rows, and log-odds of each row by scorers that did not see its host."""
        design, recipe = self.design, self.recipe
        weight = design.weight * design.factor

        def learn(chosen: NDArray[np.bool_]) -> Forest | Linear:
            at = chosen & design.drawn
            return fit_scorer(recipe.scorer, rows[at], design.label[at], weight[at] / weight[at].mean(), recipe.seed)

        fitted = self._parallel("scorer", learn)
        raw = np.zeros(len(rows))
        for fold in design.folds:
            held = design.fold == fold
            raw[held] = fitted[fold].raw(rows[held])
        return fitted[-1], raw

    def _calibrations(self, raw: NDArray[np.float64]) -> dict[Policy, Calibration]:
        """Return a calibration for every policy that was learned, and one of `broad` in any case."""
        design = self.design
        found: dict[Policy, Calibration] = {}
        for policy in LEARNED:
            at = design.of(policy) & design.known & design.real
            if at.any():
                found[policy] = calibrate(raw[at], design.label[at], design.weight[at])
        if "broad" not in found:
            at = design.known & design.real
            found["broad"] = calibrate(raw[at], design.label[at], design.weight[at])
        return found

    def _parallel(self, what: str, learn: Callable[[NDArray[np.bool_]], _T]) -> list[_T]:
        """Fit once without each fold, and once on everything if that is wanted, as many at a time as there are cores.

        Both libraries leave the GIL: threads share the rows, where processes would copy them.
        """
        threads = Parallel(n_jobs=-1, prefer="threads", return_as="generator")
        results = threads(delayed(learn)(mask) for mask in self.masks)
        fitted = []
        for result in results:
            fitted.append(result)
            if self.progress is not None:
                self.progress.set_postfix_str(what, refresh=False)
                self.progress.update()
        return fitted
