# The text of blocks, and whether bytes are UTF-8. Part of `_kernels.pyx`.

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
