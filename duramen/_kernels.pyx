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
from libc.string cimport memcpy, memset, strlen

cdef extern from "Python.h":
    object PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar)
    void* PyUnicode_DATA(object o)
    int PyUnicode_KIND(object o)
    Py_ssize_t PyUnicode_GET_LENGTH(object o)
    # By pointer: bytes that are still to be cut must have one owner.
    PyObject* new_bytes "PyBytes_FromStringAndSize" (const char* v, Py_ssize_t size) except NULL
    char* data_of "PyBytes_AS_STRING" (PyObject* o)
    int cut_bytes "_PyBytes_Resize" (PyObject** o, Py_ssize_t size) except -1

from duramen._walk import BLOCK_COLUMNS, REGION_COLUMNS

cdef enum:
    FIRST_WORD = 0x9E3779B9U  # what a block's first word makes a pair with

cdef int TEXT_START = BLOCK_COLUMNS.index("text_start"), TEXT_END = BLOCK_COLUMNS.index("text_end")
cdef int WORD_START = BLOCK_COLUMNS.index("word_start"), WORD_END = BLOCK_COLUMNS.index("word_end")
cdef int ATTR_START = BLOCK_COLUMNS.index("attr_start"), ATTR_END = BLOCK_COLUMNS.index("attr_end")
cdef int TAG = BLOCK_COLUMNS.index("tag"), REGION = BLOCK_COLUMNS.index("region")
cdef int PARENT = REGION_COLUMNS.index("parent")
cdef int REGION_ATTR_START = REGION_COLUMNS.index("attr_start"), REGION_ATTR_END = REGION_COLUMNS.index("attr_end")

include "_kernels_lexicon.pxi"
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


cdef inline double along(double x, const double[::1] knots, const double[::1] values) noexcept nogil:
    cdef Py_ssize_t low = 0, high = knots.shape[0], middle
    cdef double slope, y
    if x != x:
        return x
    while low < high:  # how many knots are not beyond x
        middle = (low + high) // 2
        if knots[middle] <= x:
            low = middle + 1
        else:
            high = middle
    if low == 0:
        return values[0]
    if low == knots.shape[0] or knots[low - 1] == x:
        return values[low - 1]
    slope = (values[low] - values[low - 1]) / (knots[low] - knots[low - 1])
    y = slope * (x - knots[low - 1])
    return y + values[low - 1]


def best_prefix(
    const Py_ssize_t[::1] order, const double[::1] probability, const double[::1] weight, double beta2, uint8_t[::1] kept
):
    """Mark in `kept` the blocks of the best prefix of `order`, as `duramen.select` explains, and return what it expects.

    `order` is a permutation of the blocks, of which there is at least one. If "nothing is here" is likelier than the
    best set is good, none is marked. Raises ValueError for arrays of other lengths.
    """
    cdef Py_ssize_t i, n = order.shape[0], best = 0
    cdef double gold = 0, right, size, score, most = 0, balanced = 0, expected = 0
    if not n == probability.shape[0] == weight.shape[0] == kept.shape[0]:
        raise ValueError(f"there are {probability.shape[0]} probabilities and {weight.shape[0]} weights for {n} blocks")
    with nogil:
        for i in range(n):
            gold += heavy(weight[order[i]]) * probability[order[i]]
        right = size = 0
        for i in range(n):
            size += heavy(weight[order[i]])
            right += heavy(weight[order[i]]) * probability[order[i]]
            score = right / (size + beta2 * gold + 1e-12)
            if i == 0 or score > most:
                most, best = score, i
                expected = 2.0 * right / (size + gold + 1e-12)
            score = 2.0 * right / (size + gold + 1e-12)
            balanced = score if i == 0 or score > balanced else balanced
        # Blocks of a page stand or fall together: nothing is content about as likely as its surest block is not.
        # It is judged by F1 whatever the dial says, or turning the dial could bring a page back.
        if 1.0 - probability[order[0]] > balanced:
            expected = 1.0 - probability[order[0]]
        else:
            for i in range(best + 1):
                kept[order[i]] = True
    return expected


cdef inline double heavy(double words) noexcept nogil:
    """Return a block's weight: a block without words still counts as one."""
    return words if words > 1 else 1
