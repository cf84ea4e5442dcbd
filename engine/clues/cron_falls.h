#ifndef RULEOUT_CLUES_CRON_FALLS_H
#define RULEOUT_CLUES_CRON_FALLS_H

/*
 * cron_falls: whether a job's runs precede some moments more often than chance has it.
 *
 * Chance has two sides. The share of all time that lies within `slack` after a run is how often a
 * moment at random is a hit (binomial, times the jobs and delays tried). But what is regular itself
 * is all hits or none: so all moments are also moved together, by SHIFTS times spread over a day,
 * and the share of moves for which some job scores as well is the other p (a randomisation test,
 * corrected for all jobs by the smallest p: P. H. Westfall and S. S. Young, "Resampling-Based
 * Multiple Testing", 1993). The larger of the two counts. Delays shorter than `slack` are tried
 * too, halved again and again.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CRON_FALLS_TIMES_MAX 120 /* moments that are looked at: more are thinned out evenly */
#define CRON_FALLS_SHIFTS 3000
#define CRON_FALLS_DAY 86400.0

struct cron_fall {
    size_t hits, of;       /* moments that a run precedes by at most `slack` */
    size_t runs, runs_met; /* within the time looked at; those that a moment follows */
    double slack;          /* the delay that decided, seconds */
    double by_chance;      /* the share of all time that lies so soon after a run */
    double odds;           /* the smallest binomial p of the delays tried */
    double p;              /* after cron_falls_finish() */
};

/* What chance did with all jobs so far: the smallest p at each shift. */
struct cron_chance {
    double smallest[CRON_FALLS_SHIFTS];
    size_t tried;
};

void cron_chance_init(struct cron_chance *c);
/* The first of each group of moments that follow one another within `gap`. In place. */
size_t cron_falls_starts(double *times, size_t count, double gap);
/*
 * `times` and `runs` in order; `runs` from `slack` before `from` until a day behind `until`. False
 * where no run lies in that time or there is no moment.
 */
bool cron_falls_judge(const double *times, size_t count, const int64_t *runs, size_t run_count,
                      double from, double until, double slack, struct cron_chance *chance,
                      struct cron_fall *out);
/* When all jobs were judged. */
void cron_falls_finish(const struct cron_chance *chance, struct cron_fall *f);

#endif
