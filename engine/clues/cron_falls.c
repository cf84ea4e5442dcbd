#include "clues/cron_falls.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "clues/tails.h"

#define LEVELS 6
#define SLACK_LEAST 2.0 /* seconds: logs and cron keep whole ones */
#define GOLDEN 0.6180339887498949

size_t cron_falls_starts(double *times, size_t count, double gap)
{
    size_t kept = 0;
    double last = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        double at = times[i];
        if (at - last > gap)
            times[kept++] = at;
        last = at;
    }
    return kept;
}

/* The index of the last run until `at`, or -1. */
static ptrdiff_t run_before(const int64_t *runs, size_t count, double at)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if ((double)runs[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return (ptrdiff_t)low - 1;
}

struct levels {
    size_t count;
    double slack[LEVELS];
};

static struct levels levels_of(double slack)
{
    struct levels l = {0};
    for (; l.count < LEVELS && (l.count == 0 || slack >= SLACK_LEAST); slack /= 2)
        l.slack[l.count++] = slack;
    return l;
}

static void count_hits(const double *times, size_t count, double shift, const int64_t *runs,
                       size_t run_count, const struct levels *l, size_t hits[LEVELS])
{
    memset(hits, 0, LEVELS * sizeof *hits);
    for (size_t i = 0; i < count; i++) {
        ptrdiff_t run = run_before(runs, run_count, times[i] + shift);
        double delay = run < 0 ? INFINITY : times[i] + shift - (double)runs[run];
        for (size_t j = 0; j < l->count && delay <= l->slack[j]; j++)
            hits[j]++;
    }
}

/* The share of the time that lies at most `slack` after a run. */
static double covered(const int64_t *runs, size_t count, double from, double until, double slack)
{
    double sum = 0, done = from;
    for (size_t i = 0; i < count; i++) {
        double start = fmax((double)runs[i], done), end = fmin((double)runs[i] + slack, until);
        if (end <= start)
            continue;
        sum += end - start;
        done = end;
    }
    return until > from ? fmin(sum / (until - from), 1) : 1;
}

static void count_runs(const double *times, size_t count, const int64_t *runs, size_t run_count,
                       double from, double until, struct cron_fall *out)
{
    size_t t = 0;
    for (size_t i = 0; i < run_count; i++) {
        double at = (double)runs[i];
        if (at < from - out->slack || at > until)
            continue;
        out->runs++;
        while (t < count && times[t] < at)
            t++;
        out->runs_met += t < count && times[t] <= at + out->slack;
    }
}

/* p of so many hits at each level, from a table that is filled as it is needed. */
struct odds {
    double share[LEVELS], p[LEVELS][CRON_FALLS_TIMES_MAX + 1]; /* p 0: not yet worked out */
};

static double smallest(struct odds *o, const struct levels *l, size_t count, const size_t *hits,
                       size_t *level)
{
    double best = 2;
    for (size_t j = 0; j < l->count; j++) {
        double *p = &o->p[j][hits[j]];
        if (*p == 0)
            *p = hits[j] ? fmax(tail_binomial_at_least(hits[j], count, o->share[j]), DBL_MIN) : 1;
        if (*p < best) {
            best = *p;
            *level = j;
        }
    }
    return best;
}

void cron_chance_init(struct cron_chance *c)
{
    c->tried = 0;
    for (size_t i = 0; i < CRON_FALLS_SHIFTS; i++)
        c->smallest[i] = 1;
}

static void shift_all(const double *times, size_t count, const int64_t *runs, size_t run_count,
                      const struct levels *l, struct odds *o, struct cron_chance *chance)
{
    size_t hits[LEVELS], level;
    for (size_t i = 0; i < CRON_FALLS_SHIFTS; i++) {
        double share = ((double)i + 1) * GOLDEN;
        count_hits(times, count, (share - floor(share)) * CRON_FALLS_DAY, runs, run_count, l, hits);
        chance->smallest[i] = fmin(chance->smallest[i], smallest(o, l, count, hits, &level));
    }
    chance->tried++;
}

bool cron_falls_judge(const double *times, size_t count, const int64_t *runs, size_t run_count,
                      double from, double until, double slack, struct cron_chance *chance,
                      struct cron_fall *out)
{
    struct levels l = levels_of(slack);
    struct odds o = {0};
    size_t hits[LEVELS], best = 0;
    assert(count <= CRON_FALLS_TIMES_MAX);
    *out = (struct cron_fall){.of = count, .slack = slack};
    count_runs(times, count, runs, run_count, from, until, out);
    if (!count || !out->runs)
        return false;
    for (size_t j = 0; j < l.count; j++)
        o.share[j] = covered(runs, run_count, from, until + slack, l.slack[j]);
    count_hits(times, count, 0, runs, run_count, &l, hits);
    double odds = smallest(&o, &l, count, hits, &best);
    shift_all(times, count, runs, run_count, &l, &o, chance);
    *out = (struct cron_fall){.hits = hits[best],
                              .of = count,
                              .slack = l.slack[best],
                              .by_chance = o.share[best],
                              .odds = odds,
                              .p = 1};
    count_runs(times, count, runs, run_count, from, until, out);
    return true;
}

void cron_falls_finish(const struct cron_chance *chance, struct cron_fall *f)
{
    size_t as_good = 0;
    double tries = (double)(LEVELS * (chance->tried ? chance->tried : 1));
    for (size_t i = 0; i < CRON_FALLS_SHIFTS; i++)
        as_good += chance->smallest[i] <= f->odds;
    /* Of so many tries the best has at most that (Z. Sidak, JASA 62, 1967). */
    double binomial = f->odds >= 1 ? 1 : -expm1(tries * log1p(-f->odds));
    f->p = fmax(binomial, (1.0 + (double)as_good) / (1.0 + CRON_FALLS_SHIFTS));
}
