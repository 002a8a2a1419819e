"""Where a page's kept blocks are: their elements, the elements around those, and whole regions.

Everything here is read off the columns that the walk filled; it takes the time of the page's elements, once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from lxml.etree import _Element

from duramen.cached import cached_property
from duramen.page import ParsedPage


class Survey:
    """The kept blocks of one page on its tree.

    `runs[element][k]` is the kept block that the k-th run of text in `element` is; `alive` holds every element with a
    kept block in or beneath it.
    """

    def __init__(self, page: ParsedPage, kept: Sequence[int]) -> None:
        self.page = page
        self.runs: dict[_Element, dict[int, int]] = {}
        self.alive: set[_Element] = set()
        places = zip(page.table["element"][kept].tolist(), page.table["run"][kept].tolist(), kept, strict=True)
        for element, run, block in places:
            self.runs.setdefault(page.every[element], {})[run] = block
        for holder in self.runs:
            self._raise(holder)
        self._kept = np.zeros(len(page) + 1, np.int64)
        self._kept[np.asarray(kept, np.int64) + 1] = 1
        self._kept = np.cumsum(self._kept)

    def _raise(self, element: _Element | None) -> None:
        while element is not None and element not in self.alive:
            self.alive.add(element)
            element = element.getparent()

    @cached_property
    def _regions(self) -> dict[_Element, int]:
        elements = map(self.page.every.__getitem__, self.page.table.region("element").tolist())
        return {element: i for i, element in enumerate(elements)}

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
