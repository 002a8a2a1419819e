"""From columns to a matrix: what a block is like, and what stands around it.

`block_features(table, scores, policy)` gives one float32 row a block. The last two columns say what is asked for, not
what is there: see `POLICY_VALUES`. All columns have names (`BLOCK_FEATURES`), and all are finite. The columns are
compiled: `_features.pyx` says how to add one.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen._features import Layout, block_names, write_blocks
from duramen.blocks import BlockTable
from duramen.lexicon import LexiconScores
from duramen.roles import Policy

__all__ = ["BLOCK_FEATURES", "POLICY_VALUES", "Layout", "block_features"]

Floats = NDArray[np.float32]

#: What the policy puts into the matrix: whether running text alone is wanted, and whether the title is wanted with it.
#: Readers' comments are not learned here: of them the role head knows more.
POLICY_VALUES: Final[dict[Policy, tuple[float, float]]] = {
    "broad": (0.0, 0.0),
    "body": (1.0, 0.0),
    "article": (1.0, 1.0),
    "comments": (0.0, 0.0),
}
#: Names of the columns, in order.
BLOCK_FEATURES: Final = block_names()


def block_features(table: BlockTable, scores: LexiconScores, policy: Policy = "broad") -> Floats:
    """Return a page's matrix, float32 of shape (blocks, len(BLOCK_FEATURES)), stored column by column."""
    layout = Layout(table)
    layout.see_scores(*(np.ascontiguousarray(part, np.float32) for part in scores))
    out = np.empty((len(BLOCK_FEATURES), len(scores.words)), np.float32)
    write_blocks(layout, *POLICY_VALUES[policy], out)
    matrix: Floats = out.T
    return matrix
