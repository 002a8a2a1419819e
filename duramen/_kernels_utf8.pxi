# UTF-8: whether bytes are it, and text as it. Part of `_kernels.pyx`.

cdef enum:
    STRETCH = 16  # characters that are looked at together: most of most pages is ASCII

#: A character as Python keeps those of a string, all in the width that the widest takes.
ctypedef fused Unit:
    uint8_t
    uint16_t
    uint32_t


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


def encoded(str text not None):
    """Return the text as UTF-8: `text.encode("utf-8", "replace")`, so half a surrogate pair becomes "?".

    Python's own goes character by character where one of them all is beyond Latin-1, as a dash or a quotation mark is
    in most pages: that took as long as the trees.
    """
    if text.isascii():
        return text.encode("ascii")
    cdef Py_ssize_t n = PyUnicode_GET_LENGTH(text), size
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* characters = PyUnicode_DATA(text)
    cdef PyObject* made = new_bytes(NULL, n * (kind if kind == 4 else kind + 1))
    cdef uint8_t* out = <uint8_t*>data_of(made)
    with nogil:
        if kind == 1:
            size = write_utf8(<const uint8_t*>characters, n, out)
        elif kind == 2:
            size = write_utf8(<const uint16_t*>characters, n, out)
        else:
            size = write_utf8(<const uint32_t*>characters, n, out)
    cut_bytes(&made, size)
    try:
        return <object>made
    finally:
        Py_DECREF(<object>made)


cdef Py_ssize_t write_utf8(const Unit* text, Py_ssize_t n, uint8_t* out) noexcept nogil:
    """Write `n` characters and return how many bytes they took."""
    cdef uint8_t* start = out
    cdef const Unit* end = text + n
    cdef const Unit* stop
    cdef uint8_t plain[STRETCH]
    cdef int i
    while text < end:
        if end - text >= STRETCH and all_ascii(text):
            for i in range(STRETCH):  # by way of memory that can be no part of the text: then it is one instruction
                plain[i] = <uint8_t>text[i]
            memcpy(out, plain, STRETCH)
            text += STRETCH
            out += STRETCH
            continue
        stop = text + min(STRETCH, end - text)
        while text < stop:
            out += write_character(text[0], out)
            text += 1
    return out - start


cdef inline bint all_ascii(const Unit* text) noexcept nogil:
    """Whether a stretch is: no character has a bit above the seventh."""
    cdef uint64_t word[8]  # sixteen of four bytes each
    cdef uint64_t seen = 0, beyond
    cdef size_t i
    if Unit is uint8_t:
        beyond = 0x8080808080808080ULL
    elif Unit is uint16_t:
        beyond = 0xFF80FF80FF80FF80ULL
    else:
        beyond = 0xFFFFFF80FFFFFF80ULL
    memcpy(word, text, STRETCH * sizeof(Unit))
    for i in range(STRETCH * sizeof(Unit) // sizeof(uint64_t)):
        seen |= word[i]
    return not seen & beyond


cdef inline int write_character(uint32_t c, uint8_t* out) noexcept nogil:
    """Write one character as UTF-8 (RFC 3629, section 3) and return its bytes."""
    if c < 0x80:
        out[0] = <uint8_t>c
        return 1
    if c < 0x800:
        out[0] = <uint8_t>(0xC0 | c >> 6)
        out[1] = <uint8_t>(0x80 | c & 0x3F)
        return 2
    if 0xD800 <= c < 0xE000:  # half a pair
        out[0] = b"?"
        return 1
    if c < 0x10000:
        out[0] = <uint8_t>(0xE0 | c >> 12)
        out[1] = <uint8_t>(0x80 | c >> 6 & 0x3F)
        out[2] = <uint8_t>(0x80 | c & 0x3F)
        return 3
    out[0] = <uint8_t>(0xF0 | c >> 18)
    out[1] = <uint8_t>(0x80 | c >> 12 & 0x3F)
    out[2] = <uint8_t>(0x80 | c >> 6 & 0x3F)
    out[3] = <uint8_t>(0x80 | c & 0x3F)
    return 4
