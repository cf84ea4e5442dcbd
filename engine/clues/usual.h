#ifndef RULEOUT_CLUES_USUAL_H
#define RULEOUT_CLUES_USUAL_H

/*
 * usual: whether a window of a series is as it was at that time of earlier days or weeks.
 *
 * The window's median is one value; those of as long windows in each earlier period, at the same
 * phase and beside it, are the others. From their median and MAD comes a robust z (B. Iglewicz and
 * D. Hoaglin, How to Detect and Handle Outliers, 1993), and from Student's t, with as many degrees
 * of freedom as the periods give, its p: a new value is foretold from few. Where no season is
 * known, the windows are all those before, one after another.
 */
#include <stdbool.h>

#include "clues/stats.h"

#define USUAL_P 0.01
#define USUAL_Z 3
#define USUAL_PERIODS_LEAST 3
#define USUAL_WINDOWS_LEAST 8 /* where no season is known */

struct usual {
    double season;                  /* seconds; 0: none */
    size_t periods;                 /* earlier days, weeks or windows that had points */
    size_t points;                  /* of the window */
    double value, expected, spread; /* medians, and STATS_MAD_SIGMA times the MAD of the earlier */
    double z, p;
    int moved; /* 1: above, -1: below, 0: as usual */
};

/* Of the window from `from` until before `until`. False where it has no points, or too few windows
 * are before it; `periods` and `points` say which. A season without periods enough is left out. */
bool usual_judge(const struct point *points, size_t count, double from, double until, double season,
                 struct usual *out);

#endif
