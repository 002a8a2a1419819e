"""A model made by hand: enough to exercise every part, small enough to read."""

from __future__ import annotations

import numpy as np
import pytest

from duramen.features import BLOCK_FEATURES
from duramen.forest import Forest
from duramen.lexicon import Lexicon
from duramen.linear import Linear
from duramen.model import Calibration, Model, RoleHead
from duramen.roles import ROLES


def stump(feature: int, threshold: float, low: float, high: float) -> Forest:
    """One tree with one split."""
    return Forest(
        roots=np.array([0], np.int32),
        feature=np.array([feature, -1, -1], np.int32),
        threshold=np.array([threshold, low, high], np.float32),
        left=np.array([1, -1, -1], np.int32),
        baseline=0.0,
    )


@pytest.fixture
def model() -> Model:
    """Blocks of more than four words are content."""
    rng = np.random.default_rng(0)
    scorer = stump(BLOCK_FEATURES.index("words"), 4.0, -3.5, 3.5)
    lexicon = Lexicon(*(rng.normal(size=64).astype(np.float16).astype(np.float32) for _ in range(3)))
    dense = Linear(
        rng.normal(size=(len(BLOCK_FEATURES), len(ROLES))).astype(np.float32) / 50, np.zeros(len(ROLES), np.float32)
    )
    calibration = Calibration(np.array([-5.0, 0.0, 5.0]), np.array([0.01, 0.4, 0.99]))
    config = {"name": "toy", "trained_on": {}}
    return Model(lexicon, scorer, {"broad": calibration}, RoleHead((lexicon,) * len(ROLES), dense), config=config)


@pytest.fixture
def html() -> str:
    return """<html><head><title>Of apples</title></head><body><nav><a href="/">Home</a></nav>
    <h1>Of apples</h1><p>Apples are kept in straw, and the straw is kept dry.</p>
    <p>Those that touch one another rot together, as everyone knows.</p><footer>© 2026</footer></body></html>"""
