"""The matcher beneath `duramen_corpora.align`: gold words to page words, one to one, built up run by run.

How it works. The longest common subsequence of *word triples* gives a monotone skeleton that has no stray matches on
"the" or "Home". Runs are claimed longest first and grow over the free words around them, so that a sentence takes its
own first word and not the menu's. Runs of four words and more that the gold has in another order follow. Short
blocks (a heading between two advertisements) and edited words are matched last, and only beside a match that vouches
for them: the gold's neighbouring words. What stands isolated at the end is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from duramen_corpora.subsequence import common_subsequence, exact
from duramen_corpora.words import unspaced

_Ints = NDArray[np.int64]
#: A stretch of equal words: start in the page, start in the gold, length.
_Run = tuple[int, int, int]

_SKELETON = 3  # words that a monotone match must share: two still match "of the" anywhere
REORDERED = 4  # words that a match out of order must share: nothing beside it vouches for it
_REACH = 30  # blocks between a short block and the match that vouches for it: an advertisement or a share bar fits
_WINDOWS = 1 << 22  # words compared for a gap between two matches: a larger one is no price and no name
_WEAK = 6  # words of a run that needs a neighbour, unless it covers most of its block


class Match:
    """A matching of page and gold. `gold_at`: per page word its gold word or -1; `page_at`: the inverse."""

    def __init__(self, blocks: Sequence[Sequence[str]], gold: Sequence[str]) -> None:
        vocabulary: dict[str, int] = {}
        for word in gold:
            vocabulary.setdefault(word, len(vocabulary))
        # A word of a script without spaces is a character here: it takes two or three to say as much.
        self.unit = 2 if unspaced(gold) else 1
        self.gold: _Ints = np.array([vocabulary[word] for word in gold], dtype=np.int64)
        # A word that the gold does not have is -1: it can match nothing.
        self.page: _Ints = np.array([vocabulary.get(word, -1) for block in blocks for word in block], dtype=np.int64)
        self.lengths: _Ints = np.array([len(block) for block in blocks], dtype=np.int64)
        self.starts: _Ints = np.concatenate([[0], np.cumsum(self.lengths)]).astype(np.int64)
        self.block_of: _Ints = np.repeat(np.arange(len(blocks)), self.lengths)
        self.gold_at: _Ints = np.full(len(self.page), -1, dtype=np.int64)
        self.page_at: _Ints = np.full(len(self.gold), -1, dtype=np.int64)

    def covered(self) -> _Ints:
        """Return the number of matched words of each block."""
        return np.bincount(self.block_of[self.gold_at >= 0], minlength=len(self.lengths))

    def found(self) -> _Ints:
        """Return the block of each gold word, or -1."""
        blocks: _Ints = np.append(self.block_of, -1)[self.page_at]  # a `page_at` of -1 takes the last
        return blocks

    def skeleton(self) -> list[_Run]:
        """Return the runs of the longest common subsequence of word triples."""
        size = _SKELETON * self.unit
        return _runs(common_subsequence(_grams(self.page, size), _grams(self.gold, size)), size)

    def reordered(self) -> list[_Run]:
        """Return the runs of unmatched words that page and gold share in whatever order."""
        size = REORDERED * self.unit
        page_grams = _grams(np.where(self.gold_at < 0, self.page, -1), size)
        gold_grams = _grams(np.where(self.page_at < 0, self.gold, -1), size)
        gold_places: dict[int, list[int]] = {}
        for place in np.flatnonzero(np.isin(gold_grams, page_grams) & (gold_grams >= 0)).tolist():
            gold_places.setdefault(int(gold_grams[place]), []).append(place)
        pairs = [
            (place, other)
            for place in np.flatnonzero(np.isin(page_grams, gold_grams) & (page_grams >= 0)).tolist()
            # A phrase that stands everywhere ("add to the cart") would cost the square of its copies.
            for other in gold_places[int(page_grams[place])][:8]
        ]
        return _runs(sorted(pairs, key=lambda pair: (pair[0] - pair[1], pair[0])), size)

    def claim(self, runs: Iterable[_Run], least: int) -> None:
        """Match runs, longest first: each takes what is free of it, if that is `least` words, and grows."""
        for page, gold, length in sorted(runs, key=lambda run: (-run[2], run[1], run[0])):
            free = (self.gold_at[page : page + length] < 0) & (self.page_at[gold : gold + length] < 0)
            for start, end in _stretches(free):
                if end - start >= least:
                    self._take(page + start, gold + start, end - start)

    def fill_gaps(self) -> None:
        """Match, beside what is matched, edited words within its block and short blocks near it."""
        for start, end in _stretches(self.page_at < 0):
            self._fill_forwards(start, end)
            self._fill_backwards(start, end)
        for start, end in _stretches(self.page_at < 0):
            self._fill_between(start, end)
        for start, end in _stretches(self.page_at < 0):
            self._fill_edits(start, end)

    def drop_isolated(self) -> None:
        """Forget short runs that cover little of their block and whose neighbours in the gold are found elsewhere."""
        shares = self.covered() / np.maximum(self.lengths, 1)
        for page, gold, length in list(self._matched_runs()):
            if length > _WEAK * self.unit or shares[self.block_of[page]] >= 0.5 or self._vouched(page, gold, length):
                continue
            self.gold_at[page : page + length] = -1
            self.page_at[gold : gold + length] = -1

    def _take(self, page: int, gold: int, length: int) -> None:
        first, last = 0, length
        while self._free(page + first - 1, gold + first - 1):
            first -= 1
        while self._free(page + last, gold + last):
            last += 1
        self.gold_at[page + first : page + last] = np.arange(gold + first, gold + last)
        self.page_at[gold + first : gold + last] = np.arange(page + first, page + last)

    def _free(self, page: int, gold: int) -> bool:
        if not (0 <= page < len(self.page) and 0 <= gold < len(self.gold)):
            return False
        return bool(self.page[page] == self.gold[gold] and self.gold_at[page] < 0 and self.page_at[gold] < 0)

    def _fill_forwards(self, start: int, end: int) -> None:
        """Match whole blocks with the gold from `start` on, each among the next blocks after the one before."""
        while start < end:
            after = self.block_of[self.page_at[start - 1]] if start else -1
            reach = range(after + 1, min(after + 1 + _REACH, len(self.lengths)))
            found = self._nearest(reach, start, end, at_end=False)
            if found is None:
                return
            self._take(int(self.starts[found]), start, int(self.lengths[found]))
            start += int(self.lengths[found])

    def _fill_backwards(self, start: int, end: int) -> None:
        while start < end and end > start and self.page_at[end - 1] < 0:
            before = self.block_of[self.page_at[end]] if end < len(self.gold) else len(self.lengths)
            reach = range(before - 1, max(before - 1 - _REACH, -1), -1)
            found = self._nearest(reach, start, end, at_end=True)
            if found is None:
                return
            end -= int(self.lengths[found])
            self._take(int(self.starts[found]), end, int(self.lengths[found]))

    def _nearest(self, candidates: Iterable[int], start: int, end: int, *, at_end: bool) -> int | None:
        """Return the longest, then nearest, free block that is wholly the gold at one end of a gap."""
        best, longest = None, 0
        for block in candidates:
            length = int(self.lengths[block])
            if not longest < length <= end - start:
                continue
            at, first = (end - length if at_end else start), int(self.starts[block])
            free = (self.gold_at[first : first + length] < 0) & (self.page_at[at : at + length] < 0)
            if (free & (self.page[first : first + length] == self.gold[at : at + length])).all():
                best, longest = block, length
        return best

    def _fill_between(self, start: int, end: int) -> None:
        """Match a gap whose words stand in one piece between the matches around it: part of a price, of a name."""
        if not start or end >= len(self.gold) or self.page_at[start - 1] >= self.page_at[end]:
            return
        first = int(self.page_at[start - 1]) + 1
        last = min(int(self.page_at[end]), int(self.starts[min(self.block_of[first - 1] + _REACH, len(self.lengths))]))
        free = np.where(self.gold_at[first:last] < 0, self.page[first:last], -1)
        if end - start <= len(free) and len(free) * (end - start) <= _WINDOWS:
            windows = np.lib.stride_tricks.sliding_window_view(free, end - start)
            places = np.flatnonzero((windows == self.gold[start:end]).all(axis=1))
            if len(places):
                self._take(first + int(places[0]), start, end - start)

    def _fill_edits(self, start: int, end: int) -> None:
        reach = 2 * (end - start) + 5
        if start and reach < 500:
            page = int(self.page_at[start - 1]) + 1
            self._subsequence(page, min(int(self.starts[self.block_of[page - 1] + 1]), page + reach), start, end)
        if end < len(self.gold) and reach < 500:
            page = int(self.page_at[end])
            self._subsequence(max(int(self.starts[self.block_of[page]]), page - reach), page, start, end)

    def _subsequence(self, page: int, page_end: int, gold: int, gold_end: int) -> None:
        places = [i for i in range(page, page_end) if self.gold_at[i] < 0 and self.page[i] >= 0]
        others = [i for i in range(gold, gold_end) if self.page_at[i] < 0]
        for at, other in exact(self.page[places].tolist(), self.gold[others].tolist()):
            self.gold_at[places[at]], self.page_at[others[other]] = others[other], places[at]

    def _matched_runs(self) -> Iterator[_Run]:
        for start, end in _stretches(self.gold_at >= 0):
            cuts = [0, *(np.flatnonzero(np.diff(self.gold_at[start:end]) != 1) + 1).tolist(), end - start]
            for first, last in pairwise(cuts):
                yield start + first, int(self.gold_at[start + first]), last - first

    def _vouched(self, page: int, gold: int, length: int) -> bool:
        """Whether a gold word right before or after the run is matched near the run."""
        before, after = self.page_at[max(gold - 3, 0) : gold], self.page_at[gold + length : gold + length + 3]
        near_before = (before >= 0) & (before < page) & (page - before <= 30)
        near_after = (after >= 0) & (after >= page + length) & (after - page - length <= 30)
        return bool(near_before.any() or near_after.any())


def _grams(sequence: _Ints, size: int) -> _Ints:
    """Return one number per run of `size` words, distinct for distinct runs, -1 where it holds a word that is -1."""
    if len(sequence) < size:
        return np.empty(0, dtype=np.int64)
    count = len(sequence) - size + 1
    windows = [sequence[i : i + count] for i in range(size)]
    grams = windows[0]
    for window in windows[1:]:
        grams = grams * np.int64(1_000_003) + window  # wraps around: a hash of 64 bits
    return np.where(np.min(windows, axis=0) < 0, -1, grams & np.int64(2**63 - 1))


def _runs(pairs: Sequence[tuple[int, int]], size: int) -> list[_Run]:
    """Join n-gram matches that follow each other on one diagonal into runs of words."""
    runs: list[_Run] = []
    for page, gold in pairs:
        if runs:
            first, other, length = runs[-1]
            if page - first == gold - other and page - first == length - size + 1:
                runs[-1] = (first, other, length + 1)
                continue
        runs.append((page, gold, size))
    return runs


def _stretches(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return start and end of every stretch of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
