# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The loops that NumPy has no word for, or ten: what a lexicon says, which words are a title's, what is kept, its text …

Most pages have a few hundred blocks. On arrays that short a NumPy call costs more than what it does, so whatever is
done to every page is one call here. Sums and quotients are those that NumPy would give, to the bit, in its order.

Callers check the arrays (`duramen.blocks` makes the offsets) unless it says otherwise. All run without the GIL.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.ref cimport Py_DECREF, PyObject
from libc.math cimport sqrt
from libc.stdint cimport int8_t, int32_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcmp, memcpy, memset, strlen

cdef extern from "Python.h":
    object PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar)
    void* PyUnicode_DATA(object o)
    int PyUnicode_KIND(object o)
    Py_ssize_t PyUnicode_GET_LENGTH(object o)
    # By pointer: bytes that are still to be cut must have one owner.
    PyObject* new_bytes "PyBytes_FromStringAndSize" (const char* v, Py_ssize_t size) except NULL
    char* data_of "PyBytes_AS_STRING" (PyObject* o)
    int cut_bytes "_PyBytes_Resize" (PyObject** o, Py_ssize_t size) except -1

from duramen._walk import BLOCK_COLUMNS, FLAGS, REGION_COLUMNS

cdef enum:
    FIRST_WORD = 0x9E3779B9U  # what a block's first word makes a pair with

cdef int TEXT_START = BLOCK_COLUMNS.index("text_start"), TEXT_END = BLOCK_COLUMNS.index("text_end")
cdef int WORD_START = BLOCK_COLUMNS.index("word_start"), WORD_END = BLOCK_COLUMNS.index("word_end")
cdef int ATTR_START = BLOCK_COLUMNS.index("attr_start"), ATTR_END = BLOCK_COLUMNS.index("attr_end")
cdef int WORDS = BLOCK_COLUMNS.index("words"), TEXT_HASH = BLOCK_COLUMNS.index("text_hash")
cdef int PATH_HASH = BLOCK_COLUMNS.index("path_hash"), BLOCK_FLAGS = BLOCK_COLUMNS.index("flags")
cdef int32_t QUOTE = FLAGS["quote"]
cdef int TAG = BLOCK_COLUMNS.index("tag"), REGION = BLOCK_COLUMNS.index("region")
cdef int PARENT = REGION_COLUMNS.index("parent")
cdef int REGION_ATTR_START = REGION_COLUMNS.index("attr_start"), REGION_ATTR_END = REGION_COLUMNS.index("attr_end")

include "_kernels_lexicon.pxi"
include "_kernels_select.pxi"
include "_kernels_text.pxi"
include "_kernels_utf8.pxi"


def interpolate(const double[::1] x, const double[::1] knots, const double[::1] values, double[::1] out):
    """Set `out` to the piecewise linear map through (knots, values) at each `x`, as `numpy.interp` does.

    There is at least one knot, and they rise.
    """
    cdef Py_ssize_t i
    with nogil:
        for i in range(x.shape[0]):
            out[i] = along(x[i], knots, values)


def interpolated(double x, const double[::1] knots not None, const double[::1] values not None):
    """Return the same of one `x`."""
    return along(x, knots, values)


cdef inline double along(double x, const double[::1] knots, const double[::1] values) noexcept nogil:
    cdef Py_ssize_t low = 0, left = knots.shape[0], half
    cdef double slope, y
    if x != x:
        return x
    while left > 1:  # how many knots are not beyond x, without a branch that nobody could foretell
        half = left // 2
        low += half if knots[low + half - 1] <= x else 0
        left -= half
    low += knots[low] <= x
    if low == 0:
        return values[0]
    if low == knots.shape[0] or knots[low - 1] == x:
        return values[low - 1]
    slope = (values[low] - values[low - 1]) / (knots[low] - knots[low - 1])
    y = slope * (x - knots[low - 1])
    return y + values[low - 1]
