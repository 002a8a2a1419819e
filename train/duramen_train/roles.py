"""Fits the head that names roles: navigation, footer, title, comment ...

It learns from a corpus that labels roles by construction, and from noise blocks of real pages whose markup gives their
role away (`duramen_corpora.weak`): weak labels, but real pages.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from duramen.features import block_features
from duramen.lexicon import Lexicon
from duramen.linear import Linear, squash
from duramen.model import RoleHead
from duramen.roles import ROLES
from duramen_train.examples import Example
from duramen_train.lexicon import design_matrix
from duramen_train.recipe import RoleRecipe
from duramen_train.scorers import standardise, unstandardised

_WEAK_PER_PAGE = 12
_WEAK_WEIGHT = 0.25
#: Above this share of gold words, a block is not noise, whatever its markup says.
_NOISE = 0.1


def fit_roles(
    labelled: Sequence[Example], weak: Sequence[Example], lexicon: Lexicon, recipe: RoleRecipe, seed: int
) -> RoleHead:
    """Fit on the blocks of `labelled` that have a role and on those of `weak` whose markup tells."""
    rng = np.random.default_rng(seed)
    chosen = [(e.table, e.roles, 1.0) for e in labelled if len(e.table)]
    chosen += [(e.table, thin(noise(e), rng), _WEAK_WEIGHT) for e in weak if len(e.table)]
    target = np.concatenate([roles[roles >= 0] for _, roles, _ in chosen])
    weight = np.concatenate([np.full(int((roles >= 0).sum()), w) for _, roles, w in chosen])
    size = 1 << recipe.bits
    tokens = sparse.vstack([design_matrix(table, size)[roles >= 0] for table, roles, _ in chosen], format="csr")
    rows = np.concatenate([block_features(t, lexicon.score(t))[roles >= 0] for t, roles, _ in chosen])
    flat, mean, scale = standardise(squash(rows))
    model = LogisticRegression(C=1.0 / (recipe.alpha * len(target)), max_iter=recipe.iterations)
    # One thread: BLAS sums in another order on another number of cores, and the solver's steps carry it on.
    with threadpool_limits(1):
        model.fit(sparse.hstack([tokens, sparse.csr_matrix(flat)], format="csr"), target, sample_weight=weight)
    return _head(model, size, mean, scale)


def noise(example: Example) -> NDArray[np.int8]:
    """Return the weak roles of the blocks that the gold leaves out, -1 elsewhere."""
    return np.where(example.matched < _NOISE, example.weak, np.int8(-1))


def thin(roles: NDArray[np.int8], rng: np.random.Generator) -> NDArray[np.int8]:
    """Keep a few labels a page: a menu of three hundred entries says little more than one of twelve."""
    found = np.flatnonzero(roles >= 0)
    out = np.full(len(roles), -1, np.int8)
    kept = rng.permutation(found)[:_WEAK_PER_PAGE]
    out[kept] = roles[kept]
    return out


def _head(model: LogisticRegression, size: int, mean: NDArray[np.float64], scale: NDArray[np.float64]) -> RoleHead:
    """Spread the fitted classes over the twelve columns; a role that no block has is never the likeliest."""
    split = 3 * size
    dense = unstandardised(model.coef_[:, split:].T, model.intercept_, mean, scale)
    weights = np.zeros((dense.weights.shape[0], len(ROLES)), np.float32)
    bias = np.full(len(ROLES), -30.0, np.float32)
    weights[:, model.classes_], bias[model.classes_] = dense.weights, dense.bias
    hashed = np.zeros((len(ROLES), split), np.float32)
    hashed[model.classes_] = model.coef_[:, :split].astype(np.float16)
    return RoleHead(tuple(Lexicon(*np.split(row, 3)) for row in hashed), Linear(weights, bias))
