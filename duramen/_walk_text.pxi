# Characters to blocks: white space, words and their hashes, counts. Part of `_walk.pyx`.

cdef enum:
    C_END = 0        # NUL
    C_SPACE = 1
    C_STOP = 2
    C_COMMA = 3
    C_PUNCTUATION = 4
    C_WIDE = 5       # beyond ASCII: a character of several bytes
    C_WORD = 8       # these and all above are of words: lower-case letters and the underscore
    C_UPPER = 9
    C_DIGIT = 10

cdef uint8_t CLASS[256]


def _fill_classes():
    for c in range(256):
        ch = chr(c)
        if c >= 0x80:
            CLASS[c] = C_WIDE
        elif ch.isalnum() or ch == "_":
            CLASS[c] = C_UPPER if ch.isupper() else C_DIGIT if ch.isdigit() else C_WORD
        elif c <= 0x20:
            CLASS[c] = C_SPACE if c else C_END
        else:
            CLASS[c] = C_STOP if ch in ".!?" else C_COMMA if ch in ",;" else C_PUNCTUATION


_fill_classes()


cdef inline bint is_unspaced(uint32_t c) noexcept nogil:
    """Scripts written without spaces, where each character counts as a word: Thai to Myanmar, kana, Han."""
    return (0x0E00 <= c <= 0x0EFF or 0x1000 <= c <= 0x109F or 0x1780 <= c <= 0x17FF or 0x3040 <= c <= 0x30FF
            or 0x3400 <= c <= 0x4DBF or 0x4E00 <= c <= 0x9FFF or 0xF900 <= c <= 0xFAFF or 0x20000 <= c <= 0x3FFFF)


cdef inline bint is_space(uint32_t c) noexcept nogil:
    return c <= 0x20 or c == 0xA0 or c == 0x3000 or 0x2000 <= c <= 0x200A or c == 0x202F or c == 0x2028 or c == 0x85


cdef inline bint is_nothing(uint32_t c) noexcept nogil:
    """Soft hyphens and zero-width spaces vanish, since they split words."""
    return c == 0xAD or c == 0x200B or c == 0xFEFF


cdef inline void end_word(State* s) noexcept nogil:
    cdef Block* b = &s.block
    if s.word_chars == 0:
        return
    if s.aside != NULL:
        push_u32(s, s.aside, s.word_hash)
    else:
        b.words += 1
        if s.links:
            b.link_words += 1
        if s.word_upper:
            b.capitals += 1
        if b.words <= MAX_WORDS:
            push_u32(s, &s.words, s.word_hash)
        s.block_hash = (s.block_hash ^ s.word_hash) * FNV
    s.word_chars = 0
    s.word_hash = SEED


cdef void add_text(State* s, const uint8_t* p, bint keep_space) noexcept nogil:
    """Add a text node (UTF-8, NUL-terminated, valid as libxml2 keeps it) to the open block.

    White space collapses unless `keep_space`.
    """
    cdef Block* b = &s.block
    cdef int32_t before = b.chars
    cdef uint32_t c
    cdef int n
    cdef uint8_t kind
    if s.aside != NULL:
        add_title(s, p)
        return
    # As many bytes as come in at most, and the space that stood before them.
    if not reserve(s, &s.text, strlen(<const char*>p) + 2):
        return
    while True:
        kind = CLASS[p[0]]
        if kind >= C_WORD:
            add_gap(s, keep_space)
            p += add_letters(s, p)
        elif kind == C_SPACE:
            end_word(s)
            add_space(s, p[0], keep_space)
            p += 1
        elif kind == C_WIDE:
            n = decode_char(p, &c)
            if is_space(c):
                end_word(s)
                add_space(s, c, keep_space)
            elif not is_nothing(c):
                add_gap(s, keep_space)
                memcpy(s.text.data + s.text.size, p, n)
                s.text.size += n
                count_wide(s, c)
            p += n
        elif kind == C_END:
            break
        else:
            add_gap(s, keep_space)
            s.text.data[s.text.size] = <char>p[0]
            s.text.size += 1
            b.chars += 1
            b.punctuation += 1
            b.stops += kind == C_STOP
            b.commas += kind == C_COMMA
            end_word(s)
            p += 1
    if s.links:
        b.link_chars += b.chars - before
    if s.bold:
        b.bold_chars += b.chars - before


cdef inline int add_letters(State* s, const uint8_t* p) noexcept nogil:
    """Add a run of ASCII letters, digits and underscores, and return its length."""
    cdef Block* b = &s.block
    cdef char* out = s.text.data + s.text.size
    cdef uint32_t c, h = s.word_hash
    cdef uint8_t kind = CLASS[p[0]]
    cdef int n = 0, upper = 0, digits = 0
    if s.word_chars == 0:
        s.word_upper = kind == C_UPPER
    while kind >= C_WORD:
        c = p[n]
        out[n] = <char>c
        upper += kind == C_UPPER
        digits += kind == C_DIGIT
        h = (h ^ (c | 0x20 if kind == C_UPPER else c)) * FNV
        n += 1
        kind = CLASS[p[n]]
    s.word_hash = h
    s.word_chars += n
    s.text.size += n
    b.chars += n
    b.uppercase += upper
    b.digits += digits
    return n


cdef inline void add_gap(State* s, bint keep_space) noexcept nogil:
    """Write the white space that stands before the next character, once."""
    if s.block.chars and (s.newlines or (s.space and not keep_space)):
        s.text.data[s.text.size] = c'\n' if s.newlines else c' '
        s.text.size += 1
    s.space = False
    s.newlines = 0
    s.after_link = False


cdef inline void add_space(State* s, uint32_t c, bint keep_space) noexcept nogil:
    """Remember white space; in preformatted text write it, but for the empty lines that a block begins with."""
    if not keep_space:
        s.space = True
    elif c == 10 and s.block.chars == 0:
        s.text.size = s.block.text_start
    else:
        s.text.data[s.text.size] = <char>c if c == 9 or c == 10 else c' '
        s.text.size += 1


cdef inline int decode_char(const uint8_t* p, uint32_t* c) noexcept nogil:
    """Read one character beyond ASCII, and return how many bytes it has."""
    cdef uint8_t lead = p[0]
    if lead >= 0xF0 and p[1] and p[2] and p[3]:
        c[0] = ((lead & 7) << 18) | ((p[1] & 63) << 12) | ((p[2] & 63) << 6) | (p[3] & 63)
        return 4
    if 0xE0 <= lead < 0xF0 and p[1] and p[2]:
        c[0] = ((lead & 15) << 12) | ((p[1] & 63) << 6) | (p[2] & 63)
        return 3
    if 0xC0 <= lead < 0xE0 and p[1]:
        c[0] = ((lead & 31) << 6) | (p[1] & 63)
        return 2
    c[0] = lead
    return 1


cdef void count_wide(State* s, uint32_t c) noexcept nogil:
    """Count one visible character beyond ASCII and carry the word that it belongs to."""
    cdef Block* b = &s.block
    cdef bint upper = Py_UNICODE_ISUPPER(c), alnum = Py_UNICODE_ISALNUM(c)
    b.chars += 1
    b.non_ascii += 1
    if upper:
        b.uppercase += 1
        c = Py_UNICODE_TOLOWER(c)
    if not alnum:
        b.punctuation += 1
        if c == 0x3002 or c == 0xFF01 or c == 0xFF1F or c == 0x2026 or c == 0x0964 or c == 0x061F:
            b.stops += 1
        elif c == 0xFF0C or c == 0x3001 or c == 0x060C:
            b.commas += 1
        end_word(s)
        return
    if is_unspaced(c):
        b.unspaced += 1
        end_word(s)
        upper = False
    if s.word_chars == 0:
        s.word_upper = upper
    s.word_chars += 1
    s.word_hash = (s.word_hash ^ c) * FNV
    if is_unspaced(c):
        end_word(s)


cdef void add_title(State* s, const uint8_t* p) noexcept nogil:
    """Hash the words of <title> or a description like words of blocks; nothing else is kept of them here."""
    cdef uint32_t c, low
    while p[0]:
        c = p[0]
        p += decode_char(p, &c) if c >= 0x80 else 1
        if is_space(c):
            end_word(s)
            s.space = True
        elif is_nothing(c):
            pass
        elif not (Py_UNICODE_ISALNUM(c) or c == c'_'):
            end_word(s)
        else:
            if is_unspaced(c):
                end_word(s)
            s.word_chars += 1
            low = Py_UNICODE_TOLOWER(c)
            s.word_hash = (s.word_hash ^ low) * FNV
            if is_unspaced(c):
                end_word(s)
