#include "clues/log_needle.h"

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define HAS_WIDE 1
#define WIDE __attribute__((target("avx2,bmi")))
#endif

#define SAMPLE 8192
#define CHOICE 8 /* bytes of the needle */
#define STEP 32
#define STRIDE (2 * STEP)

static size_t pairs_in(const struct log_needle *n, size_t i, size_t k, const char *s, size_t len)
{
    size_t count = 0;
    for (size_t at = 0; at + k < len; at++)
        count += s[at + i] == n->at[i] && s[at + k] == n->at[k];
    return count;
}

/* The two that stand so far apart most rarely there; logs differ in what is rare. */
static void choose(struct log_needle *n, const char *s, size_t len)
{
    size_t some = n->len < CHOICE ? n->len : CHOICE, fewest = SIZE_MAX;
    n->first = n->second = 0;
    for (size_t i = 0; i < some; i++)
        for (size_t k = i + 1; k < some; k++) {
            size_t count = pairs_in(n, i, k, s, len < SAMPLE ? len : SAMPLE);
            if (count >= fewest)
                continue;
            fewest = count;
            n->first = i;
            n->second = k;
        }
    n->chosen = true;
}

#ifdef HAS_WIDE
WIDE static inline __m256i load(const char *s)
{
    return _mm256_loadu_si256((const __m256i *)s);
}

/* Of the starts in s[0 .. 31], those where both bytes stand. */
WIDE static inline __m256i both(const char *first, const char *second, __m256i a, __m256i b)
{
    return _mm256_and_si256(_mm256_cmpeq_epi8(load(first), a), _mm256_cmpeq_epi8(load(second), b));
}

/* The first of those starts where the whole needle stands. */
WIDE static const char *first_of(const struct log_needle *n, const char *s, __m256i starts)
{
    for (uint32_t left = (uint32_t)_mm256_movemask_epi8(starts); left; left &= left - 1) {
        const char *at = s + __builtin_ctz(left);
        if (memcmp(at, n->at, n->len) == 0)
            return at;
    }
    return NULL;
}

/* Line ends, counted: up to 255 in each byte of the first two. */
struct tally {
    __m256i even, odd;
    size_t strides;
    size_t sum;
};

WIDE static void tally_up(struct tally *t)
{
    const __m256i zero = _mm256_setzero_si256();
    uint64_t parts[4];
    __m256i sum = _mm256_add_epi64(_mm256_sad_epu8(t->even, zero), _mm256_sad_epu8(t->odd, zero));
    _mm256_storeu_si256((__m256i *)parts, sum);
    *t = (struct tally){zero, zero, 0, t->sum + parts[0] + parts[1] + parts[2] + parts[3]};
}

WIDE static inline void tally_stride(struct tally *t, const char *s)
{
    const __m256i newline = _mm256_set1_epi8('\n');
    t->even = _mm256_sub_epi8(t->even, _mm256_cmpeq_epi8(load(s), newline));
    t->odd = _mm256_sub_epi8(t->odd, _mm256_cmpeq_epi8(load(s + STEP), newline));
    if (++t->strides == 255)
        tally_up(t);
}

/* As far as whole strides go, or up to the needle; `*rest` gets where that was. */
WIDE static const char *find_wide(const struct log_needle *n, const char *s, size_t len,
                                  const char **rest, size_t *newlines)
{
    const char *end = s + len, *found = NULL;
    __m256i a = _mm256_set1_epi8(n->at[n->first]), b = _mm256_set1_epi8(n->at[n->second]);
    struct tally t = {_mm256_setzero_si256(), _mm256_setzero_si256(), 0, 0};
    for (; (size_t)(end - s) >= n->len + STRIDE; s += STRIDE) {
        __m256i low = both(s + n->first, s + n->second, a, b);
        __m256i high = both(s + n->first + STEP, s + n->second + STEP, a, b);
        __m256i any = _mm256_or_si256(low, high);
        if (!_mm256_testz_si256(any, any)) {
            found = first_of(n, s, low);
            found = found ? found : first_of(n, s + STEP, high);
            if (found)
                break;
        }
        tally_stride(&t, s);
    }
    tally_up(&t);
    *newlines += t.sum;
    *rest = s;
    return found;
}

/* In whole strides. */
WIDE static size_t newlines_wide(const char *s, size_t len)
{
    struct tally t = {_mm256_setzero_si256(), _mm256_setzero_si256(), 0, 0};
    for (size_t i = 0; i + STRIDE <= len; i += STRIDE)
        tally_stride(&t, s + i);
    tally_up(&t);
    return t.sum;
}

static bool wide(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}
#endif

static size_t newlines_plain(const char *s, const char *end)
{
    size_t count = 0;
    for (; s < end; s++)
        count += *s == '\n';
    return count;
}

const char *log_needle_find(struct log_needle *n, const char *s, size_t len, size_t *newlines)
{
    const char *end = s + len, *found = NULL;
#ifdef HAS_WIDE
    if (!n->chosen)
        choose(n, s, len);
    if (wide())
        found = find_wide(n, s, len, &s, newlines);
#else
    (void)choose;
#endif
    if (!found)
        found = memmem(s, (size_t)(end - s), n->at, n->len);
    *newlines += newlines_plain(s, found ? found : end);
    return found;
}

size_t log_newlines(const char *s, size_t len)
{
    size_t count = 0;
    const char *end = s + len;
#ifdef HAS_WIDE
    if (wide()) {
        count = newlines_wide(s, len);
        s += len / STRIDE * STRIDE;
    }
#endif
    return count + newlines_plain(s, end);
}
