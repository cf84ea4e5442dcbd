#include "clues/ranks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clues/stats.h"

#define LAGS_MAX (sizeof((struct correlation *)0)->rho / sizeof(double))

struct placed {
    double value;
    size_t at;
};

static int compare(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

double ranks_of(const double *values, size_t count, double *ranks)
{
    double ties = 0;
    if (!count)
        return 0;
    struct placed *all = mem_alloc(count * sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i] = (struct placed){values[i], i};
    qsort(all, count, sizeof *all, compare);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && all[end].value == all[i].value; end++)
            ;
        double same = (double)(end - i);
        ties += same * same * same - same;
        for (size_t k = i; k < end; k++)
            ranks[all[k].at] = ((double)i + 1 + (double)end) / 2;
    }
    free(all);
    return ties;
}

/* z with P(Z >= z) = p, p up to a half; within 4.5e-4. */
static double upper_point(double p)
{
    double t = sqrt(-2 * log(p));
    return t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                   (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

void ranks_to_scores(double *ranks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double p = (ranks[i] - 0.375) / ((double)count + 0.25);
        ranks[i] = p > 0.5 ? upper_point(1 - p) : -upper_point(p);
    }
}

static double product_sum(const double *v, size_t count, double mean, size_t lag)
{
    double sum = 0;
    for (size_t i = lag; i < count; i++)
        sum += (v[i] - mean) * (v[i - lag] - mean);
    return sum;
}

/* Until neighbours' sum is not positive; what they add up to, both sides. */
static double raw_lags(const double *a, size_t m, const double *b, size_t n, size_t most,
                       struct correlation *c)
{
    double mean_a = stats_mean(a, m), mean_b = stats_mean(b, n), sum = 1;
    double whole = product_sum(a, m, mean_a, 0) + product_sum(b, n, mean_b, 0);
    c->rho[0] = 1;
    for (c->lags = 1; whole > 0 && c->lags < most; c->lags++) {
        size_t k = c->lags;
        c->rho[k] = (product_sum(a, m, mean_a, k) + product_sum(b, n, mean_b, k)) / whole;
        if (c->rho[k] + c->rho[k - 1] <= 0 || (k > 1 && c->rho[k] <= 0))
            break;
        sum += 2 * c->rho[k];
    }
    return fmax(sum, 1);
}

void correlation_of(const double *first, size_t first_count, const double *second,
                    size_t second_count, struct correlation *c)
{
    size_t longer = first_count > second_count ? first_count : second_count;
    double all = (double)(first_count + second_count);
    size_t most = longer / 2 < LAGS_MAX ? longer / 2 : LAGS_MAX;
    double sum = raw_lags(first, first_count, second, second_count, most, c);
    /* Each part's mean took a share of the variance with it: about sum/count of it. */
    double parts = (first_count > 0) + (second_count > 0);
    for (size_t k = 1; k < c->lags; k++)
        c->rho[k] = fmin(1, c->rho[k] + (1 + 3 * c->rho[k]) * fmin(0.25, parts * sum / (2 * all)));
    if (c->lags < 2)
        return;
    /* A short series shows too few lags; what follows decays as the first did. */
    double decay = fmin(c->rho[1], 0.99), next = c->rho[c->lags - 1] * decay;
    while (c->lags < LAGS_MAX && next > 0.02) {
        c->rho[c->lags++] = next;
        next *= decay;
    }
}

double correlation_inflates(const struct correlation *c, size_t count)
{
    double sum = 1;
    for (size_t k = 1; k < c->lags && k < count; k++)
        sum += 2 * (1 - (double)k / (double)count) * c->rho[k];
    return fmax(sum, 1);
}
