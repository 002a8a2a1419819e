"""What each feature adds to a block's log-odds: path contributions through trees, and terms of a line.

    base, parts = attribute(scorer, rows, weight)       # base + parts.sum(axis=1) is scorer.raw(rows)

A tree's node is worth the mean of the leaves below it; a step from a node to its child moves the answer by the
difference of their worths, which is put down to the feature that the node asks for (A. Saabas, "Interpreting random
forests", 2014, https://blog.datadive.net/interpreting-random-forests/). It is not Shapley's division (Lundberg et al.,
2020), which asks the trees hundreds of times as much; the sum is exact in both.

The mean needs weights: how often rows come that way. Weights on disk do not say, so it is the rows that are explained,
the page's own, content and noise to equal shares (`balanced`): what moves a block is then what tells the one from the
other on this page, and not how much of the page is menus. A few rows that part evenly at every node are added: a small
page alone would have nothing to compare with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen.forest import Forest
from duramen.linear import Linear, squash

#: Weight of the rows that part evenly at every node, to that of the page's own, which is 1.
_EVEN: Final = 0.1
#: Rows that walk the trees together: bounds memory on pages of a hundred thousand blocks.
_AT_ONCE: Final = 1024

Parts = NDArray[np.float64]
Nodes = NDArray[np.intp]


def balanced(probability: Parts) -> Parts:
    """Return a weight a row, 1 in all: half of it on what is content, half on what is noise, as far as there is any."""
    content, noise = probability, 1.0 - probability
    weight = content / max(float(content.sum()), 1.0) + noise / max(float(noise.sum()), 1.0)
    return np.asarray(weight / max(float(weight.sum()), 1e-12), np.float64)


def attribute(scorer: Forest | Linear, rows: NDArray[np.float32], weight: Parts) -> tuple[float, Parts]:
    """Return what the rows' mean gets, and (rows, features): what each feature moves each row by.

    `rows` is float32 (rows, features), `weight` what each counts in the mean, 1 in all.
    """
    return _of_trees(scorer, rows, weight) if isinstance(scorer, Forest) else _of_line(scorer, rows, weight)


def _of_line(line: Linear, rows: NDArray[np.float32], weight: Parts) -> tuple[float, Parts]:
    terms = squash(rows) * line.weights[:, 0].astype(np.float64)
    mean = weight @ terms
    return float(line.bias[0] + mean.sum()), terms - mean


def _of_trees(forest: Forest, rows: NDArray[np.float32], weight: Parts) -> tuple[float, Parts]:
    worth = _worth(forest, rows, weight)
    parts = np.zeros((len(rows), rows.shape[1]))
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        cells = (np.arange(len(some)) * rows.shape[1])[:, None]
        flat = parts[start : start + _AT_ONCE].reshape(-1)
        for here, there in _steps(forest, some):
            gain = worth[there] - worth[here]
            flat += np.bincount((cells + np.maximum(forest.feature[here], 0)).ravel(), gain.ravel(), len(flat))
    return forest.baseline + float(worth[forest.roots].sum()), parts


def _steps(forest: Forest, rows: NDArray[np.float32]) -> Iterator[tuple[Nodes, Nodes]]:
    """Yield the nodes where rows are and where they go next, (rows, trees) each, until all are at leaves."""
    here = np.broadcast_to(forest.roots.astype(np.intp), (len(rows), len(forest.roots)))
    while True:
        feature = forest.feature[here]
        if not (feature >= 0).any():
            return
        value = np.take_along_axis(rows, np.maximum(feature, 0), axis=1)
        there = np.where(feature < 0, here, forest.left[here] + (value > forest.threshold[here]))
        yield here, there
        here = there


def _worth(forest: Forest, rows: NDArray[np.float32], weight: Parts) -> Parts:
    """Return the mean of the leaves below each node, weighted by the rows that come there."""
    count = _count(forest, rows, weight)
    worth = forest.threshold.astype(np.float64)
    for node in np.flatnonzero(forest.feature >= 0)[::-1].tolist():  # children stand after parents
        left = int(forest.left[node])
        here = count[left] + count[left + 1]
        # Beyond a depth of a thousand there is nothing left of the rows that part evenly.
        share = count[left] / here if here > 0 else 0.5
        worth[node] = share * worth[left] + (1.0 - share) * worth[left + 1]
    return worth


def _count(forest: Forest, rows: NDArray[np.float32], weight: Parts) -> Parts:
    """Return the weight of the rows that come by each node: those of the page, and `_EVEN` that part evenly."""
    count = np.zeros(len(forest.feature))
    count[forest.roots] = _EVEN
    for node in np.flatnonzero(forest.feature >= 0).tolist():
        left = int(forest.left[node])
        count[left : left + 2] += count[node] / 2
    for start in range(0, len(rows), _AT_ONCE):
        for here, there in _steps(forest, rows[start : start + _AT_ONCE]):
            moved = there != here
            each = np.broadcast_to(weight[start : start + _AT_ONCE, None], there.shape)
            count += np.bincount(there[moved], each[moved], len(count))
    return count
