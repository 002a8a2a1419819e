# The second stage's own columns: what stands around a block, as the first stage saw it. Part of `_features.pyx`.

cdef int[8] AROUND = [-4, -3, -2, -1, 1, 2, 3, 4]
cdef int[4] ODDS_REACHES = [2, 5, 12, 30]


cdef void context_columns(Sheet* s, Page* p) noexcept nogil:
    cdef Py_ssize_t i
    cdef int by, reach
    for i in range(p.n):
        p.mass[i] = p.odds[i] * p.weight[i]
    put(s, "first", p.odds)
    for by in AROUND:
        near(s, "first_%+d", by, p.odds, -0.1)
    run_of(p.odds, p.n, p.run_sums[1])
    run_of(p.weight, p.n, p.run_sums[2])
    run_of(p.mass, p.n, p.run_sums[3])
    for reach in ODDS_REACHES:
        first_windows(s, p, reach)
    region_context(s, p)
    page_context(s, p)
    twin_context(s, p, "first_same_text", &p.text)
    twin_context(s, p, "first_same_path", &p.path)
    region_twins(s, p)
    core(s, p, 0.5)
    core(s, p, 0.8)
    rank(s, p)


cdef void first_windows(Sheet* s, Page* p, int reach) noexcept nogil:
    """Averages over the blocks to either side, the block left out."""
    cdef float* mean = column(s, "first_window%d", reach)
    cdef float* mean_words = column(s, "first_window%d_words", reach)
    cdef double odds, weight, mass
    cdef Py_ssize_t i, first, end
    for i in range(p.n):
        first, end = max(i - reach, 0), min(i + reach + 1, p.n)
        odds = p.run_sums[1][end] - p.run_sums[1][first] - p.odds[i]
        weight = p.run_sums[2][end] - p.run_sums[2][first] - p.weight[i]
        mass = p.run_sums[3][end] - p.run_sums[3][first] - p.mass[i]
        mean[i] = <float>(odds / at_least(end - first - 1, 1))
        mean_words[i] = <float>(mass / at_least(weight, 1))


cdef void region_context(Sheet* s, Page* p) noexcept nogil:
    """Averages over the subtrees of the nearest regions, the block left out: decisions belong to regions."""
    cdef double* total = over_regions(p, p.odds, 0)
    cdef double* weight = over_regions(p, p.weight, 1)
    cdef double* heavy = over_regions(p, p.mass, 2)
    cdef double page = at_least(total_of(p.mass, p.n), 1), rest, blocks
    cdef float* mean
    cdef float* mean_words
    cdef float* share
    cdef Py_ssize_t i
    cdef int32_t at
    cdef int k
    for k in range(N_LEVELS):
        mean = column(s, "first_region%d", k)
        mean_words = column(s, "first_region%d_words", k)
        share = column(s, "first_region%d_share", k)
        for i in range(p.n):
            at = level(p, k)[i]
            blocks, rest = p.end[at] - p.first[at], weight[at] - p.weight[i]
            mean[i] = <float>((total[at] - p.odds[i]) / (blocks - 1)) if blocks > 1 else <float>-0.1
            mean_words[i] = <float>((heavy[at] - p.mass[i]) / at_least(rest, 1)) if rest > 0 else <float>-0.1
            share[i] = <float>(heavy[at] / page)


cdef void page_context(Sheet* s, Page* p) noexcept nogil:
    cdef double page = total_of(p.mass, p.n), peak = 0, before = 0
    cdef Py_ssize_t i, n = p.n, start = -1, stop = -1, sure = 0
    cdef float* out
    for i in range(n):
        peak = at_least(peak, p.odds[i])
        if p.odds[i] >= 0.5:
            start = i if sure == 0 else start
            stop = i
            sure += 1
    constant(s, "page_mass", page)
    constant(s, "page_mass_share", page / at_least(p.total_weight, 1))
    constant(s, "page_peak", peak)
    constant(s, "page_sure", <double>sure / n if n else 0)
    out = column(s, "mass_before", 0)
    for i in range(n):
        out[i] = <float>(before / at_least(page, 1))
        before += p.mass[i]
    out = column(s, "since_first_sure", 0)
    for i in range(n):
        out[i] = <float>(i - start)
    out = column(s, "until_last_sure", 0)
    for i in range(n):
        out[i] = <float>(stop - i)
    nearest_sure(s, p)
    out = column(s, "heading_first", 0)
    for i in range(n):
        out[i] = <float>p.odds[p.heading[i]] if p.heading[i] >= 0 else <float>-0.1


cdef void nearest_sure(Sheet* s, Page* p) noexcept nogil:
    """How many blocks ago a likely block was, and in how many one comes."""
    cdef float* since = column(s, "since_sure", 0)
    cdef float* until = column(s, "until_sure", 0)
    cdef Py_ssize_t i, last = -999, next = p.n + 999
    for i in range(p.n):
        last = i if p.odds[i] >= 0.5 else last
        since[i] = <float>(i - last)
    for i in range(p.n - 1, -1, -1):
        next = i if p.odds[i] >= 0.5 else next
        until[i] = <float>(next - i)


cdef void twin_context(Sheet* s, Page* p, const char* name, Groups* g) noexcept nogil:
    """What was thought of blocks with the same text, or at the same class path: templates repeat."""
    cdef double* total = p.group_sums[0]
    cdef float* out = column(s, name, 0)
    cdef Py_ssize_t i
    cdef int32_t others
    grouped(g, p.odds, p.n, total)
    for i in range(p.n):
        others = g.size[g.of[i]] - 1
        out[i] = <float>((total[g.of[i]] - p.odds[i]) / others) if others else <float>-0.1


cdef void region_twins(Sheet* s, Page* p) noexcept nogil:
    """What was thought of all regions at the same class path, and of what a region begins with."""
    cdef Groups* g = &p.twins
    cdef double* heavy = p.group_sums[0]
    cdef double* weight = p.group_sums[1]
    cdef double* mean = p.region_sums[0]
    cdef float* out
    cdef Py_ssize_t i
    cdef int k
    grouped(g, over_regions(p, p.mass, 2), p.regions, heavy)
    grouped(g, over_regions(p, p.weight, 1), p.regions, weight)
    for i in range(p.regions):
        mean[i] = heavy[g.of[i]] / at_least(weight[g.of[i]], 1)
    for k in range(4):
        gather(s, "first_twins%d", k, level(p, k), mean)
    for k in range(1, 4):
        out = column(s, "first_head%d", k)
        for i in range(p.n):
            out[i] = <float>p.odds[p.first[level(p, k)[i]]]


cdef void core(Sheet* s, Page* p, double part) noexcept nogil:
    """Where a block stands to the page's core: the smallest region with `part` of the expected content, or more."""
    cdef double* heavy = over_regions(p, p.mass, 0)
    cdef double* weight = over_regions(p, p.weight, 1)
    cdef double page = at_least(total_of(p.mass, p.n), 1)
    cdef Py_ssize_t i, at = -1, start = 0, end = 0
    cdef float* out
    for i in range(p.regions):
        if heavy[i] / page >= part and (at < 0 or p.end[i] - p.first[i] < end - start):
            at, start, end = i, p.first[i], p.end[i]
    out = column(s, "in_core%g", part)
    for i in range(p.n):
        out[i] = start <= i < end
    out = column(s, "core%g_share", part)
    for i in range(p.n):
        out[i] = <float>(<double>(end - start) / p.n)
    out = column(s, "core%g_mean", part)
    for i in range(p.n):
        out[i] = <float>(heavy[at] / at_least(weight[at], 1)) if at >= 0 else -1
    out = column(s, "core%g_from", part)
    for i in range(p.n):
        out[i] = <float>(i - start)
    out = column(s, "core%g_to", part)
    for i in range(p.n):
        out[i] = <float>(end - i)


cdef void rank(Sheet* s, Page* p) noexcept nogil:
    """How much of the page is surer than a block, in units of the expected content, and how sure the page is at all."""
    cdef double total = at_least(total_of(p.mass, p.n), 1), words = at_least(p.total_weight, 1)
    cdef double surer_words = 0, surer_mass = 0, doubt = 0, sure = 0, unsure = 0, odds
    cdef float* rank_words = column(s, "rank_words", 0)
    cdef float* rank_mass = column(s, "rank_mass", 0)
    cdef Py_ssize_t i
    cdef int32_t at
    surest_first(p)
    for i in range(p.n):
        at = p.order[i]
        surer_words += p.weight[at]
        surer_mass += p.mass[at]
        rank_words[at], rank_mass[at] = <float>(surer_words / total), <float>(surer_mass / total)
    for i in range(p.n):
        odds = min(at_least(p.odds[i], 1e-6), 1 - 1e-6)
        doubt -= p.weight[i] * (odds * log(odds) + (1 - odds) * log1p(-odds))
        sure += p.weight[i] if p.odds[i] > 0.8 else 0
        unsure += p.weight[i] if 0.2 < p.odds[i] < 0.8 else 0
    constant(s, "page_doubt", doubt / words)
    constant(s, "page_sure_words", sure)
    constant(s, "page_unsure_share", unsure / words)


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
