/* Sixteen rows side by side, for `_trees.pyx`: four vectors of sixteen bytes, which every x86-64 and ARM64 has.
   Written out, since gcc 12 unrolls the plain loop (which other compilers get) before it can vectorise it. */
#include <stdint.h>

#define LANES 16

typedef struct {
    float threshold;
    int32_t tree;
    uint32_t kept; /* the leaves that are left where a row is above the threshold */
} Question;

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

#else

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

/* Add to sixteen totals the first leaf that is left of each tree, of which there are 32 a tree. */
static void add_leaves(const uint32_t *bits, const float *leaves, intptr_t trees, double *total) {
    for (intptr_t t = 0; t < trees; t++, bits += LANES, leaves += 32)
        for (int j = 0; j < LANES; j++) total[j] += leaves[FIRST(bits[j])];
}
