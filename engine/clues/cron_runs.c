#include "clues/cron.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY INT64_C(86400)
#define DAYS_MAX                                                                    \
    (366 * 30) /* that are looked through; 29 February on a Monday is 28 years away \
                */

static int64_t floor_day(int64_t t)
{
    return (t - ((t % DAY) + DAY) % DAY) / DAY;
}

static bool day_fits(const struct cron_spec *s, int64_t day)
{
    struct tm tm, next;
    time_t t = day * DAY;
    gmtime_r(&t, &tm);
    int year = tm.tm_year + 1900;
    if (!(s->months >> (tm.tm_mon + 1) & 1) || year < s->year_from || year > s->year_to ||
        (year - s->year_from) % s->year_step)
        return false;
    next = (struct tm){.tm_year = tm.tm_year, .tm_mon = tm.tm_mon + 1, .tm_mday = 1};
    int64_t from_end = timegm(&next) / DAY - day;
    bool by_month = (s->days >> tm.tm_mday & 1) || (s->last_days >> from_end & 1);
    bool by_week = s->weekdays >> tm.tm_wday & 1;
    return s->either ? by_month || by_week : by_month && by_week;
}

/* Where the runs of a day go: counted from `from` until `until`, the first of them, the last, and
 * as many as there is room for. */
struct sink {
    int64_t from, until, first, last;
    int64_t *out;
    size_t max, count;
};

static void add_run(struct sink *k, int64_t at)
{
    if (at < k->from || at > k->until)
        return;
    if (k->first == CRON_NEVER || at < k->first)
        k->first = at;
    if (at > k->last)
        k->last = at;
    if (k->count < k->max)
        k->out[k->count++] = at;
}

/* `shift`: the zone's offset where it is the same all day. */
static void add_local(const struct cron_schedule *s, const struct cron_spec *spec, int64_t local,
                      const int32_t *shift, struct sink *k)
{
    int64_t at[2], skipped = CRON_NEVER;
    if (shift) {
        add_run(k, local - *shift);
        return;
    }
    int count = cron_zone_moments(&s->zone, local, at, &skipped);
    if (!count && !spec->every && !spec->calendar)
        add_run(k, skipped);
    for (int i = 0; i < count && (i == 0 || (spec->every && !spec->calendar)); i++)
        add_run(k, at[i]);
}

static void add_hour(const struct cron_schedule *s, const struct cron_spec *spec, int64_t local,
                     const int32_t *shift, struct sink *k)
{
    for (int m = 0; m < 60; m++)
        for (int second = 0; (spec->minutes >> m & 1) && second < 60; second++)
            if (spec->seconds >> second & 1)
                add_local(s, spec, local + m * 60 + second, shift, k);
}

static void add_day(const struct cron_schedule *s, int64_t day, struct sink *k)
{
    int32_t early = cron_zone_offset(&s->zone, day * DAY - DAY),
            late = cron_zone_offset(&s->zone, day * DAY + 2 * DAY);
    for (size_t i = 0; i < s->count; i++) {
        if (!day_fits(&s->specs[i], day))
            continue;
        for (int h = 0; h < 24; h++)
            if (s->specs[i].hours >> h & 1)
                add_hour(s, &s->specs[i], day * DAY + h * INT64_C(3600),
                         early == late ? &early : NULL, k);
    }
}

static int64_t local_day(const struct cron_schedule *s, int64_t at)
{
    return floor_day(at + cron_zone_offset(&s->zone, at));
}

/* Of runs at equal distances: the last one until `at`. */
static int64_t periodic(const struct cron_schedule *s, int64_t at)
{
    int64_t into = (at - s->anchor) % s->period;
    return at - into - (into < 0 ? s->period : 0);
}

int64_t cron_next(const struct cron_schedule *s, int64_t after)
{
    struct sink k = {after + 1, INT64_MAX, CRON_NEVER, CRON_NEVER, NULL, 0, 0};
    if (s->kind == CRON_REBOOT)
        return CRON_NEVER;
    if (s->kind == CRON_EVERY)
        return periodic(s, after) + s->period;
    int64_t day = local_day(s, after) - 1;
    for (int i = 0; i < DAYS_MAX && k.first == CRON_NEVER; i++)
        add_day(s, day + i, &k);
    return k.first;
}

int64_t cron_before(const struct cron_schedule *s, int64_t at)
{
    struct sink k = {INT64_MIN + 1, at, CRON_NEVER, CRON_NEVER, NULL, 0, 0};
    if (s->kind == CRON_REBOOT)
        return CRON_NEVER;
    if (s->kind == CRON_EVERY)
        return periodic(s, at);
    int64_t day = local_day(s, at) + 1;
    for (int i = 0; i < DAYS_MAX && k.last == CRON_NEVER; i++)
        add_day(s, day - i, &k);
    return k.last;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static size_t sort_apart(int64_t *at, size_t count)
{
    size_t kept = 0;
    qsort(at, count, sizeof *at, compare);
    for (size_t i = 0; i < count; i++)
        if (!kept || at[kept - 1] != at[i])
            at[kept++] = at[i];
    return kept;
}

size_t cron_runs(const struct cron_schedule *s, int64_t from, int64_t until, int64_t *out,
                 size_t max)
{
    struct sink k = {from, until, CRON_NEVER, CRON_NEVER, out, max, 0};
    if (s->kind == CRON_REBOOT || until < from || !max)
        return 0;
    if (s->kind == CRON_EVERY) {
        for (int64_t at = periodic(s, from - 1) + s->period; at <= until && k.count < max;
             at += s->period)
            out[k.count++] = at;
        return k.count;
    }
    int64_t day = local_day(s, from) - 1, end = local_day(s, until) + 1;
    for (; day <= end && k.count < max; day++)
        add_day(s, day, &k);
    return sort_apart(out, k.count);
}
