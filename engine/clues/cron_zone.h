#ifndef RULEOUT_CLUES_CRON_ZONE_H
#define RULEOUT_CLUES_CRON_ZONE_H

/*
 * cron_zone: how far a zone's clocks are from UTC.
 *
 * A worker may open no file, so another zone than the process's own is a rule as in the variable TZ
 * ("CET-1CEST,M3.5.0,M10.5.0/3"; POSIX.1-2017, Base Definitions, 8.3). Such a rule is the last line
 * of each file in /usr/share/zoneinfo (RFC 8536), and holds for times since the zone last changed
 * its law.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cron_change {
    char kind; /* 'M' month, week, day; 'J' day 1 to 365 without 29 February; 'n' day 0 to 365 */
    int month, week, day;
    int32_t at; /* seconds of that day */
};

struct cron_zone {
    bool own; /* the process's */
    bool saves;
    int32_t standard, saving; /* seconds east of UTC */
    struct cron_change begins, ends;
};

#define CRON_RULE_MAX 80

void cron_zone_local(struct cron_zone *z);
bool cron_zone_parse(const char *rule, struct cron_zone *z);
/* Finds the rule in the bytes of a zone's file. */
bool cron_zone_rule(const char *bytes, size_t len, char rule[CRON_RULE_MAX]);
int32_t cron_zone_offset(const struct cron_zone *z, int64_t at); /* seconds east of UTC */
/*
 * The moments at which clocks show `local` (seconds as if it were UTC), the earlier first: 0 where
 * they are put forward over it; `skipped`, where not NULL, is then the moment of the change.
 */
int cron_zone_moments(const struct cron_zone *z, int64_t local, int64_t at[2], int64_t *skipped);

#endif
