"""From a fitted pipeline to a `duramen.Model`, and to a folder of weights: arrays, and no pickle."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from duramen import weights
from duramen.hub.card import card_of
from duramen.lexicon import Lexicon
from duramen.model import Model
from duramen_train.estimators.classifier import BlockClassifier
from duramen_train.estimators.features import PageFeatures


def to_model(pipeline: Pipeline, name: str = "pipeline", trained_on: Mapping[str, Any] | None = None) -> Model:
    """Return what a fitted pipeline of `PageFeatures` and `BlockClassifier` has learned, for `duramen.Extractor`.

    The model answers every policy as it was asked in training, and names no roles. `trained_on` is what is said of the
    pages it saw (`load_blocks(…).trained_on`): without, the bench does not know which scores are fair. Raises
    ValueError for any other pipeline, for one that is not fitted (NotFittedError), and for classes whose order does not
    say which of them is kept.
    """
    steps = [step for _, step in pipeline.steps if step not in (None, "passthrough")]
    if [type(step) for step in steps] != [PageFeatures, BlockClassifier]:
        names = ", ".join(type(step).__name__ for step in steps)
        raise ValueError(f"an extractor is made of PageFeatures and BlockClassifier, not of {names}")
    features, classifier = steps
    check_is_fitted(features)
    check_is_fitted(classifier)
    if not np.array_equal(classifier.classes_, [False, True]):
        raise ValueError(f"classes must be False and True, or 0 and 1: True is kept. They are {classifier.classes_}")
    return Model(
        lexicon=features.lexicon_ or _blank(),
        scorer=classifier.scorer_,
        calibration={"broad": classifier.calibration_},
        config={"name": name, "trained_on": dict(trained_on)} if trained_on is not None else {"name": name},
    )


def save_weights(
    pipeline: Pipeline,
    folder: str | Path,
    name: str = "pipeline",
    trained_on: Mapping[str, Any] | None = None,
    card: str | None = None,
) -> None:
    """Write what `to_model` returns into a folder: `duramen extract --weights FOLDER`, `duramen train push FOLDER …`.

    `card` is its MODEL_CARD.md, by default one that claims nothing.
    """
    model = to_model(pipeline, name, trained_on)
    weights.save(Path(folder), model, card_of(None, model.config) if card is None else card)


def _blank() -> Lexicon:
    """Return the lexicon that says nothing of anything, which is what a pipeline without one has learned with."""
    return Lexicon(*np.zeros((3, 1), np.float32))
