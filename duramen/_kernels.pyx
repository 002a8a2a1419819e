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


cdef enum:
    WIDTH = 16  # rows that walk a tree together; Cython wants a plain number where a loop steps by it


cdef packed struct Node:
    int32_t feature
    float threshold
    int32_t left
    float value


def sum_trees(
    const float[:, ::1] rows,
    const int32_t[::1] roots,
    const int32_t[::1] depth,
    const Node[::1] nodes,
    double[::1] out,
):
    """Add to `out[r]` the sum over trees of the value that row `r` ends at.

    Node `i` sends a row to `left + (x[feature] > threshold)`, so siblings stand side by side. A leaf sends every row to
    itself (its threshold is infinite), so each tree takes `depth` steps and no step asks whether it is at a leaf: without
    a branch to guess, sixteen rows go down side by side, each waiting for memory while the others walk.
    """
    cdef Py_ssize_t r, t, j, n = rows.shape[0], trees = roots.shape[0]
    cdef int32_t k, steps
    cdef const Node* all = &nodes[0] if nodes.shape[0] else NULL
    cdef const Node* root
    cdef const Node* at[WIDTH]
    cdef const float* x[WIDTH]
    if n == 0:
        return
    with nogil:
        # Trees outside, rows inside: a tree (a kilobyte) stays in the first cache while all rows pass through it.
        for t in range(trees):
            root, steps = all + roots[t], depth[t]
            for r in range(0, n - 15, 16):
                for j in range(WIDTH):
                    at[j] = root
                    x[j] = &rows[r + j, 0]
                for k in range(steps):
                    for j in range(WIDTH):
                        at[j] = all + (at[j].left + (x[j][at[j].feature] > at[j].threshold))
                for j in range(WIDTH):
                    out[r + j] += at[j].value
            for r in range(n - n % 16, n):
                x[0] = &rows[r, 0]
                at[0] = root
                for k in range(steps):
                    at[0] = all + (at[0].left + (x[0][at[0].feature] > at[0].threshold))
                out[r] += at[0].value
