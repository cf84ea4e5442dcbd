#include "suite.h"

#include <stdio.h>
#include <time.h>

#include "lua_help.h"
#include "made_times.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

#ifdef RULEOUT_VALGRIND
#define SEEDS 1
#else
#define SEEDS 12
#endif

static struct made m;
static struct rhythm r;

static size_t right_of(const struct scene *s, uint64_t first)
{
    size_t right = 0;
    for (uint64_t seed = first; seed < first + SEEDS; seed++) {
        made_scene(s, seed, &m);
        made_find(&m, &r);
        right += made_is_right(s, &r);
        rhythm_release(&r);
    }
    return right;
}

static void rhythms_are_found(void)
{
    for (size_t i = 0; i < COUNT(made_rhythms); i++) {
        size_t right = right_of(&made_rhythms[i], 5000);
        if (!suite_check(10 * right >= 9 * SEEDS, made_rhythms[i].name, __FILE__, __LINE__))
            printf("  %zu of %d\n", right, SEEDS);
    }
}

/* At most one in twenty of all. */
static void chance_is_no_rhythm(void)
{
    size_t right = 0, all = COUNT(made_nulls) * SEEDS;
    for (size_t i = 0; i < COUNT(made_nulls); i++)
        right += right_of(&made_nulls[i], 9000);
    if (!CHECK(20 * (all - right) <= all))
        printf("  %zu of %zu wrong\n", all - right, all);
}

static void find_in(const double *times, size_t count, double from, double until)
{
    memset(&m, 0, sizeof m);
    for (size_t i = 0; i < count; i++)
        m.events[m.count++] = (struct point){times[i], 1};
    struct rhythm_input in = {m.events, m.count, NULL, 0, 0, from, until};
    rhythm_release(&r);
    rhythm_find(&in, &r);
}

static void too_little_is_said_to_be(void)
{
    double times[40] = {0};
    find_in(times, 0, NAN, NAN);
    CHECK_INT(r.kind, RHYTHM_TOO_FEW);
    CHECK_TEXT(r.says.at, "0 occurrences are too few to tell a rhythm");
    for (int i = 0; i < 4; i++)
        times[i] = MADE_MONDAY + 3600 * i;
    find_in(times, 4, NAN, NAN);
    CHECK_INT(r.kind, RHYTHM_TOO_FEW);
    /* Two nights are no habit, however many errors there are in each. */
    for (int i = 0; i < 40; i++)
        times[i] = MADE_MONDAY + 2 * 3600 + 86400 * (i / 20) + 7 * (i % 20) * (i % 3);
    qsort(times, 40, sizeof *times, made_up);
    find_in(times, 40, MADE_MONDAY, MADE_MONDAY + 2 * 86400 - 1);
    CHECK(r.kind == RHYTHM_RANDOM || r.kind == RHYTHM_TOO_FEW);
    /* The same moment again and again is one occurrence. */
    for (int i = 0; i < 40; i++)
        times[i] = MADE_MONDAY;
    find_in(times, 40, NAN, NAN);
    CHECK_INT(r.kind, RHYTHM_TOO_FEW);
}

static void fundamental_is_told(void)
{
    double times[300];
    for (int i = 0; i < 300; i++)
        times[i] = MADE_MONDAY + 60 * i + (i * 7 % 3);
    find_in(times, 300, NAN, NAN);
    CHECK_INT(r.kind, RHYTHM_INTERVAL);
    CHECK_INT(r.period * 10, 600);
    CHECK_INT(r.next, MADE_MONDAY + 300 * 60 + 1);
    /* Retries five seconds apart within a burst of each hour. */
    for (int i = 0; i < 300; i++)
        times[i] = MADE_MONDAY + 3600 * (i / 10) + 5 * (i % 10);
    find_in(times, 300, NAN, NAN);
    CHECK_INT(r.period, 3600);
    CHECK_INT(r.occurrences_count, 30);
    for (int i = 0; i < 60; i++)
        times[i] = MADE_MONDAY + 2 * i;
    find_in(times, 60, NAN, NAN);
    CHECK_INT(r.period, 2);
}

/* 02:00 by the clock on the wall, over the night in which clocks are put back. */
static void hours_are_those_of_the_wall(void)
{
    double times[14];
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    struct tm tm = {.tm_year = 126, .tm_mon = 9, .tm_mday = 18, .tm_hour = 5, .tm_isdst = -1};
    for (int i = 0; i < 14; i++) {
        struct tm day = tm;
        day.tm_mday += i;
        times[i] = (double)mktime(&day) + 13;
    }
    find_in(times, 14, NAN, NAN);
    CHECK_INT(r.kind, RHYTHM_HOURS);
    CHECK_INT(r.spans[0].middle, 5 * 3600 + 13);
    CHECK_INT(r.next, times[13] + 86400);
    setenv("TZ", "UTC", 1);
    tzset();
    rhythm_release(&r);
}

static void lua_is_told(void)
{
    static const struct {
        const char *lua, *want;
    } rows[] = {
        {"local t = {} for i = 1, 50 do t[i] = 1789380000 + 300 * i end "
         "local r = series.rhythm{times = t} "
         "return r.kind, ('%d %s %d'):format(r.period, r.drifts, #r.occurrences)",
         "told fixed interval | 300 false 50"},
        {"local t = {} for i = 1, 60 do t[i] = {time = 1789380000 + 60 * i, value = i % 10 == 0 "
         "and 9 "
         "or 0} end local r = series.rhythm{times = t} return r.kind, r.of",
         "told too few | 6"},
        {"return series.rhythm{times = {1, 2}}.says",
         "told 2 occurrences are too few to tell a rhythm"},
        {"return series.rhythm{times = {2, 1}}",
         "cannot: step:1: series.rhythm: times must be in order, the oldest first"},
        {"return series.rhythm{from = 1}",
         "cannot: step:1: series.rhythm: times is missing: a list of times, or a series of counts"},
        {"return series.rhythm{times = {'x'}}",
         "cannot: step:1: series.rhythm: times: point 1: it must be a number, not a string"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fake f = {.runs = NULL};
        char *got = lua_inline(&f, rows[i].lua);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        free(got);
        text_release(&f.asked);
    }
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    tzset();
    CU_TestInfo tests[] = {
        {"rhythms are found", rhythms_are_found},
        {"chance is no rhythm", chance_is_no_rhythm},
        {"too little is said to be", too_little_is_said_to_be},
        {"fundamental is told", fundamental_is_told},
        {"hours are those of the wall", hours_are_those_of_the_wall},
        {"lua is told", lua_is_told},
        CU_TEST_INFO_NULL,
    };
    return suite_run("rhythm", tests);
}
