#ifndef RULEOUT_CLUES_EXTREME_H
#define RULEOUT_CLUES_EXTREME_H

/*
 * extreme: how far out a value must lie to be none of the others' kind.
 *
 * The tail beyond the upper tenth is taken for a generalised Pareto distribution (J. Pickands,
 * "Statistical Inference Using Extreme Order Statistics", Annals of Statistics 3, 1975), as
 * A. Siffer et al., "Anomaly Detection in Streams with Extreme Value Theory", KDD 2017, do; its two
 * figures come from three quantiles, so that the wild values that are looked for, up to a fiftieth
 * of all, do not bend it.
 */
#include <stddef.h>

#define EXTREME_LEAST 30 /* values: fewer have no tail to speak of */

/* What the largest of `count` such distances from the middle exceeds with probability `p`;
 * INFINITY where there are too few. Sorts `away`, all 0 or more. */
double extreme_of(double *away, size_t count, double p);
/* The same by the upper half of the values instead, of which up to a tenth may be wild, for a tail
 * of Weibull's: P(X > x) is exp(-x^(1/power)) in its own units. 1 is an exponential tail, 1/2
 * nearly a normal one, more than 1 a heavier one. */
double extreme_of_body(double *away, size_t count, double p, double power);

#endif
