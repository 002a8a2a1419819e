/* Edge coverage for libFuzzer from gcc, which knows `trace-pc` alone: a counter for each place, by its address's hash.
   Put before each module's own code; see build.py. */
#include <stdint.h>

#define PLACES (1u << 15)
#define UNWATCHED __attribute__((no_sanitize_coverage, no_sanitize_address))

void __sanitizer_cov_8bit_counters_init(uint8_t *start, uint8_t *end) __attribute__((weak));
void __sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *end) __attribute__((weak));

static uint8_t coverage_counters[PLACES];
static uintptr_t coverage_places[2 * PLACES]; /* of each counter an address, here any, and flags */

__attribute__((visibility("hidden"))) UNWATCHED void __sanitizer_cov_trace_pc(void);

UNWATCHED void __sanitizer_cov_trace_pc(void) {
    /* Counted from here, and so the same in every process. */
    uint32_t place = (uint32_t)((uintptr_t)__builtin_return_address(0) - (uintptr_t)&__sanitizer_cov_trace_pc);
    coverage_counters[place * 0x9E3779B1u >> 17]++;
}

__attribute__((constructor)) UNWATCHED static void coverage_start(void) {
    if (!__sanitizer_cov_8bit_counters_init) return; /* without libFuzzer */
    for (uint32_t i = 0; i < PLACES; i++) coverage_places[2 * i] = (uintptr_t)&coverage_counters[i];
    __sanitizer_cov_8bit_counters_init(coverage_counters, coverage_counters + PLACES);
    __sanitizer_cov_pcs_init(coverage_places, coverage_places + 2 * PLACES);
}

/* gcc tells of comparisons of floats, too, which libFuzzer does not ask for. */
__attribute__((visibility("hidden"))) UNWATCHED void __sanitizer_cov_trace_cmpf(float, float);
__attribute__((visibility("hidden"))) UNWATCHED void __sanitizer_cov_trace_cmpd(double, double);
UNWATCHED void __sanitizer_cov_trace_cmpf(float a, float b) { (void)a, (void)b; }
UNWATCHED void __sanitizer_cov_trace_cmpd(double a, double b) { (void)a, (void)b; }
