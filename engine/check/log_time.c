#include "check/log_time.h"

#include <string.h>
#include <time.h>

#define SEARCHED 256
#define DAY_MS INT64_C(86400000)

struct fields {
    int year, month, day, hour, minute, second, millis;
    bool zoned;
    int offset_s; /* east of UTC */
};

/* Reads `digits` digits at `*s`; false leaves it. */
static bool number(const char **s, const char *end, int digits, int *out)
{
    int n = 0;
    if (end - *s < digits)
        return false;
    for (int i = 0; i < digits; i++) {
        char c = (*s)[i];
        if (c < '0' || c > '9')
            return false;
        n = n * 10 + (c - '0');
    }
    *s += digits;
    *out = n;
    return true;
}

static bool skip(const char **s, const char *end, const char *set)
{
    if (*s >= end || !strchr(set, **s))
        return false;
    ++*s;
    return true;
}

static bool month_name(const char **s, const char *end, int *month)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (end - *s < 3)
        return false;
    for (int i = 0; i < 12; i++) {
        if (memcmp(*s, names + 3 * i, 3) == 0) {
            *month = i + 1;
            *s += 3;
            return true;
        }
    }
    return false;
}

static bool clock_part(const char **s, const char *end, struct fields *f)
{
    return number(s, end, 2, &f->hour) && skip(s, end, ":") && number(s, end, 2, &f->minute) &&
           skip(s, end, ":") && number(s, end, 2, &f->second);
}

static void fraction(const char **s, const char *end, struct fields *f)
{
    int scale = 100;
    if (*s + 1 >= end || !strchr(".,", **s) || (*s)[1] < '0' || (*s)[1] > '9')
        return;
    for (++*s; *s < end && **s >= '0' && **s <= '9'; ++*s, scale /= 10)
        f->millis += (**s - '0') * scale;
}

static void zone(const char **s, const char *end, struct fields *f)
{
    int hours, minutes;
    const char *at = *s;
    skip(&at, end, " ");
    if (skip(&at, end, "Z")) {
        f->zoned = true;
        return;
    }
    bool west = at < end && *at == '-';
    if (!skip(&at, end, "+-") || !number(&at, end, 2, &hours))
        return;
    skip(&at, end, ":");
    if (number(&at, end, 2, &minutes)) {
        f->zoned = true;
        f->offset_s = (west ? -1 : 1) * (hours * 3600 + minutes * 60);
    }
}

static bool web(const char *s, const char *end, struct fields *f)
{
    if (!skip(&s, end, "[") || !number(&s, end, 2, &f->day) || !skip(&s, end, "/") ||
        !month_name(&s, end, &f->month) || !skip(&s, end, "/") || !number(&s, end, 4, &f->year) ||
        !skip(&s, end, ":") || !clock_part(&s, end, f))
        return false;
    zone(&s, end, f);
    return true;
}

static bool iso(const char *s, const char *end, struct fields *f)
{
    if (!number(&s, end, 4, &f->year) || !skip(&s, end, "-/") || !number(&s, end, 2, &f->month) ||
        !skip(&s, end, "-/") || !number(&s, end, 2, &f->day) || !skip(&s, end, "T ") ||
        !clock_part(&s, end, f))
        return false;
    fraction(&s, end, f);
    zone(&s, end, f);
    return true;
}

static bool syslog_time(const char *s, const char *end, struct fields *f)
{
    f->year = 0;
    if (!month_name(&s, end, &f->month) || !skip(&s, end, " "))
        return false;
    bool one_digit = skip(&s, end, " ");
    return number(&s, end, one_digit ? 1 : 2, &f->day) && skip(&s, end, " ") &&
           clock_part(&s, end, f);
}

/* The moment; -1 where there is none such. */
static int64_t moment(const struct fields *f)
{
    struct tm t = {.tm_year = f->year - 1900,
                   .tm_mon = f->month - 1,
                   .tm_mday = f->day,
                   .tm_hour = f->hour,
                   .tm_min = f->minute,
                   .tm_sec = f->second,
                   .tm_isdst = -1};
    if (f->month < 1 || f->month > 12 || f->day < 1 || f->day > 31 || f->hour > 23 ||
        f->minute > 59 || f->second > 60)
        return -1;
    int64_t seconds = f->zoned ? timegm(&t) - f->offset_s : mktime(&t);
    return seconds < 0 ? -1 : seconds * 1000 + f->millis;
}

/* Syslog leaves out the year: the latest that does not lie in the future (but for a day's skew). */
static int64_t moment_of_no_year(struct fields *f, int64_t now_ms)
{
    time_t now = now_ms / 1000;
    struct tm t;
    localtime_r(&now, &t);
    f->year = t.tm_year + 1900;
    int64_t ms = moment(f);
    if (ms > now_ms + DAY_MS) {
        f->year--;
        ms = moment(f);
    }
    return ms;
}

/* Where a time may begin: at a '[' or at a digit that no digit precedes. */
static bool find(const char *line, const char *end, struct fields *f)
{
    bool in_number = false;
    for (const char *s = line; s < end; s++) {
        *f = (struct fields){0};
        if (*s == '[' && web(s, end, f))
            return true;
        bool digit = *s >= '0' && *s <= '9';
        if (digit && !in_number) {
            *f = (struct fields){0};
            if (iso(s, end, f))
                return true;
        }
        in_number = digit;
    }
    return false;
}

bool log_time(const char *line, size_t len, int64_t now_ms, int64_t *ms)
{
    struct fields f = {0};
    const char *end = line + (len < SEARCHED ? len : SEARCHED);
    int64_t found = -1;
    if (syslog_time(line, end, &f))
        found = moment_of_no_year(&f, now_ms);
    else if (find(line, end, &f))
        found = moment(&f);
    if (found < 0)
        return false;
    *ms = found;
    return true;
}
