#ifndef RULEOUT_CLUES_SPACING_H
#define RULEOUT_CLUES_SPACING_H

/*
 * spacing: how far apart the points of a series are, and how many are not there.
 */
#include "clues/stats.h"

/* The median time from one point to the next, in the unit of the times; 0 where there is none. */
double spacing_of(const struct point *points, size_t count);
/* Points that such a spacing would have between the first and the last, and that are not there. */
size_t spacing_missing(const struct point *points, size_t count);

#endif
