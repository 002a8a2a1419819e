"""How alike two tables are: TEDS, the tree edit distance based similarity of Zhong, ShafieiBavani and Jimeno Yepes,
"Image-based table recognition: data, model, and evaluation" (ECCV 2020, section 4), of Zhang and Shasha's distance
("Simple fast algorithms for the editing distance between trees and related problems", SIAM J. Comput. 18, 1989).

A table is a tree of rows of cells. Head and body are not told apart, since Markdown has a head for every table. A cell
that spans others is a cell and empty ones, or as many of its copies: Markdown has both conventions, and the better of
the two counts. The two implementations on PyPI (apted, zss) have had no release since 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from lxml.etree import _Element
from rapidfuzz.distance import Levenshtein

Grid = tuple[tuple[str, ...], ...]
#: As HTML bounds a cell's columns (4.9.11), and enough rows for any table that people write.
_MOST_SPAN: Final = 1000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


Table = tuple[tuple[Cell, ...], ...]


def spans(cell: _Element) -> tuple[int, int]:
    """Return a cell's columns and rows."""
    columns, rows = (cell.get(name) or "" for name in ("colspan", "rowspan"))
    return _bounded(columns), _bounded(rows)


def _bounded(value: str) -> int:
    return min(max(int(value), 1), _MOST_SPAN) if value.isascii() and value.isdecimal() and len(value) < 10 else 1


def grid(table: Table, repeat: bool) -> Grid:
    """Return the table without spans: the places that a cell covers hold its text again, or nothing.

    A cell covers a thousand columns at most, whatever it says.
    """
    below: dict[tuple[int, int], str] = {}
    lines: list[tuple[str, ...]] = []
    for y, row in enumerate(table):
        line: list[str] = []
        for cell in row:
            while (y, len(line)) in below:
                line.append(below[y, len(line)])
            copy, columns = cell.text if repeat else "", min(cell.columns, _MOST_SPAN)
            for x in range(len(line), len(line) + columns):
                below |= {(y + down, x): copy for down in range(1, min(cell.rows, len(table) - y))}
            line += [cell.text, *[copy] * (columns - 1)]
        while (y, len(line)) in below:
            line.append(below[y, len(line)])
        lines.append(tuple(line))
    return _trimmed(lines)


def _trimmed(lines: Sequence[tuple[str, ...]]) -> Grid:
    """Drop rows without any text; GitHub's tables need a head, and have an empty one where the page has none."""
    return tuple(line for line in lines if any(line))


def teds(a: Table, b: Table) -> float:
    """Return TEDS of two tables, 0 to 1."""
    return max(_similarity(grid(a, repeat), grid(b, repeat)) for repeat in (False, True))


def _similarity(a: Grid, b: Grid) -> float:
    if a == b:
        return 1.0
    one, other = Tree.of(a), Tree.of(b)
    return 1 - distance(one, other) / max(len(one.labels), len(other.labels))


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes in postorder: what each is, its text, and the postorder number of its leftmost leaf."""

    labels: tuple[tuple[str, str], ...]
    leftmost: tuple[int, ...]

    @classmethod
    def of(cls, rows: Grid) -> Tree:
        """Return the tree of a grid."""
        labels: list[tuple[str, str]] = []
        leftmost: list[int] = []
        for row in rows:
            first = len(labels)
            labels += [("td", text) for text in row]
            leftmost += range(first, len(labels))
            labels.append(("tr", ""))
            leftmost.append(first)
        return cls((*labels, ("table", "")), (*leftmost, 0))

    @property
    def keyroots(self) -> list[int]:
        """Return the nodes with a left sibling, and the root: the last of each leftmost leaf."""
        return sorted({leaf: node for node, leaf in enumerate(self.leftmost)}.values())


def distance(a: Tree, b: Tree) -> float:
    """Return Zhang and Shasha's distance: 1 for a node more or less, `_rename` for one that is another."""
    between = np.zeros((len(a.labels), len(b.labels)))
    for i in a.keyroots:
        for j in b.keyroots:
            _forests(a, b, i, j, between)
    return float(between[-1, -1])


def _forests(a: Tree, b: Tree, i: int, j: int, between: np.ndarray) -> None:
    """Fill in the distances of the subtrees that share `i`'s and `j`'s leftmost leaves."""
    first, other = a.leftmost[i], b.leftmost[j]
    costs = [[float(y) for y in range(j - other + 2)]]
    for x in range(1, i - first + 2):
        costs.append([float(x)])
        for y in range(1, j - other + 2):
            here, there = first + x - 1, other + y - 1
            least = min(costs[x - 1][y], costs[x][y - 1]) + 1
            if a.leftmost[here] == first and b.leftmost[there] == other:
                least = min(least, costs[x - 1][y - 1] + _rename(a.labels[here], b.labels[there]))
                between[here, there] = least
            else:
                left = costs[a.leftmost[here] - first][b.leftmost[there] - other]
                least = min(least, left + between[here, there])
            costs[x].append(least)


def _rename(a: tuple[str, str], b: tuple[str, str]) -> float:
    return Levenshtein.normalized_distance(a[1], b[1]) if a[0] == b[0] else 1.0
