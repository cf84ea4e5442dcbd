#ifndef RULEOUT_CHECK_LOG_TIME_H
#define RULEOUT_CHECK_LOG_TIME_H

/*
 * log_time: when a line of a log was written.
 *
 * Known: `[14/Sep/2026:10:02:00 +0000]` (web servers), `2026-09-14T10:02:00.123Z` with T or a
 * blank,
 * `.` or `,`, with or without a zone, `2026/09/14 10:02:00` (nginx's error log), `Sep 14 10:02:00`
 * at the start (syslog: of the year that makes it lie not after `now_ms`). What has no zone is in
 * the process's.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False where the first 256 bytes hold no such time; `*ms` is then left alone. */
bool log_time(const char *line, size_t len, int64_t now_ms, int64_t *ms);

#endif
