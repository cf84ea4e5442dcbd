#ifndef RULEOUT_CLUES_RANKS_H
#define RULEOUT_CLUES_RANKS_H

/*
 * ranks: places in order instead of values, and how much of a series repeats the point before.
 */
#include <stddef.h>

/* 1 for the least; equal values share the mean of their places. Returns the sum of t^3 - t over
 * groups of t equal values, which the variance of rank tests wants. */
double ranks_of(const double *values, size_t count, double *ranks);
/* What a normal distribution has at those places (rank - 3/8)/(count + 1/4): G. Blom, Statistical
 * Estimates and Transformed Beta-Variables, 1958; its inverse as Abramowitz and Stegun, 26.2.23. */
void ranks_to_scores(double *ranks, size_t count);

/*
 * Autocorrelation: neighbours in time are alike, so that n points tell as much as fewer would.
 * `rho` gets the correlations at the lags 0 to lags - 1, each corrected for the bias of a mean that
 * was estimated too (F. H. C. Marriott and J. A. Pope, Biometrika 41, 1954); from where the sum of
 * two neighbours is not positive, 0 (C. J. Geyer, "Practical Markov Chain Monte Carlo", Statistical
 * Science 7, 1992). A series may consist of two parts, each with a mean of its own.
 */
struct correlation {
    size_t lags;
    double rho[1000];
};

void correlation_of(const double *first, size_t first_count, const double *second,
                    size_t second_count, struct correlation *c);
/* How many times as large the variance of the mean of `count` such points is as of independent
 * ones: count/that many independent ones would tell as much. 1 at least. */
double correlation_inflates(const struct correlation *c, size_t count);

#endif
