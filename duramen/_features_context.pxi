# The second stage's own columns: what stands around a block, as the first stage saw it. Part of `_features.pyx`.

cdef int[8] AROUND = [-4, -3, -2, -1, 1, 2, 3, 4]
cdef int[4] ODDS_REACHES = [2, 5, 12, 30]
#: What stands in a column where there is nobody to speak of: no probability.
cdef double NOBODY = -0.1


# ---------------------------------------------------------------------------------------------------------------------
# Once a page

cdef void see_context(Page* p) noexcept nogil:
    """Work out what columns say of the page as a whole, of groups and of regions, once the probabilities are known."""
    cdef Py_ssize_t i
    for i in range(p.n):
        p.mass[i] = p.odds[i] * p.weight[i]
    run_of(p.odds, p.n, p.odds_before)
    run_of(p.mass, p.n, p.mass_before)
    grouped(&p.text, p.odds, p.n, p.text_odds)
    grouped(&p.path, p.odds, p.n, p.path_odds)
    memset(&p.judged, 0, sizeof(Judged))
    p.judged.mass = p.mass_before[p.n]
    see_near(p)
    see_region_twins(p)
    see_core(p, &p.judged.half, 0.5)
    see_core(p, &p.judged.most, 0.8)
    see_peaks(p)
    see_sure(p)
    see_rank(p)


cdef void see_near(Page* p) noexcept nogil:
    cdef Py_ssize_t r, first, end
    for r in range(p.near):
        first, end = p.near_first[r], p.near_end[r]
        p.near_odds[r] = p.odds_before[end] - p.odds_before[first]
        p.near_weight[r] = p.before[end] - p.before[first]
        p.near_mass[r] = p.mass_before[end] - p.mass_before[first]


cdef void see_region_twins(Page* p) noexcept nogil:
    """What was thought of all regions at the same class path."""
    cdef Groups* g = &p.twins
    cdef double* heavy = p.group_sums[0]
    cdef double* weight = p.group_sums[1]
    cdef Py_ssize_t r
    memset(heavy, 0, g.count * sizeof(double))
    memset(weight, 0, g.count * sizeof(double))
    for r in range(p.regions):
        heavy[g.of[r]] += p.mass_before[p.end[r]] - p.mass_before[p.first[r]]
        weight[g.of[r]] += p.before[p.end[r]] - p.before[p.first[r]]
    for r in range(p.regions):
        if p.as_near[r] >= 0:
            p.near_twins_odds[p.as_near[r]] = <float>(heavy[g.of[r]] / at_least(weight[g.of[r]], 1))


cdef void see_core(Page* p, Core* core, double part) noexcept nogil:
    """Find the page's core: the smallest region with `part` of the expected content, or more."""
    cdef double page = at_least(p.judged.mass, 1), heavy
    cdef Py_ssize_t r
    core.first, core.end, core.mean = 0, 0, -1
    for r in range(p.regions):
        heavy = p.mass_before[p.end[r]] - p.mass_before[p.first[r]]
        if heavy / page >= part and (core.mean < 0 or p.end[r] - p.first[r] < core.end - core.first):
            core.first, core.end = p.first[r], p.end[r]
            core.mean = heavy / at_least(p.before[core.end] - p.before[core.first], 1)


cdef void see_peaks(Page* p) noexcept nogil:
    """Find the block with most expected content, and the surest one."""
    cdef Judged* j = &p.judged
    cdef Py_ssize_t i
    for i in range(p.n):
        j.heaviest = i if p.mass[i] > p.mass[j.heaviest] else j.heaviest
        j.surest = i if p.odds[i] > p.odds[j.surest] else j.surest
        j.peak = at_least(j.peak, p.odds[i])


cdef void see_sure(Page* p) noexcept nogil:
    """Find the likely blocks: the first, the last, and the nearest to each."""
    cdef Judged* j = &p.judged
    cdef Py_ssize_t i, last = -999, next = p.n + 999
    j.first_sure = j.last_sure = -1
    for i in range(p.n):
        if p.odds[i] >= 0.5:
            j.first_sure = i if j.sure == 0 else j.first_sure
            j.last_sure = last = i
            j.sure += 1
        p.since_sure[i] = <int32_t>(i - last)
    for i in range(p.n - 1, -1, -1):
        next = i if p.odds[i] >= 0.5 else next
        p.until_sure[i] = <int32_t>(next - i)


cdef void see_rank(Page* p) noexcept nogil:
    """How much of the page is surer than a block, in units of the expected content, and how sure the page is at all."""
    cdef double total = at_least(p.judged.mass, 1), surer_words = 0, surer_mass = 0, odds
    cdef Judged* j = &p.judged
    cdef Py_ssize_t i
    cdef int32_t at
    surest_first(p)
    for i in range(p.n):
        at = p.order[i]
        surer_words += p.weight[at]
        surer_mass += p.mass[at]
        p.rank_words[at], p.rank_mass[at] = <float>(surer_words / total), <float>(surer_mass / total)
    for i in range(p.n):
        odds = min(at_least(p.odds[i], 1e-6), 1 - 1e-6)
        j.doubt -= p.weight[i] * (odds * log(odds) + (1 - odds) * log1p(-odds))
        j.sure_words += p.weight[i] if p.odds[i] > 0.8 else 0
        j.unsure_words += p.weight[i] if 0.2 < p.odds[i] < 0.8 else 0


cdef void surest_first(Page* p) noexcept nogil:
    """Set `p.order` to the blocks by falling probability; equal ones stay in document order."""
    cdef Py_ssize_t i
    cdef int half
    for i in range(p.n):
        p.order[i] = <int32_t>i
    # The bits of doubles from 0 up are in the order of their values: sorted by the lower half, then by the upper.
    for half in range(2):
        for i in range(p.n):
            p.keys[i] = <uint32_t>(~(<const uint64_t*>p.odds)[i] >> (32 * half))
        sort_by(p.keys, p.order, p.order_scratch, p.n)


# ---------------------------------------------------------------------------------------------------------------------
# For the blocks of a tile

cdef void context_columns(Sheet* s, Page* p) noexcept nogil:
    cdef int by, reach
    put(s, "first", p.odds)
    for by in AROUND:
        near(s, p, "first_%+d", by, p.odds, NOBODY)
    for reach in ODDS_REACHES:
        first_window(s, p, reach)
        first_window_words(s, p, reach)
    region_context(s, p)
    page_context(s, p)
    twin_context(s, p, "first_same_text", &p.text, p.text_odds)
    twin_context(s, p, "first_same_path", &p.path, p.path_odds)
    region_twins(s, p)
    core(s, p, &p.judged.half, 0.5)
    core(s, p, &p.judged.most, 0.8)
    meets(s, p, "heaviest_level", p.judged.heaviest)
    meets(s, p, "surest_level", p.judged.surest)
    rank(s, p)


cdef void first_window(Sheet* s, Page* p, int reach) noexcept nogil:
    """The average over the blocks to either side, the block left out."""
    cdef float* out = column(s, "first_window%d", reach)
    cdef Py_ssize_t i, first, end
    for i in range(s.first, s.stop):
        first, end = max(i - reach, 0), min(i + reach + 1, p.n)
        out[i] = <float>((p.odds_before[end] - p.odds_before[first] - p.odds[i]) / at_least(end - first - 1, 1))


cdef void first_window_words(Sheet* s, Page* p, int reach) noexcept nogil:
    """The same, by words."""
    cdef float* out = column(s, "first_window%d_words", reach)
    cdef double weight, mass
    cdef Py_ssize_t i, first, end
    for i in range(s.first, s.stop):
        first, end = max(i - reach, 0), min(i + reach + 1, p.n)
        weight = p.before[end] - p.before[first] - p.weight[i]
        mass = p.mass_before[end] - p.mass_before[first] - p.mass[i]
        out[i] = <float>(mass / at_least(weight, 1))


cdef void region_context(Sheet* s, Page* p) noexcept nogil:
    """Averages over the subtrees of the nearest regions, the block left out: decisions belong to regions."""
    cdef int k
    for k in range(N_LEVELS):
        first_region(s, p, k)
        first_region_words(s, p, k)
        first_region_share(s, p, k)


cdef void first_region(Sheet* s, Page* p, int k) noexcept nogil:
    cdef float* out = column(s, "first_region%d", k)
    cdef Ints at = level(p, k)
    cdef Py_ssize_t i
    cdef double blocks
    for i in range(s.first, s.stop):
        blocks = p.near_end[at[i]] - p.near_first[at[i]]
        out[i] = <float>((p.near_odds[at[i]] - p.odds[i]) / (blocks - 1)) if blocks > 1 else <float>NOBODY


cdef void first_region_words(Sheet* s, Page* p, int k) noexcept nogil:
    cdef float* out = column(s, "first_region%d_words", k)
    cdef Ints at = level(p, k)
    cdef Py_ssize_t i
    cdef double rest
    for i in range(s.first, s.stop):
        rest = p.near_weight[at[i]] - p.weight[i]
        out[i] = <float>((p.near_mass[at[i]] - p.mass[i]) / at_least(rest, 1)) if rest > 0 else <float>NOBODY


cdef void first_region_share(Sheet* s, Page* p, int k) noexcept nogil:
    cdef float* out = column(s, "first_region%d_share", k)
    cdef Ints at = level(p, k)
    cdef double page = at_least(p.judged.mass, 1)
    cdef Py_ssize_t i
    for i in range(s.first, s.stop):
        out[i] = <float>(p.near_mass[at[i]] / page)


cdef void page_context(Sheet* s, Page* p) noexcept nogil:
    cdef Judged* j = &p.judged
    cdef Py_ssize_t i
    cdef float* out
    constant(s, "page_mass", j.mass)
    constant(s, "page_mass_share", j.mass / at_least(p.total_weight, 1))
    constant(s, "page_peak", j.peak)
    constant(s, "page_sure", <double>j.sure / p.n if p.n else 0)
    out = column(s, "mass_before", 0)
    for i in range(s.first, s.stop):
        out[i] = <float>(p.mass_before[i] / at_least(j.mass, 1))
    place_from(s, "since_first_sure", 0, j.first_sure, 1)
    place_from(s, "until_last_sure", 0, j.last_sure, -1)
    put(s, "since_sure", p.since_sure)
    put(s, "until_sure", p.until_sure)
    of_heading(s, p, "heading_first", p.odds, NOBODY)


cdef void twin_context(Sheet* s, Page* p, const char* name, Groups* g, const double* total) noexcept nogil:
    """What was thought of blocks with the same text, or at the same class path: templates repeat."""
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    cdef int32_t others
    for i in range(s.first, s.stop):
        others = g.size[g.of[i]] - 1
        out[i] = <float>((total[g.of[i]] - p.odds[i]) / others) if others else <float>NOBODY


cdef void region_twins(Sheet* s, Page* p) noexcept nogil:
    """What was thought of all regions at the same class path, and of what a region begins with."""
    cdef int k
    for k in range(4):
        gather(s, "first_twins%d", k, level(p, k), p.near_twins_odds)
    for k in range(1, 4):
        region_head(s, p, "first_head%d", k, p.odds)


cdef void core(Sheet* s, Page* p, const Core* c, double part) noexcept nogil:
    """Where a block stands to the page's core: the smallest region with `part` of the expected content, or more."""
    inside(s, "in_core%g", part, c.first, c.end)
    constant_of(s, "core%g_share", part, <double>(c.end - c.first) / p.n if p.n else 0)
    constant_of(s, "core%g_mean", part, c.mean)
    place_from(s, "core%g_from", part, c.first, 1)
    place_from(s, "core%g_to", part, c.end, -1)


cdef void rank(Sheet* s, Page* p) noexcept nogil:
    cdef double words = at_least(p.total_weight, 1)
    put(s, "rank_words", p.rank_words)
    put(s, "rank_mass", p.rank_mass)
    constant(s, "page_doubt", p.judged.doubt / words)
    constant(s, "page_sure_words", p.judged.sure_words)
    constant(s, "page_unsure_share", p.judged.unsure_words / words)
