#ifndef RULEOUT_CLUES_LOG_TIME_H
#define RULEOUT_CLUES_LOG_TIME_H

/*
 * log_time: when a line of a log was written.
 *
 * Known, at the start of a line or after a few words of it:
 *   2026-09-14T10:02:00.123+02:00   T or a blank, `-`, `/` or `.` in the date, `.` or `,` before a
 *                                   fraction, with or without a zone (Z, UTC, GMT, +0200, +02)
 *   14/Sep/2026:10:02:00 +0000      web servers, HAProxy; also with blanks or `-`, as log4j has it
 *   Mon Sep 14 10:02:00.123 2026    Apache's error log; Mon, 14 Sep 2026 10:02:00 GMT
 *   Sep 14 10:02:00                 syslog, also with the year before or behind the clock
 *   I0914 10:02:00.123456           klog
 *   20260914T100200Z, 20171223-22:15:29:606, 081109 203615, 170609 20:10:40 (MySQL)
 * and, where what stands beside it leaves no doubt, 17/06/09 20:10:40 INFO (Spark), 09-14
 * 10:02:00.123 1702 2395 D (Android), `[10.30 16:49:06]` (Proxifier).
 *
 * A number of 10, 13, 16 or 19 digits is a time since 1970 (s, ms, us, ns) at the start of a line
 * and under one of the known keys of a JSON line or of key=value: time, timestamp, ts, t,
 * @timestamp, date, datetime, asctime, __REALTIME_TIMESTAMP and their like.
 *
 * The first time in a line is the line's. Of a time without a year, the year is the latest in which
 * it does not lie after `now_ms`; what has no zone is in the process's. Years before 1990 or after
 * 2100 are none.
 *
 * Not for threads: hours that were converted are kept, as long as the zone must stay.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_form { LOG_FORM_PLAIN, LOG_FORM_SYSLOG, LOG_FORM_KLOG, LOG_FORM_WEB, LOG_FORM_JSON };

struct log_stamp {
    int64_t ms;
    size_t from, to; /* where it stands; of a JSON line, 0 */
    enum log_form form;
};

bool log_stamp(const char *line, size_t len, int64_t now_ms, struct log_stamp *stamp);

/* The same; `*ms` is left alone where there is none. */
bool log_time(const char *line, size_t len, int64_t now_ms, int64_t *ms);

#endif
