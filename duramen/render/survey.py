"""Where a page's kept blocks are: their elements, the elements around those, and whole regions.

Everything here is read off the columns that the walk filled; of the page's elements only those that the builder meets
are looked up.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray

from duramen.page import ParsedPage


def running(blocks: int, kept: Sequence[int] | NDArray[np.intp]) -> NDArray[np.int64]:
    """Return how many of the first 0, 1, ... `blocks` blocks are kept."""
    total = np.zeros(blocks + 1, np.int64)
    total[np.asarray(kept, np.int64) + 1] = 1
    return np.cumsum(total)


def regions_met(page: ParsedPage, total: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return of each region whether it holds a kept block, and the regions that the builder meets.

    It enters what holds a kept block, and so meets such regions and those straight in them.
    """
    first, end, parent = (page.table.region(name) for name in ("first", "end", "parent"))
    full = total[end] > total[first]
    return full, np.flatnonzero(full | (full[parent] & (parent >= 0)))


class Survey:
    """The kept blocks of one page on its tree.

    `runs[element][k]` is the kept block that the k-th run of text in `element` is; `alive` holds every element with a
    kept block in or beneath it.
    """

    def __init__(self, page: ParsedPage, kept: Sequence[int]) -> None:
        self.page = page
        self._kept = running(len(page), kept)
        full, met = regions_met(page, self._kept)
        elements = page.at(np.concatenate([page.table.region("element")[met], page.table["element"][kept]]))
        self._regions = dict(zip(elements[: len(met)], met.tolist(), strict=True))
        self.alive: set[_Element] = set()
        for element, holds in zip(elements[: len(met)], full[met].tolist(), strict=True):
            above: _Element | None = element if holds else None
            while above is not None and above not in self.alive:
                self.alive.add(above)
                above = above.getparent()
        self.runs: dict[_Element, dict[int, int]] = {}
        for element, run, block in zip(elements[len(met) :], page.table["run"][kept].tolist(), kept, strict=True):
            self.runs.setdefault(element, {})[run] = block

    def span(self, element: _Element) -> range:
        """Return the blocks in and beneath a block-level element."""
        region = self._regions.get(element)
        if region is None:
            return range(0)
        return range(int(self.page.table.region("first")[region]), int(self.page.table.region("end")[region]))

    def kept(self, blocks: range) -> int:
        """Return how many of consecutive blocks are kept."""
        return int(self._kept[blocks.stop] - self._kept[blocks.start])

    def whole(self, element: _Element) -> bool:
        """Whether every block in and beneath an element is kept, and there is one."""
        blocks = self.span(element)
        return len(blocks) > 0 and self.kept(blocks) == len(blocks)
