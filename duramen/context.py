"""What stands around a block, as the first stage saw it: the columns of the second stage.

`context_features(table, first)` gives one float32 row a block: what was thought of the block, of its neighbours, of the
regions around, of what looks alike and of the page as a whole. Of what the page itself is like it says nothing again:
with columns of the first stage before it, a second one learns the training pages by heart (results/LOG.md).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen._features import Layout, context_names, write_context
from duramen.blocks import BlockTable
from duramen.features import Floats

#: Names of the second stage's columns, in order.
CONTEXT_FEATURES: Final = context_names()


def context_features(page: BlockTable | Layout, first: NDArray[np.float64]) -> Floats:
    """Return the second stage's matrix, float32 (blocks, len(CONTEXT_FEATURES)), stored column by column.

    `first` is the first stage's probability of each block.
    """
    layout = page if isinstance(page, Layout) else Layout(page)
    layout.see_odds(np.ascontiguousarray(first, np.float64))
    out = np.empty((len(CONTEXT_FEATURES), len(first)), np.float32)
    write_context(layout, out)
    matrix: Floats = out.T
    return matrix
