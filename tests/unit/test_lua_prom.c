#include "suite.h"

#include "lua_help.h"

/* prom: what it asks for, and what it makes of the answers. As Prometheus 2.42 gives them. */
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define API "http://p:9090/api/v1/"
#define SUCCESS(data) "{\"status\":\"success\",\"data\":" data "}"
#define VECTOR(items) SUCCESS("{\"resultType\":\"vector\",\"result\":[" items "]}")
#define ITEM(value) "{\"metric\":{\"job\":\"web\"},\"value\":[1789381200.5,\"" value "\"]}"

static const struct fake_row responses[] = {
    {API "query?query=up", VECTOR(ITEM("1") "," ITEM("NaN") "," ITEM("+Inf") "," ITEM("2.5")), 200},
    {API "query?query=none", VECTOR(""), 200},
    {API "query?query=up&time=1789381140.250", VECTOR(ITEM("7")), 200},
    {API "query?query=native", VECTOR("{\"metric\":{},\"histogram\":[1,{\"count\":\"2\"}]}"), 200},
    {API "query?query=scalar%281%29",
     SUCCESS("{\"resultType\":\"scalar\",\"result\":[1789381200,\"1e3\"]}"), 200},
    {API "query?query=%22x%22",
     SUCCESS("{\"resultType\":\"string\",\"result\":[1789381200,\"x\"]}"), 200},
    {API "query?query=up%5B1m%5D", SUCCESS("{\"resultType\":\"matrix\",\"result\":[]}"), 200},
    {API "query?query=up%5B",
     "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:4: parse error\"}", 400},
    {API "query?query=dup",
     "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"many-to-many matching\"}", 422},
    {API "query?query=slow",
     "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"}", 503},
    {API "query?query=proxy", "<html>Bad Gateway</html>", 502},
    {API "query?query=page", "<html>Sign in</html>", 200},
    {API "query?query=list", "[]", 200},
    {API "query?query=lies", SUCCESS("{\"resultType\":\"vector\",\"result\":{\"a\":1}}"), 200},
    {API "query?query=odd",
     SUCCESS("{\"resultType\":\"vector\",\"result\":[1,[],{\"value\":5},"
             "{\"value\":[1]},{\"value\":[1,\"0x1p3 \"]}]}"),
     200},
    {API "query?query=warns",
     "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]},"
     "\"warnings\":[\"store a is down\"],\"infos\":[\"not a counter\"]}",
     200},
    {API "query", VECTOR(ITEM("3")), 200},
    {"http://p/prom/api/v1/query?query=up", VECTOR(ITEM("4")), 200},
    {API "query_range?query=up&start=1789377600&end=1789381200&step=15",
     SUCCESS("{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":\"b\"},\"values\":"
             "[[1789377600,\"1\"],[1789377615,\"NaN\"],[1789377630,\"3\"]],"
             "\"histograms\":[[1,{}]]}]}"),
     200},
    {API "query_range?query=up&start=1757845200&end=1789381200&step=2868",
     SUCCESS("{\"resultType\":\"matrix\",\"result\":[]}"), 200},
    {API "query_range?query=1&start=1789377600&end=1789381200&step=15",
     SUCCESS("{\"resultType\":\"scalar\",\"result\":[1,\"1\"]}"), 200},
    {API "targets?state=active",
     SUCCESS("{\"activeTargets\":[{\"labels\":{\"job\":\"web\",\"instance\":\"a:1\"},"
             "\"scrapeUrl\":\"http://a:1/metrics\",\"health\":\"down\",\"lastError\":\"EOF\","
             "\"lastScrape\":\"2026-09-14T10:19:59.123456789Z\"},"
             "{\"labels\":{\"job\":\"new\"},\"health\":\"unknown\","
             "\"lastScrape\":\"0001-01-01T00:00:00Z\"}]}"),
     200},
    {API "alerts",
     SUCCESS("{\"alerts\":[{\"labels\":{\"alertname\":\"Soon\"},\"state\":\"pending\"},"
             "{\"labels\":{\"alertname\":\"Now\"},\"annotations\":{\"summary\":\"it is\"},"
             "\"state\":\"firing\",\"activeAt\":\"2026-09-14T10:04:30Z\"}]}"),
     200},
    {"http://q/api/v1/alerts", SUCCESS("{}"), 200},
    {NULL}};

struct row {
    const char *lua, *want, *asked; /* asked: NULL where it does not matter */
};

static void rows_hold(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fake f = {.responses = responses};
        char *got = lua_inline(&f, rows[i].lua);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        if (rows[i].asked)
            suite_check_text(text_get(&f.asked), rows[i].asked, rows[i].lua, __FILE__, __LINE__);
        free(got);
        text_release(&f.asked);
    }
}

#define QUERY(query)                                                         \
    "local r, why = prom.query{url = 'http://p:9090', query = '" query "'} " \
    "if not r then return nil, why end "

static void queries_at_a_moment(void)
{
    static const struct row rows[] = {
        {QUERY("up") "return #r, r[1].value .. ' ' .. r[2].value .. ' ' .. r[2].labels.job, "
                     "{time = r[1].time, out = r.left_out}",
         "told 2 | 1 2.5 web | {\"out\":2,\"time\":1789381200.5}",
         "GET " API "query?query=up <>\n"},
        {QUERY("none") "return #r, r.left_out .. tostring(r.warnings)", "told 0 | 0nil", NULL},
        {QUERY("native") "return #r, r.left_out .. ''", "told 0 | 1", NULL},
        {QUERY("scalar(1)") "return r[1].value, math.type(r[1].value)", "told 1000 | integer",
         NULL},
        {QUERY("\"x\"") "return r[1].value", "told x", NULL},
        {QUERY("odd") "return #r, r.left_out .. ''", "told 0 | 5", NULL},
        {QUERY("warns") "return table.concat(r.warnings, ', ')",
         "told store a is down, not a counter", NULL},
        {"return prom.query{url = 'http://p:9090//', query = 'up', at = '2026-09-14T10:19:00.25Z', "
         "headers = {Authorization = 'Bearer x'}}[1].value",
         "told 7", "GET " API "query?query=up&time=1789381140.250 [Authorization: Bearer x] <>\n"},
        {"return prom.query{url = 'http://p/prom/', query = 'up'}[1].value", "told 4", NULL},
        {"return prom.query{url = 'http://p:9090', query = ('x'):rep(2500), headers = {A = 'b'}}"
         "[1].value",
         "told 3", NULL},
    };
    rows_hold(rows, COUNT(rows));
}

static void sends_long_queries_in_the_body(void)
{
    struct fake f = {.responses = responses};
    char *got = lua_inline(&f, "return prom.query{url = 'http://p:9090', headers = {A = 'b'}, "
                               "query = '&=' .. ('x'):rep(2500)}[1].value");
    static const char begin[] =
        "POST " API "query [Content-Type: application/x-www-form-urlencoded] [A: b] "
        "<query=%26%3Dxxx";
    CHECK_TEXT(got, "told 3");
    CHECK(strncmp(text_get(&f.asked), begin, strlen(begin)) == 0);
    free(got);
    text_release(&f.asked);
}

static void tells_why_not(void)
{
    static const struct row rows[] = {
        {QUERY("up["), "cannot: Prometheus answers 400: 1:4: parse error", NULL},
        {QUERY("dup"), "cannot: Prometheus answers 422: many-to-many matching", NULL},
        {QUERY("slow"), "cannot: Prometheus answers 503: query timed out", NULL},
        {QUERY("proxy"), "cannot: http://p:9090 answers 502", NULL},
        {QUERY("page"), "cannot: http://p:9090 does not answer as Prometheus does", NULL},
        {QUERY("list"), "cannot: http://p:9090 does not answer as Prometheus does", NULL},
        {QUERY("lies"), "cannot: the answer has no result as Prometheus gives one", NULL},
        {QUERY("up[1m]"),
         "cannot: the query gives a matrix: ask for it by prom.range, or without a span in "
         "brackets",
         NULL},
        {"return prom.alerts{url = 'http://q'}",
         "cannot: the answer has no \"alerts\" as Prometheus gives it", NULL},
        {"return prom.query('up')",
         "cannot: step:1: prom.query: it wants a table, as {url = \"http://127.0.0.1:9090\", query "
         "= \"up\"}",
         NULL},
        {"return prom.query{url = 'http://p'}", "cannot: step:1: prom.query: query is missing",
         NULL},
        {"return prom.query{query = 'up'}", "cannot: step:1: prom.query: url is missing", NULL},
        {"return prom.query{url = 'http://p/?a', query = 'up'}",
         "cannot: step:1: prom.query: url \"http://p/?a\" must end before /api/v1", NULL},
        {"return prom.query{url = 'http://p', quere = 'up'}",
         "cannot: step:1: prom.query: it knows no \"quere\"", NULL},
        {"return prom.range{url = 'http://p', query = 'up'}",
         "cannot: step:1: prom.range: since when? Give last, as \"1h\", or since", NULL},
        {"return prom.range{url = 'http://p', query = 'up', since = 2, ['until'] = 1}",
         "cannot: step:1: prom.range: since is later than until", NULL},
        {"return prom.range{url = 'http://p', query = 'up', last = '1h', step = 0}",
         "cannot: step:1: prom.range: step must be more than 0", NULL},
        {"return prom.range{url = 'http://p:9090', query = '1', last = '1h'}",
         "cannot: the query gives a scalar, which is no series", NULL},
    };
    rows_hold(rows, COUNT(rows));
}

static void queries_over_time(void)
{
    static const struct row rows[] = {
        {"local r = prom.range{url = 'http://p:9090', query = 'up', last = '1h'} local s = r[1] "
         "return #s.points, s.labels.a .. s.left_out, s.points",
         "told 2 | b2 | "
         "[{\"time\":1789377600,\"value\":1},{\"time\":1789377630,\"value\":3}]",
         "GET " API "query_range?query=up&start=1789377600&end=1789381200&step=15 <>\n"},
        {"local r = prom.range{url = 'http://p:9090', query = 'up', last = '365d', step = '1m'} "
         "return #r, r.step .. ''",
         "told 0 | 2868", NULL},
    };
    rows_hold(rows, COUNT(rows));
}

static void lists_targets_and_alerts(void)
{
    static const struct row rows[] = {
        {"local t = prom.targets{url = 'http://p:9090'} return #t, nil, t",
         "told 2 | "
         "[{\"asked\":1789381199.123,\"error\":\"EOF\",\"health\":\"down\",\"instance\":\"a:1\","
         "\"job\":\"web\",\"labels\":{\"instance\":\"a:1\",\"job\":\"web\"},\"up\":false,"
         "\"url\":\"http://a:1/metrics\"},{\"health\":\"unknown\",\"job\":\"new\","
         "\"labels\":{\"job\":\"new\"},\"up\":false}]",
         NULL},
        {"local a = prom.alerts{url = 'http://p:9090'} return #a, nil, a",
         "told 1 | [{\"annotations\":{\"summary\":\"it is\"},\"labels\":{\"alertname\":\"Now\"},"
         "\"name\":\"Now\",\"since\":1789380270}]",
         NULL},
    };
    rows_hold(rows, COUNT(rows));
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"queries at a moment", queries_at_a_moment},
        {"sends long queries in the body", sends_long_queries_in_the_body},
        {"tells why not", tells_why_not},
        {"queries over time", queries_over_time},
        {"lists targets and alerts", lists_targets_and_alerts},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_prom", tests);
}
