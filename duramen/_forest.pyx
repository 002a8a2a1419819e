# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Sums of decision trees over a matrix: what gradient boosting is once it has been trained.

Trees come flattened: node `i` sends a row to `left[i] + (x[feature[i]] > threshold[i])`, so siblings stand side by
side; `feature[i] < 0` marks a leaf, whose value stands in `threshold[i]`. Children have higher numbers than parents,
which `duramen.forest.Forest` checks on loading: without that, a walk might not end.
"""

from libc.stdint cimport int32_t


def predict(
    const float[:, ::1] rows,
    const int32_t[::1] roots,
    const int32_t[::1] feature,
    const float[::1] threshold,
    const int32_t[::1] left,
    double[::1] out,
):
    """Add to `out[r]` the sum over trees of the leaf that row `r` falls into. Arrays must have been checked."""
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
