#ifndef RULEOUT_CLUES_AR_FIT_H
#define RULEOUT_CLUES_AR_FIT_H

/*
 * ar_fit: the likelihood of one bend in a series whose errors are AR(1), for every place of it.
 *
 * Values are filtered by each of some correlations rho, as by S. J. Prais and C. B. Winsten, 1954;
 * then each model is a regression whose sums are known in closed form, so that a place costs the
 * same however long the series is.
 */
#include <stddef.h>

enum ar_model { AR_STEP, AR_RAMP, AR_BUMP, AR_MODELS };

struct ar_best {
    double gain;        /* of twice the log likelihood over the constant's */
    double rho, size;   /* of a step or bump its height, of a ramp its rise from one to the next */
    double level;       /* the constant's, beside it */
    size_t from, until; /* indices; until: behind a bump's last */
};

struct ar_fit {
    struct ar_best best[AR_MODELS];
    double rho; /* of the constant */
    /* For each place, the gain of a bend that begins there. */
    double *gains[AR_MODELS]; /* of count, in one block of memory that begins at gains[0] */
};

void ar_fit(const double *values, size_t count, struct ar_fit *out);
void ar_fit_release(struct ar_fit *f);

#endif
