#ifndef RULEOUT_CLUES_CRON_TABLE_H
#define RULEOUT_CLUES_CRON_TABLE_H

/*
 * cron_table: the lines of a crontab, and of what systemctl says of timers.
 *
 * Texts point into the buffer that is read, which is changed on the way, and end with NUL.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct cron_table {
    char *at;
    size_t number; /* of the line read last, from 1 */
    bool system;   /* lines name a user */
    char zone[80]; /* CRON_TZ of the lines to come; "" the machine's */
};

struct cron_line {
    char schedule[160];
    const char *user, *command; /* `user` is NULL in a user's own crontab */
    const char *wrong;          /* why cron would not take the line; NULL: it would */
};

/* `text` ends with NUL. */
void cron_table_start(struct cron_table *t, char *text, bool system);
/* The next line with a job, or one that is wrong. False at the end. */
bool cron_table_next(struct cron_table *t, struct cron_line *line, struct text *why);
/* The folder that a command hands to run-parts, or false. */
bool cron_table_parts(const char *command, char *folder, size_t max);
/* Whether cron and run-parts take a file of that name. */
bool cron_table_takes(const char *name, size_t len);

struct cron_unit {
    const char *id, *calendars[8], *exec, *user;
    size_t calendar_count;
    long long period_us, delay_us; /* of OnUnitActive and the like; 0: none. Random delay */
};

/* The next unit in the output of `systemctl show`: paragraphs of NAME=VALUE. False at the end. */
bool cron_unit_next(char **at, struct cron_unit *u);
/* "1d 2h 30min" as systemd writes spans, in microseconds; 0 where it is none. */
long long cron_span_us(const char *text);

#endif
