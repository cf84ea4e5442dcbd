#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/time.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void in_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

static int64_t at(const char *rfc3339)
{
    int64_t ms = INT64_MIN;
    CHECK(time_parse_rfc3339(rfc3339, &ms));
    return ms;
}

/* `first` NULL: wrong. `second` not NULL: twice. */
struct said_row {
    const char *zone, *now, *said, *first, *second;
};

static void check_said(const struct said_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t ms[2] = {77, 77}, now = at(rows[i].now);
        in_zone(rows[i].zone);
        enum time_said want = !rows[i].first   ? TIME_SAID_WRONG
                              : rows[i].second ? TIME_SAID_TWICE
                                               : TIME_SAID;
        bool ok = CHECK_INT(time_parse_said(rows[i].said, now, ms), want);
        if (rows[i].first)
            ok &= CHECK_INT(ms[0], at(rows[i].first));
        if (rows[i].second)
            ok &= CHECK_INT(ms[1], at(rows[i].second));
        if (!ok)
            printf("  row: %s, said \"%s\" at %s\n", rows[i].zone, rows[i].said, rows[i].now);
    }
}

#define BERLIN "Europe/Berlin"
#define NOW "2026-09-14T10:20:00.500Z" /* 12:20 in Berlin */

static void understands_people(void)
{
    static const struct said_row rows[] = {
        {BERLIN, NOW, "now", NOW},
        {BERLIN, NOW, "-20m", "2026-09-14T10:00:00.500Z"},
        {BERLIN, NOW, "-1h30m", "2026-09-14T08:50:00.500Z"},
        {BERLIN, NOW, "12:20", "2026-09-14T10:20:00Z"},
        {BERLIN, NOW, "12:20:00", "2026-09-14T10:20:00Z"},
        {BERLIN, NOW, "12:20:01", "2026-09-13T10:20:01Z"}, /* not yet today */
        {BERLIN, NOW, "12:21", "2026-09-13T10:21:00Z"},
        {BERLIN, NOW, "00:00", "2026-09-13T22:00:00Z"},
        {BERLIN, NOW, "9:05", "2026-09-14T07:05:00Z"},
        {BERLIN, NOW, "23:59:59", "2026-09-13T21:59:59Z"},
        {BERLIN, NOW, "2026-09-14 12:02", "2026-09-14T10:02:00Z"},
        {BERLIN, NOW, "2026-09-14T12:02", "2026-09-14T10:02:00Z"},
        {BERLIN, NOW, "2026-09-14 12:02:30", "2026-09-14T10:02:30Z"},
        {BERLIN, NOW, "2026-09-15 12:02", "2026-09-15T10:02:00Z"},
        {BERLIN, NOW, "2026-01-14 12:02", "2026-01-14T11:02:00Z"},
        {BERLIN, NOW, "2024-02-29 12:02", "2024-02-29T11:02:00Z"},
        {BERLIN, NOW, "2026-09-14T10:02:00Z", "2026-09-14T10:02:00Z"},
        {BERLIN, NOW, "2026-09-14T10:02:00.25-03:00", "2026-09-14T13:02:00.25Z"},
        {"America/New_York", NOW, "14:02", "2026-09-13T18:02:00Z"},
        {"UTC", "2026-03-01T00:10:00Z", "23:50", "2026-02-28T23:50:00Z"},
        {"UTC", "2024-03-01T00:10:00Z", "23:50", "2024-02-29T23:50:00Z"},
        {"UTC", "2026-01-01T00:10:00Z", "23:50", "2025-12-31T23:50:00Z"},
    };
    check_said(rows, COUNT(rows));
}

static void refuses_what_nobody_says(void)
{
    static const char *const wrong[] = {
        "",
        "x",
        "24:00",
        "12:60",
        "12:20:60",
        "1220",
        "12",
        "12:",
        "12:2",
        "12:20:",
        "12:20:5",
        "12:20 ",
        " 12:20",
        "12:20h",
        "-",
        "-20",
        "-5bd",
        "--5m",
        "20m",
        "NOW",
        "now ",
        "yesterday",
        "2026-09-14",
        "2026-02-29 12:02",
        "2026-09-14  12:02",
        "2026-09-14 12",
        "2026-09-14 12:02 Uhr",
        "14.09.2026 12:02",
        "0000-09-14 12:02",
        "-3660000d",
        "112:20",
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        check_said(&(struct said_row){BERLIN, NOW, wrong[i], NULL, NULL}, 1);
}

/* Berlin: 2026-03-29 01:00 UTC from 02:00 to 03:00, 2026-10-25 01:00 UTC from 03:00 to 02:00. */
static void knows_summer_time(void)
{
    static const struct said_row rows[] = {
        {BERLIN, NOW, "2026-03-29 01:59:59", "2026-03-29T00:59:59Z"},
        {BERLIN, NOW, "2026-03-29 02:00", NULL},
        {BERLIN, NOW, "2026-03-29 02:30", NULL},
        {BERLIN, NOW, "2026-03-29 02:59:59", NULL},
        {BERLIN, NOW, "2026-03-29 03:00", "2026-03-29T01:00:00Z"},
        {BERLIN, NOW, "2026-10-25 01:59:59", "2026-10-24T23:59:59Z"},
        {BERLIN, NOW, "2026-10-25 02:00", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"},
        {BERLIN, NOW, "2026-10-25 02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
        {BERLIN, NOW, "2026-10-25 02:59:59", "2026-10-25T00:59:59Z", "2026-10-25T01:59:59Z"},
        {BERLIN, NOW, "2026-10-25 03:00", "2026-10-25T02:00:00Z"},
        {BERLIN, NOW, "2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00Z"},
        /* clock times on the day that loses an hour, and the day after */
        {BERLIN, "2026-03-29T08:00:00Z", "02:30", NULL},
        {BERLIN, "2026-03-29T08:00:00Z", "03:30", "2026-03-29T01:30:00Z"},
        {BERLIN, "2026-03-29T08:00:00Z", "01:30", "2026-03-29T00:30:00Z"},
        {BERLIN, "2026-03-29T00:30:00Z", "02:30", "2026-03-28T01:30:00Z"},
        {BERLIN, "2026-03-29T23:00:00Z", "02:30", NULL}, /* yesterday had none */
        {BERLIN, "2026-03-30T08:00:00Z", "02:30", "2026-03-30T00:30:00Z"},
        {BERLIN, "2026-03-29T08:00:00Z", "23:00", "2026-03-28T22:00:00Z"},
        /* and on the day that has one twice */
        {BERLIN, "2026-10-25T08:00:00Z", "02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
        {BERLIN, "2026-10-25T00:45:00Z", "02:30", "2026-10-25T00:30:00Z"}, /* once so far */
        {BERLIN, "2026-10-25T01:15:00Z", "02:30", "2026-10-25T00:30:00Z"},
        {BERLIN, "2026-10-25T01:30:00Z", "02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
        {BERLIN, "2026-10-25T00:15:00Z", "02:30", "2026-10-24T00:30:00Z"}, /* not yet */
        {BERLIN, "2026-10-25T23:30:00Z", "02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
        {BERLIN, "2026-10-25T08:00:00Z", "01:30", "2026-10-24T23:30:00Z"},
        /* the southern half, half an hour, and standard time itself set back */
        {"Australia/Lord_Howe", NOW, "2026-04-05 01:45", "2026-04-04T14:45:00Z",
         "2026-04-04T15:15:00Z"},
        {"Australia/Lord_Howe", NOW, "2026-10-04 02:15", NULL},
        {"Europe/Moscow", NOW, "2014-10-26 01:30", "2014-10-25T21:30:00Z", "2014-10-25T22:30:00Z"},
        {"Pacific/Apia", NOW, "2011-12-30 12:00", NULL}, /* a whole day jumped over */
        {"Pacific/Apia", NOW, "2011-12-31 12:00", "2011-12-30T22:00:00Z"},
        {"UTC", NOW, "2026-10-25 02:30", "2026-10-25T02:30:00Z"},
    };
    check_said(rows, COUNT(rows));
}

int main(void)
{
    return suite_run("said", (CU_TestInfo[]){{"understands people", understands_people},
                                             {"refuses what nobody says", refuses_what_nobody_says},
                                             {"knows summer time", knows_summer_time},
                                             CU_TEST_INFO_NULL});
}
