# The columns: what a block is like, and what stands around it. Part of `_features.pyx`.

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
    put(s, "score_words", p.score_words)
    put(s, "score_near", p.score_near)
    put(s, "score_far", p.score_far)
    counts(s, p)
    markup(s, p)
    place(s, p)
    repetition(s, p)
    shared_words(s, p)
    distances(s, p)
    surroundings(s, p)
    headings(s, p)
    page_kind(s, p)
    region_columns(s, p)
    anchor_columns(s, p)
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
        for i in range(s.first, s.end):
            out[i] = (p.flags[i] & FLAG_BIT[k]) != 0
    for k in range(N_GROUPS):
        gather(s, GROUP_NAME[k], 0, p.tag, IN_GROUP[k])
    gather(s, "heading_level", 0, p.tag, HEADING)
    put(s, "depth", p.depth)
    put(s, "run", p.run)


cdef void place(Sheet* s, Page* p) noexcept nogil:
    cdef Py_ssize_t i
    cdef float* out = column(s, "place", 0)
    for i in range(s.first, s.end):
        out[i] = <float>(<double>i / p.n)
    out = column(s, "place_words", 0)
    for i in range(s.first, s.end):
        out[i] = <float>(p.before[i] / at_least(p.total_weight, 1))
    place_from(s, "blocks_before", 0)
    put(s, "words_before", p.before)
    constant(s, "page_blocks", p.n)
    constant(s, "page_words", p.total_weight)
    constant(s, "page_link_share", p.whole.link_share)
    out = column(s, "since_heading", 0)
    for i in range(s.first, s.end):
        out[i] = <float>(i - p.heading[i]) if p.heading[i] >= 0 else -1
    out = column(s, "words_since_heading", 0)
    for i in range(s.first, s.end):
        out[i] = <float>(p.before[i] - p.before[p.heading[i]]) if p.heading[i] >= 0 else -1
    if p.whole.h1s:
        place_from(s, "since_h1", p.whole.h1)
    else:
        constant(s, "since_h1", -9999)
    constant(s, "has_h1", p.whole.h1s)


cdef void repetition(Sheet* s, Page* p) noexcept nogil:
    """How often the text, and the class path, is there, and what the blocks at that path are like."""
    cdef Groups* path = &p.path
    cdef Py_ssize_t i
    cdef float* out
    gather(s, "same_text", 0, p.text.of, p.text.size)
    put(s, "same_text_before", p.text.before)
    gather(s, "same_path", 0, path.of, path.size)
    out = column(s, "same_path_share", 0)
    for i in range(s.first, s.end):
        out[i] = <float>(<double>path.size[path.of[i]] / p.n)
    gather(s, "same_path_words", 0, path.of, p.path_words)
    gather(s, "same_path_link_share", 0, path.of, p.path_links)


cdef void shared_words(Sheet* s, Page* p) noexcept nogil:
    """How much of the block the page's title, or its description, holds, and the other way round."""
    share_of_block(s, p, "in_title_share", p.in_title)
    share_of_whole(s, "of_title_share", p.in_title, p.title.count)
    share_of_block(s, p, "in_description_share", p.in_description)
    share_of_whole(s, "of_description_share", p.in_description, p.description.count)
    constant(s, "description_words", p.description.count)


cdef void share_of_block(Sheet* s, Page* p, const char* name, const int32_t* common) noexcept nogil:
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>(<double>common[i] / at_least(p.word_end[i] - p.word_start[i], 1))


cdef void share_of_whole(Sheet* s, const char* name, const int32_t* common, double count) noexcept nogil:
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>(common[i] / at_least(count, 1))


cdef void distances(Sheet* s, Page* p) noexcept nogil:
    """How far up the tree a block meets the page's first `<h1>`, and its longest block that is not mostly links."""
    meets(s, p, "h1_level", p.whole.h1)
    meets(s, p, "longest_level", p.whole.longest_block)
    place_from(s, "since_longest", p.whole.longest_block)


cdef void meets(Sheet* s, Page* p, const char* name, Py_ssize_t other) noexcept nogil:
    """Write how many regions up from a block another one is inside; N_LEVELS where it never is, one more for none."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = levels_up(p, i, other, other + 1) if other >= 0 else N_LEVELS + 1


cdef inline int levels_up(Page* p, Py_ssize_t i, Py_ssize_t first, Py_ssize_t end) noexcept nogil:
    """Return how many regions up from a block the blocks `first` to `end` are inside; N_LEVELS where they never are."""
    cdef int k = 0
    cdef int32_t at
    while k < N_LEVELS:
        at = level(p, k)[i]
        if p.near_first[at] <= first and end <= p.near_end[at]:
            break
        k += 1
    return k


cdef void surroundings(Sheet* s, Page* p) noexcept nogil:
    """What the neighbours are like, and averages over the blocks 3, 8 and 20 to either side."""
    cdef int by, reach
    for by in BESIDE:
        near(s, p, "words_%+d", by, p.words, -1)
        near_links(s, p, "link_share_%+d", by)
        near(s, p, "score_%+d", by, p.lexical, 0)
    for by in NEXT:
        near_equal(s, p, "same_tag_%+d", by, p.tag, -1)
        near_equal(s, p, "same_path_%+d", by, p.path_hash, 0)
        near_difference(s, p, "depth_%+d", by, p.depth)
    for reach in REACHES:
        window(s, p, "words_window%d", reach, p.words_before)
        window(s, p, "score_window%d", reach, p.lexical_before)
        link_window(s, p, "link_window%d", reach)


cdef void near_links(Sheet* s, Page* p, const char* name, int by) noexcept nogil:
    cdef float* out = column(s, name, by)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>(p.link_chars[i + by] / at_least(p.chars[i + by], 1)) if 0 <= i + by < p.n else -1


cdef void near_equal(Sheet* s, Page* p, const char* name, int by, const int32_t* values, int32_t fill) noexcept nogil:
    cdef float* out = column(s, name, by)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = (values[i + by] if 0 <= i + by < p.n else fill) == values[i]


cdef void near_difference(Sheet* s, Page* p, const char* name, int by, const int32_t* values) noexcept nogil:
    cdef float* out = column(s, name, by)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>((values[i + by] if 0 <= i + by < p.n else 0) - values[i])


cdef void window(Sheet* s, Page* p, const char* name, int reach, const double* sums) noexcept nogil:
    """Write the mean over the blocks to either side, the block among them."""
    cdef float* out = column(s, name, reach)
    cdef Py_ssize_t i, first, end
    for i in range(s.first, s.end):
        first, end = max(i - reach, 0), min(i + reach + 1, p.n)
        out[i] = <float>((sums[end] - sums[first]) / (end - first))


cdef void link_window(Sheet* s, Page* p, const char* name, int reach) noexcept nogil:
    cdef float* out = column(s, name, reach)
    cdef Py_ssize_t i, first, end
    for i in range(s.first, s.end):
        first, end = max(i - reach, 0), min(i + reach + 1, p.n)
        out[i] = <float>(
            (p.link_chars_before[end] - p.link_chars_before[first])
            / at_least(p.chars_before[end] - p.chars_before[first], 1)
        )


cdef void headings(Sheet* s, Page* p) noexcept nogil:
    """What the last heading says, and its rank: "Related" and "Reviews" speak of all that follows."""
    cdef Py_ssize_t i
    cdef float* out
    of_heading(s, p, "heading_score", p.lexical)
    of_heading(s, p, "heading_words", p.score_words)
    out = column(s, "heading_rank", 0)
    for i in range(s.first, s.end):
        out[i] = <float>HEADING[p.tag[p.heading[i]]] if p.heading[i] >= 0 else 0


cdef void of_heading(Sheet* s, Page* p, const char* name, Scores values) noexcept nogil:
    """Write what the last heading has; 0 before the first."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = values[p.heading[i]] if p.heading[i] >= 0 else 0


cdef void page_kind(Sheet* s, Page* p) noexcept nogil:
    cdef Whole* w = &p.whole
    cdef Py_ssize_t i
    cdef float* out
    constant(s, "page_paragraphs", w.paragraphs)
    constant(s, "page_items", w.items)
    constant(s, "page_cells", w.cells)
    constant(s, "page_stops", w.stops)
    constant(s, "page_digits", w.digits)
    constant(s, "page_images", w.images)
    constant(s, "page_inputs", w.inputs)
    constant(s, "page_headings", w.headings)
    constant(s, "page_articles", w.articles)
    constant(s, "page_score", w.score)
    constant(s, "page_score_words", w.score_words)
    constant(s, "page_longest", w.longest)
    constant(s, "page_long_share", w.long_share)
    out = column(s, "of_longest", 0)
    for i in range(s.first, s.end):
        out[i] = <float>(p.weight[i] / w.longest)
