/*
 * truth_patterns: the same as truth, for patterns: rhythms, jobs that errors fall on, and what
 * failing inputs share.
 *
 * The plain alternatives: the highest peak of a periodogram (Rayleigh's power of all events, p of
 * one trial below 0.01), the job that precedes most errors, the value that failing inputs have most
 * often.
 */
#include <stdio.h>
#include <time.h>

#include "../unit/made_inputs.h"
#include "../unit/made_times.h"
#include "truth_rows.h"
#include "clues/cron.h"
#include "clues/cron_falls.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TRIALS 100

#define EVENTS_MAX 1000
#define FREQUENCIES_MAX 20000

/* Power at each frequency, in steps of a fifth of the span's; the period of the highest, or 0. */
static double highest_peak(const struct made *m)
{
    static double c[EVENTS_MAX], s[EVENTS_MAX], turn_c[EVENTS_MAX], turn_s[EVENTS_MAX];
    size_t n = m->count < EVENTS_MAX ? m->count : EVENTS_MAX;
    double span = n ? m->events[n - 1].time - m->events[0].time : 0, best = 0, period = 0;
    double step = span > 0 ? 0.2 / span : 0, least = fmax(2, span / FREQUENCIES_MAX * 5);
    if (n < 5 || span <= 0)
        return 0;
    for (size_t i = 0; i < n; i++) {
        double at = 2 * M_PI * (m->events[i].time - m->events[0].time);
        c[i] = cos(at * 2 / span), s[i] = sin(at * 2 / span);
        turn_c[i] = cos(at * step), turn_s[i] = sin(at * step);
    }
    for (double f = 2 / span; f <= 1 / least; f += step) {
        double sum_c = 0, sum_s = 0;
        for (size_t i = 0; i < n; i++) {
            double turned = c[i] * turn_c[i] - s[i] * turn_s[i];
            sum_c += c[i], sum_s += s[i];
            s[i] = s[i] * turn_c[i] + c[i] * turn_s[i];
            c[i] = turned;
        }
        double power = (sum_c * sum_c + sum_s * sum_s) / (double)n;
        if (power > best)
            best = power, period = 1 / f;
    }
    return exp(-best) < 0.01 ? period : 0;
}

/* A day's period is hours of the day, a week's a weekday. */
static bool plain_is_right(const struct scene *s, double period)
{
    if (s->kind == RHYTHM_RANDOM)
        return period == 0;
    double wanted = s->period > 0                ? s->period
                    : s->kind == RHYTHM_HOURS    ? MADE_DAY
                    : s->kind == RHYTHM_WEEKDAYS ? 7 * MADE_DAY
                                                 : 0;
    return wanted > 0 && fabs(period / wanted - 1) < 0.03;
}

static struct score rhythm_trials(const struct scene *s)
{
    static struct made m;
    static struct rhythm r;
    struct score score = {TRIALS, 0, 0};
    for (uint64_t seed = 1; seed <= TRIALS; seed++) {
        made_scene(s, seed + 100000, &m);
        made_find(&m, &r);
        score.ours += made_is_right(s, &r);
        score.plain += plain_is_right(s, highest_peak(&m));
        rhythm_release(&r);
    }
    return score;
}

static struct score not(struct score s)
{
    return (struct score){s.trials, s.trials - s.ours, s.trials - s.plain};
}

static void rhythm_rows(void)
{
    head("series.rhythm: kind, period and hour right", "highest");
    for (size_t i = 0; i < COUNT(made_rhythms); i++)
        row(made_rhythms[i].name, rhythm_trials(&made_rhythms[i]), (struct score){0});
    for (size_t i = 0; i < COUNT(made_nulls); i++)
        row(made_nulls[i].name, (struct score){0}, not(rhythm_trials(&made_nulls[i])));
}

#define JOBS 30
#define TIMES_MAX 400

struct world {
    struct cron_schedule jobs[JOBS];
    double times[TIMES_MAX];
    size_t count;
    double from, until;
};

/* Most run daily, some each hour, one each ten minutes and one each minute. */
static void make_jobs(struct world *w)
{
    struct text why = {0};
    char line[40];
    for (int j = 0; j < JOBS; j++) {
        int minute = (int)(made_chance() * 60), hour = (int)(made_chance() * 24);
        if (j == 0)
            strcpy(line, "* * * * *");
        else if (j == 1)
            strcpy(line, "*/10 * * * *");
        else if (j < 8)
            snprintf(line, sizeof line, "%d * * * *", minute);
        else
            snprintf(line, sizeof line, "%d %d * * *", minute, hour);
        cron_parse(line, &w->jobs[j], &why);
        cron_zone_parse("UTC", &w->jobs[j].zone);
    }
    text_release(&why);
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Errors 5 to 30 s after nine in ten of the job's runs, or without one each `period` from some
 * moment on, and `noise` at random. */
static void make_errors(struct world *w, int job, double period, int noise)
{
    int64_t runs[TIMES_MAX];
    size_t n =
        job < 0 ? 0 : cron_runs(&w->jobs[job], (int64_t)w->from, (int64_t)w->until, runs, 300);
    w->count = 0;
    for (size_t i = 0; i < n; i++)
        if (made_chance() < 0.9)
            w->times[w->count++] = (double)runs[i] + 5 + made_chance() * 25;
    if (job < 0 && period > 0)
        for (double at = w->from + made_chance() * period; at < w->until; at += period)
            w->times[w->count++] = at + made_chance() * 25;
    for (int i = 0; i < noise; i++)
        w->times[w->count++] = w->from + made_chance() * (w->until - w->from);
    qsort(w->times, w->count, sizeof *w->times, by_time);
}

/* The best job and its p; `most`: the one with the most hits. */
static int best_job(struct world *w, double *p, int *most)
{
    static int64_t runs[30000];
    static struct cron_chance chances;
    struct cron_fall found = {.odds = 2};
    double times[TIMES_MAX];
    size_t hits = 0;
    int best = -1;
    memcpy(times, w->times, sizeof times);
    size_t count = cron_falls_starts(times, w->count, 120);
    while (count > CRON_FALLS_TIMES_MAX)
        count--;
    cron_chance_init(&chances);
    *most = -1;
    for (int j = 0; j < JOBS; j++) {
        struct cron_fall c;
        size_t n = cron_runs(&w->jobs[j], (int64_t)w->from - 120,
                             (int64_t)(w->until + CRON_FALLS_DAY), runs, COUNT(runs));
        if (!cron_falls_judge(times, count, runs, n, w->from, w->until, 120, &chances, &c))
            continue;
        if (c.odds < found.odds)
            found = c, best = j;
        if (c.hits > hits)
            hits = c.hits, *most = j;
    }
    cron_falls_finish(&chances, &found);
    *p = best < 0 ? 1 : found.p;
    return best;
}

static struct score falls_trials(int job, double period, int noise, double days)
{
    static struct world w;
    struct score s = {TRIALS, 0, 0};
    for (uint64_t seed = 1; seed <= TRIALS; seed++) {
        double p;
        int most;
        made_state = seed * UINT64_C(7777777) + 5;
        w.from = MADE_MONDAY;
        w.until = w.from + days * MADE_DAY;
        make_jobs(&w);
        make_errors(&w, job, period, noise);
        int best = best_job(&w, &p, &most);
        s.ours += job < 0 ? p < 0.05 : p < 0.05 && best == job;
        s.plain += job < 0 ? most >= 0 : most == job;
    }
    return s;
}

static void falls_rows(void)
{
    head("cron.falls: the job, of thirty", "most");
    row("a daily job, 5 days; none but random errors", falls_trials(20, 0, 0, 5),
        falls_trials(-1, 0, 5, 5));
    row("a daily job, 10 days; none but daily errors", falls_trials(20, 0, 0, 10),
        falls_trials(-1, 86400, 0, 10));
    row("the same, as much noise", falls_trials(20, 0, 10, 10), falls_trials(-1, 86400, 10, 10));
    row("an hourly job, 3 days; none but hourly errors", falls_trials(4, 0, 0, 3),
        falls_trials(-1, 3600, 0, 3));
    row("each ten minutes, a day; none but at that pace", falls_trials(1, 0, 0, 1),
        falls_trials(-1, 600, 0, 1));
}

static struct score shared_trials(const struct input_scene *s, size_t failing, size_t passing)
{
    static struct made_inputs m;
    struct score score = {TRIALS, 0, 0};
    for (uint64_t seed = 1; seed <= TRIALS; seed++) {
        struct shared found;
        made_input_scene(s, seed + 3000, failing, passing, s->field ? 9 : 0, s->field ? 30 : 0, &m);
        shared_find(&m.in, &found);
        const char *plain = made_most_frequent(&m.in);
        if (s->field) {
            score.ours += made_shared_right(s, &found);
            score.plain += plain && strcmp(plain, s->field) == 0;
        } else {
            score.ours += strcmp(found.kind, "nothing") != 0;
            score.plain += plain != NULL;
        }
        shared_release(&found);
    }
    return score;
}

static void shared_rows(void)
{
    static const size_t sizes[][2] = {{6, 12}, {18, 40}, {50, 200}};
    head("stats.shared: the field, nine in ten have it", "frequent");
    for (size_t i = 0; i < COUNT(made_shared); i++)
        for (size_t k = 0; k < COUNT(sizes); k++) {
            const struct input_scene *s = &made_shared[i];
            char name[80];
            snprintf(name, sizeof name, "%s, %zu failing, %zu passing", s->name, sizes[k][0],
                     sizes[k][1]);
            struct score score = shared_trials(s, sizes[k][0], sizes[k][1]);
            if (s->field)
                row(name, score, (struct score){0});
            else
                row(name, (struct score){0}, score);
        }
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    tzset();
    rhythm_rows();
    falls_rows();
    shared_rows();
    return 0;
}
