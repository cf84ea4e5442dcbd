#ifndef RULEOUT_CLUES_CRON_H
#define RULEOUT_CLUES_CRON_H

/*
 * cron: when scheduled jobs run.
 *
 * Crontab lines as crontab(5) has them (Debian's cron; CRON_TZ as in cronie), and systemd's
 * OnCalendar expressions as systemd.time(7) has them. Times are seconds since 1970.
 *
 * Where clocks are put forward over a job's time, cron runs it right after that, and systemd leaves
 * it out; where they are put back, both run it once. Jobs of every hour or minute follow the clock.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "clues/cron_zone.h"

#define CRON_SPECS_MAX 8
#define CRON_NEVER INT64_MIN

struct cron_spec {
    uint64_t seconds, minutes; /* bit n: at n */
    uint32_t hours, days, months, weekdays;
    uint32_t last_days; /* bit n: on the nth day from the month's end */
    int year_from, year_to, year_step;
    bool either; /* a day that fits one of days and weekdays is enough */
    bool every;  /* of every hour or minute: it follows the clock */
    bool calendar;
};

enum cron_kind {
    CRON_AT,     /* what the specs say */
    CRON_EVERY,  /* `period` after its last run, of which `anchor` was one */
    CRON_REBOOT, /* when the machine starts: at no time that can be told */
};

struct cron_schedule {
    enum cron_kind kind;
    struct cron_spec specs[CRON_SPECS_MAX];
    size_t count;
    int64_t period, anchor;
    struct cron_zone zone;
};

/* The five fields of a crontab's line, or @daily and the like. False with the reason. */
bool cron_parse(const char *text, struct cron_schedule *out, struct text *why);
/* What follows OnCalendar=; several are parted by ';'. A zone at its end is left to the caller. */
bool cron_parse_calendar(const char *text, struct cron_schedule *out, struct text *why);
/* "Mon": 0 is Sunday; "jan": 1. -1 where it is no name. */
int cron_weekday(const char *name, size_t len);
int cron_month(const char *name, size_t len);

int64_t cron_next(const struct cron_schedule *s, int64_t after); /* the first run later than that */
int64_t cron_before(const struct cron_schedule *s, int64_t at);  /* the last run until then */
/* The runs from `from` until `until`, in order; at most `max`. */
size_t cron_runs(const struct cron_schedule *s, int64_t from, int64_t until, int64_t *out,
                 size_t max);

#endif
