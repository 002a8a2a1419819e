"""Kept blocks to text: paragraphs apart by a blank line, items and lines of one list or table close together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from duramen.blocks import TAG_IDS, BlockTable

_ITEMS: Final = frozenset(TAG_IDS[tag] for tag in ("li", "dt", "dd", "option"))
_CELLS: Final = frozenset(TAG_IDS[tag] for tag in ("td", "th"))


def to_text(table: BlockTable, kept: Sequence[int]) -> str:
    """Return the text of the blocks `kept` (indices in document order); "" for none."""
    parts: list[str] = []
    last = -1
    for index in kept:
        if last >= 0:
            parts.append(_gap(table, last, index))
        parts.append(table.block_text(index))
        last = index
    return "".join(parts)


def _gap(table: BlockTable, before: int, after: int) -> str:
    tag = table["tag"]
    if tag[before] in _ITEMS and tag[after] in _ITEMS:
        return "\n"
    if tag[before] in _CELLS and tag[after] in _CELLS:
        return " | " if _row(table, before) == _row(table, after) else "\n"
    return "\n\n"


def _row(table: BlockTable, index: int) -> int:
    """Return the region that holds the cell: its table row."""
    return int(table.region("parent")[table["region"][index]])
