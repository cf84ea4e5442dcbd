#include "clues/log_moment.h"

#include <stddef.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t digits_at(const char *s, const char *end)
{
    const char *at = s;
    while (at < end && is_digit(*at))
        at++;
    return (size_t)(at - s);
}

/* From `least` to `most` digits. */
static bool number(const char **s, const char *end, size_t least, size_t most, int *out)
{
    size_t n = 0;
    *out = 0;
    for (; n < most && *s + n < end && is_digit((*s)[n]); n++)
        *out = *out * 10 + ((*s)[n] - '0');
    if (n < least)
        return false;
    *s += n;
    return true;
}

static bool skip(const char **s, const char *end, const char *set)
{
    if (*s >= end || !**s || !strchr(set, **s))
        return false;
    ++*s;
    return true;
}

static bool word(const char **s, const char *end, const char *want)
{
    size_t n = strlen(want);
    if ((size_t)(end - *s) < n || memcmp(*s, want, n) != 0)
        return false;
    *s += n;
    return true;
}

static bool name_of(const char **s, const char *end, const char *names, int *out)
{
    if (end - *s < 3)
        return false;
    for (int i = 0; names[3 * i]; i++) {
        if (memcmp(*s, names + 3 * i, 3) == 0) {
            *out = i + 1;
            *s += 3;
            return true;
        }
    }
    return false;
}

static bool month_name(const char **s, const char *end, int *month)
{
    return name_of(s, end, "JanFebMarAprMayJunJulAugSepOctNovDec", month);
}

static bool clock_of(const char **s, const char *end, struct log_moment *m)
{
    const char *at = *s;
    if (!number(&at, end, 1, 2, &m->hour) || !skip(&at, end, ":") ||
        !number(&at, end, 1, 2, &m->minute) || !skip(&at, end, ":") ||
        !number(&at, end, 1, 2, &m->second))
        return false;
    *s = at;
    return true;
}

static void fraction(const char **s, const char *end, struct log_moment *m)
{
    int scale = 100;
    m->millis = 0;
    if (end - *s < 2 || !memchr(".,", **s, 2) || !is_digit((*s)[1]))
        return;
    for (++*s; *s < end && is_digit(**s); ++*s, scale /= 10)
        m->millis += (**s - '0') * scale;
}

/* A zone behind a blank is written in full, lest "-12 degrees" be one. */
static bool offset(const char **s, const char *end, struct log_moment *m, bool in_full)
{
    int hours, minutes = 0;
    const char *at = *s;
    bool west = at < end && *at == '-';
    if (!skip(&at, end, "+-") || !number(&at, end, 2, 2, &hours))
        return false;
    bool colon = skip(&at, end, ":");
    if (!number(&at, end, 2, 2, &minutes) && (in_full || colon))
        return false;
    if (hours > 14 || minutes > 59 || (at < end && is_digit(*at)))
        return false;
    m->zoned = true;
    m->offset_s = (west ? -1 : 1) * (hours * 3600 + minutes * 60);
    *s = at;
    return true;
}

static void zone(const char **s, const char *end, struct log_moment *m)
{
    const char *at = *s;
    bool blank = skip(&at, end, " ");
    if (offset(&at, end, m, blank)) {
        *s = at;
        return;
    }
    if ((word(&at, end, "UTC") || word(&at, end, "GMT") || skip(&at, end, "Zz")) &&
        (at >= end || !is_letter(*at))) {
        m->zoned = true;
        *s = at;
    }
}

static bool clock_and_zone(const char **s, const char *end, struct log_moment *m)
{
    if (!clock_of(s, end, m))
        return false;
    fraction(s, end, m);
    zone(s, end, m);
    return true;
}

/* The century is there: 2026-09-14 10:02:00, and without signs 20260914T100200 or 20260914-1:2:3:4
 */
static bool compact(const char **s, const char *end, struct log_moment *m)
{
    const char *at = *s;
    if (!number(&at, end, 4, 4, &m->year) || !number(&at, end, 2, 2, &m->month) ||
        !number(&at, end, 2, 2, &m->day) || !skip(&at, end, "T -"))
        return false;
    if (digits_at(at, end) == 6) {
        number(&at, end, 2, 2, &m->hour);
        number(&at, end, 2, 2, &m->minute);
        number(&at, end, 2, 2, &m->second);
    } else if (!clock_of(&at, end, m))
        return false;
    if (skip(&at, end, ":"))
        number(&at, end, 1, 3, &m->millis);
    else
        fraction(&at, end, m);
    zone(&at, end, m);
    *s = at;
    return true;
}

bool log_moment_digits(const char **s, const char *end, struct log_moment *m)
{
    const char *at = *s;
    size_t digits = digits_at(at, end);
    if (digits == 8)
        return compact(s, end, m);
    if (digits != 4 || !number(&at, end, 4, 4, &m->year) || !skip(&at, end, "-/.") ||
        !number(&at, end, 2, 2, &m->month) || at >= end || *at != (*s)[4] ||
        !skip(&at, end, "-/.") || !number(&at, end, 2, 2, &m->day) || !skip(&at, end, "Tt \t") ||
        digits_at(at, end) != 2 || !clock_and_zone(&at, end, m))
        return false;
    *s = at;
    return true;
}

bool log_moment_day(const char **s, const char *end, struct log_moment *m)
{
    const char *at = *s;
    if (!number(&at, end, 1, 2, &m->day) || !skip(&at, end, "/ -") ||
        !month_name(&at, end, &m->month) || !skip(&at, end, "/ -") ||
        !number(&at, end, 4, 4, &m->year) || !skip(&at, end, ": ") || !clock_and_zone(&at, end, m))
        return false;
    *s = at;
    return true;
}

/* A year that stands alone. */
static bool lone_year(const char **s, const char *end, struct log_moment *m)
{
    int year;
    const char *at = *s;
    if (!skip(&at, end, " ") || digits_at(at, end) != 4 || !number(&at, end, 4, 4, &year) ||
        year < 1990 || year > 2100 || (at < end && !memchr(" ]:,\t", *at, 5)))
        return false;
    m->year = year;
    *s = at;
    return true;
}

bool log_moment_month(const char **s, const char *end, struct log_moment *m)
{
    const char *at = *s;
    if (!month_name(&at, end, &m->month) || !skip(&at, end, " "))
        return false;
    skip(&at, end, " ");
    if (!number(&at, end, 1, 2, &m->day))
        return false;
    bool before = lone_year(&at, end, m);
    if (!skip(&at, end, " ") || digits_at(at, end) != 2 || !clock_of(&at, end, m))
        return false;
    fraction(&at, end, m);
    if (!before && !lone_year(&at, end, m))
        m->year = 0;
    *s = at;
    return true;
}

bool log_moment_week(const char **s, const char *end, struct log_moment *m)
{
    int day;
    const char *at = *s;
    if (!name_of(&at, end, "MonTueWedThuFriSatSun", &day))
        return false;
    skip(&at, end, ",");
    if (!skip(&at, end, " ") || (!log_moment_month(&at, end, m) && !log_moment_day(&at, end, m)))
        return false;
    *s = at;
    return true;
}

bool log_moment_klog(const char **s, const char *end, struct log_moment *m)
{
    const char *at = *s;
    m->year = 0;
    if (!skip(&at, end, "IWEF") || digits_at(at, end) != 4 || !number(&at, end, 2, 2, &m->month) ||
        !number(&at, end, 2, 2, &m->day) || !skip(&at, end, " ") || !clock_of(&at, end, m) ||
        at >= end || *at != '.')
        return false;
    fraction(&at, end, m);
    *s = at;
    return true;
}

static bool level_follows(const char *s, const char *end)
{
    static const char *const levels[] = {"INFO", "WARN", "ERROR", "DEBUG", "FATAL", "TRACE"};
    if (!skip(&s, end, " "))
        return false;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (word(&s, end, levels[i]))
            return true;
    return false;
}

/* 081109 203615 (Hadoop's first) and 170609 20:10:40 (MySQL's), where the next is no digit. */
static bool packed(const char **s, const char *end, struct log_moment *m)
{
    const char *at = *s;
    if (!number(&at, end, 2, 2, &m->year) || !number(&at, end, 2, 2, &m->month) ||
        !number(&at, end, 2, 2, &m->day) || !skip(&at, end, " "))
        return false;
    skip(&at, end, " ");
    if (digits_at(at, end) == 6) {
        number(&at, end, 2, 2, &m->hour);
        number(&at, end, 2, 2, &m->minute);
        number(&at, end, 2, 2, &m->second);
    } else if (!clock_of(&at, end, m))
        return false;
    *s = at;
    return at >= end || *at == ' ';
}

bool log_moment_short(const char **s, const char *end, struct log_moment *m)
{
    const char *at = *s;
    if (digits_at(at, end) == 6) {
        if (!packed(&at, end, m))
            return false;
    } else if (!number(&at, end, 2, 2, &m->year) || !skip(&at, end, "/") ||
               !number(&at, end, 2, 2, &m->month) || !skip(&at, end, "/") ||
               !number(&at, end, 2, 2, &m->day) || !skip(&at, end, " ") || !clock_of(&at, end, m) ||
               !level_follows(at, end))
        return false;
    m->year += m->year >= 90 ? 1900 : 2000;
    *s = at;
    return true;
}

/* A process, a thread and a level's letter, as Android writes them. */
static bool android_follows(const char *s, const char *end)
{
    int n;
    for (int i = 0; i < 2; i++) {
        size_t blanks = 0;
        while (skip(&s, end, " "))
            blanks++;
        if (!blanks || !number(&s, end, 1, 7, &n))
            return false;
    }
    return skip(&s, end, " ") && skip(&s, end, "VDIWEFA") && skip(&s, end, " ");
}

bool log_moment_bare(const char **s, const char *end, struct log_moment *m)
{
    const char *at = *s;
    m->year = 0;
    if (!number(&at, end, 2, 2, &m->month) || !skip(&at, end, "-.") ||
        !number(&at, end, 2, 2, &m->day) || !skip(&at, end, " ") || !clock_of(&at, end, m))
        return false;
    bool dotted = (*s)[2] == '.';
    fraction(&at, end, m);
    if (dotted ? at >= end || *at != ']' : !android_follows(at, end))
        return false;
    *s = at;
    return true;
}

bool log_moment_epoch(const char **s, const char *end, struct log_moment *m)
{
    static const struct {
        size_t digits;
        int64_t per_second;
    } sizes[] = {{10, 1}, {13, 1000}, {16, 1000000}, {19, 1000000000}};
    const char *at = *s;
    size_t digits = digits_at(at, end);
    int64_t n = 0, per_second = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (sizes[i].digits == digits)
            per_second = sizes[i].per_second;
    if (!per_second)
        return false;
    for (size_t i = 0; i < digits; i++)
        n = n * 10 + (at[i] - '0');
    at += digits;
    fraction(&at, end, m);
    if (at < end && (is_letter(*at) || memchr("-/.", *at, 3)))
        return false;
    m->epoch_ms = per_second == 1 ? n * 1000 + m->millis : n / (per_second / 1000);
    *s = at;
    return m->epoch_ms >= INT64_C(631152000000) && m->epoch_ms < INT64_C(4133980800000);
}
