# The first stage's columns: what a block is like, and what stands around it. Part of `_features.pyx`.

cdef enum:
    LONG = 30       # words from which a block is a paragraph, whatever its tag
    MAX_GROUPS = 16

cdef dict _GROUPS = {
    "paragraph": ("p",),
    "item": ("li",),
    "cell": ("td", "th"),
    "term": ("dt", "dd"),
    "container": ("div", "section", "article", "main", "custom"),
    "control": ("button", "label", "option", "legend", "textarea", "select"),
    "caption": ("figcaption", "caption"),
}
cdef list _FLAG_COLUMNS = [f"in_{name}".encode() for name in FLAGS]      # these own the bytes that are pointed to
cdef list _GROUP_COLUMNS = [f"is_{name}".encode() for name in _GROUPS]
cdef int N_FLAGS = len(FLAGS), N_GROUPS = len(_GROUPS)
cdef const char* FLAG_NAME[32]
cdef int32_t FLAG_BIT[32]
cdef const char* GROUP_NAME[MAX_GROUPS]
cdef int32_t IN_GROUP[MAX_GROUPS][MAX_TAGS]
cdef int[4] BESIDE = [-2, -1, 1, 2]
cdef int[2] NEXT = [-1, 1]
cdef int[3] REACHES = [3, 8, 20]
cdef int G_PARAGRAPH = list(_GROUPS).index("paragraph")
cdef int G_ITEM = list(_GROUPS).index("item")
cdef int G_CELL = list(_GROUPS).index("cell")


def _fill_tables():
    for i, bit in enumerate(FLAGS.values()):
        FLAG_NAME[i], FLAG_BIT[i] = <bytes>_FLAG_COLUMNS[i], bit
    for i, tags in enumerate(_GROUPS.values()):
        GROUP_NAME[i] = <bytes>_GROUP_COLUMNS[i]
        per_tag(IN_GROUP[i], dict.fromkeys(tags, 1))


_fill_tables()


cdef void block_columns(Sheet* s, Page* p, double policy_body, double policy_title) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(p.n):
        p.lexical[i] = p.score_words[i] + p.score_near[i] + p.score_far[i]
    put(s, "score_words", p.score_words)
    put(s, "score_near", p.score_near)
    put(s, "score_far", p.score_far)
    counts(s, p)
    markup(s, p)
    place(s, p)
    repetition(s, p)
    shared_words(s, p, "in_title_share", "of_title_share", &p.title)
    shared_words(s, p, "in_description_share", "of_description_share", &p.description)
    constant(s, "description_words", p.description.count)
    distances(s, p)
    surroundings(s, p)
    headings(s, p)
    page_kind(s, p)
    region_columns(s, p)
    constant(s, "policy_body", policy_body)
    constant(s, "policy_title", policy_title)


cdef void counts(Sheet* s, Page* p) noexcept nogil:
    put(s, "chars", p.chars)
    put(s, "words", p.words)
    put(s, "links", p.links)
    put(s, "hash_links", p.hash_links)
    put(s, "stops", p.stops)
    put(s, "commas", p.commas)
    put(s, "images", p.images)
    put(s, "inputs", p.inputs)
    put(s, "breaks", p.breaks)
    ratio(s, "word_length", p.chars, p.words)
    ratio(s, "link_chars_share", p.link_chars, p.chars)
    ratio(s, "punctuation_share", p.punctuation, p.chars)
    ratio(s, "digits_share", p.digits, p.chars)
    ratio(s, "uppercase_share", p.uppercase, p.chars)
    ratio(s, "non_ascii_share", p.non_ascii, p.chars)
    ratio(s, "unspaced_share", p.unspaced, p.chars)
    ratio(s, "bold_chars_share", p.bold_chars, p.chars)
    ratio(s, "capitals_a_word", p.capitals, p.words)
    ratio(s, "stops_a_word", p.stops, p.words)
    ratio(s, "commas_a_word", p.commas, p.words)


cdef void markup(Sheet* s, Page* p) noexcept nogil:
    """Which elements enclose the block, and which it is."""
    cdef Py_ssize_t i
    cdef float* out
    cdef int k
    for k in range(N_FLAGS):
        out = column(s, FLAG_NAME[k], 0)
        for i in range(p.n):
            out[i] = (p.flags[i] & FLAG_BIT[k]) != 0
    for k in range(N_GROUPS):
        by_tag(s, GROUP_NAME[k], p, IN_GROUP[k])
    by_tag(s, "heading_level", p, HEADING)
    put(s, "depth", p.depth)
    put(s, "run", p.run)


cdef void by_tag(Sheet* s, const char* name, Page* p, const int32_t* table) noexcept nogil:
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(p.n):
        out[i] = <float>table[p.tag[i]]


cdef void place(Sheet* s, Page* p) noexcept nogil:
    cdef Py_ssize_t i, n = p.n, h1 = -1, h1s = 0
    cdef int32_t heading
    cdef float* out = column(s, "place", 0)
    cdef float* words_since
    for i in range(n):
        out[i] = <float>(<double>i / n)
    out = column(s, "place_words", 0)
    for i in range(n):
        out[i] = <float>(p.before[i] / at_least(p.total_weight, 1))
    out = column(s, "blocks_before", 0)
    for i in range(n):
        out[i] = <float>i
    put(s, "words_before", p.before)
    constant(s, "page_blocks", n)
    constant(s, "page_words", p.total_weight)
    constant(s, "page_link_share", total_of(p.link_chars, n) / at_least(p.total_chars, 1))
    out = column(s, "since_heading", 0)
    words_since = column(s, "words_since_heading", 0)
    for i in range(n):
        heading = p.heading[i]
        out[i] = <float>(i - heading) if heading >= 0 else -1
        words_since[i] = <float>(p.before[i] - p.before[heading]) if heading >= 0 else -1
    for i in range(n):
        if p.tag[i] == TAG_H1:
            h1 = i if h1s == 0 else h1
            h1s += 1
    out = column(s, "since_h1", 0)
    for i in range(n):
        out[i] = <float>(i - h1) if h1s else -9999
    constant(s, "has_h1", h1s)


cdef void repetition(Sheet* s, Page* p) noexcept nogil:
    """How often the text, and the class path, is there, and what the blocks at that path are like."""
    cdef Py_ssize_t i, g, n = p.n
    cdef Groups* path = &p.path
    cdef double* links = p.group_sums[0]
    cdef double* chars = p.group_sums[1]
    cdef float* out
    group_size(s, "same_text", &p.text)
    put(s, "same_text_before", p.text.before)
    group_size(s, "same_path", path)
    out = column(s, "same_path_share", 0)
    for i in range(n):
        out[i] = <float>(<double>path.size[path.of[i]] / n)
    grouped(path, p.weight, n, chars)
    for g in range(path.count):
        chars[g] /= path.size[g]
    gather(s, "same_path_words", 0, path.of, chars)
    grouped(path, p.link_chars, n, links)
    grouped(path, p.chars, n, chars)
    for g in range(path.count):
        links[g] /= at_least(chars[g], 1)
    gather(s, "same_path_link_share", 0, path.of, links)


cdef void group_size(Sheet* s, const char* name, Groups* g) noexcept nogil:
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.n):
        out[i] = <float>g.size[g.of[i]]


cdef inline void grouped(Groups* g, const Value* values, Py_ssize_t n, double* out) noexcept nogil:
    """Set `out` to the sum of the values of each group."""
    cdef Py_ssize_t i
    memset(out, 0, g.count * sizeof(double))
    for i in range(n):
        out[g.of[i]] += values[i]


cdef void shared_words(
    Sheet* s, Page* p, const char* in_name, const char* of_name, const Words* words
) noexcept nogil:
    """How much of the block the page's title, or its description, holds, and the other way round."""
    cdef float* share = column(s, in_name, 0)
    cdef float* whole = column(s, of_name, 0)
    cdef Py_ssize_t i, j, common
    for i in range(p.n):
        common = 0
        for j in range(p.word_start[i], p.word_end[i]):
            common += is_among(words, p.hashes[j])
        share[i] = <float>(<double>common / at_least(p.word_end[i] - p.word_start[i], 1))
        whole[i] = <float>(<double>common / at_least(words.count, 1))


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


cdef void distances(Sheet* s, Page* p) noexcept nogil:
    """How far up the tree a block meets the page's first `<h1>`, and its longest block that is not mostly links."""
    cdef Py_ssize_t i, heading = -1, longest = 0, most = -1
    cdef float* out
    for i in range(p.n):
        if heading < 0 and p.tag[i] == TAG_H1:
            heading = i
        if p.words[i] > most and 2 * p.link_chars[i] < p.chars[i]:
            longest, most = i, p.words[i]
    meets(s, p, "h1_level", heading)
    meets(s, p, "longest_level", longest)
    out = column(s, "since_longest", 0)
    for i in range(p.n):
        out[i] = <float>(i - longest)


cdef void meets(Sheet* s, Page* p, const char* name, Py_ssize_t other) noexcept nogil:
    """Write how many regions up from a block another one is inside; N_LEVELS where it never is, one more for none."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    cdef int32_t at
    cdef int k
    for i in range(p.n):
        k = N_LEVELS + 1 if other < 0 else 0
        while k < N_LEVELS:
            at = level(p, k)[i]
            if p.first[at] <= other < p.end[at]:
                break
            k += 1
        out[i] = k


cdef void surroundings(Sheet* s, Page* p) noexcept nogil:
    """What the neighbours are like, and averages over the blocks 3, 8 and 20 to either side."""
    cdef int by, reach
    cdef Py_ssize_t i, n = p.n
    for i in range(n):
        p.block_values[i] = p.link_chars[i] / at_least(p.chars[i], 1)
    for by in BESIDE:
        near(s, "words_%+d", by, p.words, -1)
        near(s, "link_share_%+d", by, p.block_values, -1)
        near(s, "score_%+d", by, p.lexical, 0)
    for by in NEXT:
        near_equal(s, "same_tag_%+d", by, p.tag, -1)
        near_equal(s, "same_path_%+d", by, p.path_hash, 0)
        near_difference(s, "depth_%+d", by, p.depth)
    run_of(p.words, n, p.run_sums[0])
    run_of(p.lexical, n, p.run_sums[1])
    run_of(p.link_chars, n, p.run_sums[2])
    run_of(p.chars, n, p.run_sums[3])
    for reach in REACHES:
        windows(s, p, reach)


cdef void near_equal(Sheet* s, const char* name, int by, const int32_t* values, int32_t fill) noexcept nogil:
    cdef float* out = column(s, name, by)
    cdef Py_ssize_t i
    for i in range(s.n):
        out[i] = (values[i + by] if 0 <= i + by < s.n else fill) == values[i]


cdef void near_difference(Sheet* s, const char* name, int by, const int32_t* values) noexcept nogil:
    cdef float* out = column(s, name, by)
    cdef Py_ssize_t i
    for i in range(s.n):
        out[i] = <float>((values[i + by] if 0 <= i + by < s.n else 0) - values[i])


cdef void windows(Sheet* s, Page* p, int reach) noexcept nogil:
    cdef float* words = column(s, "words_window%d", reach)
    cdef float* score = column(s, "score_window%d", reach)
    cdef float* links = column(s, "link_window%d", reach)
    cdef Py_ssize_t i, first, end
    for i in range(p.n):
        first, end = max(i - reach, 0), min(i + reach + 1, p.n)
        words[i] = <float>((p.run_sums[0][end] - p.run_sums[0][first]) / (end - first))
        score[i] = <float>((p.run_sums[1][end] - p.run_sums[1][first]) / (end - first))
        links[i] = <float>(
            (p.run_sums[2][end] - p.run_sums[2][first]) / at_least(p.run_sums[3][end] - p.run_sums[3][first], 1)
        )


cdef void headings(Sheet* s, Page* p) noexcept nogil:
    """What the last heading says, and its rank: "Related" and "Reviews" speak of all that follows."""
    cdef float* score = column(s, "heading_score", 0)
    cdef float* words = column(s, "heading_words", 0)
    cdef float* rank = column(s, "heading_rank", 0)
    cdef Py_ssize_t i
    cdef int32_t at
    for i in range(p.n):
        at = p.heading[i]
        score[i] = p.lexical[at] if at >= 0 else 0
        words[i] = p.score_words[at] if at >= 0 else 0
        rank[i] = <float>HEADING[p.tag[at]] if at >= 0 else 0


cdef void page_kind(Sheet* s, Page* p) noexcept nogil:
    """What kind of page it is: prose, a list of cards, a form, a table of figures."""
    cdef double words = at_least(p.total_weight, 1), chars = at_least(p.total_chars, 1), longest = 1
    cdef double long_words = 0, score = 0, score_words = 0
    cdef Py_ssize_t i, headings = 0, articles = 0
    for i in range(p.n):
        longest = at_least(longest, p.weight[i])
        long_words += p.weight[i] if p.weight[i] >= LONG else 0
        score += p.lexical[i] * p.weight[i]
        score_words += p.score_words[i] * p.weight[i]
        headings += HEADING[p.tag[i]] > 0
    for i in range(p.regions):
        articles += p.region_tag[i] == TAG_ARTICLE
    constant(s, "page_paragraphs", words_of(p, IN_GROUP[G_PARAGRAPH]) / words)
    constant(s, "page_items", words_of(p, IN_GROUP[G_ITEM]) / words)
    constant(s, "page_cells", words_of(p, IN_GROUP[G_CELL]) / words)
    constant(s, "page_stops", total_of(p.stops, p.n) / words)
    constant(s, "page_digits", total_of(p.digits, p.n) / chars)
    constant(s, "page_images", total_of(p.images, p.n))
    constant(s, "page_inputs", total_of(p.inputs, p.n))
    constant(s, "page_headings", headings)
    constant(s, "page_articles", articles)
    constant(s, "page_score", score / words)
    constant(s, "page_score_words", score_words / words)
    constant(s, "page_longest", longest)
    constant(s, "page_long_share", long_words / words)
    cdef float* out = column(s, "of_longest", 0)
    for i in range(p.n):
        out[i] = <float>(p.weight[i] / longest)


cdef double words_of(Page* p, const int32_t* tags) noexcept nogil:
    """Return the words of the blocks whose tag is one of `tags`."""
    cdef double total = 0
    cdef Py_ssize_t i
    for i in range(p.n):
        total += p.weight[i] if tags[p.tag[i]] else 0
    return total
