#ifndef RULEOUT_CLUES_RHYTHM_INSIDE_H
#define RULEOUT_CLUES_RHYTHM_INSIDE_H

/*
 * rhythm_inside: what the files of rhythm share.
 */
#include "clues/cron_zone.h"
#include "clues/rhythm.h"

#define RHYTHM_DAY 86400.0
#define RHYTHM_LEAST 5     /* occurrences, without which nothing is told */
#define RHYTHM_RANDOM_AT 8 /* without so many it is not told either that there is no rhythm */

struct rhythm_data {
    struct rhythm_input in;
    double
        *spots; /* what occurrences are made of: events, or peaks where there are events always */
    size_t spot_count;
    bool dense;
    double step; /* times are multiples of that: 1 for whole seconds, 60 for a series by minutes */
    double from, until;
    double total; /* events */
    double *sum;  /* of the base's values before each point */
    struct cron_zone zone;
    double *scratch; /* as long as spots */
};

void rhythm_data_init(struct rhythm_data *d, const struct rhythm_input *in);
void rhythm_data_release(struct rhythm_data *d);

/* The first of each group of spots that follow one another within `gap`, into `out`. */
size_t rhythm_starts(const double *spots, size_t count, double gap, double *out);
/* A gap that parts groups of events from each other, where there are groups; else 0. */
double rhythm_group_gap(const double *spots, size_t count, double *scratch);
/* The share of the base between two times; of all time where there is no base. */
double rhythm_share(const struct rhythm_data *d, double from, double until);
/* How much of the base, or of time, lies between. */
double rhythm_amount(const struct rhythm_data *d, double from, double until, bool by_base);

double rhythm_local(const struct rhythm_data *d, double at); /* as if it were UTC */
double rhythm_utc(const struct rhythm_data *d, double local);
/* 0 Sunday, of local time. */
int rhythm_weekday(double local);
/* The hypergeometric tail: a of a + b among c of c + d or more extreme (R. A. Fisher, 1935). */
double rhythm_fisher(size_t hits, size_t of, size_t other_hits, size_t other_of);

/* Each fills its part of `out` and returns p, corrected for what it tried itself. */
double rhythm_try_interval(struct rhythm_data *d, struct rhythm *out);
double rhythm_try_hours(struct rhythm_data *d, struct rhythm *out);
double rhythm_try_weekdays(struct rhythm_data *d, struct rhythm *out);
double rhythm_try_traffic(struct rhythm_data *d, struct rhythm *out);
/* The weekdays that a span of the day is bound to, or all. */
unsigned rhythm_span_days(const struct rhythm_data *d, const struct rhythm_span *s);

void rhythm_say(const struct rhythm_data *d, struct rhythm *r);

#endif
