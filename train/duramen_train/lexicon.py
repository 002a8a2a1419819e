"""Fits the hashed linear model of `duramen.lexicon`: words, near tokens and far tokens against gold.

The design matrix repeats exactly what `Lexicon.score` computes: word hashes weigh one over the root of their number,
tokens of a region `k` steps out weigh `DECAY ** k`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import SGDClassifier

from duramen.blocks import BlockTable
from duramen.lexicon import DECAY, Lexicon, pairs, word_scale
from duramen_train.recipe import LexiconRecipe


def fit_lexicon(
    design: sparse.csr_matrix,
    labels: NDArray[np.bool_],
    weights: NDArray[np.float64],
    recipe: LexiconRecipe,
    seed: int,
) -> Lexicon:
    """Fit on rows of `design_matrices`; `labels` and `weights` have one entry a row.

    Weights are shipped in two bytes each, so they are rounded here: what learns from the scores learns from what will
    be read back.
    """
    model = SGDClassifier(
        loss="log_loss", alpha=recipe.alpha, max_iter=recipe.epochs, tol=None, average=True, random_state=seed
    )
    model.fit(design, labels, sample_weight=weights)
    rounded = model.coef_[0].astype(np.float16).astype(np.float32)
    return Lexicon(*np.split(rounded, 3))


def design_matrices(tables: Sequence[BlockTable], size: int) -> sparse.csr_matrix:
    """Return the design matrices of several pages, one below the other."""
    return sparse.vstack([design_matrix(table, size) for table in tables], format="csr")


def design_matrix(table: BlockTable, size: int) -> sparse.csr_matrix:
    """Return the float32 matrix (blocks, 3 x size): hashed words, near tokens, far tokens of each block."""
    n, region = len(table), table["region"]
    start, end = table["word_start"], table["word_end"]
    scale = word_scale(end - start)
    first, last = table.region("attr_start"), table.region("attr_end")
    count = len(first)
    tokens = _bag(table.attrs, first, last, size)
    climb = _path_matrix(table.region("parent"))
    pick = sparse.csr_matrix((np.ones(n, np.float32), region, np.arange(n + 1)), shape=(n, count))
    words = _bag(table.words, start, end, size) + _bag(pairs(table), start, end, size)
    near = _bag(table.attrs, table["attr_start"], table["attr_end"], size) + pick @ tokens
    return sparse.hstack([sparse.diags(scale) @ words, near, pick @ (climb @ tokens)], format="csr", dtype=np.float32)


def _bag(hashes: NDArray[np.uint32], start: NDArray[np.int32], end: NDArray[np.int32], size: int) -> sparse.csr_matrix:
    """Return counts of hashed tokens, float32 (slices, size)."""
    length = (end - start).astype(np.int64)
    pointers = np.concatenate(([0], np.cumsum(length)))
    where = np.arange(pointers[-1]) + np.repeat(start - pointers[:-1], length)
    columns = (hashes[where] & np.uint32(size - 1)).astype(np.int32)
    matrix = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, pointers), shape=(len(start), size))
    matrix.sum_duplicates()
    return matrix


def _path_matrix(parent: NDArray[np.int32]) -> sparse.csr_matrix:
    """Return float32 (regions, regions): `DECAY ** k` from a region to the one `k` steps out, itself included."""
    rows, columns, values = [], [], []
    here = up = np.arange(len(parent), dtype=np.int64)
    value = np.float32(1)
    while len(here):
        rows.append(here)
        columns.append(up)
        values.append(np.full(len(here), value, np.float32))
        up = parent[up].astype(np.int64)
        here, up, value = here[up >= 0], up[up >= 0], np.float32(value * DECAY)
    return sparse.csr_matrix(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(len(parent), len(parent))
    )
