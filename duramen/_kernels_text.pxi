# The text of blocks. Part of `_kernels.pyx`.

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
