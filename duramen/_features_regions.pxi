# What the regions around a block are like: sizes, links, words and class tokens, and how often their like is there.
# Part of `_features.pyx`.
#
# A card of a shop is one of forty regions at the same class path; so is a related product, of four. How much of the
# page stands in such twins, what a region holds (pictures, figures, fields) and what it begins with is read off here for
# the nearest regions of every block.

cdef int[6] SIZES_AT = [0, 1, 2, 3, 4, 6]
cdef int[3] TAGS_AT = [1, 2, 3]
cdef int[3] KINDS_AT = [1, 2, 4]

cdef struct Totals:
    # Sums over blocks, of which a region's are what they are at its end less what they were at its start.
    double words, weight, chars, link_chars, stops, score, score_words, images, inputs, digits, uppercase
    double headings, paragraphs, hidden


cdef inline Ints level(Page* p, int k) noexcept nogil:
    """Return the near region of each block of the tile, `k` wider ones up: block `i`'s at `i`."""
    return p.levels + k * (p.tile_end - p.tile_first) - p.tile_first


cdef inline double blocks_of(Page* p, Py_ssize_t region) noexcept nogil:
    return at_least(p.near_end[region] - p.near_first[region], 1)


# ---------------------------------------------------------------------------------------------------------------------
# Once a page

cdef int see_regions(Page* p) except -1 nogil:
    """Sum up the near regions. They are nested, and stand in the order of their starts: what is open is a stack."""
    cdef int32_t* opened = p.order
    cdef Totals* then = <Totals*>malloc(deepest(p, opened) * sizeof(Totals) + 1)
    cdef Totals now
    cdef Py_ssize_t r, i = 0, depth = 0
    if then == NULL:
        with gil:
            raise MemoryError("the sums of the page's regions do not fit in memory")
    memset(&now, 0, sizeof(Totals))
    for r in range(p.near):
        while depth and p.near_end[opened[depth - 1]] <= p.near_first[r]:
            depth -= 1
            i = count_blocks(p, &now, i, p.near_end[opened[depth]])
            close_region(p, opened[depth], &now, &then[depth])
        i = count_blocks(p, &now, i, p.near_first[r])
        opened[depth], then[depth] = <int32_t>r, now
        depth += 1
    while depth:
        depth -= 1
        i = count_blocks(p, &now, i, p.near_end[opened[depth]])
        close_region(p, opened[depth], &now, &then[depth])
    free(then)
    see_twins(p)
    return 0


cdef Py_ssize_t deepest(Page* p, int32_t* opened) noexcept nogil:
    """Return how many near regions are in one another, at most."""
    cdef Py_ssize_t r, depth = 0, most = 0
    for r in range(p.near):
        while depth and p.near_end[opened[depth - 1]] <= p.near_first[r]:
            depth -= 1
        opened[depth] = <int32_t>r
        depth += 1
        most = max(most, depth)
    return most


cdef inline Py_ssize_t count_blocks(Page* p, Totals* now, Py_ssize_t i, Py_ssize_t end) noexcept nogil:
    """Add blocks `i` to `end`, and return where it stopped."""
    while i < end:
        now.words += p.words[i]
        now.weight += p.weight[i]
        now.chars += p.chars[i]
        now.link_chars += p.link_chars[i]
        now.stops += p.stops[i]
        now.score += p.lexical[i]
        now.score_words += p.score_words[i] * p.weight[i]
        now.images += p.images[i]
        now.inputs += p.inputs[i]
        now.digits += p.digits[i]
        now.uppercase += p.uppercase[i]
        now.headings += HEADING[p.tag[i]] > 0
        now.paragraphs += p.weight[i] if p.tag[i] == TAG_P else 0
        now.hidden += p.weight[i] if p.flags[i] & FLAG_HIDDEN else 0
        i += 1
    return i


cdef inline void close_region(Page* p, Py_ssize_t r, const Totals* now, const Totals* then) noexcept nogil:
    """Set what a region is like."""
    cdef double blocks = blocks_of(p, r), words = now.words - then.words
    cdef double weight = at_least(now.weight - then.weight, 1), chars = at_least(now.chars - then.chars, 1)
    p.near_columns[R_BLOCKS][r] = <float>blocks
    p.near_columns[R_WORDS][r] = <float>words
    p.near_columns[R_SHARE][r] = <float>(words / at_least(p.total_words, 1))
    p.near_columns[R_WORDS_A_BLOCK][r] = <float>(words / blocks)
    p.near_columns[R_LINK_SHARE][r] = <float>((now.link_chars - then.link_chars) / chars)
    p.near_columns[R_STOPS][r] = <float>((now.stops - then.stops) / weight)
    p.near_columns[R_SCORE][r] = <float>((now.score - then.score) / blocks)
    p.near_columns[R_SCORE_WORDS][r] = <float>((now.score_words - then.score_words) / weight)
    p.near_columns[R_IMAGES][r] = <float>((now.images - then.images) / blocks)
    p.near_columns[R_INPUTS][r] = <float>((now.inputs - then.inputs) / blocks)
    p.near_columns[R_HEADINGS][r] = <float>((now.headings - then.headings) / blocks)
    p.near_columns[R_DIGITS][r] = <float>((now.digits - then.digits) / chars)
    p.near_columns[R_UPPERCASE][r] = <float>((now.uppercase - then.uppercase) / chars)
    p.near_columns[R_PARAGRAPHS][r] = <float>((now.paragraphs - then.paragraphs) / weight)
    p.near_columns[R_HIDDEN][r] = <float>((now.hidden - then.hidden) / weight)


cdef void see_twins(Page* p) noexcept nogil:
    """How many regions stand at the same class path, and how much of the page is in them: cards repeat."""
    cdef Groups* g = &p.twins
    cdef double* inside = p.group_sums[0]
    cdef Py_ssize_t r, at
    memset(inside, 0, g.count * sizeof(double))
    for r in range(p.regions):
        inside[g.of[r]] += p.before[p.end[r]] - p.before[p.first[r]]
    p.whole.twins = 0
    for at in range(g.count):
        p.whole.twins = max(p.whole.twins, g.size[at])
    for r in range(p.regions):
        at = p.as_near[r]
        if at >= 0:
            p.near_columns[R_TWINS][at] = <float>g.size[g.of[r]]
            p.near_columns[R_TWIN_SHARE][at] = <float>(inside[g.of[r]] / at_least(p.total_weight, 1))


# ---------------------------------------------------------------------------------------------------------------------
# For the blocks of a tile

cdef void region_columns(Sheet* s, Page* p) noexcept nogil:
    sizes(s, p)
    kinds(s, p)
    twins(s, p)
    heads(s, p)


cdef void sizes(Sheet* s, Page* p) noexcept nogil:
    cdef int k
    for k in SIZES_AT:
        gather(s, "region%d_blocks", k, level(p, k), p.near_columns[R_BLOCKS])
        gather(s, "region%d_words", k, level(p, k), p.near_columns[R_WORDS])
        gather(s, "region%d_share", k, level(p, k), p.near_columns[R_SHARE])
        gather(s, "region%d_words_a_block", k, level(p, k), p.near_columns[R_WORDS_A_BLOCK])
        gather(s, "region%d_link_share", k, level(p, k), p.near_columns[R_LINK_SHARE])
        gather(s, "region%d_stops_a_word", k, level(p, k), p.near_columns[R_STOPS])
        gather(s, "region%d_score", k, level(p, k), p.near_columns[R_SCORE])
        gather(s, "region%d_score_words", k, level(p, k), p.near_columns[R_SCORE_WORDS])
        region_place(s, p, k)
    for k in TAGS_AT:
        gather(s, "region%d_tag", k, level(p, k), p.near_tag)


cdef void region_place(Sheet* s, Page* p, int k) noexcept nogil:
    """Where in its region a block stands, from 0 to 1."""
    cdef float* out = column(s, "region%d_place", k)
    cdef Ints at = level(p, k)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>((i - p.near_first[at[i]]) / blocks_of(p, at[i]))


cdef void kinds(Sheet* s, Page* p) noexcept nogil:
    """What regions hold: pictures, fields, headings a block; figures and capitals a letter; prose and hidden words."""
    cdef int k
    for k in KINDS_AT:
        gather(s, "region%d_images", k, level(p, k), p.near_columns[R_IMAGES])
        gather(s, "region%d_inputs", k, level(p, k), p.near_columns[R_INPUTS])
        gather(s, "region%d_headings", k, level(p, k), p.near_columns[R_HEADINGS])
        gather(s, "region%d_digits", k, level(p, k), p.near_columns[R_DIGITS])
        gather(s, "region%d_uppercase", k, level(p, k), p.near_columns[R_UPPERCASE])
        gather(s, "region%d_paragraphs", k, level(p, k), p.near_columns[R_PARAGRAPHS])
        gather(s, "region%d_hidden", k, level(p, k), p.near_columns[R_HIDDEN])


cdef void twins(Sheet* s, Page* p) noexcept nogil:
    cdef int k
    constant(s, "page_twins", p.whole.twins)
    for k in range(5):
        gather(s, "region%d_twins", k, level(p, k), p.near_columns[R_TWINS])
        gather(s, "region%d_twin_share", k, level(p, k), p.near_columns[R_TWIN_SHARE])


cdef void heads(Sheet* s, Page* p) noexcept nogil:
    """What a region begins with, which often is its heading: "You may also like" speaks of all that is in it."""
    cdef int k
    for k in range(1, 5):
        region_head(s, p, "region%d_head_score", k, p.lexical)
        region_head(s, p, "region%d_head_words", k, p.score_words)


cdef inline void region_head(Sheet* s, Page* p, const char* name, int k, const Value* values) noexcept nogil:
    """Write the value of the first block of a region for all of its blocks."""
    cdef float* out = column(s, name, k)
    cdef Ints at = level(p, k)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>values[p.near_first[at[i]]]
