# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The loops that NumPy has no word for: sums over slices of hashes, sums along tree paths, sums of decision trees.

Callers check the arrays (`duramen.blocks` makes the offsets, `duramen.forest.Forest` checks trees on loading); nothing
is checked here. All run without the GIL.
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


def sum_trees(
    const float[:, ::1] rows,
    const int32_t[::1] roots,
    const int32_t[::1] feature,
    const float[::1] threshold,
    const int32_t[::1] left,
    double[::1] out,
):
    """Add to `out[r]` the sum over trees of the leaf that row `r` falls into.

    Node `i` sends a row to `left[i] + (x[feature[i]] > threshold[i])`, so siblings stand side by side; `feature[i] < 0`
    marks a leaf, whose value stands in `threshold[i]`.
    """
    cdef Py_ssize_t r, t, n = rows.shape[0], trees = roots.shape[0]
    cdef int32_t node, f
    cdef const float* x
    if n == 0:
        return
    with nogil:
        # Trees outside, rows inside: a tree (a kilobyte) stays in the first cache while all rows pass through it.
        for t in range(trees):
            for r in range(n):
                x = &rows[r, 0]
                node = roots[t]
                f = feature[node]
                while f >= 0:
                    node = left[node] + (x[f] > threshold[node])
                    f = feature[node]
                out[r] += threshold[node]
