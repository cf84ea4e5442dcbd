#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "clues/shared_inside.h"

#define VALUES_MAX 100
#define PREFIX_MAX 8

/* YYYY-MM-DD at the beginning, as the day of a calendar. */
static bool read_date(const char *value, struct tm *day)
{
    int year, month, mday, used = 0;
    if (!isdigit((unsigned char)*value) ||
        sscanf(value, "%4d-%2d-%2d%n", &year, &month, &mday, &used) != 3 || used != 10 ||
        isdigit((unsigned char)value[10]) || month < 1 || month > 12 || mday < 1 || mday > 31)
        return false;
    *day = (struct tm){.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = mday};
    time_t at = timegm(day);
    return gmtime_r(&at, day) && day->tm_mday == mday;
}

static bool is_date(const char *value)
{
    struct tm day;
    return read_date(value, &day);
}

static bool is_no_date(const char *value)
{
    return !is_date(value);
}

static bool is_last(const char *value)
{
    struct tm day, next;
    if (!read_date(value, &day))
        return false;
    next = day;
    next.tm_mday++;
    timegm(&next);
    return next.tm_mday == 1;
}

static bool is_first(const char *value)
{
    struct tm day;
    return read_date(value, &day) && day.tm_mday == 1;
}

static bool is_leap_day(const char *value)
{
    struct tm day;
    return read_date(value, &day) && day.tm_mon == 1 && day.tm_mday == 29;
}

static bool is_over_28(const char *value)
{
    struct tm day;
    return read_date(value, &day) && day.tm_mday > 28;
}

static bool is_year_end(const char *value)
{
    struct tm day;
    return read_date(value, &day) && day.tm_mon == 11 && day.tm_mday == 31;
}

static bool is_weekend(const char *value)
{
    struct tm day;
    return read_date(value, &day) && (day.tm_wday == 0 || day.tm_wday == 6);
}

void shared_try_dates(struct shared_trial *t)
{
    size_t dates = 0, given = 0;
    for (size_t i = 0; i < t->in->count; i++) {
        given += t->values[i] != NULL;
        dates += t->values[i] && is_date(t->values[i]);
    }
    if (2 * dates < given || !dates)
        return;
    shared_try(t, "date", "is 29 February", is_leap_day);
    shared_try(t, "date", "is 31 December", is_year_end);
    shared_try(t, "date", "is the last day of a month", is_last);
    shared_try(t, "date", "is the first day of a month", is_first);
    shared_try(t, "date", "is after the 28th of a month", is_over_28);
    shared_try(t, "date", "is on a weekend", is_weekend);
    shared_try(t, "date", "is no date", is_no_date);
}

/* Each value, or beginning of `len` bytes, that two failing inputs have at least. */
static void try_equal(struct shared_trial *t, size_t len)
{
    size_t tried = 0;
    for (size_t f = 0; f < t->in->failing && tried < VALUES_MAX; f++) {
        const char *value = t->values[f];
        size_t hits = 0;
        if (!value || (len ? strlen(value) <= len : !*value))
            continue;
        if (len && ((unsigned char)value[len] & 0xc0) == 0x80)
            continue; /* within a character */
        for (size_t i = 0; i < t->in->count; i++) {
            const char *other = t->values[i];
            t->has[i] = other && (len ? strncmp(other, value, len) : strcmp(other, value)) == 0;
            hits += i < t->in->failing && t->has[i];
            if (i < f && t->has[i]) {
                hits = 0; /* it was tried */
                break;
            }
        }
        if (hits < 2)
            continue;
        tried++;
        if (len)
            shared_judge(t, "prefix", "begins with \"%.*s\"", (int)len, value);
        else
            shared_judge(t, "value", "is %.60s", value);
    }
}

void shared_try_values(struct shared_trial *t)
{
    try_equal(t, 0);
    for (size_t len = 1; len <= PREFIX_MAX; len++)
        try_equal(t, len);
}
