# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Sums over decision trees, for all rows of a page.

`Questions` is QuickScorer (Lucchese et al., "QuickScorer: a fast algorithm to rank documents with additive ensembles
of regression trees", SIGIR 2015) over sixteen rows at a time, as V-QuickScorer has it (SIGIR 2016): no tree is walked.
A tree's leaves, 32 at most, are the bits of a word. A node whose question a row answers with "right" takes the leaves on
its left away, and the leftmost leaf that is left in the end is the row's. Nodes are asked a feature at a time, smallest
threshold first, so that the first threshold that no row passes ends the feature. What no row of the page passes is not
asked at all, and what all rows pass is taken away once for the page: of five thousand nodes a page asks a few hundred
row by row. `sum_trees` walks down trees of any size.

Both give the same sums, in the order of the trees. `duramen.forest.Forest` makes and checks the arrays; only that the
columns are there is checked here. Both run without the GIL.
"""

from libc.stdint cimport int32_t, uint32_t
from libc.stdlib cimport free, malloc

cdef extern from "_lanes.h" nogil:
    ctypedef struct Question:
        float threshold
        int32_t tree
        uint32_t kept       # the leaves that are left where the answer is "right"
    ctypedef struct Asked:
        const float* column
        const Question* first
        const Question* end
    bint has_wide()
    void bounds_plain(const float* x, Py_ssize_t n, float* low, float* high)
    void bounds_wide(const float* x, Py_ssize_t n, float* low, float* high)
    void score_plain(
        const Asked* asked, Py_ssize_t count, Py_ssize_t row, const uint32_t* whole, uint32_t* bits,
        const float* leaves, Py_ssize_t trees, double* total,
    )
    void score_wide(
        const Asked* asked, Py_ssize_t count, Py_ssize_t row, const uint32_t* whole, uint32_t* bits,
        const float* leaves, Py_ssize_t trees, double* total,
    )

cdef enum:
    WIDTH = 16  # rows that are scored together; Cython wants a plain number where a loop steps by it


cdef bint HAS_WIDE = has_wide()
#: Whether the processor has vectors of sixteen numbers.
WIDE = bool(HAS_WIDE)


cdef int check_features(const int32_t[::1] features, Py_ssize_t columns) except -1:
    cdef Py_ssize_t i
    for i in range(features.shape[0]):
        if not 0 <= features[i] < columns:
            raise ValueError(f"a node asks for column {features[i]} of a matrix of {columns} columns")
    return 0


cdef class Questions:
    """Trees of at most 32 leaves: their nodes' questions, a feature at a time, and what their leaves say.

    Questions `starts[i]` to `starts[i + 1]` are of feature `features[i]`, by rising threshold. `leaves` has 32 a tree.
    Looking at an array through its buffer takes as long as scoring a row or two: it is done once, here.
    """

    cdef readonly object features, starts, questions, leaves
    cdef const int32_t[::1] asked_features, asked_starts
    cdef const Question[::1] all_questions
    cdef const float[:, ::1] all_leaves

    def __init__(self, features, starts, questions, leaves):
        self.features, self.starts, self.questions, self.leaves = features, starts, questions, leaves
        self.asked_features, self.asked_starts = features, starts
        self.all_questions, self.all_leaves = questions, leaves

    def __reduce__(self):
        return Questions, (self.features, self.starts, self.questions, self.leaves)

    def add(self, const float[:, ::1] columns not None, double[::1] out, bint wide=WIDE):
        """Add to `out[r]` the sum over trees of the leaf that row `r` of the (features, rows) matrix `columns` ends at.

        Raises ValueError where a feature is none of the columns. `wide` is for tests: False takes the way of processors
        without wide vectors.
        """
        cdef Py_ssize_t n = columns.shape[1], trees = self.all_leaves.shape[0], used = self.asked_features.shape[0]
        cdef Py_ssize_t r, j, count
        cdef double total[WIDTH]
        cdef uint32_t* whole
        cdef uint32_t* bits
        cdef Asked* asked
        cdef float* last
        check_features(self.asked_features, columns.shape[0])
        if n == 0 or trees == 0:
            return
        wide = wide and HAS_WIDE
        whole = <uint32_t*>malloc(trees * sizeof(uint32_t))
        bits = <uint32_t*>malloc(trees * WIDTH * sizeof(uint32_t))
        asked = <Asked*>malloc((used + 1) * sizeof(Asked))
        last = <float*>malloc((used + 1) * WIDTH * sizeof(float))
        try:
            if whole == NULL or bits == NULL or asked == NULL or last == NULL:
                raise MemoryError("there is no memory for the trees' leaves")
            with nogil:
                count = ask_page(
                    columns, self.asked_features, self.asked_starts, self.all_questions, whole, trees, asked, wide
                )
                for r in range(0, n, 16):
                    if r + WIDTH > n:
                        copy_last(asked, count, r, n, last)
                    (score_wide if wide else score_plain)(
                        asked, count, 0 if r + WIDTH > n else r, whole, bits, &self.all_leaves[0, 0], trees, total
                    )
                    for j in range(min(16, n - r)):
                        out[r + j] += total[j]
        finally:
            free(whole)
            free(bits)
            free(asked)
            free(last)


cdef Py_ssize_t ask_page(
    const float[:, ::1] columns, const int32_t[::1] features, const int32_t[::1] starts, const Question[::1] questions,
    uint32_t* whole, Py_ssize_t trees, Asked* asked, bint wide,
) noexcept nogil:
    """Answer what has one answer for all rows, into `whole`; gather the rest, a feature each, and return how many."""
    cdef Py_ssize_t i, t, found = 0
    cdef const float* column
    cdef const Question* q
    cdef const Question* end
    cdef float low, high
    for t in range(trees):
        whole[t] = 0xFFFFFFFFU
    for i in range(features.shape[0]):
        column = &columns[features[i], 0]
        (bounds_wide if wide else bounds_plain)(column, columns.shape[1], &low, &high)
        q, end = &questions[0] + starts[i], &questions[0] + starts[i + 1]
        while q < end and low > q.threshold:
            whole[q.tree] &= q.kept
            q += 1
        while q < end and not high > (end - 1).threshold:
            end -= 1
        if q < end:
            asked[found].column, asked[found].first, asked[found].end = column, q, end
            found += 1
    return found


cdef void copy_last(Asked* asked, Py_ssize_t count, Py_ssize_t first, Py_ssize_t n, float* last) noexcept nogil:
    """Point to copies of the rows from `first` on, sixteen of them: the last row stands in for those beyond it."""
    cdef Py_ssize_t i, j
    for i in range(count):
        for j in range(WIDTH):
            last[i * WIDTH + j] = asked[i].column[min(first + j, n - 1)]
        asked[i].column = last + i * WIDTH


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
