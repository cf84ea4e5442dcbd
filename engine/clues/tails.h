#ifndef RULEOUT_CLUES_TAILS_H
#define RULEOUT_CLUES_TAILS_H

/*
 * tails: how probable a figure at least as far out is, where nothing but chance is at work.
 *
 * Numbers in brackets are formulas of M. Abramowitz and I. A. Stegun, Handbook of Mathematical
 * Functions, 1964. Continued fractions are evaluated as in W. J. Lentz, "Generating Bessel
 * functions in Mie scattering calculations using continued fractions", Applied Optics 15, 1976,
 * as modified by I. J. Thompson and A. R. Barnett, 1986. Relative errors are below 1e-9 for
 * degrees of freedom and counts up to 1e6. All results lie from 0 to 1; arguments that mean
 * nothing (NaN, no degrees of freedom) give 1: nothing is shown.
 */
#include <stdint.h>

double tail_normal(double z);                              /* P(|Z| >= |z|): two-sided (26.2.29) */
double tail_normal_one(double z);                          /* P(Z >= z) */
double tail_chi_square(double x, double freedom);          /* P(X >= x) (26.4.19) */
double tail_student(double t, double freedom);             /* two-sided (26.7.1) */
double tail_f(double f, double freedom1, double freedom2); /* P(F >= f) (26.6.2) */

/* Of n trials, each a hit with probability p (26.5.24). Exact: they are sums written as integrals.
 */
double tail_binomial_at_least(uint64_t hits, uint64_t n, double p);
double tail_binomial_at_most(uint64_t hits, uint64_t n, double p);

/* Events that come at random, `mean` of them on average (26.4.21). */
double tail_poisson_at_least(uint64_t events, double mean);
double tail_poisson_at_most(uint64_t events, double mean);

/* The regularised incomplete gamma function Q(a, x), and beta function I_x(a, b). */
double tail_gamma(double a, double x);
double tail_beta(double a, double b, double x);

#endif
