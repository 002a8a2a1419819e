# Writing columns: where each goes, what it is called, and the shapes that most of them have. Part of `_features.pyx`.

cdef enum:
    MAX_COLUMNS = 1024

cdef struct Sheet:
    float* data            # (columns, n)
    const int32_t* places  # which of them each column that is written goes to; NULL: they go in order
    Py_ssize_t n, width, count
    const char* name[MAX_COLUMNS]
    double number[MAX_COLUMNS]

ctypedef fused Value:
    int32_t
    float
    double


cdef void start(Sheet* s, float* data, const int32_t* places, Py_ssize_t n, Py_ssize_t width) noexcept nogil:
    s.data, s.places, s.n, s.width, s.count = data, places, n, width, 0


cdef names(Sheet* s):
    """Return the names of the columns written, each filled with its number where it has a place for one."""
    found = [(s.name[i].decode(), s.number[i]) for i in range(s.count)]
    return tuple(name % number if "%" in name else name for name, number in found)


cdef inline float* column(Sheet* s, const char* name, double number) noexcept nogil:
    """Return where the next column is written, one float a block."""
    cdef Py_ssize_t at = s.count if s.count < s.width else s.width - 1  # never beyond, whatever is asked
    s.name[at], s.number[at] = name, number
    s.count += 1
    return s.data + (at if s.places == NULL else s.places[at]) * s.n


cdef inline void put(Sheet* s, const char* name, const Value* values) noexcept nogil:
    """Write one value a block as it is."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.n):
        out[i] = <float>values[i]


cdef inline void constant(Sheet* s, const char* name, double value) noexcept nogil:
    """Write what is the same for all blocks of the page."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.n):
        out[i] = <float>value


cdef inline void ratio(Sheet* s, const char* name, const int32_t* part, const int32_t* whole) noexcept nogil:
    """Write `part / whole`, 0 where there is nothing of either."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.n):
        out[i] = <float>(<double>part[i] / at_least(whole[i], 1))


cdef inline void near(Sheet* s, const char* name, int by, const Value* values, double fill) noexcept nogil:
    """Write the values of the blocks `by` places on; `fill` where there is none."""
    cdef float* out = column(s, name, by)
    cdef Py_ssize_t i
    for i in range(s.n):
        out[i] = <float>values[i + by] if 0 <= i + by < s.n else <float>fill


cdef inline void gather(
    Sheet* s, const char* name, double number, const int32_t* at, const double* values
) noexcept nogil:
    """Write `values[at[i]]`: what a region, heading or group has, for each of its blocks."""
    cdef float* out = column(s, name, number)
    cdef Py_ssize_t i
    for i in range(s.n):
        out[i] = <float>values[at[i]]


cdef inline double at_least(double value, double least) noexcept nogil:
    return value if value > least else least
