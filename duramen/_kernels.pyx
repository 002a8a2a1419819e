# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The loops that NumPy has no word for: sums over slices of hashes, sums along tree paths, and whether bytes are UTF-8.

Callers check the arrays (`duramen.blocks` makes the offsets); nothing is checked here. All run without the GIL.
"""

from libc.stdint cimport int32_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy


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


def is_utf8(const uint8_t[::1] html):
    """Whether all bytes are well-formed UTF-8 (Unicode standard, table 3-7). Nothing is decoded."""
    cdef Py_ssize_t size = html.shape[0]
    cdef bint sound
    if size == 0:
        return True
    with nogil:
        sound = well_formed(&html[0], size)
    return sound


cdef bint well_formed(const uint8_t* p, Py_ssize_t size) noexcept nogil:
    cdef const uint8_t* end = p + size
    cdef uint64_t word[4]
    cdef int more
    while p < end:
        while end - p >= 32:  # most of most pages is ASCII
            memcpy(word, p, 32)
            if (word[0] | word[1] | word[2] | word[3]) & 0x8080808080808080ULL:
                break
            p += 32
        while p < end and p[0] < 0x80:
            p += 1
        while p < end and p[0] >= 0x80:
            more = continued(p, end - p)
            if more == 0:
                return False
            p += more + 1
    return True


cdef inline int continued(const uint8_t* p, Py_ssize_t left) noexcept nogil:
    """Return how many bytes follow the first of a well-formed character beyond ASCII; 0 where it is not well-formed."""
    cdef uint8_t lead = p[0], low = 0x80, high = 0xBF
    cdef int more = 1 if lead < 0xE0 else 2 if lead < 0xF0 else 3
    if lead < 0xC2 or lead > 0xF4 or left <= more:
        return 0
    if lead == 0xE0:
        low = 0xA0  # shorter forms exist
    elif lead == 0xED:
        high = 0x9F  # surrogates
    elif lead == 0xF0:
        low = 0x90
    elif lead == 0xF4:
        high = 0x8F  # beyond U+10FFFF
    if not low <= p[1] <= high:
        return 0
    if more > 1 and p[2] & 0xC0 != 0x80 or more > 2 and p[3] & 0xC0 != 0x80:
        return 0
    return more
