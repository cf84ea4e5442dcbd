#include "lua_checks_help.h"

#include <math.h>

#include "made.h"

/* The checks that compare a time with the time before it. It is 2026-09-14T10:20:00Z. */
#define NOW 1789381200

static struct text access_log, days_log, many, hours;

static void add_request(struct text *log, int64_t at, const char *status)
{
    char utc[TIME_TEXT_MAX];
    time_utc(at * 1000, utc);
    text_format(log, "%.19sZ GET / %s\n", utc, status);
}

/* An hour and a quarter, 20 requests a minute: none fails but now and then, and from 10:00 on a
 * quarter does. */
static void write_access(void)
{
    for (int i = 0; i < 75 * 20; i++) {
        int64_t at = NOW - 75 * 60 + 3 * i;
        bool fails = at >= NOW - 1200 ? i % 4 == 0 : i % 97 == 0;
        add_request(&access_log, at, fails ? "502" : "200");
    }
}

/* Four days with ten requests a minute from 10:00 to 10:20, and now forty. */
static void write_days(void)
{
    for (int day = 3; day >= 0; day--)
        for (int i = 0; i < 20 * (day ? 10 : 40); i++)
            add_request(&days_log, NOW - day * 86400 - 1200 + i * (day ? 60 : 15) / 10, "200");
}

static void add_value(struct text *t, bool first, int64_t at, double value)
{
    text_format(t, "%s[%ld,\"%.2f\"]", first ? "" : ",", (long)at, value);
}

/* Three metrics of two hours and twenty minutes: one that rose at 10:00, one that fell, one that
 * did neither. And one of eight days that follows the day, but for the last half hour. */
static void write_metrics(void)
{
    static const double by[] = {8, -8, 0};
    uint64_t seed = 5;
    text_add(&many, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[");
    for (int m = 0; m < 3; m++) {
        text_format(&many, "%s{\"metric\":{\"__name__\":\"rate\",\"job\":\"%c\"},\"values\":[",
                    m ? "," : "", 'a' + m);
        for (int i = 0; i < 140; i++)
            add_value(&many, i == 0, NOW - 140 * 60 + i * 60,
                      50 + made_normal(&seed) + (i >= 120 ? by[m] : 0));
        text_add(&many, "]}");
    }
    text_add(&many, "]}}");
    text_add(&hours, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
                     "{\"metric\":{},\"values\":[");
    for (int i = 0; i < 8 * 288; i++)
        add_value(&hours, i == 0, NOW - 8 * 86400 + 300 * (i + 1),
                  50 + 20 * sin(2 * M_PI * i / 288) + made_normal(&seed) +
                      (i >= 8 * 288 - 6 ? 15 : 0));
    text_add(&hours, "]}]}}");
}

static bool prometheus(void *self, const struct world_request *what, struct world_response *out,
                       struct text *why)
{
    (void)self;
    (void)why;
    out->status = 200;
    text_add(&out->body, strstr(what->url, "query=many")    ? many.at
                         : strstr(what->url, "query=hours") ? hours.at
                                                            : "{\"status\":\"success\",\"data\":{"
                                                              "\"resultType\":\"matrix\","
                                                              "\"result\":[]}}");
    return true;
}

static const struct {
    const char *check;
    struct pair inputs[5];
    const char *begins, *holds;
} rows[] = {
    {"log/errors_changed",
     {{"file", "/access"}, {"match", " 502$"}, {"started", "2026-09-14T10:00:00Z"}},
     "told rose | The share rose: 1.09 % (12 of 1100) before and 25 % (100 of 400) now",
     "; by the spans of 1m: rose: median 0 before and 0.25 now"},
    {"log/errors_changed",
     {{"file", "/access"},
      {"match", " 502$"},
      {"started", "2026-09-14T09:30:00Z"},
      {"before", "20m"}},
     "told rose |",
     "; by the spans of 1m: no clear move: median 0 before and 0"},
    {"log/errors_changed",
     {{"file", "/access"}, {"match", " GET "}, {"started", "2026-09-14T10:00:00Z"}},
     "told no |",
     "no clear move: 100 %"},
    {"log/errors_changed",
     {{"file", "/access"}, {"started", "2026-09-14T05:00:00Z"}},
     "cannot: /access has no lines of the time before",
     ""},
    {"log/errors_changed",
     {{"file", "/access"}, {"started", "2026-09-14T11:00:00Z"}},
     "cannot: /access has no lines of the time since",
     ""},
    {"log/load",
     {{"file", "/days"}},
     "told 4 | 400 lines in the last 10m, and a median of 100 (100 to 100) at this time of the 3",
     ""},
    {"log/load",
     {{"file", "/access"}, {"over", "5m"}},
     "told 1 | 100 lines in the last 5m, and a median of 100 (100 to 100) in each of the 12 such",
     ""},
    {"log/load", {{"file", "/access"}, {"over", "1h"}}, "cannot: /access does not reach back", ""},
    {"log/load",
     {{"file", "/access"}, {"over", "5m"}, {"match", " 302$"}},
     "cannot: 0 lines are normal, too few to tell",
     ""},
    {"log/load", {{"file", "/empty"}}, "cannot: /empty has no line with a time", ""},
    {"metrics/moved",
     {{"url", "http://prom"}, {"query", "many"}, {"started", "2026-09-14T10:00:00Z"}},
     "told 2 | 1 rose, 1 fell and 1 did not clearly move, by Mann-Whitney with autocorrelation",
     "\nrate{job=\"b\"} fell: 50.09 before, 42.1 now"},
    {"metrics/moved",
     {{"url", "http://prom"}, {"query", "none"}, {"started", "2026-09-14T10:00:00Z"}},
     "cannot: the query gives no metric",
     ""},
    {"metrics/normal",
     {{"url", "http://prom"}, {"query", "hours"}},
     "told no | above the baseline: ",
     " (median of 7 points) against "},
    {"metrics/normal",
     {{"url", "http://prom"}, {"query", "many"}},
     "cannot: the query gives 3 metrics, and one is wanted: sum them",
     ""},
};

static void checks_see_what_moved(void)
{
    write_access();
    write_days();
    write_metrics();
    const struct fake_row files[] = {
        {"/access", access_log.at}, {"/days", days_log.at}, {"/empty", ""}, {NULL}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fake f = {.files = files};
        struct world w = fake_world(&f);
        w.http = prometheus;
        char *lua = read_check(rows[i].check);
        size_t inputs = 0;
        while (inputs < COUNT(rows[i].inputs) && rows[i].inputs[inputs].name)
            inputs++;
        struct check_job job = {.name = rows[i].check,
                                .lua = lua,
                                .lua_len = strlen(lua),
                                .inputs = rows[i].inputs,
                                .input_count = inputs,
                                .timeout_ms = 10000};
        char *got = lua_outcome_in(&w, &job);
        suite_check_holds(got, rows[i].begins, rows[i].check, __FILE__, __LINE__);
        suite_check_holds(got, rows[i].holds, rows[i].check, __FILE__, __LINE__);
        free(got);
        free(lua);
        text_release(&f.asked);
    }
    text_release(&access_log);
    text_release(&days_log);
    text_release(&many);
    text_release(&hours);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    return suite_run(
        "lua_checks_moved",
        (CU_TestInfo[]){{"checks see what moved", checks_see_what_moved}, CU_TEST_INFO_NULL});
}
