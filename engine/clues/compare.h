#ifndef RULEOUT_CLUES_COMPARE_H
#define RULEOUT_CLUES_COMPARE_H

/*
 * compare: the values of now against those of before.
 *
 * H. B. Mann and D. R. Whitney, "On a Test of Whether one of Two Random Variables is Stochastically
 * Larger than the Other", Annals of Mathematical Statistics 18, 1947, with ties. Up to 20 values on
 * each side it is exact (B. Streitberg and J. Röhmel, 1986), beyond that normal with a correction
 * for continuity. Its p holds for independent values, which those of a metric are not: neighbours
 * in time are alike. So the variance is multiplied by what the autocorrelation of the ranks makes
 * of it (as K. H. Hamed and A. R. Rao, Journal of Hydrology 204, 1998, do for trends), and
 * Student's t with the degrees of freedom that are left takes the place of the normal.
 *
 * The effect is Cliff's delta: how much more often a value of now lies above one of before than
 * below, from -1 to 1 (N. Cliff, "Dominance Statistics", Psychological Bulletin 114, 1993). From
 * 0.33 it counts as more than small (J. Romano et al., 2006).
 */
#include <stdbool.h>
#include <stddef.h>

#define COMPARE_BEFORE_LEAST 5
#define COMPARE_NOW_LEAST 3
#define COMPARE_EFFECT 0.33
#define COMPARE_P 0.01

struct side {
    size_t n;
    double median, mad;
    double worth; /* as many independent values tell as much */
};

struct comparison {
    struct side before, now;
    double p;       /* autocorrelation reckoned with */
    double p_plain; /* of Mann-Whitney alone */
    double effect;
};

/* In the order of time. Both must have their least. */
struct comparison compare_values(const double *before, size_t before_count, const double *now,
                                 size_t now_count);
/* 1: rose, -1: fell, 0: neither; `p` is that of the comparison, or adjusted. */
int compare_moved(const struct comparison *c, double p, double most_p);
/* From 0 to 1: that it moved, or where it did not, that no more than a small move was missed. */
double compare_sure(const struct comparison *c, double p, double most_p);

#endif
