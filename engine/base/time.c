#include "base/time.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define FIRST_MS INT64_C(-62135596800000) /* 0001-01-01T00:00:00Z */
#define LAST_MS INT64_C(253402300799999)  /* 9999-12-31T23:59:59.999Z */

/* The callers know that the fields are in range and that it fits. */
static void __attribute__((format(printf, 2, 3)))
put(char out[TIME_TEXT_MAX], const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(out, TIME_TEXT_MAX, format, args);
    va_end(args);
}

static bool fixed_now(int64_t *ms)
{
    const char *now = getenv("RULEOUT_NOW");
    return now && time_parse_rfc3339(now, ms);
}

static int64_t clock_ms(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * SECOND + t.tv_nsec / 1000000;
}

int64_t time_now_ms(void)
{
    int64_t ms;
    return fixed_now(&ms) ? ms : clock_ms(CLOCK_REALTIME);
}

int64_t time_mono_ms(void)
{
    int64_t ms;
    return fixed_now(&ms) ? 0 : clock_ms(CLOCK_MONOTONIC);
}

/* The whole second that `ms` lies in, kept within the years that can be written. */
static time_t second_of(int64_t ms)
{
    if (ms < FIRST_MS)
        ms = FIRST_MS;
    if (ms > LAST_MS)
        ms = LAST_MS;
    return ms / SECOND - (ms % SECOND < 0);
}

static int millis_of(int64_t ms)
{
    return (int)((ms % SECOND + SECOND) % SECOND);
}

static struct tm local_of(int64_t ms)
{
    time_t t = second_of(ms);
    struct tm tm;
    localtime_r(&t, &tm);
    return tm;
}

void time_utc(int64_t ms, char out[TIME_TEXT_MAX])
{
    time_t t = second_of(ms);
    struct tm tm;
    gmtime_r(&t, &tm);
    put(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
        tm.tm_hour, tm.tm_min, tm.tm_sec, millis_of(ms));
}

void time_local(int64_t ms, char out[TIME_TEXT_MAX])
{
    struct tm tm = local_of(ms);
    long ahead = labs(tm.tm_gmtoff) / 60;
    put(out, "%04d-%02d-%02dT%02d:%02d:%02d%c%02ld:%02ld", tm.tm_year + 1900, tm.tm_mon + 1,
        tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, tm.tm_gmtoff < 0 ? '-' : '+', ahead / 60,
        ahead % 60);
}

void time_local_clock(int64_t ms, char out[TIME_TEXT_MAX])
{
    struct tm tm = local_of(ms);
    put(out, "%02d:%02d:%02d", tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void time_local_people(int64_t ms, char out[TIME_TEXT_MAX])
{
    static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct tm tm = local_of(ms);
    put(out, "%s %d %s %04d %02d:%02d %.10s", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
        tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_zone);
}

/* "4m 30s"; "4m" where nothing is left over. */
static void put_two(char out[TIME_TEXT_MAX], const char *sign, uint64_t large, char large_unit,
                    unsigned small, char small_unit)
{
    if (small)
        put(out, "%s%llu%c %02u%c", sign, (unsigned long long)large, large_unit, small, small_unit);
    else
        put(out, "%s%llu%c", sign, (unsigned long long)large, large_unit);
}

void time_span(int64_t ms, char out[TIME_TEXT_MAX])
{
    uint64_t s = (ms < 0 ? -(uint64_t)ms : (uint64_t)ms) / 1000;
    const char *sign = ms < 0 && s > 0 ? "-" : "";
    if (s >= 86400)
        put_two(out, sign, s / 86400, 'd', s / 3600 % 24, 'h');
    else if (s >= 3600)
        put_two(out, sign, s / 3600, 'h', s / 60 % 60, 'm');
    else if (s >= 60)
        put_two(out, sign, s / 60, 'm', s % 60, 's');
    else
        put(out, "%s%llus", sign, (unsigned long long)s);
}
