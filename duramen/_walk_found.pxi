# What a walk found, handed out as bytes. Part of `_walk.pyx`.

class Walk:
    """What a walk found, as bytes: int32 columns (BLOCK_COLUMNS, REGION_COLUMNS), UTF-8 text, uint32 hashes."""

    __slots__ = ("attrs", "blocks", "description", "regions", "text", "title", "words")

    def __init__(self, blocks, regions, text, words, attrs, title, description):
        self.blocks, self.regions, self.text = blocks, regions, text
        self.words, self.attrs, self.title, self.description = words, attrs, title, description


cdef enum:
    PIECE = 1 << 22   # bytes of a buffer that is handed out and given back to the system at a time


cdef inline void shrink(Buffer* b, size_t size) noexcept nogil:
    """Give back what a buffer holds beyond `size`: what is copied is not held twice."""
    cdef char* data
    b.size = size
    if size == 0:
        free(b.data)
        memset(b, 0, sizeof(Buffer))
        return
    data = <char*>realloc(b.data, size)
    if data != NULL:
        b.data, b.room = data, size


cdef bytes taken(Buffer* b):
    """Return what a buffer holds, and free it. From its end, a piece at a time."""
    cdef bytes found = PyBytes_FromStringAndSize(NULL, b.size)
    cdef char* out = PyBytes_AS_STRING(found)
    cdef size_t start
    while b.size:
        start = b.size - PIECE if b.size > PIECE else 0
        memcpy(out + start, b.data + start, b.size - start)
        shrink(b, start)
    shrink(b, 0)
    return found


cdef bytes columns_of(Buffer* b, Py_ssize_t width):
    """Return rows of `width` numbers column by column, and free them. From their end, a piece at a time.

    Sixteen rows together: they are read from the first cache, and each column of them is written in one line of it.
    """
    cdef Py_ssize_t n = b.size // (4 * width), most = PIECE // (64 * width) * 16, start, end
    cdef bytes found = PyBytes_FromStringAndSize(NULL, n * width * 4)
    cdef int32_t* out = <int32_t*>PyBytes_AS_STRING(found)
    with nogil:
        end = n
        while end:
            start = (end - 1) // most * most
            turn(<const int32_t*>b.data, start, end, width, n, out)
            shrink(b, start * width * 4)
            end = start
        shrink(b, 0)
    return found


cdef inline void turn(
    const int32_t* rows, Py_ssize_t start, Py_ssize_t end, Py_ssize_t width, Py_ssize_t n, int32_t* out
) noexcept nogil:
    cdef Py_ssize_t first, last, column, i
    for first in range(start, end, 16):
        last = min(first + 16, end)
        for column in range(width):
            for i in range(first, last):
                out[column * n + i] = rows[i * width + column]


cdef found_by(State* s):
    if s.failed:
        raise MemoryError("the page's blocks do not fit in memory")
    return Walk(
        columns_of(&s.blocks, sizeof(Block) // 4), columns_of(&s.regions, sizeof(Region) // 4), taken(&s.text),
        taken(&s.words), taken(&s.attrs), taken(&s.title), taken(&s.description),
    )


cdef void discard(State* s) noexcept nogil:
    cdef int buffer
    for buffer in range(9):  # the state begins with its buffers
        free((<Buffer*>s)[buffer].data)
