# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The loops that NumPy has no word for, or ten: what a lexicon says, which words are a title's, what is kept, its text …

Most pages have a few hundred blocks. On arrays that short a NumPy call costs more than what it does, so whatever is
done to every page is one call here. Sums and quotients are those that NumPy would give, to the bit, in its order.

Callers check the arrays (`duramen.blocks` makes the offsets) unless it says otherwise. All run without the GIL.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.math cimport sqrt
from libc.stdint cimport int8_t, int32_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset, strlen

cdef extern from "Python.h":
    object PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar)
    void* PyUnicode_DATA(object o)

from duramen._walk import BLOCK_COLUMNS, REGION_COLUMNS

cdef enum:
    FIRST_WORD = 0x9E3779B9U  # what a block's first word makes a pair with

cdef int TEXT_START = BLOCK_COLUMNS.index("text_start"), TEXT_END = BLOCK_COLUMNS.index("text_end")
cdef int WORD_START = BLOCK_COLUMNS.index("word_start"), WORD_END = BLOCK_COLUMNS.index("word_end")
cdef int ATTR_START = BLOCK_COLUMNS.index("attr_start"), ATTR_END = BLOCK_COLUMNS.index("attr_end")
cdef int TAG = BLOCK_COLUMNS.index("tag"), REGION = BLOCK_COLUMNS.index("region")
cdef int PARENT = REGION_COLUMNS.index("parent")
cdef int REGION_ATTR_START = REGION_COLUMNS.index("attr_start"), REGION_ATTR_END = REGION_COLUMNS.index("attr_end")


# ---------------------------------------------------------------------------------------------------------------------
# The lexicon

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


# ---------------------------------------------------------------------------------------------------------------------
# From log-odds to what is kept

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


# ---------------------------------------------------------------------------------------------------------------------
# Text

def joined(
    const uint8_t[::1] text,
    const int32_t[:, ::1] blocks,
    const int32_t[:, ::1] regions,
    const Py_ssize_t[::1] kept,
    const uint8_t[::1] kinds,
):
    """Return the UTF-8 text of the blocks `kept`, with what stands between two of them.

    `kinds` says of each tag whether its blocks are items (1), cells (2) or neither (0): lines of one list are close
    together, cells of one row stand in a line. Raises IndexError for a block that there is not.
    """
    cdef Py_ssize_t i, n = kept.shape[0], size = 0, most = blocks.shape[1]
    cdef bint plain = True
    cdef void* out
    for i in range(n):
        if not 0 <= kept[i] < most:
            raise IndexError(f"there is no block {kept[i]} among {most}")
    with nogil:
        for i in range(n):
            if i:
                size += strlen(between(blocks, regions, kept[i - 1], kept[i], kinds))
            size += blocks[TEXT_END, kept[i]] - blocks[TEXT_START, kept[i]]
            plain = plain and is_ascii(text, blocks[TEXT_START, kept[i]], blocks[TEXT_END, kept[i]])
    if plain:  # as most English text is: then its bytes are the string's, and there is one copy
        answer = PyUnicode_New(size, 127)
        out = PyUnicode_DATA(answer)
    else:
        answer = PyBytes_FromStringAndSize(NULL, size)
        out = PyBytes_AS_STRING(answer)
    with nogil:
        join(text, blocks, regions, kept, kinds, <char*>out)
    return answer if plain else answer.decode("utf-8", "replace")


cdef inline bint is_ascii(const uint8_t[::1] text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef uint64_t word, seen = 0
    while start + 8 <= end:
        memcpy(&word, &text[start], 8)
        seen |= word
        start += 8
    while start < end:
        seen |= text[start]
        start += 1
    return not seen & 0x8080808080808080ULL


cdef inline void join(
    const uint8_t[::1] text, const int32_t[:, ::1] blocks, const int32_t[:, ::1] regions, const Py_ssize_t[::1] kept,
    const uint8_t[::1] kinds, char* out,
) noexcept nogil:
    cdef Py_ssize_t i, size
    cdef const char* gap
    for i in range(kept.shape[0]):
        if i:
            gap = between(blocks, regions, kept[i - 1], kept[i], kinds)
            while gap[0]:
                out[0] = gap[0]
                out += 1
                gap += 1
        size = blocks[TEXT_END, kept[i]] - blocks[TEXT_START, kept[i]]
        if size:
            memcpy(out, &text[blocks[TEXT_START, kept[i]]], size)
        out += size


cdef inline const char* between(
    const int32_t[:, ::1] blocks, const int32_t[:, ::1] regions, Py_ssize_t a, Py_ssize_t b, const uint8_t[::1] kinds
) noexcept nogil:
    cdef uint8_t kind = kinds[blocks[TAG, a]]
    if kind == 0 or kind != kinds[blocks[TAG, b]]:
        return "\n\n"
    # A cell's row is the region around it; only rows of neighbouring cells are ever compared.
    if kind == 2 and regions[PARENT, blocks[REGION, a]] == regions[PARENT, blocks[REGION, b]]:
        return " | "
    return "\n"


# ---------------------------------------------------------------------------------------------------------------------
# UTF-8

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
