# What the parser is given of a page: all but what stands in scripts and styles. Part of `_walk.pyx`.
#
# Of these the walk reads nothing; they are a third of a page, and libxml2 looks at each of their bytes. It asks for a page
# some thousand bytes at a time: if it does so inside a script, it is given what follows from the end tag on. What is a
# script it has said itself, so that no second tokenizer is needed to tell one from a comment that holds its name.

cdef extern from "_libxml2.h" nogil:
    ctypedef int (*xmlInputReadCallback)(void*, char*, int) noexcept nogil

cdef struct Source:
    const char* page
    const char* given      # up to where the parser has it
    const char* end
    long left_out          # bytes before that which it was not given
    const char* raw        # where what nobody reads starts, inside of a script or style; NULL outside
    const char* raw_name   # and the element's name


cdef void open_source(Source* source, const char* page, int size) noexcept nogil:
    memset(source, 0, sizeof(Source))
    source.page = source.given = page
    source.end = page + size


cdef int give(void* asked, char* room, int size) noexcept nogil:
    """Give the parser what comes next. It is called by libxml2, and returns how many bytes there were, 0 at the end."""
    cdef Source* source = <Source*>asked
    leave_out(source)
    size = <int>min(<ptrdiff_t>size, source.end - source.given)
    memcpy(room, source.given, size)
    source.given += size
    return size


cdef void leave_out(Source* source) noexcept nogil:
    """Pass over what is left of a script or style that the parser is in."""
    cdef const char* end
    if source.raw == NULL:
        return
    end = raw_end(source.raw, source.end, source.raw_name)
    source.raw = NULL  # it is looked for once
    if end != NULL and end > source.given:
        source.left_out += end - source.given
        source.given = end


cdef long place(const Source* source, long consumed) noexcept nogil:
    """Return how far into the page the parser is, which has consumed so many bytes of what it was given."""
    return consumed + source.left_out


cdef inline bint is_raw(const char* name) noexcept nogil:
    return name[0] == c's' and (strcmp(name, "script") == 0 or strcmp(name, "style") == 0)


cdef void enter_raw(Source* source, const char* name, long consumed) noexcept nogil:
    """See that a script or style starts: the parser stands before the end of its tag."""
    source.raw = source.page + place(source, consumed)
    source.raw_name = name


cdef const char* raw_end(const char* at, const char* end, const char* name) noexcept nogil:
    """Return where the tag stands that ends a script or style from `at` on, `end` where none does.

    NULL where there may be a comment in it: script that is commented out may hold tags that end nothing (HTML standard,
    13.2.5.15 to 13.2.5.31), and is read byte by byte.
    """
    cdef ptrdiff_t size = strlen(name)
    while True:
        at = <const char*>memchr(at, c'<', end - at)
        if at == NULL or end - at < size + 3:
            return end
        if at[1] == c'!':
            return NULL
        if at[1] == c'/' and is_called(at + 2, name) and ends_name(at[2 + size]):
            return at
        at += 1


cdef inline bint is_called(const char* at, const char* name) noexcept nogil:
    """Whether a name, small letters, stands here in letters of any kind."""
    while name[0] and (at[0] | 0x20) == name[0]:
        at += 1
        name += 1
    return name[0] == 0


cdef inline bint ends_name(char byte) noexcept nogil:
    return byte == c'>' or byte == c'/' or byte == c' ' or byte == c'\t' or byte == c'\n' or byte == c'\f' or byte == c'\r'
