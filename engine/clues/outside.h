#ifndef RULEOUT_CLUES_OUTSIDE_H
#define RULEOUT_CLUES_OUTSIDE_H

/*
 * outside: the windows in which a series left its baseline.
 *
 * Of each window, at several lengths, the median is compared with that of the time before it (a
 * level), and so is the spread, on a logarithmic scale. How far these differ is judged by how far
 * they differ elsewhere in the same series: only what lies beyond the tail of all the others
 * (extreme.h) counts, whatever autocorrelation and tails the series has. What a day or a week
 * repeats is taken off before (season.h).
 */
#include <stdbool.h>

#include "clues/stats.h"

#define OUTSIDE_LEAST 60 /* points */
#define OUTSIDE_MOST 50  /* windows that are told */

struct outside {
    size_t first, last; /* the points of the window */
    double strength;    /* how many times as far out as the limit; above 1 */
    int direction;      /* 1: up, -1: down, of the level or of the spread */
    bool spread;        /* the spread changed, not the level */
};

/* In the order of time; how many. `season`: in seconds, or 0. */
size_t outside_find(const struct point *points, size_t count, double season,
                    struct outside out[OUTSIDE_MOST]);

#endif
