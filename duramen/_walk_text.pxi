# Characters to blocks: white space, words and their hashes, counts. Part of `_walk.pyx`.

cdef inline bint is_unspaced(uint32_t c) noexcept nogil:
    """Scripts written without spaces, where each character counts as a word: Thai to Myanmar, kana, Han."""
    return (0x0E00 <= c <= 0x0EFF or 0x1000 <= c <= 0x109F or 0x1780 <= c <= 0x17FF or 0x3040 <= c <= 0x30FF
            or 0x3400 <= c <= 0x4DBF or 0x4E00 <= c <= 0x9FFF or 0xF900 <= c <= 0xFAFF or 0x20000 <= c <= 0x3FFFF)


cdef inline bint is_space(uint32_t c) noexcept nogil:
    return c <= 0x20 or c == 0xA0 or c == 0x3000 or 0x2000 <= c <= 0x200A or c == 0x202F or c == 0x2028 or c == 0x85


cdef inline void end_word(State* s) noexcept nogil:
    cdef Block* b = &s.block
    if s.word_chars == 0:
        return
    if s.in_title:
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


cdef inline void add_space(State* s, bint newline) noexcept nogil:
    """Write the white space that stands before the next character, once."""
    if not reserve(s, &s.text, 1):
        return
    s.text.data[s.text.size] = c'\n' if newline else c' '
    s.text.size += 1


cdef inline void count(State* s, uint32_t c) noexcept nogil:
    """Count one visible character and carry the word that it belongs to."""
    cdef Block* b = &s.block
    cdef bint alnum, upper
    b.chars += 1
    if s.links:
        b.link_chars += 1
    if s.bold:
        b.bold_chars += 1
    if c < 0x80:
        upper = c'A' <= c <= c'Z'
        alnum = upper or c'a' <= c <= c'z' or c'0' <= c <= c'9' or c == c'_'
        if upper:
            b.uppercase += 1
            c |= 0x20
        elif c'0' <= c <= c'9':
            b.digits += 1
        elif not alnum:
            b.punctuation += 1
            if c == c'.' or c == c'!' or c == c'?':
                b.stops += 1
            elif c == c',' or c == c';':
                b.commas += 1
    else:
        b.non_ascii += 1
        upper = Py_UNICODE_ISUPPER(c)
        alnum = Py_UNICODE_ISALNUM(c)
        if upper:
            b.uppercase += 1
            c = Py_UNICODE_TOLOWER(c)
        if alnum and is_unspaced(c):
            b.unspaced += 1
            end_word(s)
            s.word_chars = 1
            s.word_upper = False
            s.word_hash = (s.word_hash ^ c) * FNV
            end_word(s)
            return
        if not alnum:
            b.punctuation += 1
            if c == 0x3002 or c == 0xFF01 or c == 0xFF1F or c == 0x2026 or c == 0x0964 or c == 0x061F:
                b.stops += 1
            elif c == 0xFF0C or c == 0x3001 or c == 0x060C:
                b.commas += 1
    if alnum:
        if s.word_chars == 0:
            s.word_upper = upper
        s.word_chars += 1
        s.word_hash = (s.word_hash ^ c) * FNV
    else:
        end_word(s)


cdef void add_text(State* s, const uint8_t* p, bint keep_space) noexcept nogil:
    """Add a text node (UTF-8, NUL-terminated, valid as libxml2 keeps it) to the open block.

    White space collapses unless `keep_space`; soft hyphens and zero-width spaces vanish, since they split words.
    """
    cdef uint32_t c
    cdef int n, i
    while p[0]:
        c = p[0]
        n = 1
        if c >= 0xF0 and p[1] and p[2] and p[3]:
            c = ((c & 7) << 18) | ((p[1] & 63) << 12) | ((p[2] & 63) << 6) | (p[3] & 63)
            n = 4
        elif 0xE0 <= c < 0xF0 and p[1] and p[2]:
            c = ((c & 15) << 12) | ((p[1] & 63) << 6) | (p[2] & 63)
            n = 3
        elif 0xC0 <= c < 0xE0 and p[1]:
            c = ((c & 31) << 6) | (p[1] & 63)
            n = 2
        if is_space(c):
            end_word(s)
            if keep_space and not s.in_title:
                if s.block.chars and reserve(s, &s.text, 1):
                    s.text.data[s.text.size] = c'\n' if c == 10 else c' '
                    s.text.size += 1
            else:
                s.space = True
        elif c == 0xAD or c == 0x200B or c == 0xFEFF:
            pass
        elif s.in_title:
            title_char(s, c)
        else:
            if s.newlines and s.block.chars:
                add_space(s, True)
            elif s.space and s.block.chars and not keep_space:
                add_space(s, False)
            s.space = False
            s.newlines = 0
            s.after_link = False
            if reserve(s, &s.text, n):
                for i in range(n):
                    s.text.data[s.text.size + i] = <char>p[i]
                s.text.size += n
            count(s, c)
        p += n


cdef inline void title_char(State* s, uint32_t c) noexcept nogil:
    """Words of <title> and descriptions are hashed like words of blocks, and nothing else is kept of them here."""
    cdef uint32_t low = Py_UNICODE_TOLOWER(c)
    if not (Py_UNICODE_ISALNUM(c) or c == c'_'):
        end_word(s)
        return
    if is_unspaced(c):
        end_word(s)
    s.word_chars += 1
    s.word_hash = (s.word_hash ^ low) * FNV
    if is_unspaced(c):
        end_word(s)
