"""Kept blocks to text: paragraphs apart by a blank line, items and lines of one list or table close together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import TAGS, BlockTable

_ITEM: Final = np.array([tag in ("li", "dt", "dd", "option") for tag in TAGS])
_CELL: Final = np.array([tag in ("td", "th") for tag in TAGS])
#: What stands between two blocks, by number.
_GAPS: Final = (b"\n\n", b"\n", b" | ", b"")
_BLANK_LINE, _LINE, _BAR, _NOTHING = range(4)


def to_text(table: BlockTable, kept: Sequence[int] | NDArray[np.intp]) -> str:
    """Return the text of the blocks `kept` (indices in document order); "" for none."""
    chosen = np.asarray(kept, np.intp)
    gaps = _gaps(table, chosen).tolist()
    starts, ends = table["text_start"][chosen].tolist(), table["text_end"][chosen].tolist()
    text = table.text
    parts = [part for gap, start, end in zip(gaps, starts, ends, strict=True) for part in (_GAPS[gap], text[start:end])]
    return b"".join(parts).decode("utf-8", "replace")


def _gaps(table: BlockTable, chosen: NDArray[np.intp]) -> NDArray[np.int8]:
    """Return what stands before each block, as numbers of `_GAPS`."""
    tag = table["tag"][chosen]
    # A cell's row is the region around it; only rows of neighbouring cells are ever compared.
    row = table.region("parent")[table["region"][chosen]]
    item, cell = _ITEM[tag], _CELL[tag]
    items, cells, same_row = item[1:] & item[:-1], cell[1:] & cell[:-1], row[1:] == row[:-1]
    gaps = np.full(len(chosen), _NOTHING, np.int8)
    gaps[1:] = np.where(cells, np.where(same_row, _BAR, _LINE), np.where(items, _LINE, _BLANK_LINE))
    return gaps
