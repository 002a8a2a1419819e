# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled features: from the columns of a page to the matrices of the two stages.

A matrix is written column by column into a *sheet*, and each column says its name where it is written:

    put(s, "depth", p.depth)                                 # one value a block, as it is
    ratio(s, "digits_share", p.digits, p.chars)
    out = column(s, "region%d_words", k)                     # or any loop of one's own; the number fills the name

To add a column, write such a line in the function that it belongs to: `_features_blocks.pxi` and
`_features_regions.pxi` are the first stage's, `_features_context.pxi` is the second's. The names (`block_names`,
`context_names`) are those of a run over an empty page, so they cannot differ from what is written. Which columns are
written must therefore never depend on the page. Weights name their columns: new columns need weights trained on them.

All sums are of float64 in the order of the blocks, and all columns are float32.
"""

from libc.math cimport log, log1p
from libc.stdint cimport int32_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

import numpy as np

from duramen._walk import BLOCK_COLUMNS, FLAGS, REGION_COLUMNS, TAGS

include "_features_sheet.pxi"
include "_features_layout.pxi"
include "_features_blocks.pxi"
include "_features_regions.pxi"
include "_features_context.pxi"


def block_names():
    """Return the names of the first stage's columns, in order."""
    cdef Sheet s
    cdef Layout layout = Layout(None)
    start(&s, NULL, NULL, 0, MAX_COLUMNS)
    block_columns(&s, &layout.p, 0, 0)
    return names(&s)


def context_names():
    """Return the names of the second stage's own columns, in order."""
    cdef Sheet s
    cdef Layout layout = Layout(None)
    start(&s, NULL, NULL, 0, MAX_COLUMNS)
    context_columns(&s, &layout.p)
    return names(&s)


def write_blocks(
    Layout layout not None,
    const float[::1] words,
    const float[::1] near,
    const float[::1] far,
    double policy_body,
    double policy_title,
    float[:, ::1] out,
):
    """Write the first stage's columns to `out`, (columns, blocks). `words`, `near`, `far`: the lexicon's scores."""
    cdef Sheet s
    cdef Page* p = &layout.p
    check_shape(p.n, out, words.shape[0], near.shape[0], far.shape[0])
    if p.n == 0:
        return
    start(&s, &out[0, 0], NULL, p.n, out.shape[0])
    p.score_words, p.score_near, p.score_far = &words[0], &near[0], &far[0]
    with nogil:
        block_columns(&s, p, policy_body, policy_title)
    assert s.count == s.width, "the matrix has another number of columns than are written"


def write_context(
    Layout layout not None, const double[::1] first, float[:, ::1] out, const int32_t[::1] places not None
):
    """Write the second stage's own columns to the rows `places` of `out`, (columns, blocks).

    `first`: the first stage's probabilities. What they are read off is never in `out`.
    """
    cdef Sheet s
    cdef Page* p = &layout.p
    cdef Py_ssize_t i
    check_shape(p.n, out, first.shape[0], p.n, p.n)
    for i in range(places.shape[0]):
        if not 0 <= places[i] < out.shape[0]:
            raise ValueError(f"there is no place {places[i]} in a matrix of {out.shape[0]} columns")
    if p.n == 0:
        return
    start(&s, &out[0, 0], &places[0], p.n, places.shape[0])
    p.odds = &first[0]
    with nogil:
        context_columns(&s, p)
    assert s.count == s.width, "the matrix has another number of columns than are written"


cdef check_shape(Py_ssize_t n, float[:, ::1] out, Py_ssize_t a, Py_ssize_t b, Py_ssize_t c):
    if not (out.shape[1] == n == a == b == c):
        raise ValueError(f"the page has {n} blocks, its scores {a}, {b} and {c}, and the matrix {out.shape[1]}")
