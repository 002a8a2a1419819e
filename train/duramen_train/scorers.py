"""What judges a block: LightGBM or scikit-learn fits it, the library's arrays keep it."""

from __future__ import annotations

from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from duramen.forest import Forest
from duramen.linear import Linear, squash
from duramen_train.export import flatten
from duramen_train.recipe import ScorerRecipe

_Rows = NDArray[np.float32]


def fit_scorer(
    recipe: ScorerRecipe, rows: _Rows, label: NDArray[np.bool_], weight: NDArray[np.float64], seed: int
) -> Forest | Linear:
    """Fit a two-class scorer on float32 rows (blocks, features)."""
    if recipe.kind == "boosting":
        return flatten(fit_boosting(recipe, rows, label, weight, seed))
    return fit_logistic(recipe, rows, label, weight)


def fit_boosting(
    recipe: ScorerRecipe,
    rows: _Rows,
    label: NDArray[Any],
    weight: NDArray[np.float64],
    seed: int,
    objective: str = "binary",
) -> lightgbm.Booster:
    """Fit boosted trees. One thread a fit, so that sums come in one order: the same rows give the same trees."""
    settings = {
        "objective": objective,
        "learning_rate": recipe.learning_rate,
        "num_leaves": recipe.leaves,
        "min_data_in_leaf": recipe.min_samples_leaf,
        "lambda_l2": recipe.l2,
        "feature_fraction": recipe.max_features,
        "max_bin": recipe.bins,
        "use_missing": False,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "seed": seed,
        "verbose": -1,
    }
    return lightgbm.train(settings, lightgbm.Dataset(rows, label, weight=weight), recipe.iterations)


def fit_logistic(recipe: ScorerRecipe, rows: _Rows, label: NDArray[np.bool_], weight: NDArray[np.float64]) -> Linear:
    """Fit a logistic regression over squashed, standardised columns."""
    flat, mean, scale = standardise(squash(rows))
    # Second-order steps: far more rows than columns, and the first-order solvers stop short of the minimum.
    model = LogisticRegression(C=1.0 / recipe.l2, solver="newton-cholesky").fit(flat, label, sample_weight=weight)
    return unstandardised(model.coef_.T, model.intercept_, mean, scale)


def standardise(rows: _Rows) -> tuple[_Rows, NDArray[np.float64], NDArray[np.float64]]:
    """Return the columns with mean 0 and deviation 1, and what was taken away; constant columns stay as they are."""
    mean, scale = rows.mean(axis=0, dtype=np.float64), rows.std(axis=0, dtype=np.float64)
    scale[scale < 1e-6] = 1.0
    return ((rows - mean) / scale).astype(np.float32), mean, scale


def unstandardised(coefficients: Any, intercept: Any, mean: NDArray[np.float64], scale: NDArray[np.float64]) -> Linear:
    """Fold standardisation into the weights: coefficients (features, outputs) of standardised columns to plain ones."""
    weights = coefficients / scale[:, None]
    return Linear(weights.astype(np.float32), (intercept - mean @ weights).astype(np.float32))
