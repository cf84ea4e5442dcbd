#ifndef RULEOUT_CLUES_LOG_MOMENT_H
#define RULEOUT_CLUES_LOG_MOMENT_H

/*
 * log_moment: the forms that a time has in a log, each read at one place, and the moment it means.
 */
#include <stdbool.h>
#include <stdint.h>

struct log_moment {
    int year; /* 0: not said */
    int month, day, hour, minute, second, millis;
    bool zoned;
    int offset_s;     /* east of UTC */
    int64_t epoch_ms; /* where it was given so; else 0 */
};

/* Each reads at `*s`, and leaves it and says false where its form does not stand there. */
bool log_moment_digits(const char **s, const char *end,
                       struct log_moment *m);                                 /* a date in digits */
bool log_moment_day(const char **s, const char *end, struct log_moment *m);   /* 14/Sep/2026:.. */
bool log_moment_month(const char **s, const char *end, struct log_moment *m); /* Sep 14 10:02:00 */
bool log_moment_week(const char **s, const char *end, struct log_moment *m);  /* Mon Sep 14 .. */
bool log_moment_klog(const char **s, const char *end, struct log_moment *m);
bool log_moment_short(const char **s, const char *end,
                      struct log_moment *m);                                 /* without a century */
bool log_moment_bare(const char **s, const char *end, struct log_moment *m); /* without a year */
bool log_moment_epoch(const char **s, const char *end, struct log_moment *m);

/* Milliseconds since 1970; -1 where there is no such moment. */
int64_t log_moment_ms(const struct log_moment *m, int64_t now_ms);

#endif
