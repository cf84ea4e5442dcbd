#ifndef RULEOUT_BASE_TIME_H
#define RULEOUT_BASE_TIME_H

/*
 * time: moments and durations, as text.
 *
 * A moment is milliseconds since 1970-01-01 UTC, a duration milliseconds; both int64_t, named
 * `..._ms`. "The time zone" is the process's (TZ). Dates are proleptic Gregorian, years 1 to 9999.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TIME_TEXT_MAX 40

/* The wall clock, or $RULEOUT_NOW (RFC 3339) where that is set and well formed. */
int64_t time_now_ms(void);
/* For measuring how long something took; never goes back; stands still under $RULEOUT_NOW. */
int64_t time_mono_ms(void);

void time_utc(int64_t ms, char out[TIME_TEXT_MAX]);          /* 2026-09-14T10:02:00.123Z */
void time_local(int64_t ms, char out[TIME_TEXT_MAX]);        /* 2026-09-14T12:02:00+02:00 */
void time_local_clock(int64_t ms, char out[TIME_TEXT_MAX]);  /* 12:02:00 */
void time_local_people(int64_t ms, char out[TIME_TEXT_MAX]); /* Mon 14 Sep 2026 12:02 CEST */
void time_span(int64_t ms, char out[TIME_TEXT_MAX]);         /* 1h 02m, 15m, 12s: for people */

/* False leaves `*ms` alone. Parts of a millisecond are dropped; seconds go to 59. */
bool time_parse_rfc3339(const char *s, int64_t *ms);
bool time_parse_span(const char *s,
                     int64_t *ms); /* 10ms 15s 20m 2h 3d and sums: 1h30m; not "5bd" */

enum time_said { TIME_SAID, TIME_SAID_WRONG, TIME_SAID_TWICE };

/*
 * What a person says: `14:02` or `14:02:30` (the latest such moment not after `now`), `2026-09-14
 * 14:02` (with or without seconds, blank or T), RFC 3339, `-20m` (before now), `now`.
 * TIME_SAID_TWICE: the local clock showed that twice, when summer time ended; `ms[0]` and `ms[1]`
 * are both, in order; a clock time that was shown only once until now is not twice. A local time
 * that the clock jumped over is wrong.
 */
enum time_said time_parse_said(const char *s, int64_t now_ms, int64_t ms[2]);

#endif
