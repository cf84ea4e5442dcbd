#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static void writes_utc(void)
{
    static const struct {
        int64_t ms;
        const char *want;
    } rows[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {-1000, "1969-12-31T23:59:59.000Z"},
        {INT64_C(1789380120123), "2026-09-14T10:02:00.123Z"},
        {INT64_C(951782400000), "2000-02-29T00:00:00.000Z"},
        {INT64_C(4107542400000), "2100-03-01T00:00:00.000Z"},
        {INT64_C(-62135596800000), "0001-01-01T00:00:00.000Z"},
        {INT64_C(253402300799999), "9999-12-31T23:59:59.999Z"},
    };
    in_zone("Europe/Berlin"); /* must not matter */
    for (size_t i = 0; i < COUNT(rows); i++) {
        char out[TIME_TEXT_MAX];
        int64_t back;
        time_utc(rows[i].ms, out);
        CHECK_TEXT(out, rows[i].want);
        CHECK(time_parse_rfc3339(out, &back));
        CHECK_INT(back, rows[i].ms);
    }
    char out[TIME_TEXT_MAX];
    time_utc(INT64_MAX, out);
    CHECK_HOLDS(out, "9999-12-31T23:59:59");
    time_utc(INT64_MIN, out);
    CHECK_HOLDS(out, "0001-01-01T00:00:00");
}

static void writes_local(void)
{
    static const struct {
        const char *zone, *utc, *local, *clock, *people;
    } rows[] = {
        {"Europe/Berlin", "2026-09-14T10:02:00.9Z", "2026-09-14T12:02:00+02:00", "12:02:00",
         "Mon 14 Sep 2026 12:02 CEST"},
        {"Europe/Berlin", "2026-01-05T23:30:15Z", "2026-01-06T00:30:15+01:00", "00:30:15",
         "Tue 6 Jan 2026 00:30 CET"},
        {"Europe/Berlin", "2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00", "02:59:59",
         "Sun 25 Oct 2026 02:59 CEST"},
        {"Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00", "02:00:00",
         "Sun 25 Oct 2026 02:00 CET"},
        {"UTC", "2026-09-14T10:02:00Z", "2026-09-14T10:02:00+00:00", "10:02:00",
         "Mon 14 Sep 2026 10:02 UTC"},
        {"America/New_York", "2026-07-04T16:00:00Z", "2026-07-04T12:00:00-04:00", "12:00:00",
         "Sat 4 Jul 2026 12:00 EDT"},
        {"Asia/Kathmandu", "2026-07-04T16:00:00Z", "2026-07-04T21:45:00+05:45", "21:45:00",
         "Sat 4 Jul 2026 21:45 +0545"},
        {"America/St_Johns", "2026-01-04T16:00:00Z", "2026-01-04T12:30:00-03:30", "12:30:00",
         "Sun 4 Jan 2026 12:30 NST"},
        {"UTC", "1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59+00:00", "23:59:59",
         "Wed 31 Dec 1969 23:59 UTC"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char out[TIME_TEXT_MAX];
        int64_t ms = at(rows[i].utc);
        in_zone(rows[i].zone);
        time_local(ms, out);
        CHECK_TEXT(out, rows[i].local);
        time_local_clock(ms, out);
        CHECK_TEXT(out, rows[i].clock);
        time_local_people(ms, out);
        CHECK_TEXT(out, rows[i].people);
    }
}

static void writes_spans(void)
{
    static const struct {
        int64_t ms;
        const char *want;
    } rows[] = {
        {0, "0s"},
        {999, "0s"},
        {1000, "1s"},
        {12000, "12s"},
        {59999, "59s"},
        {60000, "1m"},
        {270000, "4m 30s"},
        {3599999, "59m 59s"},
        {3720000, "1h 02m"},
        {86399000, "23h 59m"},
        {86400000, "1d"},
        {INT64_C(1000) * 86400 * 400 + 7200000, "400d 02h"},
        {-270000, "-4m 30s"},
        {-999, "0s"},
        {INT64_MIN, "-106751991167d 07h"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char out[TIME_TEXT_MAX];
        time_span(rows[i].ms, out);
        CHECK_TEXT(out, rows[i].want);
    }
}

static void parses_rfc3339(void)
{
    static const struct {
        const char *s;
        int64_t ms;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-09-14T10:02:00Z", INT64_C(1789380120000)},
        {"2026-09-14t10:02:00z", INT64_C(1789380120000)},
        {"2026-09-14 10:02:00Z", INT64_C(1789380120000)},
        {"2026-09-14T12:02:00+02:00", INT64_C(1789380120000)},
        {"2026-09-14T04:32:00-05:30", INT64_C(1789380120000)},
        {"2026-09-14T10:02:00-00:00", INT64_C(1789380120000)},
        {"2026-09-14T10:02:00.1Z", INT64_C(1789380120100)},
        {"2026-09-14T10:02:00.12Z", INT64_C(1789380120120)},
        {"2026-09-14T10:02:00.123Z", INT64_C(1789380120123)},
        {"2026-09-14T10:02:00.123999999999999999999Z", INT64_C(1789380120123)},
        {"2000-02-29T00:00:00Z", INT64_C(951782400000)},
        {"2024-02-29T23:59:59Z", INT64_C(1709251199000)},
        {"1969-12-31T23:59:59.999Z", -1},
        {"2026-01-01T00:30:00+01:00", INT64_C(1767223800000)}, /* the year before, in UTC */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t ms = INT64_MIN;
        CHECK(time_parse_rfc3339(rows[i].s, &ms));
        CHECK_INT(ms, rows[i].ms);
    }
}

static void refuses_impossible_times(void)
{
    static const char *const rows[] = {
        "",
        "2026-09-14",
        "2026-09-14T10:02Z",
        "2026-09-14T10:02:00",
        "2026-09-14T10:02:00 Z",
        "2026-09-14T10:02:00Zx",
        " 2026-09-14T10:02:00Z",
        "2026-09-14T10:02:00Z ",
        "2026-9-14T10:02:00Z",
        "2026-09-14T1:02:00Z",
        "2026-09-14T10:02:0Z",
        "2026-09-14T10:02:00.Z",
        "2026-09-14T10:02:00,5Z",
        "2026-09-14T10:02:00+2:00",
        "2026-09-14T10:02:00+0200",
        "2026-09-14T10:02:00+24:00",
        "2026-09-14T10:02:00+02:60",
        "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-32T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "12026-01-01T00:00:00Z",
        "-026-01-01T00:00:00Z",
        "tomorrow",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t ms = 77;
        if (!CHECK(!time_parse_rfc3339(rows[i], &ms)))
            printf("  row: %s\n", rows[i]);
        CHECK_INT(ms, 77);
    }
}

static void parses_spans(void)
{
    static const struct {
        const char *s;
        int64_t ms;
    } rows[] = {
        {"0s", 0},          {"10ms", 10},
        {"15s", 15000},     {"20m", 1200000},
        {"2h", 7200000},    {"3d", 259200000},
        {"1h30m", 5400000}, {"1d2h3m4s5ms", 93784005},
        {"90m", 5400000},   {"007s", 7000},
        {"1m5ms", 60005},   {"3660000d", INT64_C(316224000000000)},
    };
    static const char *const wrong[] = {
        "",         "5",           "s",
        "5bd",      "5w",          "5 s",
        "1h 30m",   "-5m",         "+5m",
        "1.5h",     "5M",          "5mm",
        "30m1h",    "5m5m",        "1h30",
        "1hm",      "5s ",         " 5s",
        "3660001d", "3660000d1ms", "99999999999999999999999999s",
        "0x5s",     "5\xc3\xa9",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t ms = -1;
        CHECK(time_parse_span(rows[i].s, &ms));
        CHECK_INT(ms, rows[i].ms);
    }
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int64_t ms = 77;
        if (!CHECK(!time_parse_span(wrong[i], &ms)))
            printf("  row: %s\n", wrong[i]);
        CHECK_INT(ms, 77);
    }
}

static void clock_can_be_fixed(void)
{
    setenv("RULEOUT_NOW", "2026-09-14T10:02:00.123Z", 1);
    CHECK_INT(time_now_ms(), INT64_C(1789380120123));
    int64_t still = time_mono_ms();
    struct timespec wait = {0, 3000000};
    nanosleep(&wait, NULL);
    CHECK_INT(time_mono_ms(), still);
    static const char *const malformed[] = {"", "now", "2026-09-14", "2026-02-30T00:00:00Z"};
    for (size_t i = 0; i < COUNT(malformed); i++) {
        setenv("RULEOUT_NOW", malformed[i], 1);
        int64_t before = (int64_t)time(NULL) * 1000;
        CHECK(time_now_ms() >= before && time_now_ms() < before + 60000);
    }
    unsetenv("RULEOUT_NOW");
    int64_t start = time_mono_ms();
    nanosleep(&wait, NULL);
    CHECK(time_mono_ms() >= start + 2);
    CHECK(time_now_ms() >= (int64_t)time(NULL) * 1000);
}

int main(void)
{
    return suite_run("time", (CU_TestInfo[]){{"writes UTC", writes_utc},
                                             {"writes local time", writes_local},
                                             {"writes spans", writes_spans},
                                             {"parses RFC 3339", parses_rfc3339},
                                             {"refuses impossible times", refuses_impossible_times},
                                             {"parses spans", parses_spans},
                                             {"the clock can be fixed", clock_can_be_fixed},
                                             CU_TEST_INFO_NULL});
}
