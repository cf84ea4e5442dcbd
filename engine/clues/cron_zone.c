#include "clues/cron_zone.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY 86400

void cron_zone_local(struct cron_zone *z)
{
    *z = (struct cron_zone){.own = true};
}

static const char *skip_name(const char *at)
{
    if (*at == '<')
        return (at = strchr(at, '>')) ? at + 1 : NULL;
    const char *end = at;
    while ((*end >= 'A' && *end <= 'Z') || (*end >= 'a' && *end <= 'z'))
        end++;
    return end - at >= 3 ? end : NULL;
}

static bool read_number(const char **at, int most, int *n)
{
    const char *start = *at;
    for (*n = 0; **at >= '0' && **at <= '9' && *n < 10000; ++*at)
        *n = *n * 10 + (**at - '0');
    return *at > start && *n <= most;
}

/* hh, hh:mm or hh:mm:ss, with a sign. */
static bool read_clock(const char **at, int32_t *seconds)
{
    int sign = **at == '-' ? -1 : 1, part[3] = {0};
    *at += **at == '-' || **at == '+';
    for (int i = 0; i < 3; i++) {
        if (i > 0 && **at != ':')
            break;
        *at += i > 0;
        if (!read_number(at, i ? 59 : 167, &part[i]))
            return false;
    }
    *seconds = sign * (part[0] * 3600 + part[1] * 60 + part[2]);
    return true;
}

static bool read_day(const char **at, struct cron_change *c)
{
    c->kind = **at == 'M' || **at == 'J' ? *(*at)++ : 'n';
    if (c->kind != 'M')
        return read_number(at, 365, &c->day);
    return read_number(at, 12, &c->month) && c->month >= 1 && *(*at)++ == '.' &&
           read_number(at, 5, &c->week) && c->week >= 1 && *(*at)++ == '.' &&
           read_number(at, 6, &c->day);
}

static bool read_change(const char **at, struct cron_change *c)
{
    if (*(*at)++ != ',' || !read_day(at, c))
        return false;
    c->at = 2 * 3600;
    return **at != '/' || (++*at, read_clock(at, &c->at));
}

bool cron_zone_parse(const char *rule, struct cron_zone *z)
{
    int32_t west;
    *z = (struct cron_zone){0};
    if (strcmp(rule, "UTC") == 0)
        return true;
    const char *at = skip_name(rule);
    if (!at || !read_clock(&at, &west))
        return false;
    z->standard = -west;
    z->saving = z->standard + 3600;
    if (!*at)
        return true;
    z->saves = true;
    at = skip_name(at);
    if (!at || (*at && *at != ',' && !read_clock(&at, &west)))
        return false;
    if (at[-1] != '>' && at[-1] >= '0' && at[-1] <= '9')
        z->saving = -west;
    return read_change(&at, &z->begins) && read_change(&at, &z->ends) && !*at;
}

bool cron_zone_rule(const char *bytes, size_t len, char rule[CRON_RULE_MAX])
{
    if (len < 8 || memcmp(bytes, "TZif", 4) != 0 || bytes[len - 1] != '\n')
        return false;
    const char *start = memrchr(bytes, '\n', len - 1);
    size_t n = start ? len - 2 - (size_t)(start - bytes) : 0;
    if (n == 0 || n >= CRON_RULE_MAX)
        return false;
    memcpy(rule, start + 1, n);
    rule[n] = '\0';
    return true;
}

/* The days from 1970 to the first of a month; `month` from 1. */
static int64_t first_of(int year, int month)
{
    struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = 1};
    return timegm(&tm) / DAY;
}

static int64_t day_of(const struct cron_change *c, int year)
{
    if (c->kind != 'M') {
        bool leap = first_of(year, 3) - first_of(year, 2) == 29;
        return first_of(year, 1) + c->day - (c->kind == 'J' && !(leap && c->day >= 60));
    }
    int64_t day = first_of(year, c->month), next = first_of(year, c->month + 1);
    day += ((c->day - (day + 4)) % 7 + 7) % 7 + (c->week - 1) * INT64_C(7);
    return day >= next ? day - 7 : day;
}

int32_t cron_zone_offset(const struct cron_zone *z, int64_t at)
{
    struct tm tm;
    time_t t = at + (z->own ? 0 : z->standard);
    if (z->own)
        return localtime_r(&t, &tm) ? (int32_t)tm.tm_gmtoff : 0;
    if (!z->saves || !gmtime_r(&t, &tm))
        return z->standard;
    int year = tm.tm_year + 1900;
    int64_t begins = day_of(&z->begins, year) * DAY + z->begins.at - z->standard;
    int64_t ends = day_of(&z->ends, year) * DAY + z->ends.at - z->saving;
    bool saving = begins < ends ? at >= begins && at < ends : !(at >= ends && at < begins);
    return saving ? z->saving : z->standard;
}

/* The first moment after `from` at which the offset is another than at `from`. */
static int64_t change_after(const struct cron_zone *z, int64_t from, int64_t until)
{
    int32_t before = cron_zone_offset(z, from);
    while (until - from > 1) {
        int64_t middle = from + (until - from) / 2;
        *(cron_zone_offset(z, middle) == before ? &from : &until) = middle;
    }
    return until;
}

int cron_zone_moments(const struct cron_zone *z, int64_t local, int64_t at[2], int64_t *skipped)
{
    int count = 0;
    int32_t early = cron_zone_offset(z, local - DAY), late = cron_zone_offset(z, local + DAY);
    int32_t most = early > late ? early : late, least = early > late ? late : early;
    if (cron_zone_offset(z, local - most) == most)
        at[count++] = local - most;
    if (least != most && cron_zone_offset(z, local - least) == least)
        at[count++] = local - least;
    if (!count && skipped)
        *skipped = change_after(z, local - DAY, local + DAY);
    return count;
}
