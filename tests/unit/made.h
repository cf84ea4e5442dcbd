#ifndef RULEOUT_TESTS_MADE_H
#define RULEOUT_TESTS_MADE_H

/*
 * made: series with known truth, the same for the same seed.
 *
 * Values have a mean of 100 and a standard deviation of 10, counts a mean of 20; an effect is so
 * many standard deviations. A point a minute, from 2026-09-14T00:00:00Z on.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "clues/stats.h"

#define MADE_START 1789344000.0

enum made_noise {
    MADE_WHITE,
    MADE_AR5, /* each point keeps half of the one before, of its distance from the mean */
    MADE_AR9,
    MADE_HEAVY,  /* Student's t with 3 degrees of freedom */
    MADE_COUNTS, /* Poisson */
    MADE_KINDS,
};

static const char *const made_names[] = {"white", "AR(1) 0.5", "AR(1) 0.9", "t, 3 df", "Poisson"};

static inline double made_uniform(uint64_t *seed) /* splitmix64; above 0, below 1 */
{
    uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return ((double)(z >> 11) + 0.5) / 9007199254740992.0;
}

static inline double made_normal(uint64_t *seed)
{
    double u = made_uniform(seed);
    return sqrt(-2 * log(u)) * cos(2 * M_PI * made_uniform(seed));
}

static inline double made_count(uint64_t *seed, double mean)
{
    double product = made_uniform(seed), least = exp(-mean);
    int n = 0;
    for (; product > least; n++)
        product *= made_uniform(seed);
    return n;
}

/* `shift[i]` standard deviations are added where it is not NULL. */
static inline void made_values(uint64_t *seed, enum made_noise kind, const double *shift,
                               double *values, size_t count)
{
    static const double keeps[] = {[MADE_AR5] = 0.5, [MADE_AR9] = 0.9, [MADE_KINDS] = 0};
    double keep = keeps[kind], last = made_normal(seed);
    for (size_t i = 0; i < count; i++) {
        double z = made_normal(seed), by = shift ? shift[i] : 0;
        if (kind == MADE_COUNTS) {
            values[i] = made_count(seed, fmax(0.01, 20 + by * sqrt(20)));
            continue;
        }
        if (kind == MADE_HEAVY) {
            double a = made_normal(seed), b = made_normal(seed), c = made_normal(seed);
            z /= sqrt((a * a + b * b + c * c) / 3) * sqrt(3);
        }
        last = keep * last + sqrt(1 - keep * keep) * z;
        values[i] = 100 + 10 * (last + by);
    }
}

static inline void made_points(const double *values, double every, struct point *points,
                               size_t count)
{
    for (size_t i = 0; i < count; i++)
        points[i] = (struct point){MADE_START + every * (double)i, values[i]};
}

#endif
