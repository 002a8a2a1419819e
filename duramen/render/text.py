"""Kept blocks to text: paragraphs apart by a blank line, items and lines of one list or table close together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from duramen.blocks import TAG_IDS, BlockTable

_ITEMS: Final = frozenset(TAG_IDS[tag] for tag in ("li", "dt", "dd", "option"))
_CELLS: Final = frozenset(TAG_IDS[tag] for tag in ("td", "th"))


def to_text(table: BlockTable, kept: Sequence[int]) -> str:
    """Return the text of the blocks `kept` (indices in document order); "" for none."""
    chosen = np.asarray(kept, np.int64)
    tags = table["tag"][chosen].tolist()
    # A cell's row is the region around it; only rows of neighbouring cells are ever compared.
    rows = table.region("parent")[table["region"][chosen]].tolist()
    spans = zip(table["text_start"][chosen].tolist(), table["text_end"][chosen].tolist(), strict=True)
    parts: list[str] = []
    for i, (start, end) in enumerate(spans):
        if i:
            parts.append(_gap(tags[i - 1], tags[i], rows[i - 1] == rows[i]))
        parts.append(table.text[start:end].decode("utf-8", "replace"))
    return "".join(parts)


def _gap(before: int, after: int, same_row: bool) -> str:
    if before in _ITEMS and after in _ITEMS:
        return "\n"
    if before in _CELLS and after in _CELLS:
        return " | " if same_row else "\n"
    return "\n\n"
