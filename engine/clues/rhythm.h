#ifndef RULEOUT_CLUES_RHYTHM_H
#define RULEOUT_CLUES_RHYTHM_H

/*
 * rhythm: whether events keep time, and which: a fixed interval, hours of the day, weekdays, the
 * start of the working day, the traffic's, or none.
 *
 * Each possibility is held against chance, and p is corrected for all that was tried.
 *
 * - Fixed interval. Events closer than a quarter of the period are one occurrence. Periods are
 * looked for with the H-test's statistic (O. C. de Jager, B. C. Raubenheimer and J. W. H.
 * Swanepoel, "A powerful test for weak periodic signals with unknown light curve shape in sparse
 * data", Astronomy and Astrophysics 221, 1989), up to its fourth harmonic. What it finds is judged
 * by the scan statistic on the circle of phases: how many of n fall into an arc, against the bound
 * n P(n - 1, k - 1) of a binomial (J. I. Naus, "The distribution of the size of the maximum cluster
 * of points on a line", JASA 60, 1965), times the periods and arcs tried. It holds for few events
 * too, where the H-test's does not. What comes some time after the last one, and drifts, shows in
 * the gaps: their share within 15 % of the median, against that of an exponential distribution.
 * - Hours. On how many days did an occurrence fall into some span of the day, against the
 *   binomial with the mean of the days' own probabilities (W. Hoeffding, "On the distribution of
 *   the number of successes in independent trials", Annals of Mathematical Statistics 27, 1956,
 * shows that this is the safe side), times the spans tried: an incident of a thousand errors is one
 *   day. Where there are many events also counts by hour: the F-test of a two-way layout of hours
 * and days (R. A. Fisher, "Statistical Methods for Research Workers", 1925), on square roots (F. J.
 * Anscombe, "The transformation of Poisson, binomial and negative-binomial data", Biometrika 35,
 * 1948), each day with one vote.
 * - Weekdays. Days with events, or counts by day, of some weekdays against the others: Fisher's
 * exact test, and the rank sum of H. B. Mann and D. R. Whitney (1947).
 * - Traffic. The share of time that is quieter than the moments of the events, whose mean is a
 *   half where they do not care; and how the counts scatter about a constant share of the
 *   requests, against a constant rate (F-test).
 *
 * Circular figures are as in K. V. Mardia and P. E. Jupp, "Directional Statistics", 2000. Hours and
 * days are those of the machine's zone. Times are seconds since 1970.
 */
#include "base/text.h"
#include "clues/stats.h"

enum rhythm_kind {
    RHYTHM_TOO_FEW,
    RHYTHM_RANDOM,
    RHYTHM_INTERVAL,
    RHYTHM_HOURS,
    RHYTHM_WEEKDAYS,
    RHYTHM_WORK,
    RHYTHM_TRAFFIC,
};

#define RHYTHM_ALPHA 0.01
#define RHYTHM_SPANS_MAX 4
#define RHYTHM_OCCURRENCES_MAX 1000

/* A part of the day: seconds of the local day. */
struct rhythm_span {
    double begins, width, middle; /* of the occurrences in it */
    size_t days, of;              /* with an occurrence in it, of those with any */
    double p;
};

struct rhythm {
    enum rhythm_kind kind;
    double p;
    double period, last; /* of an interval; the last time at which it was due */
    double jitter;       /* seconds about it, the width of the arc */
    double kept;         /* the share of what was due that came */
    bool drifts;         /* counted from the last one, not from the clock */
    struct rhythm_span spans[RHYTHM_SPANS_MAX];
    size_t span_count;
    unsigned days; /* bit n: on that day of the week, 0 Sunday */
    size_t hits, of;
    double next; /* when it is due after `until`; 0: not known */
    size_t occurrences_count;
    double occurrences[RHYTHM_OCCURRENCES_MAX]; /* the last ones, in order */
    struct text says;
};

struct rhythm_input {
    const struct point *events; /* in order; value: how many */
    size_t count;
    const struct point *base; /* all requests, likewise; count 0: not known */
    size_t base_count;
    double step;        /* the span of each point of a series; 0: these are times */
    double from, until; /* what was looked at; NAN: from the first to the last event */
};

void rhythm_find(const struct rhythm_input *in, struct rhythm *out);
void rhythm_release(struct rhythm *r);
const char *rhythm_word(enum rhythm_kind kind);

#endif
