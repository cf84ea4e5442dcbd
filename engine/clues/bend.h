#ifndef RULEOUT_CLUES_BEND_H
#define RULEOUT_CLUES_BEND_H

/*
 * bend: which shape a series has - a step, a ramp, a spike, or none - and when it began.
 *
 * Four models are fitted by maximum likelihood, all with errors that follow one another (AR(1)), so
 * that wandering is not taken for a change (M. Robbins et al., "Mean shift testing in correlated
 * data", Journal of Time Series Analysis 32, 2011): a constant; one from some point on another
 * level; one that rises or falls steadily from some point on (of the start too); one on another
 * level for a while (B. Levin and J. Kline, Statistics in Medicine 4, 1985). Whether there is
 * anything at all is asked of the ranks' normal scores, so that wild values do not count for more
 * than their place; which it is, of the values, by the Bayesian information criterion (G. Schwarz,
 * Annals of Statistics 6, 1978). p is for the best moment of all, so it is multiplied by how many
 * there are. The interval of the beginning holds the moments whose likelihood is not below the
 * best by more than a 95 % test would reject.
 *
 * More points than BEND_BUCKETS are averaged into that many spans of equal time.
 */
#include <stdbool.h>

#include "clues/stats.h"

#define BEND_LEAST 10
#define BEND_BUCKETS 300
#define BEND_P 0.01

enum bend_kind { BEND_NONE, BEND_STEP, BEND_RAMP, BEND_SPIKE };

struct bend {
    enum bend_kind kind;
    double at, from, to;  /* when it began, and the interval of that */
    double until;         /* when a spike was over */
    double before, after; /* levels; of a ramp at its two ends, of a spike outside and within */
    double p;             /* of the best that there is, also where it is none */
    double rho;           /* how much of its distance from the model a point hands on */
    bool of_tail; /* a spike of few points: p is of how far they lie beyond the others' tail */
};

/* At least BEND_LEAST points, in the order of time. */
struct bend bend_find(const struct point *points, size_t count);

#endif
