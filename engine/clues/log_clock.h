#ifndef RULEOUT_CLUES_LOG_CLOCK_H
#define RULEOUT_CLUES_LOG_CLOCK_H

/*
 * log_clock: log_time() for one line after another, of which many were written in the same second:
 * what the last line began with, or its web server's time, is compared before it is read again.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOG_CLOCK_SEEN 64

struct log_clock {
    char seen[LOG_CLOCK_SEEN];
    size_t len; /* 0: nothing to compare */
    bool web;   /* it is "14/Sep/2026:10:02:00 +0000]", behind an address; else a line's start */
    int64_t ms;
};

/* What log_time() says. */
bool log_clock_time(struct log_clock *c, const char *line, size_t len, int64_t now_ms, int64_t *ms);

#endif
