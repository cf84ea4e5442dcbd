#ifndef RULEOUT_CLUES_STATS_H
#define RULEOUT_CLUES_STATS_H

/*
 * stats: figures of lists of numbers that a few wild values do not move.
 *
 * Values are finite; what wants a sorted list says so, the others sort a copy of their own.
 */
#include <stdbool.h>
#include <stddef.h>

/* A value and when it was; seconds since 1970, or 1, 2, 3 where nobody gave times. */
struct point {
    double time, value;
};

/* The MAD of values that are normally distributed is their standard deviation over this: 1 over
 * the normal distribution's upper quartile (P. J. Rousseeuw and C. Croux, "Alternatives to the
 * Median Absolute Deviation", JASA 88, 1993). */
#define STATS_MAD_SIGMA 1.4826

double stats_mean(const double *values, size_t count); /* 0 of none */
void stats_sort(double *values, size_t count);
/* Of a sorted list; type 7 of R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages",
 * The American Statistician 50, 1996. `share` lies from 0 to 1. 0 of none. */
double stats_quantile(const double *sorted, size_t count, double share);
double stats_median(const double *values, size_t count);
/* The median distance from `median`, not yet times STATS_MAD_SIGMA. */
double stats_mad(const double *values, size_t count, double median);

/*
 * p values become those to compare with a share of false discoveries that is bearable: of what
 * stays at or below 0.05, at most 5 % are false on average (Y. Benjamini and Y. Hochberg,
 * "Controlling the False Discovery Rate", Journal of the Royal Statistical Society B 57, 1995).
 */
void stats_adjust(double *p, size_t count);

#endif
