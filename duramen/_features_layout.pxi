# The page's layout, which columns are read off: regions around each block, headings, twins, running sums.
# Part of `_features.pyx`.

cdef enum:
    N_LEVELS = 8     # regions that are climbed from a block, wrappers that hold the same blocks counted once
    N_PARTS = 5      # pieces of memory that a layout owns
    MAX_TAGS = 128

cdef enum:
    # What is read off a region, for all of its blocks: places in `near_columns`.
    R_BLOCKS = 0
    R_WORDS = 1
    R_SHARE = 2
    R_WORDS_A_BLOCK = 3
    R_LINK_SHARE = 4
    R_STOPS = 5
    R_SCORE = 6
    R_SCORE_WORDS = 7
    R_IMAGES = 8
    R_INPUTS = 9
    R_HEADINGS = 10
    R_DIGITS = 11
    R_UPPERCASE = 12
    R_PARAGRAPHS = 13
    R_HIDDEN = 14
    R_TWINS = 15
    R_TWIN_SHARE = 16
    N_REGION_COLUMNS = 17

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

ctypedef fused Value:
    int32_t
    float
    double

ctypedef const int32_t* Ints
ctypedef const float* Scores

cdef struct Groups:
    # Blocks (or regions) with an equal hash: the group of each, how many of its like came before, if that is asked for;
    # a size a group.
    int32_t* of
    int32_t* before
    int32_t* size
    Py_ssize_t count

cdef struct Words:
    # Hashes of words, sorted; a bit in `seen` for each, since most words of a page are none of them.
    uint32_t* hashes
    Py_ssize_t count
    uint64_t seen[64]

cdef struct Whole:
    # What columns say of the page as a whole.
    double link_share, paragraphs, items, cells, stops, digits, images, inputs, score, score_words, longest, long_share
    Py_ssize_t h1, h1s, headings, articles, longest_block, twins    # `h1`: the first one, -1 for none

cdef struct Anchor:
    # Some blocks, one after another, and the score that they were chosen by.
    Py_ssize_t first, end
    double score

cdef struct Page:
    Py_ssize_t n, regions, near              # `near`: how many regions are within N_LEVELS of a block
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
    # made here, one a block
    float* lexical                           # the three scores together
    int32_t* heading                         # the last heading before or at each block, -1 for none
    double* weight                           # words, at least 1: a block's weight in every average
    double* before                           # (n + 1): the weight of all blocks before; so each of the next five
    double* words_before
    double* lexical_before
    double* likely_before
    double* link_chars_before
    double* chars_before
    int32_t* in_title                        # how many of its words the title holds, and the description
    int32_t* in_description
    float* path_words                        # one a group of equal class path: words a block, and letters in links
    float* path_links
    # one a region
    int8_t* climbed                          # how many levels above a block it is at least, N_LEVELS for more
    int32_t* as_near                         # its number among the near ones, -1 for none
    # one a near region
    int32_t* near_first
    int32_t* near_end
    int32_t* near_wider
    int32_t* near_tag
    float* near_columns[N_REGION_COLUMNS]
    double* near_prose                       # how much prose hangs from it
    # one a block of the tile that is written
    int32_t* levels                          # (N_LEVELS, tile): the near region of each block, then the next wider ones
    Py_ssize_t tile_first, tile_end, tile_room
    # scratch
    int32_t* order
    int32_t* order_scratch
    double* group_sums[2]
    Groups text, path, twins                 # blocks of equal text, of equal class path; regions of equal class path
    double total_weight, total_chars, total_words
    Whole whole
    Anchor prose, likely_run, likely_region


cdef class Layout:
    """The layout of one page's `BlockTable`, which its columns are read off. `None`: a page without blocks.

    `see_scores` says what the lexicon thinks of the blocks. One call at a time may use it, since it holds scratch space.
    """

    cdef Page p
    cdef object table, scores
    cdef void* owned[N_PARTS]

    def __cinit__(self, table):
        memset(&self.p, 0, sizeof(Page))
        memset(self.owned, 0, sizeof(self.owned))
        self.table = table  # keeps what the pointers point to
        if table is None:
            return
        point_to_blocks(&self.p, table.blocks)
        point_to_regions(&self.p, table.regions)
        self.point_to_words(table.words)
        self.sort_words(&self.p.title, table.title, 0)
        self.sort_words(&self.p.description, table.description, 1)
        self.take(2, blocks_room(&self.p, NULL))
        blocks_room(&self.p, <char*>self.owned[2])
        with nogil:
            lay_out(&self.p)
        self.take(3, near_room(&self.p, NULL))
        near_room(&self.p, <char*>self.owned[3])
        with nogil:
            keep_near(&self.p)

    def __dealloc__(self):
        for i in range(N_PARTS):
            free(self.owned[i])

    def see_scores(self, const float[::1] words not None, const float[::1] near not None, const float[::1] far not None):
        """Take the lexicon's scores, one a block."""
        cdef Page* p = &self.p
        if not (words.shape[0] == near.shape[0] == far.shape[0] == p.n):
            raise ValueError(
                f"the page has {p.n} blocks, its scores {words.shape[0]}, {near.shape[0]} and {far.shape[0]}"
            )
        self.scores = words, near, far
        if p.n:
            p.score_words, p.score_near, p.score_far = &words[0], &near[0], &far[0]
            with nogil:
                see_blocks(p)

    cdef int take(self, int part, size_t size) except -1:
        """Own `size` bytes, in place of those that this part had."""
        free(self.owned[part])
        self.owned[part] = malloc(size + 1)
        if self.owned[part] == NULL:
            raise MemoryError("the page's features do not fit in memory")
        return 0

    cdef int open_tile(self, Py_ssize_t first, Py_ssize_t end) except -1:
        """Make room for blocks `first` to `end`, and find the regions around them."""
        cdef Page* p = &self.p
        cdef size_t rows = end - first
        if end - first > p.tile_room:
            self.take(4, rows * N_LEVELS * sizeof(int32_t))
            p.levels = <int32_t*>self.owned[4]
            p.tile_room = end - first
        p.tile_first, p.tile_end = first, end
        climb(p)
        return 0

    cdef int point_to_words(self, const uint32_t[::1] words) except -1:
        self.p.hashes = &words[0] if words.shape[0] else NULL
        return 0

    cdef int sort_words(self, Words* kept, const uint32_t[::1] words, int part) except -1:
        """Keep a copy of the hashed words, sorted."""
        cdef Py_ssize_t i, n = words.shape[0]
        cdef const uint32_t* keys = &words[0] if n else NULL
        cdef int32_t* order
        self.take(part, 3 * n * sizeof(int32_t))
        kept.hashes, kept.count = <uint32_t*>self.owned[part], n
        order = <int32_t*>kept.hashes + n
        for i in range(n):
            order[i] = <int32_t>i
        sort_by(keys, order, order + n, n)
        for i in range(n):
            kept.hashes[i] = keys[order[i]]
            kept.seen[keys[i] >> 6 & 63] |= <uint64_t>1 << (keys[i] & 63)
        return 0


cdef inline void* room(size_t* at, char* base, size_t count, size_t size) noexcept nogil:
    """Return the next part of the memory at `base`, and count it; NULL where it is only counted."""
    cdef void* found = NULL if base == NULL else base + at[0]
    at[0] += (count * size + 15) // 16 * 16
    return found


cdef inline double* doubles(size_t* at, char* base, size_t count) noexcept nogil:
    return <double*>room(at, base, count, sizeof(double))


cdef inline int32_t* ints(size_t* at, char* base, size_t count) noexcept nogil:
    return <int32_t*>room(at, base, count, sizeof(int32_t))


cdef inline float* floats(size_t* at, char* base, size_t count) noexcept nogil:
    return <float*>room(at, base, count, sizeof(float))


cdef size_t blocks_room(Page* p, char* base) noexcept nogil:
    """Set out what there is one of for each block, region or group in the memory at `base`; return how much it takes."""
    cdef size_t at = 0, n = p.n, m = p.regions, longer = max(n, m)
    cdef int i
    p.lexical, p.heading = floats(&at, base, n), ints(&at, base, n)
    p.weight = doubles(&at, base, n)
    p.before, p.words_before = doubles(&at, base, n + 1), doubles(&at, base, n + 1)
    p.lexical_before, p.likely_before = doubles(&at, base, n + 1), doubles(&at, base, n + 1)
    p.link_chars_before, p.chars_before = doubles(&at, base, n + 1), doubles(&at, base, n + 1)
    p.in_title, p.in_description = ints(&at, base, n), ints(&at, base, n)
    p.path_words, p.path_links = floats(&at, base, n), floats(&at, base, n)
    p.climbed, p.as_near = <int8_t*>room(&at, base, m, 1), ints(&at, base, m)
    p.order, p.order_scratch = ints(&at, base, longer), ints(&at, base, longer)
    for i in range(2):
        p.group_sums[i] = doubles(&at, base, longer)
    p.text.of, p.text.before, p.text.size = ints(&at, base, n), ints(&at, base, n), ints(&at, base, n)
    p.path.of, p.path.size = ints(&at, base, n), ints(&at, base, n)
    p.twins.of, p.twins.size = ints(&at, base, m), ints(&at, base, m)
    return at


cdef size_t near_room(Page* p, char* base) noexcept nogil:
    """Likewise, of what there is one of for each near region."""
    cdef size_t at = 0, n = p.near
    cdef int i
    p.near_first, p.near_end = ints(&at, base, n), ints(&at, base, n)
    p.near_wider, p.near_tag = ints(&at, base, n), ints(&at, base, n)
    for i in range(N_REGION_COLUMNS):
        p.near_columns[i] = floats(&at, base, n)
    p.near_prose = doubles(&at, base, n)
    return at


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
