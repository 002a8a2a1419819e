# What columns say of more than a block, once a page: of all of it, of its title, of class paths.
# Part of `_features.pyx`.

cdef int see_blocks(Page* p) except -1 nogil:
    """Work out what columns say of the page as a whole, of groups and of regions, once the scores are known."""
    cdef Py_ssize_t i
    for i in range(p.n):
        p.lexical[i] = p.score_words[i] + p.score_near[i] + p.score_far[i]
    run_of(p.words, p.n, p.words_before)
    run_of(p.lexical, p.n, p.lexical_before)
    run_of(p.link_chars, p.n, p.link_chars_before)
    run_of(p.chars, p.n, p.chars_before)
    see_words(p)
    see_page(p)
    see_paths(p)
    see_regions(p)
    see_anchors(p)
    return 0


cdef void see_words(Page* p) noexcept nogil:
    """Count the words of each block that the page's title holds, and its description."""
    cdef uint64_t seen[64]  # a bit for each that one of them holds, since most words of a page are in neither
    cdef Py_ssize_t i, j
    cdef uint32_t word
    for i in range(64):
        seen[i] = p.title.seen[i] | p.description.seen[i]
    for i in range(p.n):
        p.in_title[i] = p.in_description[i] = 0
        for j in range(p.word_start[i], p.word_end[i]):
            word = p.hashes[j]
            if seen[word >> 6 & 63] >> (word & 63) & 1:
                p.in_title[i] += is_among(&p.title, word)
                p.in_description[i] += is_among(&p.description, word)


cdef inline bint is_among(const Words* words, uint32_t word) noexcept nogil:
    cdef Py_ssize_t low = 0, high = words.count, middle
    if not words.seen[word >> 6 & 63] >> (word & 63) & 1:
        return False
    while low < high:
        middle = (low + high) // 2
        if words.hashes[middle] < word:
            low = middle + 1
        else:
            high = middle
    return low < words.count and words.hashes[low] == word


cdef void see_page(Page* p) noexcept nogil:
    """What kind of page it is: prose, a list of cards, a form, a table of figures."""
    cdef double words = at_least(p.total_weight, 1), chars = at_least(p.total_chars, 1), longest = 1
    cdef double long_words = 0, score = 0, score_words = 0
    cdef Py_ssize_t i, most = -1
    cdef Whole* w = &p.whole
    memset(w, 0, sizeof(Whole))
    w.h1 = -1
    for i in range(p.n):
        longest = at_least(longest, p.weight[i])
        long_words += p.weight[i] if p.weight[i] >= LONG else 0
        score += p.lexical[i] * p.weight[i]
        score_words += p.score_words[i] * p.weight[i]
        w.headings += HEADING[p.tag[i]] > 0
        if p.tag[i] == TAG_H1:
            w.h1 = i if w.h1s == 0 else w.h1
            w.h1s += 1
        if p.words[i] > most and 2 * p.link_chars[i] < p.chars[i]:  # not mostly links
            w.longest_block, most = i, p.words[i]
    for i in range(p.regions):
        w.articles += p.region_tag[i] == TAG_ARTICLE
    w.link_share = p.link_chars_before[p.n] / chars
    w.paragraphs = words_of(p, IN_GROUP[G_PARAGRAPH]) / words
    w.items = words_of(p, IN_GROUP[G_ITEM]) / words
    w.cells = words_of(p, IN_GROUP[G_CELL]) / words
    w.stops = total_of(p.stops, p.n) / words
    w.digits = total_of(p.digits, p.n) / chars
    w.images, w.inputs = total_of(p.images, p.n), total_of(p.inputs, p.n)
    w.score, w.score_words = score / words, score_words / words
    w.longest, w.long_share = longest, long_words / words


cdef double words_of(Page* p, const int32_t* tags) noexcept nogil:
    """Return the words of the blocks whose tag is one of `tags`."""
    cdef double total = 0
    cdef Py_ssize_t i
    for i in range(p.n):
        total += p.weight[i] if tags[p.tag[i]] else 0
    return total


cdef void see_paths(Page* p) noexcept nogil:
    """What the blocks at each class path are like."""
    cdef double* sums = p.group_sums[0]
    cdef double* chars = p.group_sums[1]
    cdef Py_ssize_t g
    grouped(&p.path, p.weight, p.n, sums)
    for g in range(p.path.count):
        p.path_words[g] = <float>(sums[g] / p.path.size[g])
    grouped(&p.path, p.link_chars, p.n, sums)
    grouped(&p.path, p.chars, p.n, chars)
    for g in range(p.path.count):
        p.path_links[g] = <float>(sums[g] / at_least(chars[g], 1))


cdef inline void grouped(Groups* g, const Value* values, Py_ssize_t n, double* out) noexcept nogil:
    """Set `out` to the sum of the values of each group."""
    cdef Py_ssize_t i
    memset(out, 0, g.count * sizeof(double))
    for i in range(n):
        out[g.of[i]] += values[i]
