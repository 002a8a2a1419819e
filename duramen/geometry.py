"""The page's layout in arrays, which features are read off: sums over any run of blocks, regions, headings, twins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from duramen.blocks import TAG_IDS, BlockTable, Ints

Floats = NDArray[np.float32]
#: Columns by name; one number stands for a column that is the same for all blocks of a page.
Named = Iterator[tuple[str, NDArray[Any] | float]]

#: How many regions are climbed from a block, wrappers that hold the same blocks counted once.
LEVELS: Final = 8
_FARTHEST: Final = 4


def per_tag(values: dict[str, int]) -> NDArray[np.int32]:
    """Return a table by tag number: indexing it is many times faster than asking for membership."""
    out = np.zeros(len(TAG_IDS), np.int32)
    for tag, value in values.items():
        out[TAG_IDS[tag]] = value
    return out


HEADING_LEVEL: Final = per_tag({f"h{level}": level for level in range(1, 7)})


class Geometry:
    """The page's layout in arrays: sums over any run of blocks, the regions around each, the headings before it."""

    def __init__(self, table: BlockTable) -> None:
        self.table = table
        self.n = len(table)
        self.index = np.arange(self.n)
        self.first, self.end = table.region("first"), table.region("end")
        self._reaches: dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}
        self._groups: dict[str, tuple[NDArray[np.intp], NDArray[np.intp]]] = {}

    @cached_property
    def levels(self) -> Ints:
        """(LEVELS, blocks): the region of each block, then the next wider one, and so on; the outermost repeats."""
        wider = self.table.region("wider")
        chain = [self.table["region"]]
        for _ in range(LEVELS - 1):
            up = wider[chain[-1]]
            chain.append(np.where(up >= 0, up, chain[-1]))
        return np.stack(chain)

    @cached_property
    def words(self) -> NDArray[np.float64]:
        """Words a block, at least 1: the weight of a block in every average."""
        return np.maximum(self.table["words"], 1).astype(np.float64)

    @cached_property
    def heading(self) -> Ints:
        """Index of the last heading before or at each block; -1 where there is none."""
        is_heading = HEADING_LEVEL[self.table["tag"]] > 0
        return np.maximum.accumulate(np.where(is_heading, self.index, -1)).astype(np.int32)

    @cached_property
    def region_twins(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The group of each region by equal class path, and the size of each group."""
        _, group, size = np.unique(self.table.region("path_hash"), return_inverse=True, return_counts=True)
        return group, size

    def over_regions(self, *values: NDArray[Any]) -> NDArray[np.float64]:
        """Return (values, regions): the sums over the blocks of every region."""
        total = running(*values)
        return np.asarray(total[:, self.end] - total[:, self.first])

    def window(self, running: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
        """Return (values, blocks): of `running` sums, those from `reach` blocks before to `reach` after."""
        last, first = self._reach(reach)
        return np.asarray(running[:, last] - running[:, first])

    def window_size(self, reach: int) -> NDArray[np.int64]:
        """Return how many blocks a window holds: fewer at the page's ends."""
        last, first = self._reach(reach)
        return np.asarray(last - first)

    def _reach(self, reach: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        if reach not in self._reaches:
            ends = np.minimum(self.index + (reach + 1), self.n), np.maximum(self.index - reach, 0)
            self._reaches[reach] = ends
        return self._reaches[reach]

    def neighbours(self, values: NDArray[Any], fill: float) -> Callable[[int], NDArray[np.float64]]:
        """Return a function from `by` to the values of the blocks `by` places on; `fill` where there is none."""
        padded = np.full(self.n + 2 * _FARTHEST, fill)
        padded[_FARTHEST : _FARTHEST + self.n] = values
        return lambda by: padded[_FARTHEST + by : _FARTHEST + by + self.n]

    def same(self, column: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the group of each block by equal `column`, and the size of each group."""
        if column not in self._groups:
            _, group, size = np.unique(self.table[column], return_inverse=True, return_counts=True)
            self._groups[column] = group, size
        return self._groups[column]


def matrix(n: int, width: int, columns: Named) -> Floats:
    """Return named columns side by side, float32 (n, width)."""
    # Filled row by row and turned at the end: writing a column of a matrix touches a cache line for every value.
    out = np.empty((width, n), np.float32)
    for i, (_, column) in enumerate(columns):
        out[i] = column
    return np.ascontiguousarray(out.T)


def running(*values: NDArray[Any]) -> NDArray[np.float64]:
    """Return (values, n + 1): sums of the first 0, 1, ... n of each, so that any run's sum is one subtraction."""
    out = np.zeros((len(values), len(values[0]) + 1))
    for row, column in zip(out, values, strict=True):
        row[1:] = column
    return np.cumsum(out, axis=1, out=out)


def ratio(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[Any]:
    """Return `part / whole`, 0 where there is nothing of either."""
    return np.asarray(part / np.maximum(whole, 1))


def names(columns: Named) -> tuple[str, ...]:
    """Return the names of columns."""
    return tuple(name for name, _ in columns)
