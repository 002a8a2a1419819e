/* Sixteen rows side by side, for `_trees.pyx`, in one of three ways that give the same bits: one vector of 64 bytes, where
   the processor turns out to have such (AVX-512, which most servers have); four of sixteen bytes, which every x86-64 and
   ARM64 has; plain loops. Written out, since gcc 12 unrolls a plain loop before it can vectorise it. */
#include <stdint.h>

#define LANES 16

typedef struct {
    float threshold;
    int32_t tree;
    uint32_t kept; /* the leaves that are left where a row is above the threshold */
} Question;

/* What is asked of one column, by rising threshold. */
typedef struct {
    const float *column;
    const Question *first, *end;
} Asked;

static float larger(float a, float b) { return a > b ? a : b; }

/* The greatest of sixteen, in four chains: in one, each step would wait for the last. */
static float greatest(const float *x) {
    float most[4] = {x[0], x[1], x[2], x[3]};
    for (int j = 4; j < LANES; j += 4)
        for (int k = 0; k < 4; k++) most[k] = larger(x[j + k], most[k]);
    return larger(larger(most[0], most[1]), larger(most[2], most[3]));
}

#if defined(__GNUC__) /* and clang */

typedef float floats __attribute__((vector_size(16), aligned(4)));
typedef uint32_t masks __attribute__((vector_size(16), aligned(4)));

/* Take from sixteen rows `x` the leaves that questions by rising threshold take away. */
static void ask(const float *x, const Question *q, const Question *end, uint32_t *bits) {
    const float most = greatest(x);
    const floats a = ((const floats *)x)[0], b = ((const floats *)x)[1];
    const floats c = ((const floats *)x)[2], d = ((const floats *)x)[3];
    for (; q < end && most > q->threshold; q++) {
        masks *at = (masks *)(bits + (intptr_t)q->tree * LANES);
        const floats threshold = {q->threshold, q->threshold, q->threshold, q->threshold};
        const masks kept = {q->kept, q->kept, q->kept, q->kept};
        at[0] &= kept | ~(masks)(a > threshold);
        at[1] &= kept | ~(masks)(b > threshold);
        at[2] &= kept | ~(masks)(c > threshold);
        at[3] &= kept | ~(masks)(d > threshold);
    }
}

#define FIRST(leaves_left) __builtin_ctz(leaves_left)

static floats chosen(masks which, floats a, floats b) { return (floats)((which & (masks)a) | (~which & (masks)b)); }

/* Find the least and the greatest of `n` values, of which there is at least one. */
static void bounds_plain(const float *x, intptr_t n, float *low, float *high) {
    floats least[4], most[4];
    for (int k = 0; k < 4; k++) least[k] = most[k] = (floats){x[0], x[0], x[0], x[0]};
    for (; n >= LANES; n -= LANES, x += LANES)
        for (int k = 0; k < 4; k++) {
            const floats v = ((const floats *)x)[k];
            least[k] = chosen((masks)(v < least[k]), v, least[k]);
            most[k] = chosen((masks)(v > most[k]), v, most[k]);
        }
    *low = least[0][0], *high = most[0][0];
    for (int j = 0; j < LANES; j++) {
        *low = least[j / 4][j % 4] < *low ? least[j / 4][j % 4] : *low;
        *high = larger(most[j / 4][j % 4], *high);
    }
    for (intptr_t j = 0; j < n; j++) *low = x[j] < *low ? x[j] : *low, *high = larger(x[j], *high);
}

#else

static void bounds_plain(const float *x, intptr_t n, float *low, float *high) {
    *low = *high = x[0];
    for (intptr_t j = 1; j < n; j++) *low = x[j] < *low ? x[j] : *low, *high = larger(x[j], *high);
}

static void ask(const float *x, const Question *q, const Question *end, uint32_t *bits) {
    const float most = greatest(x);
    for (; q < end && most > q->threshold; q++) {
        uint32_t *at = bits + (intptr_t)q->tree * LANES;
        for (int j = 0; j < LANES; j++) at[j] &= x[j] > q->threshold ? q->kept : 0xFFFFFFFFu;
    }
}

static int FIRST(uint32_t leaves_left) {
    int leaf = 0;
    while (!(leaves_left >> leaf & 1)) leaf++;
    return leaf;
}

#endif

/* Set sixteen totals to the sums of the first leaf that is left of each tree, of which there are 32 a tree. `x` is the
   first row in each column; `whole` the leaves that are left for all rows; `bits` room for sixteen words a tree. */
static void score_plain(const Asked *asked, intptr_t count, intptr_t row, const uint32_t *whole, uint32_t *bits,
                        const float *leaves, intptr_t trees, double *total) {
    const uint32_t *left = bits;
    for (intptr_t t = 0; t < trees; t++)
        for (int j = 0; j < LANES; j++) bits[t * LANES + j] = whole[t];
    for (intptr_t i = 0; i < count; i++) ask(asked[i].column + row, asked[i].first, asked[i].end, bits);
    for (int j = 0; j < LANES; j++) total[j] = 0;
    for (intptr_t t = 0; t < trees; t++, left += LANES, leaves += 32)
        for (int j = 0; j < LANES; j++) total[j] += leaves[FIRST(left[j])];
}

#if defined(__GNUC__) && defined(__x86_64__)
#include <immintrin.h>
#define WIDE __attribute__((target("avx512f,avx512cd")))

static int has_wide(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd");
}

WIDE static void bounds_wide(const float *x, intptr_t n, float *low, float *high) {
    __m512 least = _mm512_set1_ps(x[0]), most = least;
    for (; n >= LANES; n -= LANES, x += LANES) {
        const __m512 v = _mm512_loadu_ps(x);
        least = _mm512_min_ps(least, v), most = _mm512_max_ps(most, v);
    }
    const __m512 rest = _mm512_mask_loadu_ps(least, (__mmask16)((1u << n) - 1), x);
    *low = _mm512_reduce_min_ps(_mm512_min_ps(least, rest));
    *high = _mm512_reduce_max_ps(_mm512_max_ps(most, rest));
}

WIDE static void score_wide(const Asked *asked, intptr_t count, intptr_t row, const uint32_t *whole, uint32_t *bits,
                            const float *leaves, intptr_t trees, double *total) {
    const __m512i one = _mm512_set1_epi32(1), last = _mm512_set1_epi32(31);
    __m512d low = _mm512_setzero_pd(), high = _mm512_setzero_pd();
    for (intptr_t t = 0; t < trees; t++) _mm512_storeu_si512(bits + t * LANES, _mm512_set1_epi32((int)whole[t]));
    for (intptr_t i = 0; i < count; i++) {
        const __m512 x = _mm512_loadu_ps(asked[i].column + row);
        for (const Question *q = asked[i].first; q < asked[i].end; q++) {
            const __mmask16 above = _mm512_cmp_ps_mask(x, _mm512_set1_ps(q->threshold), _CMP_GT_OQ);
            uint32_t *at = bits + (intptr_t)q->tree * LANES;
            if (!above) break;
            const __m512i left = _mm512_loadu_si512(at);
            _mm512_storeu_si512(at, _mm512_mask_and_epi32(left, above, left, _mm512_set1_epi32((int)q->kept)));
        }
    }
    for (intptr_t t = 0; t < trees; t++) {
        const __m512i left = _mm512_loadu_si512(bits + t * LANES);
        /* The lowest bit alone is what the word and its negative share. */
        const __m512i lowest = _mm512_andnot_si512(_mm512_sub_epi32(left, one), left);
        const __m512i leaf = _mm512_sub_epi32(last, _mm512_lzcnt_epi32(lowest));
        const __m512 value = _mm512_permutex2var_ps(_mm512_loadu_ps(leaves + t * 32), leaf,
                                                    _mm512_loadu_ps(leaves + t * 32 + 16));
        low = _mm512_add_pd(low, _mm512_cvtps_pd(_mm512_castps512_ps256(value)));
        high = _mm512_add_pd(
            high, _mm512_cvtps_pd(_mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(value), 1))));
    }
    _mm512_storeu_pd(total, low);
    _mm512_storeu_pd(total + 8, high);
}

#else
static int has_wide(void) { return 0; }
#define score_wide score_plain
#define bounds_wide bounds_plain
#endif
