"""The classifier of blocks: gradient-boosted trees or a logistic regression, kept as the arrays that are shipped."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import GroupKFold, check_cv
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from duramen.forest import Forest
from duramen.linear import Linear, squash
from duramen.model import Calibration, sigmoid
from duramen_train.calibration import calibrate
from duramen_train.recipe import ScorerRecipe
from duramen_train.scorers import fit_scorer

#: Where the map from log-odds to probability, which is drawn in lines, follows the logistic curve: close where it
#: bends, and as far out as float64 tells it from 0 and 1.
_KNOTS = np.sinh(np.linspace(-np.arcsinh(36.0), np.arcsinh(36.0), 513))


class BlockClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Tells two classes of blocks apart by their columns: what Duramen's scorer is, over any matrix.

    `kind` is `boosting` (LightGBM's trees) or `logistic` (over squashed, standardised columns). The parameters that
    follow are those of a recipe (`duramen_train.recipe.ScorerRecipe`): `iterations` trees at `learning_rate`, of at
    most `leaves` leaves of at least `min_samples_leaf` rows, penalty `l2`, `max_features` the share of columns that a
    tree may use, `bins` how finely a column is divided. A logistic regression uses `l2` alone.

    With `cv` (a number of folds, or a splitter) probabilities are calibrated on rows that the model did not see
    (isotonic regression); splits are by `groups` where `fit` has them: give it the hosts. Without, they are the
    logistic of the log-odds. Columns are read as float32, which is what the library computes in.

    Attributes: `classes_`, `n_features_in_`, `scorer_` (`duramen.forest.Forest` or `duramen.linear.Linear`) and
    `calibration_` (`duramen.model.Calibration`).
    """

    def __init__(
        self,
        *,
        kind: Literal["boosting", "logistic"] = "boosting",
        iterations: int = 150,
        learning_rate: float = 0.1,
        leaves: int = 31,
        min_samples_leaf: int = 20,
        l2: float = 1.0,
        max_features: float = 0.5,
        bins: int = 127,
        cv: Any = None,
        random_state: Any = None,
    ) -> None:
        self.kind = kind
        self.iterations = iterations
        self.learning_rate = learning_rate
        self.leaves = leaves
        self.min_samples_leaf = min_samples_leaf
        self.l2 = l2
        self.max_features = max_features
        self.bins = bins
        self.cv = cv
        self.random_state = random_state

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> BlockClassifier:  # noqa: N803
        """Fit on rows (blocks, columns) and their classes; rows that weigh nothing are left out."""
        X, y = validate_data(self, X, y, dtype=np.float32, order="C")  # noqa: N806
        weight = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
        label = self._encoded(y, weight > 0)
        seed = int(check_random_state(self.random_state).randint(np.iinfo(np.int32).max))
        self.scorer_ = self._fitted(X, label, weight, seed)
        if self.cv is None:
            self.calibration_ = Calibration(_KNOTS, sigmoid(_KNOTS))
        else:
            self.calibration_ = self._calibrated(X, label, weight, groups, seed)
        return self

    def decision_function(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """Return log-odds of the second class: the model's own, or calibrated ones where `cv` was given."""
        raw = self._raw(X)
        if self.cv is None:
            return raw
        probability = self.calibration_(raw)
        return np.asarray(np.log(probability) - np.log1p(-probability), np.float64)  # calibration stays off 0 and 1

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """Return probabilities (blocks, 2), columns as `classes_`."""
        raw = self._raw(X)
        probability = self.calibration_(raw)
        return np.column_stack([1.0 - probability, probability])

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: N803
        """Return the likelier class of each block."""
        second = self.decision_function(X) > 0
        likelier: NDArray[Any] = self.classes_[second.astype(np.int64)]
        return likelier

    def _raw(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        check_is_fitted(self)
        rows = validate_data(self, X, dtype=np.float32, order="C", reset=False)
        if isinstance(self.scorer_, Forest):
            return self.scorer_.raw(rows)
        # In float64, where a sum's last digits do not hang on how many rows there are.
        odds = squash(rows).astype(np.float64) @ self.scorer_.weights.astype(np.float64) + self.scorer_.bias
        return np.asarray(odds[:, 0], np.float64)

    def _encoded(self, y: NDArray[Any], counted: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return whether each row is of the second class, and set `classes_`."""
        kind = type_of_target(y, input_name="y", raise_unknown=True)
        if kind not in ("binary", "multiclass"):
            raise ValueError(f"Unknown label type: {kind}. Blocks are of two classes.")
        self.classes_, encoded = np.unique(y, return_inverse=True)
        if len(self.classes_) > 2:
            raise ValueError(f"Only binary classification is supported. The type of the target is {kind}.")
        if len(np.unique(encoded[counted])) < 2:
            raise ValueError("there is only one class among the rows that count; blocks are of two classes")
        return np.asarray(encoded == 1, np.bool_)

    def _fitted(
        self, rows: NDArray[np.float32], label: NDArray[np.bool_], weight: NDArray[np.float64], seed: int
    ) -> Forest | Linear:
        recipe = ScorerRecipe(
            kind=self.kind,
            iterations=self.iterations,
            learning_rate=self.learning_rate,
            leaves=self.leaves,
            min_samples_leaf=self.min_samples_leaf,
            l2=self.l2,
            max_features=self.max_features,
            bins=self.bins,
        )
        counted = weight > 0
        return fit_scorer(recipe, rows[counted], label[counted], weight[counted] / weight[counted].mean(), seed)

    def _calibrated(
        self,
        rows: NDArray[np.float32],
        label: NDArray[np.bool_],
        weight: NDArray[np.float64],
        groups: Any,
        seed: int,
    ) -> Calibration:
        """Fit the map from log-odds to probability on rows by models that did not see them, or their group."""
        grouped = groups is not None and isinstance(self.cv, int)
        folds = GroupKFold(self.cv) if grouped else check_cv(self.cv, label, classifier=True)
        raw = np.full(len(rows), np.nan)
        for seen, held in folds.split(rows, label, groups):
            raw[held] = self._fitted(rows[seen], label[seen], weight[seen], seed).raw(rows[held])
        known = np.isfinite(raw) & (weight > 0)
        return calibrate(raw[known], label[known], weight[known])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags
