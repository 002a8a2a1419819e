# What is made of a page's layout at once: headings, near regions, blocks that are alike, running sums.
# Part of `_features.pyx`.

cdef void lay_out(Page* p) noexcept nogil:
    cdef Py_ssize_t i, n = p.n
    cdef int32_t last = -1
    p.total_weight = p.total_chars = p.total_words = 0
    for i in range(n):
        p.weight[i] = at_least(p.words[i], 1)
        p.before[i] = p.total_weight
        p.total_weight += p.weight[i]
        p.total_words += p.words[i]
        p.total_chars += p.chars[i]
        if HEADING[p.tag[i]]:
            last = <int32_t>i
        p.heading[i] = last
    p.before[n] = p.total_weight
    group(p, &p.text, p.text_hash, n)
    group(p, &p.path, p.path_hash, n)
    group(p, &p.twins, p.region_path_hash, p.regions)
    count_near(p)


cdef void count_near(Page* p) noexcept nogil:
    """Find the regions that columns speak of: those that are at most N_LEVELS wider ones up from a block.

    On most pages that is nearly all; of a thousand `<div>` around one text it is one.
    """
    cdef Py_ssize_t r
    cdef int8_t up
    memset(p.climbed, N_LEVELS, p.regions)
    for r in range(p.n):
        p.climbed[p.region[r]] = 0
    p.near = 0
    for r in range(p.regions - 1, -1, -1):  # what is wider stands before
        up = p.climbed[r] + 1
        if p.wider[r] >= 0 and up < p.climbed[p.wider[r]]:
            p.climbed[p.wider[r]] = up
        p.near += p.climbed[r] < N_LEVELS


cdef void keep_near(Page* p) noexcept nogil:
    cdef Py_ssize_t r
    cdef int32_t at = 0
    for r in range(p.regions):
        p.as_near[r] = -1
        if p.climbed[r] < N_LEVELS:
            p.as_near[r] = at
            p.near_first[at], p.near_end[at], p.near_tag[at] = p.first[r], p.end[r], p.region_tag[r]
            p.near_wider[at] = p.as_near[p.wider[r]] if p.wider[r] >= 0 else -1
            at += 1


cdef void climb(Page* p) noexcept nogil:
    """Find the regions around the blocks of the tile."""
    cdef Py_ssize_t i, k, n = p.tile_end - p.tile_first
    cdef int32_t up
    cdef int32_t* below
    cdef int32_t* out = p.levels
    for i in range(n):
        out[i] = p.as_near[p.region[p.tile_first + i]]
    for k in range(1, N_LEVELS):
        below, out = out, out + n
        for i in range(n):
            up = p.near_wider[below[i]]
            out[i] = up if up >= 0 else below[i]


cdef void group(Page* p, Groups* g, const int32_t* key, Py_ssize_t n) noexcept nogil:
    """Find what has an equal key. By sorting: pages choose their texts, and could make any hash table slow."""
    cdef Py_ssize_t i
    cdef int32_t at, last = 0, found = -1
    for i in range(n):
        p.order[i] = <int32_t>i
    sort_by(<const uint32_t*>key, p.order, p.order_scratch, n)
    for i in range(n):
        at = p.order[i]
        if i == 0 or key[at] != last:
            found += 1
            g.size[found] = 0
        last = key[at]
        g.of[at] = found
        if g.before != NULL:
            g.before[at] = g.size[found]
        g.size[found] += 1
    g.count = found + 1


cdef void sort_by(const uint32_t* key, int32_t* order, int32_t* scratch, Py_ssize_t n) noexcept nogil:
    """Sort `order` by the keys it points to, stably, a byte of the key at a time (radix sort)."""
    cdef Py_ssize_t i
    cdef int32_t start[4][256]
    cdef int32_t total, size
    cdef int byte, digit
    memset(start, 0, sizeof(start))
    for i in range(n):
        for byte in range(4):
            start[byte][key[i] >> 8 * byte & 255] += 1
    for byte in range(4):  # four times from one to the other: in the end it is back
        total = 0
        for digit in range(256):
            size = start[byte][digit]
            start[byte][digit] = total
            total += size
        for i in range(n):
            digit = key[order[i]] >> 8 * byte & 255
            scratch[start[byte][digit]] = order[i]
            start[byte][digit] += 1
        order, scratch = scratch, order


# ---------------------------------------------------------------------------------------------------------------------
# Sums over runs of blocks

cdef inline void run_of(const Value* values, Py_ssize_t n, double* out) noexcept nogil:
    """Set `out` to the sums of the first 0, 1, ... n values, so that any run's sum is one subtraction."""
    cdef Py_ssize_t i
    cdef double total = 0
    for i in range(n):
        out[i] = total
        total += values[i]
    out[n] = total


cdef inline double total_of(const Value* values, Py_ssize_t n) noexcept nogil:
    cdef double total = 0
    cdef Py_ssize_t i
    for i in range(n):
        total += values[i]
    return total


cdef inline double at_least(double value, double least) noexcept nogil:
    return value if value > least else least
