# What the regions around a block are like: sizes, links, words and class tokens, and how often their like is there.
# Part of `_features.pyx`.
#
# A card of a shop is one of forty regions at the same class path; so is a related product, of four. How much of the
# page stands in such twins, what a region holds (pictures, figures, fields) and what it begins with is read off here for
# the nearest regions of every block.

cdef int[6] SIZES_AT = [0, 1, 2, 3, 4, 6]
cdef int[3] TAGS_AT = [1, 2, 3]
cdef int[3] KINDS_AT = [1, 2, 4]


cdef inline Ints level(Page* p, int k) noexcept nogil:
    """Return the region of each block, `k` wider ones up."""
    return p.levels + k * p.n


cdef inline double blocks_of(Page* p, Py_ssize_t region) noexcept nogil:
    return at_least(p.end[region] - p.first[region], 1)


cdef void region_columns(Sheet* s, Page* p) noexcept nogil:
    sizes(s, p)
    kinds(s, p)
    twins(s, p)
    heads(s, p)


cdef void sizes(Sheet* s, Page* p) noexcept nogil:
    cdef double* blocks = p.region_sums[7]
    cdef double* share = p.region_sums[8]
    cdef double* weight = over_regions(p, p.weight, 1)
    cdef double* links = over_regions(p, p.link_chars, 2)
    cdef double* chars = over_regions(p, p.chars, 3)
    cdef double* stops = over_regions(p, p.stops, 4)
    cdef double* score = over_regions(p, p.lexical, 5)
    cdef double* score_words
    cdef double* words
    cdef double* words_a_block
    cdef Py_ssize_t i, r
    cdef int k
    for i in range(p.n):
        p.block_values[i] = p.score_words[i] * p.weight[i]
    score_words = over_regions(p, p.block_values, 6)
    words = over_regions(p, p.words, 0)
    words_a_block = chars  # in its place, once it is used
    for r in range(p.regions):
        blocks[r] = blocks_of(p, r)
        share[r] = words[r] / at_least(p.total_words, 1)
        links[r] /= at_least(chars[r], 1)
        words_a_block[r] = words[r] / blocks[r]
        stops[r] /= at_least(weight[r], 1)
        score[r] /= blocks[r]
        score_words[r] /= at_least(weight[r], 1)
    for k in SIZES_AT:
        gather(s, "region%d_blocks", k, level(p, k), blocks)
        gather(s, "region%d_words", k, level(p, k), words)
        gather(s, "region%d_share", k, level(p, k), share)
        gather(s, "region%d_words_a_block", k, level(p, k), words_a_block)
        gather(s, "region%d_link_share", k, level(p, k), links)
        gather(s, "region%d_stops_a_word", k, level(p, k), stops)
        gather(s, "region%d_score", k, level(p, k), score)
        gather(s, "region%d_score_words", k, level(p, k), score_words)
        region_place(s, p, k)
    for k in TAGS_AT:
        region_tag(s, p, k)


cdef void region_place(Sheet* s, Page* p, int k) noexcept nogil:
    """Where in its region a block stands, from 0 to 1."""
    cdef float* out = column(s, "region%d_place", k)
    cdef Ints at = level(p, k)
    cdef Py_ssize_t i
    for i in range(p.n):
        out[i] = <float>((i - p.first[at[i]]) / blocks_of(p, at[i]))


cdef void region_tag(Sheet* s, Page* p, int k) noexcept nogil:
    cdef float* out = column(s, "region%d_tag", k)
    cdef Ints at = level(p, k)
    cdef Py_ssize_t i
    for i in range(p.n):
        out[i] = <float>p.region_tag[at[i]]


cdef void kinds(Sheet* s, Page* p) noexcept nogil:
    """What regions hold: pictures, fields, headings a block; figures and capitals a letter; prose and hidden words."""
    cdef double* images = over_regions(p, p.images, 0)
    cdef double* inputs = over_regions(p, p.inputs, 1)
    cdef double* digits = over_regions(p, p.digits, 2)
    cdef double* uppercase = over_regions(p, p.uppercase, 3)
    cdef double* chars = over_regions(p, p.chars, 4)
    cdef double* words = over_regions(p, p.weight, 5)
    cdef double* headings
    cdef double* paragraphs
    cdef double* hidden
    cdef Py_ssize_t i, r
    cdef int k
    for i in range(p.n):
        p.block_values[i] = HEADING[p.tag[i]] > 0
    headings = over_regions(p, p.block_values, 6)
    for i in range(p.n):
        p.block_values[i] = p.weight[i] if p.tag[i] == TAG_P else 0
    paragraphs = over_regions(p, p.block_values, 7)
    for i in range(p.n):
        p.block_values[i] = p.weight[i] if p.flags[i] & FLAG_HIDDEN else 0
    hidden = over_regions(p, p.block_values, 8)
    for r in range(p.regions):
        images[r] /= blocks_of(p, r)
        inputs[r] /= blocks_of(p, r)
        headings[r] /= blocks_of(p, r)
        digits[r] /= at_least(chars[r], 1)
        uppercase[r] /= at_least(chars[r], 1)
        paragraphs[r] /= at_least(words[r], 1)
        hidden[r] /= at_least(words[r], 1)
    for k in KINDS_AT:
        gather(s, "region%d_images", k, level(p, k), images)
        gather(s, "region%d_inputs", k, level(p, k), inputs)
        gather(s, "region%d_headings", k, level(p, k), headings)
        gather(s, "region%d_digits", k, level(p, k), digits)
        gather(s, "region%d_uppercase", k, level(p, k), uppercase)
        gather(s, "region%d_paragraphs", k, level(p, k), paragraphs)
        gather(s, "region%d_hidden", k, level(p, k), hidden)


cdef void twins(Sheet* s, Page* p) noexcept nogil:
    """How many regions stand at the same class path, and how much of the page is in them: cards repeat."""
    cdef Groups* g = &p.twins
    cdef double* size = p.region_sums[0]
    cdef double* share = p.region_sums[1]
    cdef double* inside = p.group_sums[0]
    cdef double* words = over_regions(p, p.weight, 2)
    cdef Py_ssize_t r
    cdef double most = 0
    cdef int k
    grouped(g, words, p.regions, inside)
    for r in range(p.regions):
        size[r] = g.size[g.of[r]]
        share[r] = inside[g.of[r]] / at_least(p.total_weight, 1)
        most = at_least(most, size[r])
    constant(s, "page_twins", most)
    for k in range(5):
        gather(s, "region%d_twins", k, level(p, k), size)
        gather(s, "region%d_twin_share", k, level(p, k), share)


cdef void heads(Sheet* s, Page* p) noexcept nogil:
    """What a region begins with, which often is its heading: "You may also like" speaks of all that is in it."""
    cdef Py_ssize_t i
    cdef float* score
    cdef float* words
    cdef int32_t head
    cdef int k
    for k in range(1, 5):
        score = column(s, "region%d_head_score", k)
        words = column(s, "region%d_head_words", k)
        for i in range(p.n):
            head = p.first[level(p, k)[i]]
            score[i], words[i] = p.lexical[head], p.score_words[head]
