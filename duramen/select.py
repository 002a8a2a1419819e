"""Which blocks to keep: the set with the highest expected F, and the dial from recall to precision.

Blocks are ordered by probability; only the length of the kept prefix is decided. With weights `w` and probabilities
`p`, a prefix of weight `K` has expected F-beta of about `(1 + b2) sum(w p) / (K + b2 G)`, where `G` is the page's
expected gold (Ye, Chai, Lee and Chieu, "Optimizing F-measures: a tale of two approaches", ICML 2012, with expectations
taken apart). A larger `b2` only ever lengthens the best prefix, since it lowers the price of weight: that makes the
outputs of the dial nested.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen._kernels import best_prefix
from duramen.errors import UsageError

_Words = NDArray[np.float64] | NDArray[np.int32]

#: The dial's ends keep what maximises F with recall, or precision, weighted this many times the other (squared beta).
_EXTREME: Final = 100.0
#: Squared beta at the dial's middle. Blocks are taken for independent and are not: the regions that a page is unsure of
#: come or go whole, and a ratio of expectations then asks for too much. Measured on WCXB dev, cross-validated
#: (results/LOG.md): word F1 is flat from 0.5 to 0.7, and 0.25 points lower at 1.
_MIDDLE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Selection:
    """What is kept: a bool a block, and the F1 that the page can expect of it, in [0, 1]."""

    kept: NDArray[np.bool_]
    expected_f1: float


def select(probability: NDArray[np.float64], weight: _Words, favor: float = 0.5) -> Selection:
    """Keep the blocks that maximise the page's expected F.

    `probability` and `weight` (words) have one entry a block. `favor` is the dial: 0.0 is for recall, 0.5 for F1, 1.0
    for precision; a higher value never keeps a block that a lower one drops. Where "nothing is here" is likelier than
    the best set is good, nothing is kept. Raises UsageError for a dial outside [0, 1].
    """
    if not 0.0 <= favor <= 1.0:
        raise UsageError(f"favor is {favor}; it runs from 0.0 (recall) to 1.0 (precision)")
    n = len(probability)
    if n == 0:
        return Selection(np.zeros(0, np.bool_), 1.0)
    kept = np.zeros(n, np.bool_)
    beta2 = _MIDDLE * _EXTREME ** (1.0 - 2.0 * favor)
    sure, heavy = np.ascontiguousarray(probability, np.float64), np.ascontiguousarray(weight, np.float64)
    return Selection(kept, best_prefix(sure, heavy, beta2, kept.view(np.uint8)))
