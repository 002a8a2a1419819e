# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The loops that NumPy has no word for: sums over slices of hashes, and sums along tree paths.

Callers check the arrays (`duramen.blocks` makes the offsets); nothing is checked here. All run without the GIL.
"""

from libc.stdint cimport int32_t, uint32_t


def hashed_sum(
    const uint32_t[::1] hashes,
    const int32_t[::1] start,
    const int32_t[::1] end,
    const float[::1] weights,
    float[::1] out,
):
    """Set `out[i]` to the sum of the weights of hashes `start[i]` to `end[i]`. `weights` has a power of two rows."""
    cdef Py_ssize_t i, j, n = start.shape[0]
    cdef uint32_t mask = <uint32_t>(weights.shape[0] - 1)
    cdef double total
    with nogil:
        for i in range(n):
            total = 0.0
            for j in range(start[i], end[i]):
                total += weights[hashes[j] & mask]
            out[i] = <float>total


def bigrams(const uint32_t[::1] words, const int32_t[::1] start, const int32_t[::1] end, uint32_t[::1] out):
    """Set `out[j]` to the hash of words `j - 1` and `j` of the same slice; a slice's first word pairs with a mark."""
    cdef Py_ssize_t i, j, n = start.shape[0]
    cdef uint32_t last
    with nogil:
        for i in range(n):
            last = 0x9E3779B9U
            for j in range(start[i], end[i]):
                out[j] = (last * 0x85EBCA6BU) ^ (words[j] * 0xC2B2AE35U + 1)
                last = words[j]


def path_sum(const int32_t[::1] parent, const float[::1] value, float decay, float[::1] out):
    """Set `out[i]` to `value[i]` plus `decay` times the parent's sum. Parents stand before children; -1 has none."""
    cdef Py_ssize_t i, n = parent.shape[0]
    with nogil:
        for i in range(n):
            out[i] = value[i] + (decay * out[parent[i]] if parent[i] >= 0 else 0)
