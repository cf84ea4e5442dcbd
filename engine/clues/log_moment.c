#include "clues/log_moment.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

#define DAY_MS INT64_C(86400000)
#define YEAR_FIRST 1990
#define YEAR_LAST 2100
#define YEARS_BACK 8 /* until there was a 29th of February, at most */

static int64_t days_before(int year, int month, int day)
{
    /* Years begin in March, so that the leap day is their last. */
    int y = month <= 2 ? year - 1 : year, m = (month + 9) % 12;
    return 365 * (int64_t)y + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719468;
}

static bool is_real(const struct log_moment *m)
{
    static const char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (m->month < 1 || m->month > 12 || m->day < 1 || m->day > days[m->month - 1] ||
        m->hour > 23 || m->minute > 59 || m->second > 60)
        return false;
    bool leap = m->year % 4 == 0 && (m->year % 100 != 0 || m->year % 400 == 0);
    return m->year >= YEAR_FIRST && m->year <= YEAR_LAST &&
           !(m->month == 2 && m->day == 29 && !leap);
}

/* Lines come hour by hour, and within an hour the zone's offset stays. */
static int64_t local_hour(const struct log_moment *m)
{
    static struct {
        int64_t hour, seconds;
    } known[64];
    int64_t hour = days_before(m->year, m->month, m->day) * 24 + m->hour;
    size_t i = (size_t)hour % 64;
    if (known[i].hour != hour) {
        struct tm t = {.tm_year = m->year - 1900,
                       .tm_mon = m->month - 1,
                       .tm_mday = m->day,
                       .tm_hour = m->hour,
                       .tm_isdst = -1};
        known[i].seconds = mktime(&t);
        known[i].hour = hour;
    }
    return known[i].seconds;
}

static int64_t ms_of_year(const struct log_moment *m)
{
    if (!is_real(m))
        return -1;
    int64_t hour =
        m->zoned ? days_before(m->year, m->month, m->day) * 86400 + m->hour * 3600 - m->offset_s
                 : local_hour(m);
    return (hour + m->minute * 60 + m->second) * 1000 + m->millis;
}

static int year_of(int64_t ms)
{
    static int64_t last_ms = -1;
    static int last_year;
    if (ms != last_ms) {
        time_t seconds = ms / 1000;
        struct tm t;
        localtime_r(&seconds, &t);
        last_year = t.tm_year + 1900;
        last_ms = ms;
    }
    return last_year;
}

int64_t log_moment_ms(const struct log_moment *m, int64_t now_ms)
{
    if (m->epoch_ms)
        return m->epoch_ms;
    if (m->year)
        return ms_of_year(m);
    struct log_moment with = *m;
    int year = year_of(now_ms);
    for (with.year = year; with.year > year - YEARS_BACK; with.year--) {
        int64_t ms = ms_of_year(&with);
        if (ms >= 0 && ms <= now_ms + DAY_MS) /* a day's skew */
            return ms;
    }
    return -1;
}
