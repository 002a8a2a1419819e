"""Linear scorers over a page's matrix: the plain classifier, and the head that names roles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duramen.lexicon import LARGEST


def squash(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return sign(x) log(1 + |x|): counts of words run over five decades, and a line cannot follow that."""
    return np.asarray(np.sign(rows) * np.log1p(np.abs(rows)), np.float32)


@dataclass(frozen=True, slots=True)
class Linear:
    """Scores `squash(x) @ weights + bias`. `weights` float32 (features, outputs), `bias` float32 (outputs,).

    Standardisation is folded into both by whoever trains it.
    """

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def check(self, n_features: int) -> None:
        """Raise ValueError where the arrays do not fit together or hold what is not a number."""
        if self.bias.ndim != 1 or len(self.bias) == 0 or self.weights.shape != (n_features, len(self.bias)):
            raise ValueError(f"weights of shape {self.weights.shape} do not fit {n_features} features")
        if not ((np.abs(self.weights) <= LARGEST).all() and (np.abs(self.bias) <= LARGEST).all()):
            raise ValueError(f"a weight is not finite, or beyond {LARGEST:,.0f}")

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return (rows, outputs)."""
        return np.asarray(squash(rows) @ self.weights + self.bias, np.float64)

    def raw(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the first output of each row, the log-odds of a two-class scorer."""
        out: NDArray[np.float64] = self.scores(rows)[:, 0]
        return out
