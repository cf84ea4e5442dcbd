#include "clues/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clues/ranks.h"
#include "clues/stats.h"
#include "clues/tails.h"

#define EXACT_MAX 20

static double binomial(size_t n, size_t k)
{
    return exp(lgamma((double)n + 1) - lgamma((double)k + 1) - lgamma((double)(n - k) + 1));
}

/*
 * Of all ways to choose `now` of the ranks, the share whose sum lies at least as far from its mean.
 * Ranks are doubled, so that shared ones are whole. ways[k][s]: so many ways to choose k of sum s.
 */
static double exact_p(const double *ranks, size_t all, size_t now, double sum)
{
    size_t wide = (size_t)(2 * all * now) + 1;
    double *ways = mem_alloc((now + 1) * wide * sizeof *ways), far = 0;
    double mean = (double)now * ((double)all + 1);
    ways[0] = 1;
    for (size_t i = 0; i < all; i++) {
        size_t r = (size_t)llround(2 * ranks[i]);
        for (size_t k = now; k-- > 0;)
            for (size_t s = wide - r; s-- > 0;)
                ways[(k + 1) * wide + s + r] += ways[k * wide + s];
    }
    for (size_t s = 0; s < wide; s++)
        if (fabs((double)s - mean) >= fabs(2 * sum - mean) - 1e-9)
            far += ways[now * wide + s];
    free(ways);
    return fmin(1, far / binomial(all, now));
}

static struct side side_of(const double *values, size_t count)
{
    struct side s = {count, stats_median(values, count), 0, (double)count};
    s.mad = stats_mad(values, count, s.median);
    return s;
}

/* p where ranks follow one another by no law of time, and where they do. */
static void test_ranks(struct comparison *c, const double *ranks, double ties, double sum)
{
    struct correlation same;
    double m = (double)c->before.n, n = (double)c->now.n, all = m + n;
    double away = sum - n * (all + 1) / 2;
    double variance = m * n / 12 * ((all + 1) - ties / (all * (all - 1)));
    double z = fmax(fabs(away) - 0.5, 0) / sqrt(variance);
    c->effect = 2 * away / (m * n);
    c->p = c->p_plain = 1;
    if (!(variance > 0))
        return;
    bool few = c->before.n <= EXACT_MAX && c->now.n <= EXACT_MAX;
    c->p_plain = few ? exact_p(ranks, c->before.n + c->now.n, c->now.n, sum) : tail_normal(z);
    correlation_of(ranks, c->before.n, ranks + c->before.n, c->now.n, &same);
    c->before.worth = m / correlation_inflates(&same, c->before.n);
    c->now.worth = n / correlation_inflates(&same, c->now.n);
    double inflated = (1 / c->before.worth + 1 / c->now.worth) / (1 / m + 1 / n);
    double freedom = fmax(1, c->before.worth + c->now.worth - 2);
    c->p = inflated > 1 ? fmax(c->p_plain, tail_student(z / sqrt(inflated), freedom)) : c->p_plain;
}

struct comparison compare_values(const double *before, size_t before_count, const double *now,
                                 size_t now_count)
{
    struct comparison c = {side_of(before, before_count), side_of(now, now_count)};
    size_t all = before_count + now_count;
    double *values = mem_alloc(2 * all * sizeof *values), *ranks = values + all, sum = 0;
    memcpy(values, before, before_count * sizeof *values);
    memcpy(values + before_count, now, now_count * sizeof *values);
    double ties = ranks_of(values, all, ranks);
    for (size_t i = before_count; i < all; i++)
        sum += ranks[i];
    test_ranks(&c, ranks, ties, sum);
    free(values);
    return c;
}

int compare_moved(const struct comparison *c, double p, double most_p)
{
    if (p > most_p || fabs(c->effect) < COMPARE_EFFECT)
        return 0;
    return c->effect > 0 ? 1 : -1;
}

/* Delta's standard error where nothing moved, from the number of values that count. */
double compare_sure(const struct comparison *c, double p, double most_p)
{
    if (compare_moved(c, p, most_p))
        return 1 - p;
    double error = sqrt((1 / c->before.worth + 1 / c->now.worth) / 3);
    return fmax(0, 1 - tail_normal_one((COMPARE_EFFECT - c->effect) / error) -
                       tail_normal_one((COMPARE_EFFECT + c->effect) / error));
}
