"""A long common subsequence of two sequences of numbers, in memory linear in their lengths.

`common_subsequence(left, right)` is exact while the matrix behind it stays small, which holds for all but a handful of
real pages. Larger ones are first cut where a number stands once on either side (patience diff's anchors, a longest
increasing run of them); each piece between two cuts is then small, or cut again. What has nothing to cut at, a page of
one phrase said ten thousand times, gives no pairs: it costs nothing, and the matcher looks at it without order.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

_Ints = NDArray[np.int64]
_Pair = tuple[int, int]

_CELLS = 1 << 28  # of the exact matrix, a bit each: 32 MiB, whatever the page
_DEPTH = 16  # cuts within cuts: each pass is linear, and real pages need two or three


def common_subsequence(left: _Ints, right: _Ints) -> list[_Pair]:
    """Return increasing pairs of positions at which both hold the same number. Negative numbers match nothing."""
    # What the other side lacks can only cost time.
    lefts = np.flatnonzero((left >= 0) & np.isin(left, right))
    rights = np.flatnonzero((right >= 0) & np.isin(right, left))
    found: list[_Pair] = []
    todo = [(lefts, rights, 0)]
    while todo:
        lefts, rights, depth = todo.pop()
        if len(lefts) * len(rights) <= _CELLS:
            found += [(int(lefts[i]), int(rights[j])) for i, j in exact(left[lefts].tolist(), right[rights].tolist())]
        elif depth < _DEPTH:
            anchors = _anchors(left[lefts], right[rights])
            found += [(int(lefts[i]), int(rights[j])) for i, j in anchors]
            todo += [(lefts[a:b], rights[c:d], depth + 1) for a, b, c, d in _between(anchors, len(lefts), len(rights))]
    return sorted(found)


def exact(left: list[int], right: list[int]) -> list[_Pair]:
    """Return the pairs of positions of a longest common subsequence, bit-parallel: memory is the matrix in bits."""
    from rapidfuzz.distance import LCSseq

    if not left or not right:
        return []
    blocks = LCSseq.editops(left, right).as_matching_blocks()
    return [(block.a + i, block.b + i) for block in blocks for i in range(block.size)]


def _anchors(left: _Ints, right: _Ints) -> list[_Pair]:
    """Return increasing pairs of the numbers that stand exactly once on either side."""
    ours, theirs = _once(left), _once(right)
    pairs = sorted((ours[number], theirs[number]) for number in ours.keys() & theirs.keys())
    return [pairs[i] for i in _longest_increasing([other for _, other in pairs])]


def _once(numbers: _Ints) -> dict[int, int]:
    """Return the position of each number that stands once."""
    values, first, counts = np.unique(numbers, return_index=True, return_counts=True)
    alone = counts == 1
    return dict(zip(values[alone].tolist(), first[alone].tolist(), strict=True))


def _longest_increasing(values: list[int]) -> list[int]:
    """Return the positions of a longest increasing subsequence of distinct values."""
    tails: list[int] = []  # the least value that ends an increasing run of each length
    places: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(places[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            places.append(place)
        else:
            tails[length], places[length] = value, place
    chosen: list[int] = []
    place = places[-1] if places else -1
    while place >= 0:
        chosen.append(place)
        place = before[place]
    return chosen[::-1]


def _between(anchors: list[_Pair], left: int, right: int) -> list[tuple[int, int, int, int]]:
    """Return what lies between the anchors: start and end on the left, start and end on the right."""
    if not anchors:
        return []
    starts = [(0, 0), *((i + 1, j + 1) for i, j in anchors)]
    ends = [*anchors, (left, right)]
    return [(a, b, c, d) for (a, c), (b, d) in zip(starts, ends, strict=True) if a < b and c < d]
