#include <string.h>
#include <strings.h>

#include "clues/cron.h"

/* OnCalendar= of systemd.time(7): "[days of the week] [[year-]month-day] [hour:minute[:second]]".
 */

struct part {
    int from, to, step; /* to -1: from alone, or with a step to the end */
};

/* n, n..m, n/s, n..m/s or *; where *, from is -1. */
static bool read_part(const char **at, struct part *p)
{
    int *values[] = {&p->from, &p->to, &p->step};
    static const char *const before[] = {"", "..", "/"};
    *p = (struct part){-1, -1, 0};
    for (size_t i = 0; i < 3; i++) {
        size_t len = strlen(before[i]);
        if (strncmp(*at, before[i], len) != 0)
            continue;
        *at += len;
        if (i == 0 && **at == '*') {
            ++*at;
            continue;
        }
        if (**at < '0' || **at > '9')
            return false;
        for (*values[i] = 0; **at >= '0' && **at <= '9' && *values[i] < 10000; ++*at)
            *values[i] = *values[i] * 10 + (**at - '0');
    }
    /* A fraction of a second is no moment that anything here can tell apart. */
    if (**at == '.' && (*at)[1] >= '0' && (*at)[1] <= '9')
        for (++*at; **at >= '0' && **at <= '9'; ++*at)
            ;
    return true;
}

static bool read_list(const char **at, int least, int most, uint64_t *bits)
{
    for (*bits = 0;; ++*at) {
        struct part p;
        if (!read_part(at, &p))
            return false;
        int from = p.from < 0 ? least : p.from, step = p.step > 0 ? p.step : 1;
        int to = p.to >= 0 ? p.to : p.from < 0 || p.step > 0 ? most : from;
        if (from < least || to > most || to < from)
            return false;
        for (int i = from; i <= to; i += step)
            *bits |= UINT64_C(1) << i;
        if (**at != ',')
            return true;
    }
}

static bool read_years(const char **at, struct cron_spec *s)
{
    struct part p;
    if (!read_part(at, &p))
        return false;
    if (p.from < 0)
        return true;
    s->year_from = p.from;
    s->year_to = p.to >= 0 ? p.to : p.step > 0 ? 9999 : p.from;
    s->year_step = p.step > 0 ? p.step : 1;
    return true;
}

static bool read_weekdays(const char **at, struct cron_spec *s)
{
    s->weekdays = 0;
    for (;; ++*at) {
        int day[2] = {-1, -1};
        for (int i = 0; i < 2; i++) {
            size_t len = strspn(*at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
            day[i] = len < 3 ? -1 : cron_weekday(*at, 3);
            if (day[i] < 0)
                return false;
            *at += len;
            if (i == 0 && strncmp(*at, "..", 2) != 0 && **at != '-')
                break;
            *at += i ? 0 : **at == '-' ? 1 : 2;
        }
        for (int d = day[0];; d = (d + 1) % 7) {
            s->weekdays |= 1u << d;
            if (day[1] < 0 || d == day[1])
                break;
        }
        if (**at != ',')
            break;
    }
    *at += **at == ','; /* "Mon, 2026-..." */
    return true;
}

/* "~07/1": the last seven days, so a step counts towards the end. */
static bool read_from_end(const char **at, struct cron_spec *s)
{
    struct part p;
    if (!read_part(at, &p) || p.from < 1 || p.from > 31)
        return false;
    int step = p.step > 0 ? p.step : 1, to = p.to >= 1 ? p.to : p.step > 0 ? 1 : p.from;
    s->days = 0;
    for (int i = p.from; i >= to; i -= step)
        s->last_days |= UINT32_C(1) << i;
    return true;
}

/* [[year-]month]-day or ~day; how many '-' and '~' there are tells which. */
static bool read_date(const char **at, struct cron_spec *s)
{
    uint64_t bits;
    size_t len = strcspn(*at, " "), parts = 0;
    for (size_t i = 0; i < len; i++)
        parts += (*at)[i] == '-' || (*at)[i] == '~';
    if (parts == 2 && (!read_years(at, s) || *(*at)++ != '-'))
        return false;
    if (!read_list(at, 1, 12, &bits))
        return false;
    s->months = (uint32_t)bits;
    char sign = *(*at)++;
    if (sign == '~')
        return read_from_end(at, s);
    if (sign != '-' || !read_list(at, 1, 31, &bits))
        return false;
    s->days = (uint32_t)bits;
    return true;
}

static bool read_clock(const char **at, struct cron_spec *s)
{
    uint64_t hours;
    if (!read_list(at, 0, 23, &hours) || *(*at)++ != ':' || !read_list(at, 0, 59, &s->minutes))
        return false;
    s->hours = (uint32_t)hours;
    s->seconds = 1;
    return **at != ':' || (++*at, read_list(at, 0, 59, &s->seconds));
}

static const char *named(const char *text, size_t len)
{
    static const char *const words[][2] = {{"minutely", "*:*:00"},
                                           {"hourly", "*:00"},
                                           {"daily", "00:00"},
                                           {"weekly", "Mon 00:00"},
                                           {"monthly", "*-01 00:00"},
                                           {"yearly", "01-01 00:00"},
                                           {"annually", "01-01 00:00"},
                                           {"quarterly", "01,04,07,10-01 00:00"},
                                           {"semiannually", "01,07-01 00:00"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i][0]) == len && strncasecmp(words[i][0], text, len) == 0)
            return words[i][1];
    return NULL;
}

static bool ends(const char *at)
{
    at += strspn(at, " ");
    return !*at || *at == ';';
}

/* Up to the ';' or the end. */
static bool read_spec(const char *at, struct cron_spec *s)
{
    size_t word = strcspn(at, " ;");
    const char *meant = named(at, word);
    *s = (struct cron_spec){1,
                            1,
                            1,
                            UINT32_MAX & ~1u,
                            0x1ffe,
                            0x7f,
                            .year_to = 9999,
                            .year_step = 1,
                            .every = true,
                            .calendar = true};
    if (meant)
        return ends(at + word) && read_spec(meant, s);
    if (((*at | 32) >= 'a' && (*at | 32) <= 'z') && !read_weekdays(&at, s))
        return false;
    at += strspn(at, " ");
    size_t len = strcspn(at, " ;");
    if (memchr(at, '-', len) || memchr(at, '~', len)) {
        if (!read_date(&at, s))
            return false;
        at += strspn(at, " ");
    }
    if (*at && *at != ';' && !read_clock(&at, s))
        return false;
    return ends(at);
}

bool cron_parse_calendar(const char *text, struct cron_schedule *out, struct text *why)
{
    *out = (struct cron_schedule){.kind = CRON_AT};
    cron_zone_local(&out->zone);
    for (const char *at = text; at; at = strchr(at, ';')) {
        at += strspn(at, "; ");
        if (!*at)
            break;
        if (out->count < CRON_SPECS_MAX && read_spec(at, &out->specs[out->count++]))
            continue;
        text_format(why, "\"%.80s\" is no calendar expression", text);
        return false;
    }
    if (!out->count)
        text_add(why, "there is no calendar expression");
    return out->count > 0;
}
