#include "suite.h"

#include "lua_help.h"

/* What `stats` and `series` answer a check, and how they refuse. */
static void check_row(const char *lua, const char *want)
{
    struct fake f = {.now = NULL};
    struct check_job job = {.name = "stats",
                            .lua = lua,
                            .lua_len = strlen(lua),
                            .inline_body = true,
                            .first_line = 1,
                            .timeout_ms = 10000};
    char *got = lua_outcome(&f, &job);
    suite_check_holds(got, want, lua, __FILE__, __LINE__);
    free(got);
    text_release(&f.asked);
}

struct row {
    const char *lua, *want;
};

static void check_rows(const struct row *rows)
{
    for (; rows->lua; rows++)
        check_row(rows->lua, rows->want);
}

#define TEN "local ten = {} for i = 1, 10 do ten[i] = {time = 60 * i, value = i} end "

#define NOISY "local ten = {} for i = 1, 10 do ten[i] = i * 7 % 10 end "

static void reads_series(void)
{
    check_rows((struct row[]){
        {"return stats.compare{before = 5, now = {}}",
         "stats.compare: before must be a list of {time=, value=} or of numbers, not a number"},
        {"return stats.compare{before = {1, 2}}",
         "stats.compare: now must be a list of {time=, value=} or of numbers, not nil"},
        {"return stats.compare{before = {a = 1}, now = {}}", "before must be a list of"},
        {"return stats.compare{before = {1, \"2\"}, now = {}}",
         "before: point 2: it must be a number, not a string"},
        {"return stats.compare{before = {1, 0/0}, now = {}}", "before: point 2: it is not finite"},
        {"return stats.compare{before = {1, {time = 1, value = 2}}, now = {}}",
         "before: point 2: it must be a number, not a table"},
        {"return stats.compare{before = {{time = 1, value = 2}, 1}, now = {}}",
         "before: point 2 must be {time=, value=} as the first is"},
        {"return stats.compare{before = {{time = 1, lines = 2}}, now = {}}",
         "before: point 1: value must be a number, not nil"},
        {"return stats.compare{before = {{time = 1/0, value = 2}}, now = {}}",
         "before: point 1: time is not finite"},
        {"local t = {} for i = 1, 200001 do t[i] = i end return stats.compare{before = t, now = "
         "{}}",
         "before has 200001 points; 200000 are the most"},
        {"return stats.compare{after = {}}", "stats.compare: it knows no \"after\""},
        {NULL}});
}

static void compares(void)
{
    check_rows((struct row[]){
        {"return stats.compare{before = {1, 2, 3, 4}, now = {1, 2, 3}}",
         "cannot: too few points to tell: 4 before and 3 now, and it takes 5 and 3"},
        {"return stats.compare{before = {}, now = {}}", "cannot: too few points to tell: 0 before"},
        {TEN "local c = stats.compare{before = ten, now = {5, 6, 5}} return c.moved, c.says",
         "told no | no clear move: median 5.5 before and 5 now"},
        {"local c = stats.compare{before = {0, 0, 0, 0, 0, 0}, now = {0, 0, 0, 0}} "
         "return c.moved, c.says .. c.p .. c.effect",
         "told no | no move: mostly 0 before and now; it was nearly constant before; Mann-Whitney "
         "p = 1; a value now is above one of before in 50 % of the pairs1"},
        {"local c = stats.compare{before = {5, 5, 5, 5, 5, 5, 5, 5}, now = {9, 9, 9, 9}} "
         "return c.moved, c.says",
         "told up | rose: median 5 before and 9 now (1.8 times); it was nearly constant before"},
        {"local c = stats.compare{before = {5, 5, 5, 5, 5, 5, 5, 5}, now = {1, 1, 1, 1}} "
         "return c.moved .. c.before.n .. c.now.median .. c.before.mad, c.says",
         "told down810 | fell"},
        {TEN "table.remove(ten, 5) table.remove(ten, 5) "
             "return stats.compare{before = ten, now = {1, 2, 3}}.says",
         "; 2 points are missing before"},
        {NULL}});
}

static void compares_shares(void)
{
    check_rows((struct row[]){
        {"return stats.share{before = {0, 0}, now = {1, 2}}",
         "cannot: there was nothing before to take a share of"},
        {"return stats.share{before = {{0, 0}}, now = {}}", "now must be {hits, of}"},
        {"return stats.share{before = {3, 2}, now = {1, 2}}",
         "stats.share: before has more hits (3.0) than there are (2.0)"},
        {"return stats.share{before = {1.5, 2}, now = {1, 2}}", "before must be {hits, of}"},
        {"return stats.share{before = \"5%\", now = {1, 2}}", "before must be {hits, of}"},
        {"local s = stats.share{before = {0, 50}, now = {3, 5}} return s.moved, s.says",
         "told up | rose: 0 % (0 of 50) before and 60 % (3 of 5) now"},
        {"local s = stats.share{before = {0, 50}, now = {0, 5}} "
         "return s.moved .. s.p .. tostring(s.ratio), s.says",
         "told no1nil | no clear move"},
        {"local s = stats.share{before = {10000, 1000000}, now = {10600, 1000000}} "
         "return s.moved, s.says",
         "so small a move counts for nothing"},
        {"local b = {} for i = 1, 20 do b[i] = {i % 5 == 0 and 60 or 0, 1000} end "
         "local s = stats.share{before = b, now = {40, 2000}} return s.moved, s.says",
         "told no | no clear move: 1.2 % (240 of 20000) before and 2 % (40 of 2000) now"},
        {NULL}});
}

static void finds_what_moved(void)
{
    check_rows((struct row[]){
        {"return stats.moved({})", "cannot: the list is empty"},
        {"return stats.moved(5)", "stats.moved: it wants a list of {name=, before=, now=}"},
        {"return stats.moved({5})", "stats.moved: entry 1 must be a table"},
        {"return stats.moved({{before = {}, now = {}}})", "stats.moved: name must be a text"},
        {"return stats.moved({}, {rate = 2})", "stats.moved: rate must lie between 0 and 1"},
        {"return stats.moved({{name = \"a\", before = {}, now = {}}})",
         "cannot: too few points to tell"},
        {NOISY "local m = stats.moved({{name = \"a\", before = ten, now = {90, 91, 92, 93, 95}}, "
               "{name = \"few\", before = {}, now = {}}, "
               "{name = \"b\", before = ten, now = {-9, -8, -9, -8, -9}}, "
               "{name = \"c\", before = ten, now = {190, 191, 192, 193, 195}}, "
               "{name = \"d\", before = ten, now = {4, 5, 6, 5, 3}}}, {rate = 0.5}) "
               "return m.rose[1].name .. m.rose[2].name .. m.fell[1].name .. m.steady .. m.untold, "
               "m.says",
         "told cab11 | 2 rose, 1 fell and 1 did not clearly move, by Mann-Whitney with "
         "autocorrelation and at most 50 % false discoveries (Benjamini-Hochberg); 1 have too few "
         "points"},
        {NULL}});
}

#define SERIES(of) "local t = {} for i = 1, 60 do t[i] = " of " end local s = series.shape(t) "

static void finds_shapes(void)
{
    check_rows((struct row[]){
        {"return series.shape({1, 2, 3})", "cannot: too few points to tell: 3, and it takes 10"},
        {"return series.shape(5)", "series.shape: points must be a list of"},
        {"local t = {} for i = 1, 20 do t[i] = {time = 5, value = i} end return series.shape(t)",
         "cannot: all points are of the same time"},
        {SERIES("7") "return s.kind, s.says",
         "told none | neither a step nor a ramp nor a spike in 60 points"},
        {SERIES("i < 31 and 7 or 9") "return s.kind .. s.at .. s.before .. s.after, s.says",
         "told step3179 | a step up from 7 to 9 at point 31"},
        {SERIES("(i > 30 and i < 40) and 90 + i % 3 or 50 + i % 4") "return s.kind, s.says",
         "told spike | a spike up from 51"},
        {SERIES("i == 40 and 500 or i * 7919 % 13") "return s.kind .. s.at .. s.ended, s.says",
         "told spike4041 | a spike up from 6 to 500 at point 40"},
        {SERIES("80 - 0.5 * i + i * 7919 % 5") "return s.kind, s.says",
         "told ramp | a ramp down from"},
        {SERIES("i * 7919 % 13") "return s.kind", "told none"},
        {NULL}});
}

#define HOURS(of)                                                                               \
    "local t = {} for i = 0, 240 do t[i + 1] = {time = 1789344000 + 3600 * i, value = " of "} " \
    "end "

static void knows_the_baseline(void)
{
    check_rows((struct row[]){
        {"return series.baseline{points = {}}", "it wants `at`, or `from`"},
        {"return series.baseline{points = {}, at = 5}", "cannot: there are no points in that"},
        {HOURS("5") "return series.baseline{points = t, at = t[3].time}",
         "cannot: too little is before it: 2 windows as long, and it takes 8"},
        {HOURS("5") "return series.baseline{points = t, from = 7, [\"until\"] = 6}",
         "series.baseline: until must be after from"},
        {HOURS("5") "return series.baseline{points = t, at = 7, season = \"2d\"}",
         "series.baseline: season must be \"1d\", \"1w\" or \"none\""},
        {"return series.baseline{points = {1, 2}, at = 2, season = \"1d\"}",
         "series.baseline: a season wants points with times"},
        {HOURS("5") "return series.baseline{points = t, from = t[230].time}.says",
         "told as usual: 5 (median of 12 points) against 5 +- 0"},
        {HOURS("i > 238 and 1 or 0") "local b = series.baseline{points = t, from = t[240].time} "
                                     "return b.moved, b.says",
         "told up | above the baseline: 1 (median of 2 points) against 0 +- 0 in"},
        /* 9 is usual by day, and not by night. */
        {HOURS("(i % 24 > 8 and 9 or 1) + i % 5 / 10") "t[220].value = 9 "
                                                       "local b = series.baseline{points = t, at = "
                                                       "t[220].time, season = \"1d\"} "
                                                       "local d = series.baseline{points = t, at = "
                                                       "t[230].time, season = \"1d\"} "
                                                       "return b.moved .. d.moved .. b.season, "
                                                       "b.says",
         "told upno1d | above the baseline: 9 (1 point) against 1.2 +- 0.1483"},
        {NULL}});
}

static void finds_anomalies(void)
{
    check_rows(
        (struct row[]){{"return series.anomalies{points = {1, 2}}",
                        "cannot: too few points to tell: 2, and it takes 60"},
                       {HOURS("5") "local a = series.anomalies{points = t} return #a, a.says",
                        "told 0 | 0 windows leave the baseline of 241 points"},
                       {HOURS("i * 7919 % 13") "for i = 150, 160 do t[i].value = 60 end "
                                               "local a = series.anomalies{points = t} return "
                                               "a[1].moved .. a[1].what .. a[1].points, a.says",
                        "told uplevel11 | 1 window leaves the baseline"},
                       {NULL}});
}

int main(void)
{
    return suite_run("lua_stats", (CU_TestInfo[]){{"reads series", reads_series},
                                                  {"compares", compares},
                                                  {"compares shares", compares_shares},
                                                  {"finds what moved", finds_what_moved},
                                                  {"finds shapes", finds_shapes},
                                                  {"knows the baseline", knows_the_baseline},
                                                  {"finds anomalies", finds_anomalies},
                                                  CU_TEST_INFO_NULL});
}
