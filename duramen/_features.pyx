# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled features: from the columns of a page to the matrices of the two stages.

A matrix is written column by column into a *sheet*, and each column says its name where it is written:

    put(s, "depth", p.depth)                                 # one value a block, as it is
    ratio(s, "digits_share", p.digits, p.chars)
    out = column(s, "region%d_words", k)                     # or any loop of one's own; the number fills the name
    for i in range(s.first, s.stop):
        out[i] = ...

To add a column, write such a line in the function that it belongs to: `_features_blocks.pxi`, `_features_regions.pxi`
and `_features_anchors.pxi` are the first stage's, `_features_context.pxi` is the second's. The names (`block_names`,
`context_names`) are those of a run over an empty page, so they cannot differ from what is written. Which columns are
written must therefore never depend on the page. Weights name their columns: new columns need weights trained on them.

Matrices may be written some blocks at a time: a line writes the blocks of a tile. What it says of more than a block and
its neighbours (the page, groups, regions, sums from the start) is worked out once a page, by the functions `see_...`.

All sums are of float64 in the order of the blocks, and all columns are float32.
"""

from libc.math cimport log, log1p, sqrt
from libc.stdint cimport int8_t, int32_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

import numpy as np

from duramen._walk import BLOCK_COLUMNS, FLAGS, REGION_COLUMNS, TAGS

include "_features_layout.pxi"
include "_features_groups.pxi"
include "_features_sheet.pxi"
include "_features_blocks.pxi"
include "_features_page.pxi"
include "_features_regions.pxi"
include "_features_anchors.pxi"
include "_features_context.pxi"


def block_names():
    """Return the names of the first stage's columns, in order."""
    cdef Sheet s
    cdef Layout layout = Layout(None)
    start(&s, NULL, NULL, NULL, 0, 0, MAX_COLUMNS)
    block_columns(&s, &layout.p, 0, 0)
    return names(&s)


def context_names():
    """Return the names of the second stage's own columns, in order."""
    cdef Sheet s
    cdef Layout layout = Layout(None)
    start(&s, NULL, NULL, NULL, 0, 0, MAX_COLUMNS)
    context_columns(&s, &layout.p)
    return names(&s)


def write_blocks(
    Layout layout not None,
    double policy_body,
    double policy_title,
    float[:, ::1] out,
    const int32_t[::1] places=None,
    Py_ssize_t first=0,
):
    """Write the first stage's columns of the blocks from `first` on to `out`, (columns, some blocks).

    `places` says which row of `out` each column goes to, -1 for none; without it they are the rows in order. The layout
    has seen the scores.
    """
    cdef Sheet s
    if layout.scores is None:
        raise ValueError("the layout has not seen the lexicon's scores")
    if begin(&s, layout, out, places, first):
        with nogil:
            block_columns(&s, &layout.p, policy_body, policy_title)
        assert s.count == s.width, "the matrix has another number of columns than are written"


def write_context(Layout layout not None, float[:, ::1] out, const int32_t[::1] places=None, Py_ssize_t first=0):
    """Write the second stage's own columns likewise. The layout has seen the first stage's probabilities.

    What they are read off is never in `out`.
    """
    cdef Sheet s
    if layout.odds is None:
        raise ValueError("the layout has not seen the first stage's probabilities")
    if begin(&s, layout, out, places, first):
        with nogil:
            context_columns(&s, &layout.p)
        assert s.count == s.width, "the matrix has another number of columns than are written"


cdef bint begin(Sheet* s, Layout layout, float[:, ::1] out, const int32_t[::1] places, Py_ssize_t first) except -1:
    """Begin a sheet of the blocks that `out` has room for. False: there are none."""
    cdef Py_ssize_t i, n = out.shape[1], columns = out.shape[0]
    if not 0 <= first <= layout.p.n - n:
        raise ValueError(f"the page has {layout.p.n} blocks, and the matrix {n} from block {first} on")
    if places is not None:
        for i in range(places.shape[0]):
            if not places[i] < columns:
                raise ValueError(f"there is no place {places[i]} in a matrix of {columns} columns")
    if n == 0 or columns == 0:
        return False
    layout.open_tile(first, first + n)
    if places is None:
        start(s, &out[0, 0], NULL, layout.p.aside, first, first + n, columns)
    else:
        start(s, &out[0, 0], &places[0], layout.p.aside, first, first + n, places.shape[0])
    return True
