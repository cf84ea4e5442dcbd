#include "clues/extreme.h"

#include <math.h>

#include "clues/stats.h"

#define SHAPE_MAX 0.7
#define SIGMAS_LEAST 5 /* of a normal distribution of the same middle: never nearer than that */

/* (share^-shape - 1)/shape: how far out in units of the scale a share of the tail lies. */
static double out(double share, double shape)
{
    return shape > 1e-6 ? (pow(share, -shape) - 1) / shape : -log(share);
}

/* The shape whose quantiles at a half and a fifth of the tail stand to each other as seen. Few
 * values show it badly, so a tail of few is taken for a heavy one. */
static double shape_of(double half, double fifth, size_t count)
{
    double low = fmin(0.3, 0.3 * sqrt(300 / (double)count)), high = SHAPE_MAX;
    for (int i = 0; i < 40; i++) {
        double shape = (low + high) / 2;
        if (out(0.2, shape) * half < out(0.5, shape) * fifth)
            low = shape;
        else
            high = shape;
    }
    return low;
}

double extreme_of(double *away, size_t count, double p)
{
    if (count < EXTREME_LEAST)
        return INFINITY;
    stats_sort(away, count);
    double start = stats_quantile(away, count, 0.9);
    double half = stats_quantile(away, count, 0.95) - start;
    double fifth = stats_quantile(away, count, 0.98) - start;
    double shape = shape_of(half, fifth, count), share = p / (double)count / 0.1;
    double reach = start + fifth / out(0.2, shape) * out(share, shape);
    double middle = STATS_MAD_SIGMA * stats_quantile(away, count, 0.5);
    return fmax(reach, SIGMAS_LEAST * middle);
}

/* What a share of the values exceeds, by what a half and a tenth of them do. */
static double upper_reach(double half, double tenth, double share, double power)
{
    double from = pow(log(2), power), to = pow(log(10), power);
    return half + (tenth - half) * (pow(-log(share), power) - from) / (to - from);
}

/* Where nearly all are the same, what the others have is looked at; a few of them have no tail, and
 * half of what they usually have is far out. */
static double beyond_the_same(const double *sorted, size_t count, double same, double p,
                              double power)
{
    size_t first = 0;
    while (first < count && sorted[first] <= same)
        first++;
    sorted += first;
    count -= first;
    if (count == 0)
        return INFINITY;
    double half = stats_quantile(sorted, count, 0.5), tenth = stats_quantile(sorted, count, 0.9);
    if (count < EXTREME_LEAST || tenth == half)
        return same + (half - same) / 2;
    return upper_reach(half, tenth, p / (double)count, power);
}

double extreme_of_body(double *away, size_t count, double p, double power)
{
    if (count < EXTREME_LEAST)
        return INFINITY;
    stats_sort(away, count);
    double half = stats_quantile(away, count, 0.5), tenth = stats_quantile(away, count, 0.9);
    if (tenth == half)
        return beyond_the_same(away, count, half, p, power);
    return upper_reach(half, tenth, p / (double)count, power);
}
