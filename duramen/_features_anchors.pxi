# Places on the page that every block is told its way to: where the prose hangs, and where the likely words stand
# together. Part of `_features.pyx`.
#
# A tree sees a block, and the regions around it; which region of all is the page's best it has to be told. Each of the
# three anchors is how an extractor without training finds an article. *Prose*: Arc90's Readability (2009; `grabArticle`
# in readability.js). Paragraphs score by length and commas and hand that on to what is around them; the region with the
# highest score, less its share of links, is the article. *The run*: of all runs of blocks the one whose scores by the
# lexicon have the largest sum (Pasternack and Roth, "Extracting article text from the web with maximum subsequence
# segmentation", WWW 2009). *The region*: the same, of all regions.

cdef enum:
    PROSE_CHARS = 25     # letters from which a block scores
    PROSE_LENGTH = 100   # letters for a point, of which there are three at most


# ---------------------------------------------------------------------------------------------------------------------
# Once a page

cdef void see_anchors(Page* p) noexcept nogil:
    cdef Py_ssize_t i
    p.likely_before[0] = 0
    for i in range(p.n):
        p.likely_before[i + 1] = p.likely_before[i] + p.lexical[i] * sqrt(p.weight[i])
    see_prose(p, &p.prose)
    see_likely_run(p, &p.likely_run)
    see_likely_region(p, &p.likely_region)


cdef void see_prose(Page* p, Anchor* found) noexcept nogil:
    """Score regions by the prose straight in them, half of that one further in, and a sixth of that two further in."""
    cdef Py_ssize_t i, r
    cdef double prose
    memset(p.near_prose, 0, p.near * sizeof(double))
    for i in range(p.n):
        r, prose = p.as_near[p.region[i]], prose_of(p, i)
        p.near_prose[r] += prose
        r = p.near_wider[r]
        if r >= 0:
            p.near_prose[r] += prose / 2
            r = p.near_wider[r]
            if r >= 0:
                p.near_prose[r] += prose / 6
    found.first, found.end, found.score = 0, 0, -1
    for r in range(p.near):
        p.near_prose[r] *= 1 - p.near_columns[R_LINK_SHARE][r]
        if p.near_prose[r] > found.score:
            found.first, found.end, found.score = p.near_first[r], p.near_end[r], p.near_prose[r]


cdef inline double prose_of(Page* p, Py_ssize_t i) noexcept nogil:
    """Return a block's score: one, one for each comma, one for each hundred letters."""
    return 1.0 + p.commas[i] + min(p.chars[i] // PROSE_LENGTH, 3) if p.chars[i] >= PROSE_CHARS else 0


cdef void see_likely_run(Page* p, Anchor* found) noexcept nogil:
    """Find the run with the largest sum: it begins after the lowest sum of all blocks before its end (Kadane)."""
    cdef Py_ssize_t i, lowest = 0
    found.first, found.end, found.score = 0, 0, 0
    for i in range(p.n):
        if p.likely_before[i] <= p.likely_before[lowest]:
            lowest = i
        if i == 0 or p.likely_before[i + 1] - p.likely_before[lowest] > found.score:
            found.first, found.end, found.score = lowest, i + 1, p.likely_before[i + 1] - p.likely_before[lowest]


cdef void see_likely_region(Page* p, Anchor* found) noexcept nogil:
    cdef Py_ssize_t r
    cdef double score
    found.first, found.end, found.score = 0, 0, 0
    for r in range(p.regions):
        score = p.likely_before[p.end[r]] - p.likely_before[p.first[r]]
        if r == 0 or score > found.score:
            found.first, found.end, found.score = p.first[r], p.end[r], score


# ---------------------------------------------------------------------------------------------------------------------
# For the blocks of a tile

cdef void anchor_columns(Sheet* s, Page* p) noexcept nogil:
    prose_columns(s, p)
    inside(s, "in_prose", p.prose.first, p.prose.end)
    distance(s, p, "from_prose", &p.prose)
    anchor_level(s, p, "prose_level", &p.prose)
    inside(s, "in_likely_run", p.likely_run.first, p.likely_run.end)
    distance(s, p, "from_likely_run", &p.likely_run)
    of_likely_run(s, p)
    inside(s, "in_likely_region", p.likely_region.first, p.likely_region.end)
    distance(s, p, "from_likely_region", &p.likely_region)
    anchor_level(s, p, "likely_region_level", &p.likely_region)
    constant(s, "page_prose", p.prose.score)
    constant(s, "page_prose_share", share_of(p, &p.prose))
    constant(s, "page_likely_run", p.likely_run.score)
    constant(s, "page_likely_run_share", share_of(p, &p.likely_run))
    constant(s, "page_likely_region", p.likely_region.score)
    constant(s, "page_likely_region_share", share_of(p, &p.likely_region))


cdef void prose_columns(Sheet* s, Page* p) noexcept nogil:
    """A block's score; those of its region, of the one around, and of the best one around, as shares of the highest."""
    cdef float* out = column(s, "prose", 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>prose_of(p, i)
    prose_around(s, p, "prose_region0", 0, 1)
    prose_around(s, p, "prose_region1", 1, 2)
    prose_around(s, p, "prose_around", 0, N_LEVELS)


cdef void prose_around(Sheet* s, Page* p, const char* name, int start, int stop) noexcept nogil:
    cdef float* out = column(s, name, 0)
    cdef double most
    cdef Py_ssize_t i
    cdef int k
    for i in range(s.first, s.end):
        most = 0
        for k in range(start, stop):
            most = at_least(p.near_prose[level(p, k)[i]], most)
        out[i] = <float>(most / at_least(p.prose.score, 1e-9))


cdef void distance(Sheet* s, Page* p, const char* name, const Anchor* a) noexcept nogil:
    """How much of the page is between a block and the anchor: 0 in it, negative after it."""
    cdef float* out = column(s, name, 0)
    cdef double words = at_least(p.total_weight, 1)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = 0 if a.first <= i < a.end else <float>((p.before[a.first if i < a.first else a.end] - p.before[i]) / words)


cdef void anchor_level(Sheet* s, Page* p, const char* name, const Anchor* a) noexcept nogil:
    """How many regions up from a block the anchor is inside; N_LEVELS where it never is."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = levels_up(p, i, a.first, a.end)


cdef void of_likely_run(Sheet* s, Page* p) noexcept nogil:
    """How much of the run's sum there is up to the end of a block: 1 at its end, less than 0 well before it."""
    cdef const Anchor* a = &p.likely_run
    cdef float* out = column(s, "of_likely_run", 0)
    cdef Py_ssize_t i
    for i in range(s.first, s.end):
        out[i] = <float>((p.likely_before[i + 1] - p.likely_before[a.first]) / a.score) if a.score > 0 else 0


cdef inline double share_of(Page* p, const Anchor* a) noexcept nogil:
    return (p.before[a.end] - p.before[a.first]) / at_least(p.total_weight, 1) if p.n else 0
