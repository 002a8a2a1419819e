# Writing columns: where each goes, what it is called, and the shapes that most of them have. Part of `_features.pyx`.
#
# A sheet is of some of a page's blocks, one after another: of all, or a tile at a time, so that a large page needs no
# matrix as large as itself. `out[i]` is of block `i` of the page wherever the tile begins.

cdef enum:
    MAX_COLUMNS = 1024

cdef struct Sheet:
    float* data            # (columns, end - first)
    Py_ssize_t first, end  # which blocks the rows are of
    Py_ssize_t width, count
    const char* name[MAX_COLUMNS]
    double number[MAX_COLUMNS]


cdef void start(Sheet* s, float* data, Py_ssize_t first, Py_ssize_t end, Py_ssize_t width) noexcept nogil:
    s.data, s.first, s.end = data, first, end
    s.width, s.count = width, 0


cdef names(Sheet* s):
    """Return the names of the columns written, each filled with its number where it has a place for one."""
    found = [(s.name[i].decode(), s.number[i]) for i in range(s.count)]
    return tuple(name % number if "%" in name else name for name, number in found)


cdef inline float* column(Sheet* s, const char* name, double number) noexcept nogil:
    """Return where the next column is written, one float a block: block `i` at `i`, from `s.first` to `s.end`."""
    cdef Py_ssize_t at = s.count if s.count < s.width else s.width - 1  # never beyond, whatever is asked
    s.name[at], s.number[at] = name, number
    s.count += 1
    return s.data + at * (s.end - s.first) - s.first


cdef inline void put(Sheet* s, const char* name, const Value* values) noexcept nogil:
    """Write one value a block as it is."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>values[i]


cdef inline void constant(Sheet* s, const char* name, double value) noexcept nogil:
    """Write what is the same for all blocks of the page."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>value


cdef inline void ratio(Sheet* s, const char* name, const int32_t* part, const int32_t* whole) noexcept nogil:
    """Write `part / whole`, 0 where there is nothing of either."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>(<double>part[i] / at_least(whole[i], 1))


cdef inline void place_from(Sheet* s, const char* name, Py_ssize_t start) noexcept nogil:
    """Write how many blocks after `start` a block stands, negative before it."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>(i - start)


cdef inline void inside(Sheet* s, const char* name, Py_ssize_t first, Py_ssize_t end) noexcept nogil:
    """Write whether a block is one of `first` to `end`."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = first <= i < end


cdef inline void near(
    Sheet* s, Page* p, const char* name, int by, const Value* values, double fill
) noexcept nogil:
    """Write the values of the blocks `by` places on; `fill` where there is none."""
    cdef float* out = column(s, name, by)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>values[i + by] if 0 <= i + by < p.n else <float>fill


cdef inline void gather(Sheet* s, const char* name, double number, const int32_t* at, const Value* values) noexcept nogil:
    """Write `values[at[i]]`: what a region, heading or group has, for each of its blocks."""
    cdef float* out = column(s, name, number)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>values[at[i]]
