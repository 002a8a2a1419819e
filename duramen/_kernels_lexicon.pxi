# What words and class names say of a block, and which words are among others. Part of `_kernels.pyx`.

def lexicon_scores(
    const uint32_t[::1] words,
    const uint32_t[::1] attrs,
    const int32_t[:, ::1] blocks,
    const int32_t[:, ::1] regions,
    const float[::1] by_word,
    const float[::1] near,
    const float[::1] far,
    float decay,
    float[:, ::1] out,
):
    """Set the rows of `out` to what words, class tokens near and class tokens around say of each block.

    `words`, `attrs`, `blocks` and `regions` are a table's; each array of weights has a power of two rows. A region's
    `far` counts `decay` for every step further in. Raises MemoryError.
    """
    cdef Py_ssize_t n = blocks.shape[1], m = regions.shape[1], i
    cdef float* own
    if n == 0:
        return
    own = <float*>malloc((2 * m + 1) * sizeof(float))
    if own == NULL:
        raise MemoryError("the scores of the page's regions do not fit in memory")
    with nogil:
        for i in range(m):
            region_scores(attrs, regions, near, far, decay, i, own)
        for i in range(n):
            out[0, i] = word_score(words, blocks[WORD_START, i], blocks[WORD_END, i], by_word)
            out[1, i] = (
                hashed_sum(attrs, blocks[ATTR_START, i], blocks[ATTR_END, i], near) + own[2 * blocks[REGION, i]]
            )
            out[2, i] = own[2 * blocks[REGION, i] + 1]
    free(own)


cdef inline void region_scores(
    const uint32_t[::1] attrs, const int32_t[:, ::1] regions, const float[::1] near, const float[::1] far, float decay,
    Py_ssize_t i, float* own,
) noexcept nogil:
    """Set what the region's tokens say of blocks in it, near and around. Parents stand before children."""
    cdef int32_t start = regions[REGION_ATTR_START, i], end = regions[REGION_ATTR_END, i], parent = regions[PARENT, i]
    own[2 * i] = hashed_sum(attrs, start, end, near)
    own[2 * i + 1] = hashed_sum(attrs, start, end, far) + (decay * own[2 * parent + 1] if parent >= 0 else 0)


cdef inline float hashed_sum(const uint32_t[::1] hashes, int32_t start, int32_t end, const float[::1] weights) noexcept nogil:
    cdef uint32_t mask = <uint32_t>(weights.shape[0] - 1)
    cdef double total = 0
    cdef Py_ssize_t j
    for j in range(start, end):
        total += weights[hashes[j] & mask]
    return <float>total


cdef inline float word_score(const uint32_t[::1] words, int32_t start, int32_t end, const float[::1] weights) noexcept nogil:
    """Return what words and pairs of words say, by the root of how many there are."""
    cdef uint32_t mask = <uint32_t>(weights.shape[0] - 1), last = FIRST_WORD
    cdef double single = 0, paired = 0
    cdef float scale = <float>(1.0 / sqrt(<double>(end - start if end > start else 1)))
    cdef Py_ssize_t j
    for j in range(start, end):
        single += weights[words[j] & mask]
        paired += weights[pair(last, words[j]) & mask]
        last = words[j]
    return (<float>single + <float>paired) * scale


cdef inline uint32_t pair(uint32_t last, uint32_t word) noexcept nogil:
    return (last * 0x85EBCA6BU) ^ (word * 0xC2B2AE35U + 1)


def bigrams(const uint32_t[::1] words, const int32_t[::1] start, const int32_t[::1] end, uint32_t[::1] out):
    """Set `out[j]` to the hash of words `j - 1` and `j` of the same slice; a slice's first word pairs with a mark."""
    cdef Py_ssize_t i, j, n = start.shape[0]
    cdef uint32_t last
    with nogil:
        for i in range(n):
            last = FIRST_WORD
            for j in range(start[i], end[i]):
                out[j] = pair(last, words[j])
                last = words[j]


def words_among(
    const uint32_t[::1] words, const int32_t[:, ::1] blocks, const uint32_t[::1] wanted, double[::1] out
):
    """Set `out` to how many of each block's words are among `wanted`, which rises."""
    cdef Py_ssize_t i, j, count = wanted.shape[0]
    cdef uint64_t there[16]  # a bit for each value of ten bits: nearly all words are told by it
    cdef int32_t found
    with nogil:
        memset(there, 0, sizeof(there))
        for j in range(count):
            there[(wanted[j] >> 6) & 15] |= <uint64_t>1 << (wanted[j] & 63)
        for i in range(blocks.shape[1]):
            found = 0
            for j in range(blocks[WORD_START, i], blocks[WORD_END, i]):
                if there[(words[j] >> 6) & 15] >> (words[j] & 63) & 1:
                    found += rises_through(wanted, words[j])
            out[i] = found


cdef inline bint rises_through(const uint32_t[::1] wanted, uint32_t word) noexcept nogil:
    cdef Py_ssize_t low = 0, high = wanted.shape[0], middle
    while low < high:
        middle = (low + high) // 2
        if wanted[middle] < word:
            low = middle + 1
        else:
            high = middle
    return low < wanted.shape[0] and wanted[low] == word
