#ifndef RULEOUT_CLUES_SEASON_H
#define RULEOUT_CLUES_SEASON_H

/*
 * season: what a series does every day or every week, taken off.
 *
 * For each phase of the season - a span of the day, by the clock in UTC - the level is the median
 * of all periods, with the phases beside it where there are few, and the spread their MAD.
 */
#include <stdbool.h>

#include "clues/stats.h"

#define SEASON_DAY 86400.0
#define SEASON_WEEK 604800.0
#define SEASON_PERIODS_LEAST 3

/*
 * The season that a series has: SEASON_WEEK, SEASON_DAY, or 0. One is there where the levels that
 * every second period shows foretell the others better than one level for all, by a seventh.
 */
double season_find(const struct point *points, size_t count);

/* `out` gets each value's distance from its phase's level, in spreads; length 0: from the median of
 * all, in MADs. A phase that hardly ever varies is given half the usual spread. */
void season_take_off(const struct point *points, size_t count, double length, double *out);

#endif
