# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled features: from the columns of a page to the matrix that blocks are judged by.

A matrix is written column by column into a *sheet*, and each column says its name where it is written:

    put(s, "depth", p.depth)                                 # one value a block, as it is
    ratio(s, "digits_share", p.digits, p.chars)
    out = column(s, "region%d_words", k)                     # or any loop of one's own; the number fills the name
    for i in range(s.first, s.end):
        out[i] = ...

To add a column, write such a line in the function that it belongs to, in `_features_blocks.pxi`, `_features_page.pxi`,
`_features_regions.pxi` or `_features_anchors.pxi`. The names (`block_names`) are those of a run over an empty page, so
they cannot differ from what is written. Which columns are written must therefore never depend on the page. Weights name
their columns: new columns need weights trained on them.

The matrix may be written some blocks at a time: a line writes the blocks of a tile. What it says of more than a block and
its neighbours (the page, groups, regions, sums from the start) is worked out once a page, by the functions `see_...`.

All sums are of float64 in the order of the blocks, and all columns are float32.
"""

from libc.math cimport sqrt
from libc.stdint cimport int8_t, int32_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from duramen._walk import BLOCK_COLUMNS, FLAGS, REGION_COLUMNS, TAGS

include "_features_layout.pxi"
include "_features_groups.pxi"
include "_features_sheet.pxi"
include "_features_blocks.pxi"
include "_features_page.pxi"
include "_features_regions.pxi"
include "_features_anchors.pxi"


def block_names():
    """Return the names of the columns, in order."""
    cdef Sheet s
    cdef Layout layout = Layout(None)
    start(&s, NULL, 0, 0, MAX_COLUMNS)
    block_columns(&s, &layout.p, 0, 0)
    return names(&s)


def write_blocks(Layout layout not None, double policy_body, double policy_title, float[:, ::1] out, Py_ssize_t first=0):
    """Write the columns of the blocks from `first` on to `out`, (columns, some blocks). The layout has seen the scores."""
    cdef Sheet s
    cdef Py_ssize_t n = out.shape[1]
    if layout.scores is None:
        raise ValueError("the layout has not seen the lexicon's scores")
    if not 0 <= first <= layout.p.n - n:
        raise ValueError(f"the page has {layout.p.n} blocks, and the matrix {n} from block {first} on")
    if n == 0 or out.shape[0] == 0:
        return
    layout.open_tile(first, first + n)
    start(&s, &out[0, 0], first, first + n, out.shape[0])
    with nogil:
        block_columns(&s, &layout.p, policy_body, policy_title)
    assert s.count == s.width, "the matrix has another number of columns than are written"
