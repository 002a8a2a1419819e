# Which blocks are kept. Part of `_kernels.pyx`.

cdef enum:
    FARTHEST = 64  # places after its own in which a text is looked for
    WITNESSES = 2  # surest blocks that are both noise where nothing is here: one may well be misjudged, two hardly

def best_prefix(const double[::1] probability, const double[::1] weight, double beta2, uint8_t[::1] kept):
    """Mark in `kept` the surest blocks that are worth it, as `duramen.select` explains, and return what is expected.

    There is at least one block. If "nothing is here" is likelier than the best set is good, none is marked. Raises
    ValueError for arrays of different lengths, MemoryError.
    """
    cdef Py_ssize_t i, n = probability.shape[0], best = 0
    cdef double gold = 0, right, size, score, most = 0, balanced = 0, expected = 0, nothing = 1
    if not n == weight.shape[0] == kept.shape[0]:
        raise ValueError(f"there are {n} probabilities and {weight.shape[0]} weights for {kept.shape[0]} blocks")
    cdef Py_ssize_t* room = <Py_ssize_t*>malloc(2 * n * sizeof(Py_ssize_t))
    cdef Py_ssize_t* order
    if room == NULL:
        raise MemoryError("the order of a page's blocks does not fit in memory")
    with nogil:
        order = surest_first(&probability[0], n, room, room + n)
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
        for i in range(min(n, WITNESSES)):
            nothing *= 1.0 - probability[order[i]]
        # It is judged by F1 whatever the dial says, or turning the dial could bring a page back.
        if nothing > balanced:
            expected = nothing
        else:
            for i in range(best + 1):
                kept[order[i]] = True
        free(room)
    return expected


cdef Py_ssize_t* surest_first(const double* probability, Py_ssize_t n, Py_ssize_t* order, Py_ssize_t* other) noexcept nogil:
    """Return the blocks in the order of falling probability, equal ones as they come: in one of two arrays, by merging."""
    cdef Py_ssize_t left, width = 1
    for left in range(n):
        order[left] = left
    while width < n:
        left = 0
        while left < n:
            merge(probability, order, other, left, min(left + width, n), min(left + 2 * width, n))
            left += 2 * width
        order, other = other, order
        width *= 2
    return order


cdef inline void merge(
    const double* probability, const Py_ssize_t* order, Py_ssize_t* into, Py_ssize_t i, Py_ssize_t middle, Py_ssize_t end
) noexcept nogil:
    """Merge two runs, from `i` and from `middle` on. Which is next is a coin's toss: taken without a branch."""
    cdef Py_ssize_t j = middle, k = i, one, two
    cdef bint first
    while i < middle and j < end:
        one, two = order[i], order[j]
        first = probability[one] >= probability[two]
        into[k] = one if first else two
        i += first
        j += not first
        k += 1
    memcpy(into + k, order + i, (middle - i) * sizeof(Py_ssize_t))
    memcpy(into + k + middle - i, order + j, (end - j) * sizeof(Py_ssize_t))


cdef inline double heavy(double words) noexcept nogil:
    """Return a block's weight: a block without words still counts as one."""
    return words if words > 1 else 1


def drop_repeats(
    const uint8_t[::1] text not None,
    const int32_t[:, ::1] blocks not None,
    const double[::1] probability not None,
    uint8_t[::1] kept not None,
    int32_t least,
):
    """Clear `kept` of blocks of `least` words or more whose text is kept already, at another class path.

    `text` and `blocks` are a table's. Of equal texts the surest stays, the first of those as sure, and so do others at
    its class path. Quotes stay, whatever they repeat. Raises ValueError for arrays of different lengths, MemoryError.
    """
    cdef Py_ssize_t i, n = blocks.shape[1], long_ones = 0, slots = 16
    cdef Py_ssize_t* surest
    if not n == probability.shape[0] == kept.shape[0]:
        raise ValueError(f"there are {probability.shape[0]} probabilities and {kept.shape[0]} choices for {n} blocks")
    for i in range(n):
        long_ones += may_repeat(blocks, kept, least, i)
    while slots < 2 * long_ones:
        slots *= 2
    surest = <Py_ssize_t*>malloc(slots * sizeof(Py_ssize_t))
    if surest == NULL:
        raise MemoryError("the repeated texts of a page do not fit in memory")
    with nogil:
        memset(surest, 0xff, slots * sizeof(Py_ssize_t))  # -1: free
        for i in range(n):
            if may_repeat(blocks, kept, least, i):
                see_text(text, blocks, probability, surest, slots, i)
        for i in range(n):
            if may_repeat(blocks, kept, least, i):
                kept[i] = stays(text, blocks, surest, slots, i)
    free(surest)


cdef inline bint may_repeat(
    const int32_t[:, ::1] blocks, const uint8_t[::1] kept, int32_t least, Py_ssize_t i
) noexcept nogil:
    return kept[i] and blocks[WORDS, i] >= least and not blocks[BLOCK_FLAGS, i] & QUOTE


cdef inline void see_text(
    const uint8_t[::1] text, const int32_t[:, ::1] blocks, const double[::1] probability, Py_ssize_t* surest,
    Py_ssize_t slots, Py_ssize_t i,
) noexcept nogil:
    cdef Py_ssize_t slot = slot_of(text, blocks, surest, slots, i)
    if slot >= 0 and (surest[slot] < 0 or probability[i] > probability[surest[slot]]):
        surest[slot] = i


cdef inline bint stays(
    const uint8_t[::1] text, const int32_t[:, ::1] blocks, const Py_ssize_t* surest, Py_ssize_t slots, Py_ssize_t i
) noexcept nogil:
    cdef Py_ssize_t slot = slot_of(text, blocks, surest, slots, i)
    return slot < 0 or blocks[PATH_HASH, i] == blocks[PATH_HASH, surest[slot]]


cdef inline Py_ssize_t slot_of(
    const uint8_t[::1] text, const int32_t[:, ::1] blocks, const Py_ssize_t* surest, Py_ssize_t slots, Py_ssize_t i
) noexcept nogil:
    """Return where account is kept of a block's text, -1 for nowhere: pages may be made to crowd all into one place."""
    cdef Py_ssize_t slot = <uint32_t>blocks[TEXT_HASH, i], step
    for step in range(FARTHEST):
        slot = slot & (slots - 1)
        if surest[slot] < 0 or same_text(text, blocks, surest[slot], i):
            return slot
        slot += 1
    return -1


cdef inline bint same_text(const uint8_t[::1] text, const int32_t[:, ::1] blocks, Py_ssize_t a, Py_ssize_t b) noexcept nogil:
    """Whether the texts are equal, to the letter: hashes alone are sometimes equal by chance."""
    cdef Py_ssize_t size = blocks[TEXT_END, a] - blocks[TEXT_START, a]
    return (
        blocks[TEXT_HASH, a] == blocks[TEXT_HASH, b]
        and size == blocks[TEXT_END, b] - blocks[TEXT_START, b]
        and memcmp(&text[blocks[TEXT_START, a]], &text[blocks[TEXT_START, b]], size) == 0
    )
