# The page's layout, which columns are read off: regions around each block, headings, twins, running sums.
# Part of `_features.pyx`.

#: How many regions are climbed from a block, wrappers that hold the same blocks counted once.
LEVELS = 8

cdef enum:
    N_LEVELS = 8
    N_RUNS = 4
    N_REGION_SUMS = 9
    MAX_OWNED = 64
    MAX_TAGS = 128

cdef int32_t HEADING[MAX_TAGS]     # the level of a heading, by tag; 0 for other tags
cdef int32_t TAG_H1 = TAGS.index("h1")
cdef int32_t TAG_P = TAGS.index("p")
cdef int32_t TAG_ARTICLE = TAGS.index("article")
cdef int32_t FLAG_HIDDEN = FLAGS["hidden"]


cdef void per_tag(int32_t* out, dict values):
    """Fill a table by tag number from values by tag name; 0 for other tags."""
    assert len(TAGS) <= MAX_TAGS
    memset(out, 0, MAX_TAGS * sizeof(int32_t))
    for tag, value in values.items():
        out[<int32_t>TAGS.index(tag)] = value


per_tag(HEADING, {f"h{level}": level for level in range(1, 7)})

ctypedef const int32_t* Ints
ctypedef const float* Scores

cdef struct Groups:
    # Blocks (or regions) with an equal hash: the group of each, how many of its like came before; a size a group.
    int32_t* of
    int32_t* before
    int32_t* size
    Py_ssize_t count

cdef struct Words:
    # Hashes of words, sorted; a bit in `seen` for each, since most words of a page are none of them.
    uint32_t* hashes
    Py_ssize_t count
    uint64_t seen[64]

cdef struct Page:
    Py_ssize_t n, regions
    # the walk's columns, one a block
    Ints chars, words, link_chars, links, hash_links, punctuation, stops, commas, digits, capitals, uppercase
    Ints non_ascii, unspaced, bold_chars, images, inputs, breaks, tag, depth, region, flags, text_hash, path_hash
    Ints word_start, word_end, run
    # and one a region
    Ints first, end, region_tag, region_path_hash, wider
    const uint32_t* hashes                   # of the words
    Words title, description
    # what is asked or known of the blocks
    Scores score_words, score_near, score_far
    const double* odds                       # the first stage's probability
    # made here
    float* lexical                           # the three scores together
    int32_t* levels                          # (N_LEVELS, n): the region of each block, then the next wider ones
    int32_t* heading                         # the last heading before or at each block, -1 for none
    double* weight                           # words, at least 1: a block's weight in every average
    double* before                           # the weight of all blocks before
    double* mass                             # odds times weight
    double* block_values                     # scratch, one a block
    double* run_sums[N_RUNS]                 # scratch, n + 1 each: sums of the first 0, 1, ... n
    double* region_sums[N_REGION_SUMS]       # scratch, one a region
    double* group_sums[2]                    # scratch, one a group
    int32_t* order
    int32_t* order_scratch
    uint32_t* keys
    Groups text, path, twins                 # blocks of equal text, of equal class path; regions of equal class path
    double total_weight, total_chars, total_words


cdef class Layout:
    """The layout of one page's `BlockTable`: made once, read by both stages' features. `None`: a page without blocks.

    One call at a time may use it, since it holds scratch space.
    """

    cdef Page p
    cdef object table
    cdef void* owned[MAX_OWNED]
    cdef int taken

    def __cinit__(self, table):
        memset(&self.p, 0, sizeof(Page))
        self.taken = 0
        self.table = table  # keeps what the pointers point to
        if table is not None:
            point_to_blocks(&self.p, table.blocks)
            point_to_regions(&self.p, table.regions)
        self.make_room()
        if table is not None:
            self.point_to_words(table.words)
            self.sort_words(&self.p.title, table.title)
            self.sort_words(&self.p.description, table.description)
        with nogil:
            lay_out(&self.p)

    def __dealloc__(self):
        for i in range(self.taken):
            free(self.owned[i])

    @property
    def levels(self):
        """(LEVELS, blocks): the region of each block, then the next wider one, and so on; the outermost repeats."""
        if self.p.n == 0:
            return np.zeros((N_LEVELS, 0), np.int32)
        return np.array(<int32_t[:N_LEVELS, :self.p.n]>self.p.levels)

    cdef void* take(self, size_t count, size_t size) except NULL:
        cdef void* room = malloc((count + 1) * size)
        if room == NULL or self.taken == MAX_OWNED:
            free(room)
            raise MemoryError("the page's features do not fit in memory")
        self.owned[self.taken] = room
        self.taken += 1
        return room

    cdef double* doubles(self, size_t count) except NULL:
        return <double*>self.take(count, sizeof(double))

    cdef int32_t* ints(self, size_t count) except NULL:
        return <int32_t*>self.take(count, sizeof(int32_t))

    cdef int make_room(self) except -1:
        cdef Page* p = &self.p
        cdef size_t n = p.n, longer = max(p.n, p.regions)
        cdef int i
        p.lexical = <float*>self.take(n, sizeof(float))
        p.levels, p.heading = self.ints(n * N_LEVELS), self.ints(n)
        p.weight, p.before, p.mass = self.doubles(n), self.doubles(n), self.doubles(n)
        p.block_values = self.doubles(n)
        for i in range(N_RUNS):
            p.run_sums[i] = self.doubles(n + 1)
        for i in range(N_REGION_SUMS):
            p.region_sums[i] = self.doubles(p.regions)
        for i in range(2):
            p.group_sums[i] = self.doubles(longer)
        p.order, p.order_scratch = self.ints(longer), self.ints(longer)
        p.keys = <uint32_t*>self.take(longer, sizeof(uint32_t))
        p.text.of, p.text.before, p.text.size = self.ints(n), self.ints(n), self.ints(n)
        p.path.of, p.path.before, p.path.size = self.ints(n), self.ints(n), self.ints(n)
        p.twins.of, p.twins.before = self.ints(p.regions), self.ints(p.regions)
        p.twins.size = self.ints(p.regions)
        return 0

    cdef int point_to_words(self, const uint32_t[::1] words) except -1:
        self.p.hashes = &words[0] if words.shape[0] else NULL
        return 0

    cdef int sort_words(self, Words* kept, const uint32_t[::1] words) except -1:
        """Keep a copy of the hashed words, sorted."""
        cdef Py_ssize_t i, n = words.shape[0]
        cdef int32_t* order = self.ints(n)
        cdef int32_t* scratch = self.ints(n)
        cdef const uint32_t* keys = &words[0] if n else NULL
        kept.hashes = <uint32_t*>self.take(n, sizeof(uint32_t))
        kept.count = n
        for i in range(n):
            order[i] = <int32_t>i
        sort_by(keys, order, scratch, n)
        for i in range(n):
            kept.hashes[i] = keys[order[i]]
            kept.seen[keys[i] >> 6 & 63] |= <uint64_t>1 << (keys[i] & 63)
        return 0


cdef dict _BLOCK_INDEX = {name: i for i, name in enumerate(BLOCK_COLUMNS)}
cdef dict _REGION_INDEX = {name: i for i, name in enumerate(REGION_COLUMNS)}


cdef Ints column_of(const int32_t[:, ::1] columns, dict index, str name) except? NULL:
    """Return where a column begins; NULL in a table without rows."""
    if columns.shape[0] != len(index):
        raise ValueError(f"a page's table has {len(index)} columns, not {columns.shape[0]}")
    return &columns[<int>index[name], 0] if columns.shape[1] else NULL


cdef int point_to_blocks(Page* p, const int32_t[:, ::1] b) except -1:
    where = _BLOCK_INDEX
    p.n = b.shape[1]
    p.chars = column_of(b, where, "chars")
    p.words = column_of(b, where, "words")
    p.link_chars = column_of(b, where, "link_chars")
    p.links = column_of(b, where, "links")
    p.hash_links = column_of(b, where, "hash_links")
    p.punctuation = column_of(b, where, "punctuation")
    p.stops = column_of(b, where, "stops")
    p.commas = column_of(b, where, "commas")
    p.digits = column_of(b, where, "digits")
    p.capitals = column_of(b, where, "capitals")
    p.uppercase = column_of(b, where, "uppercase")
    p.non_ascii = column_of(b, where, "non_ascii")
    p.unspaced = column_of(b, where, "unspaced")
    p.bold_chars = column_of(b, where, "bold_chars")
    p.images = column_of(b, where, "images")
    p.inputs = column_of(b, where, "inputs")
    p.breaks = column_of(b, where, "breaks")
    p.tag = column_of(b, where, "tag")
    p.depth = column_of(b, where, "depth")
    p.region = column_of(b, where, "region")
    p.flags = column_of(b, where, "flags")
    p.text_hash = column_of(b, where, "text_hash")
    p.path_hash = column_of(b, where, "path_hash")
    p.word_start = column_of(b, where, "word_start")
    p.word_end = column_of(b, where, "word_end")
    p.run = column_of(b, where, "run")
    return 0


cdef int point_to_regions(Page* p, const int32_t[:, ::1] r) except -1:
    where = _REGION_INDEX
    p.regions = r.shape[1]
    p.first, p.end, p.wider = column_of(r, where, "first"), column_of(r, where, "end"), column_of(r, where, "wider")
    p.region_tag, p.region_path_hash = column_of(r, where, "tag"), column_of(r, where, "path_hash")
    return 0


cdef void lay_out(Page* p) noexcept nogil:
    cdef Py_ssize_t i, k, n = p.n
    cdef int32_t up, last = -1
    p.total_weight = p.total_chars = p.total_words = 0
    for i in range(n):
        p.weight[i] = at_least(p.words[i], 1)
        p.before[i] = p.total_weight
        p.total_weight += p.weight[i]
        p.total_words += p.words[i]
        p.total_chars += p.chars[i]
        if HEADING[p.tag[i]]:
            last = <int32_t>i
        p.heading[i] = last
        p.levels[i] = p.region[i]
    for k in range(1, N_LEVELS):
        for i in range(n):
            up = p.wider[p.levels[(k - 1) * n + i]]
            p.levels[k * n + i] = up if up >= 0 else p.levels[(k - 1) * n + i]
    group(p, &p.text, p.text_hash, n)
    group(p, &p.path, p.path_hash, n)
    group(p, &p.twins, p.region_path_hash, p.regions)


cdef void group(Page* p, Groups* g, const int32_t* key, Py_ssize_t n) noexcept nogil:
    """Find what has an equal key. By sorting: pages choose their texts, and could make any hash table slow."""
    cdef Py_ssize_t i
    cdef int32_t at, last = 0, found = -1
    for i in range(n):
        p.order[i] = <int32_t>i
    sort_by(<const uint32_t*>key, p.order, p.order_scratch, n)
    for i in range(n):
        at = p.order[i]
        if i == 0 or key[at] != last:
            found += 1
            g.size[found] = 0
        last = key[at]
        g.of[at], g.before[at] = found, g.size[found]
        g.size[found] += 1
    g.count = found + 1


cdef void sort_by(const uint32_t* key, int32_t* order, int32_t* scratch, Py_ssize_t n) noexcept nogil:
    """Sort `order` by the keys it points to, stably, a byte of the key at a time (radix sort)."""
    cdef Py_ssize_t i
    cdef int32_t start[256]
    cdef int32_t total, size
    cdef int shift, digit
    for shift in range(0, 32, 8):
        memset(start, 0, sizeof(start))
        for i in range(n):
            start[(key[i] >> shift) & 255] += 1
        total = 0
        for digit in range(256):
            size = start[digit]
            start[digit] = total
            total += size
        for i in range(n):
            digit = (key[order[i]] >> shift) & 255
            scratch[start[digit]] = order[i]
            start[digit] += 1
        for i in range(n):
            order[i] = scratch[i]


# ---------------------------------------------------------------------------------------------------------------------
# Sums over runs of blocks

cdef inline void run_of(const Value* values, Py_ssize_t n, double* out) noexcept nogil:
    """Set `out` to the sums of the first 0, 1, ... n values, so that any run's sum is one subtraction."""
    cdef Py_ssize_t i
    cdef double total = 0
    for i in range(n):
        out[i] = total
        total += values[i]
    out[n] = total


cdef inline double* over_regions(Page* p, const Value* values, int into) noexcept nogil:
    """Return the sums over the blocks of every region, in `p.region_sums[into]`."""
    cdef double* runs = p.run_sums[0]
    cdef double* out = p.region_sums[into]
    cdef Py_ssize_t r
    run_of(values, p.n, runs)
    for r in range(p.regions):
        out[r] = runs[p.end[r]] - runs[p.first[r]]
    return out


cdef inline double total_of(const Value* values, Py_ssize_t n) noexcept nogil:
    cdef double total = 0
    cdef Py_ssize_t i
    for i in range(n):
        total += values[i]
    return total
