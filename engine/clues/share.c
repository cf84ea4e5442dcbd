#include "clues/share.h"

#include <math.h>

#include "clues/tails.h"

#define Z95 1.959964
#define SPANS_LEAST 5

struct part share_sum(const struct part *parts, size_t count)
{
    struct part sum = {0, 0};
    for (size_t i = 0; i < count; i++) {
        sum.hits += parts[i].hits;
        sum.of += parts[i].of;
    }
    return sum;
}

static double of(struct part p)
{
    return (double)p.hits / (double)p.of;
}

/* E. B. Wilson's score interval, for a variance so many times as large. */
static void wilson(struct part p, double inflated, double *low, double *high)
{
    double n = (double)p.of / inflated, share = of(p), z2 = Z95 * Z95;
    double middle = share + z2 / (2 * n);
    double half = Z95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    *low = fmax(0, (middle - half) / (1 + z2 / n));
    *high = fmin(1, (middle + half) / (1 + z2 / n));
}

static double log_choose(double n, double k)
{
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/* All tables of these margins that are no more probable than this one. There are few: a margin of
 * one side is small, or nothing would be expected below 5. */
static double fisher(struct part a, struct part b)
{
    double hits = (double)(a.hits + b.hits), m = (double)a.of, n = (double)b.of, sum = 0;
    double first = fmax(0, hits - n), last = fmin(m, hits), whole = log_choose(m + n, hits);
    double here = log_choose(m, (double)a.hits) + log_choose(n, (double)b.hits) - whole;
    if (last - first > 1e6)
        return 1;
    for (double k = first; k <= last; k++) {
        double log_p = log_choose(m, k) + log_choose(n, hits - k) - whole;
        if (log_p <= here + 1e-7)
            sum += exp(log_p);
    }
    return fmin(1, sum);
}

/* Pearson's chi-square of the spans about their own side's share, over its degrees of freedom. */
static double spans_differ(const struct part *parts, size_t count, double share, double *freedom)
{
    double sum = 0;
    size_t spans = 0;
    for (size_t i = 0; i < count; i++) {
        double n = (double)parts[i].of, away = (double)parts[i].hits - n * share;
        if (!parts[i].of || !(share > 0) || !(share < 1))
            continue;
        sum += away * away / (n * share * (1 - share));
        spans++;
    }
    if (spans)
        *freedom += (double)spans - 1;
    return sum;
}

static bool is_small(struct part a, struct part b)
{
    double all = (double)(a.of + b.of), hits = (double)(a.hits + b.hits);
    double less = fmin((double)a.of, (double)b.of);
    return less * fmin(hits, all - hits) / all < 5;
}

struct shares share_compare(const struct part *before, size_t before_count, const struct part *now,
                            size_t now_count)
{
    struct part a = share_sum(before, before_count), b = share_sum(now, now_count);
    struct shares s = {of(a), of(b), of(b) - of(a), 0, 0, 1, is_small(a, b), 0};
    double freedom = 0, low[2], high[2];
    double sum = spans_differ(before, before_count, s.before, &freedom) +
                 spans_differ(now, now_count, s.now, &freedom);
    if (freedom >= SPANS_LEAST - 1)
        s.dispersion = fmax(1, sum / freedom);
    double inflated = fmax(1, s.dispersion);
    double pooled = (double)(a.hits + b.hits) / (double)(a.of + b.of);
    double error2 = pooled * (1 - pooled) * (1 / (double)a.of + 1 / (double)b.of);
    double chi2 = error2 > 0 ? s.difference * s.difference / error2 : 0;
    s.p = s.exact ? fisher(a, b) : tail_chi_square(chi2, 1);
    if (inflated > 1)
        s.p = fmax(s.p, tail_f(chi2 / inflated, 1, freedom));
    wilson(a, inflated, &low[0], &high[0]);
    wilson(b, inflated, &low[1], &high[1]);
    s.low = s.difference - hypot(s.now - low[1], high[0] - s.before);
    s.high = s.difference + hypot(high[1] - s.now, s.before - low[0]);
    return s;
}

int share_moved(const struct shares *s)
{
    double more = fmax(s->before, s->now), less = fmin(s->before, s->now);
    if (s->p > SHARE_P || more < less * SHARE_RATIO)
        return 0;
    return s->difference > 0 ? 1 : -1;
}
