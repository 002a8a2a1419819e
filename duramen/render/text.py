"""Kept blocks to text: paragraphs apart by a blank line, items and lines of one list or table close together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen._kernels import joined
from duramen.blocks import TAGS, BlockTable

_ITEMS: Final = ("li", "dt", "dd", "option")
_CELLS: Final = ("td", "th")
_KINDS: Final = np.array([1 if tag in _ITEMS else 2 if tag in _CELLS else 0 for tag in TAGS], np.uint8)


def to_text(table: BlockTable, kept: Sequence[int] | NDArray[np.intp]) -> str:
    """Return the text of the blocks `kept` (indices in document order); "" for none."""
    return joined(table.text, table.blocks, table.regions, np.asarray(kept, np.intp), _KINDS)
