#include "base/time.h"

#include <string.h>
#include <time.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define SPAN_MAX (3660000 * DAY) /* ten thousand years: any moment plus a span fits int64_t */

/* What a clock and a calendar on the wall show. */
struct wall {
    int year, month, day, hour, minute, second, milli;
};

/* Reads `least` to `most` digits and steps over them. */
static bool read_digits(const char **s, int least, int most, int *out)
{
    int n = 0;
    for (*out = 0; n < most && **s >= '0' && **s <= '9'; n++)
        *out = *out * 10 + *(*s)++ - '0';
    return n >= least;
}

static bool read_char(const char **s, const char *one_of)
{
    if (**s == '\0' || !strchr(one_of, **s))
        return false;
    (*s)++;
    return true;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

static bool read_date(const char **s, struct wall *w)
{
    return read_digits(s, 4, 4, &w->year) && read_char(s, "-") && read_digits(s, 2, 2, &w->month) &&
           read_char(s, "-") && read_digits(s, 2, 2, &w->day) && w->year >= 1 && w->month >= 1 &&
           w->month <= 12 && w->day >= 1 && w->day <= days_in(w->year, w->month);
}

static bool read_seconds(const char **s, struct wall *w)
{
    return read_char(s, ":") && read_digits(s, 2, 2, &w->second) && w->second < 60;
}

static bool read_minutes(const char **s, int hour_digits, struct wall *w)
{
    return read_digits(s, hour_digits, 2, &w->hour) && read_char(s, ":") &&
           read_digits(s, 2, 2, &w->minute) && w->hour < 24 && w->minute < 60;
}

/* As people write it: 9:05, 14:02, 14:02:30. */
static bool read_clock(const char **s, struct wall *w)
{
    return read_minutes(s, 1, w) && (**s != ':' || read_seconds(s, w));
}

/* Digits behind the third are read and dropped. */
static bool read_fraction(const char **s, int *milli)
{
    if (!read_char(s, "."))
        return true;
    if (**s < '0' || **s > '9')
        return false;
    for (int worth = 100; **s >= '0' && **s <= '9'; worth /= 10)
        *milli += (*(*s)++ - '0') * worth;
    return true;
}

static bool read_offset(const char **s, int64_t *ms)
{
    int hours, minutes;
    bool behind = **s == '-';
    *ms = 0;
    if (read_char(s, "Zz"))
        return true;
    if (!read_char(s, "+-") || !read_digits(s, 2, 2, &hours) || !read_char(s, ":") ||
        !read_digits(s, 2, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *ms = (hours * HOUR + minutes * MINUTE) * (behind ? -1 : 1);
    return true;
}

/* As if the wall hung where UTC is kept. */
static int64_t wall_utc(const struct wall *w)
{
    struct tm tm = {.tm_year = w->year - 1900,
                    .tm_mon = w->month - 1,
                    .tm_mday = w->day,
                    .tm_hour = w->hour,
                    .tm_min = w->minute,
                    .tm_sec = w->second};
    return timegm(&tm) * SECOND + w->milli;
}

static bool writable(int64_t ms)
{
    static const struct wall first = {1, 1, 1, 0, 0, 0, 0};
    static const struct wall last = {9999, 12, 31, 23, 59, 59, 999};
    return ms >= wall_utc(&first) && ms <= wall_utc(&last);
}

bool time_parse_rfc3339(const char *s, int64_t *ms)
{
    struct wall w = {0};
    int64_t offset;
    if (!read_date(&s, &w) || !read_char(&s, "Tt ") || !read_minutes(&s, 2, &w) ||
        !read_seconds(&s, &w) || !read_fraction(&s, &w.milli) || !read_offset(&s, &offset) || *s)
        return false;
    int64_t moment = wall_utc(&w) - offset;
    if (!writable(moment))
        return false;
    *ms = moment;
    return true;
}

/* Units from large to small; each at most once, in this order, so that "5m5m" is seen as a slip. */
static const struct unit {
    char name[3];
    int64_t ms;
} units[] = {{"d", DAY}, {"h", HOUR}, {"m", MINUTE}, {"s", SECOND}, {"ms", 1}};

#define UNITS (sizeof units / sizeof *units)

static bool read_amount(const char **s, int64_t *amount)
{
    const char *from = *s;
    for (*amount = 0; **s >= '0' && **s <= '9'; (*s)++) {
        *amount = *amount * 10 + (**s - '0');
        if (*amount > SPAN_MAX)
            return false;
    }
    return *s > from;
}

static size_t read_unit(const char **s, size_t from)
{
    size_t len = strspn(*s, "abcdefghijklmnopqrstuvwxyz");
    for (size_t i = from; i < UNITS; i++) {
        if (strlen(units[i].name) == len && memcmp(*s, units[i].name, len) == 0) {
            *s += len;
            return i;
        }
    }
    return UNITS;
}

bool time_parse_span(const char *s, int64_t *ms)
{
    int64_t sum = 0, amount;
    size_t unit = 0;
    do {
        if (!read_amount(&s, &amount) || (unit = read_unit(&s, unit)) == UNITS)
            return false;
        if (amount > (SPAN_MAX - sum) / units[unit].ms)
            return false;
        sum += amount * units[unit].ms;
        unit++;
    } while (*s);
    *ms = sum;
    return true;
}

static struct tm local_of(int64_t ms)
{
    time_t t = ms / SECOND - (ms % SECOND < 0);
    struct tm tm;
    localtime_r(&t, &tm);
    return tm;
}

static bool shows(int64_t ms, const struct wall *w)
{
    struct tm tm = local_of(ms);
    return tm.tm_year + 1900 == w->year && tm.tm_mon + 1 == w->month && tm.tm_mday == w->day &&
           tm.tm_hour == w->hour && tm.tm_min == w->minute && tm.tm_sec == w->second;
}

/*
 * The moments at which the local wall shows `w`, in order: none where the clock jumped over it, two
 * where it was set back: then the offset before is the greater one, so its moment the earlier. The
 * offsets in force a day before and a day after are the only ones that can have applied. mktime()
 * would not do: it tells two such moments apart by tm_isdst alone, which a change of the zone's
 * standard time leaves as it was.
 */
static int local_moments(const struct wall *w, int64_t ms[2])
{
    int64_t utc = wall_utc(w);
    int64_t before = utc - local_of(utc - DAY).tm_gmtoff * SECOND;
    int64_t after = utc - local_of(utc + DAY).tm_gmtoff * SECOND;
    int count = 0;
    if (shows(before, w))
        ms[count++] = before;
    if (after != before && shows(after, w))
        ms[count++] = after;
    return count;
}

static enum time_said said(int count)
{
    return count == 0 ? TIME_SAID_WRONG : count == 1 ? TIME_SAID : TIME_SAID_TWICE;
}

static struct wall day_of(int64_t ms)
{
    struct tm tm = local_of(ms);
    return (struct wall){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, 0, 0, 0, 0};
}

static void step_back(struct wall *w)
{
    if (--w->day > 0)
        return;
    if (--w->month == 0) {
        w->month = 12;
        w->year--;
    }
    w->day = days_in(w->year, w->month);
}

/* Today, where the wall has shown that by now, else yesterday. */
static enum time_said latest_clock(struct wall w, int64_t now_ms, int64_t ms[2])
{
    struct wall day = day_of(now_ms);
    struct tm now = local_of(now_ms);
    for (int back = 0; back < 2; back++, step_back(&day)) {
        w.year = day.year;
        w.month = day.month;
        w.day = day.day;
        int count = local_moments(&w, ms);
        if (count == 0 && w.hour * 60 + w.minute < now.tm_hour * 60 + now.tm_min)
            break; /* jumped over today: yesterday's is not what was meant */
        if (count == 2 && ms[1] > now_ms)
            count = 1;
        if (count && ms[0] <= now_ms)
            return said(count);
    }
    return TIME_SAID_WRONG;
}

static enum time_said parse_ago(const char *s, int64_t now_ms, int64_t ms[2])
{
    int64_t span;
    if (!time_parse_span(s, &span) || !writable(now_ms - span))
        return TIME_SAID_WRONG;
    ms[0] = now_ms - span;
    return TIME_SAID;
}

enum time_said time_parse_said(const char *s, int64_t now_ms, int64_t ms[2])
{
    struct wall w = {0};
    const char *rest = s;
    if (strcmp(s, "now") == 0) {
        ms[0] = now_ms;
        return TIME_SAID;
    }
    if (*s == '-')
        return parse_ago(s + 1, now_ms, ms);
    if (time_parse_rfc3339(s, &ms[0]))
        return TIME_SAID;
    if (read_clock(&rest, &w))
        return *rest ? TIME_SAID_WRONG : latest_clock(w, now_ms, ms);
    rest = s;
    w = (struct wall){0};
    if (read_date(&rest, &w) && read_char(&rest, "T ") && read_clock(&rest, &w) && !*rest)
        return said(local_moments(&w, ms));
    return TIME_SAID_WRONG;
}
