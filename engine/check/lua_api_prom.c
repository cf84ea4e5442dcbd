#include "check/lua_prom.h"

#include <math.h>
#include <string.h>

#include "base/time.h"

/* Prometheus refuses more than 11,000 points: web/api/v1, "exceeded maximum resolution". */
#define POINTS_MAX 11000
#define POINTS_USUAL 250

static const char *const query_keys[] = {"url", "query", "at", "timeout", "headers", NULL};
static const char *const range_keys[] = {"url",  "query",   "since",   "until", "last",
                                         "step", "timeout", "headers", NULL};
static const char *const list_keys[] = {"url", "timeout", "headers", NULL};

static void add_time(struct text *form, const char *name, int64_t ms)
{
    text_format(form, "&%s=%lld", name, (long long)(ms / 1000));
    if (ms % 1000)
        text_format(form, ".%03d", (int)(ms % 1000));
}

static int prom_query(lua_State *L)
{
    lua_ask_options(L, "prom.query", query_keys,
                    "{url = \"http://127.0.0.1:9090\", query = \"up\"}");
    struct lua_host *h = lua_api_begin(L);
    lua_prom_add(&h->out, "query", lua_ask_needed(L, "prom.query", "query"));
    if (lua_raw_field(L, 1, "at") != LUA_TNIL)
        add_time(&h->out, "time", lua_api_moment_ms(L, -1, "prom.query", "at"));
    const struct jval *data = lua_prom_ask(L, "prom.query", "query");
    if (!data || !lua_prom_push_values(L, h, data))
        return lua_api_failed(L);
    lua_prom_put_warnings(L, h->json);
    return 1;
}

struct range {
    int64_t from_ms, to_ms, step_ms;
};

/* A round one at which there are about POINTS_USUAL points. */
static int64_t usual_step_ms(int64_t span_ms)
{
    static const int steps[] = {1, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (span_ms <= (int64_t)steps[i] * 1000 * POINTS_USUAL)
            return steps[i] * INT64_C(1000);
    return 86400 * INT64_C(1000);
}

/* One that is too small for so long a time is made larger; what was taken is told. */
static int64_t step_ms(lua_State *L, int64_t span_ms)
{
    int64_t step = usual_step_ms(span_ms);
    if (lua_raw_field(L, 1, "step") != LUA_TNIL)
        step = lua_api_span_ms(L, -1, "prom.range", "step");
    lua_pop(L, 1);
    if (step < 1)
        luaL_error(L, "prom.range: step must be more than 0");
    int64_t least = span_ms / (POINTS_MAX - 1) + 1;
    return step >= least ? step : (least + 999) / 1000 * 1000;
}

static struct range read_span(lua_State *L, struct lua_host *h)
{
    static const char f[] = "prom.range";
    int64_t now_ms = h->world->now_ms(h->world->self);
    struct range s = {INT64_MIN, now_ms - now_ms % 1000, 0};
    if (lua_raw_field(L, 1, "until") != LUA_TNIL)
        s.to_ms = lua_api_moment_ms(L, -1, f, "until");
    if (lua_raw_field(L, 1, "since") != LUA_TNIL)
        s.from_ms = lua_api_moment_ms(L, -1, f, "since");
    if (lua_raw_field(L, 1, "last") != LUA_TNIL)
        s.from_ms = s.to_ms - lua_api_span_ms(L, -1, f, "last");
    lua_pop(L, 3);
    if (s.from_ms == INT64_MIN)
        luaL_error(L, "%s: since when? Give last, as \"1h\", or since", f);
    if (s.from_ms > s.to_ms)
        luaL_error(L, "%s: since is later than until", f);
    s.step_ms = step_ms(L, s.to_ms - s.from_ms);
    return s;
}

static int prom_range(lua_State *L)
{
    lua_ask_options(L, "prom.range", range_keys,
                    "{url = \"http://127.0.0.1:9090\", query = \"up\", last = \"1h\"}");
    struct lua_host *h = lua_api_begin(L);
    struct range s = read_span(L, h);
    lua_prom_add(&h->out, "query", lua_ask_needed(L, "prom.range", "query"));
    add_time(&h->out, "start", s.from_ms);
    add_time(&h->out, "end", s.to_ms);
    add_time(&h->out, "step", s.step_ms);
    const struct jval *data = lua_prom_ask(L, "prom.range", "query_range");
    if (!data || !lua_prom_push_series(L, h, data))
        return lua_api_failed(L);
    lua_api_push_seconds(L, s.step_ms);
    lua_setfield(L, -2, "step");
    lua_prom_put_warnings(L, h->json);
    return 1;
}

static bool is_text(const struct jval *object, const char *key, const char *want)
{
    const char *text = jval_text(jval_get(object, key), &(size_t){0});
    return text && strcmp(text, want) == 0;
}

/* Copies a text of the object, which may lack it, to a field of the table at the top. */
static void put_text(lua_State *L, const char *field, const struct jval *object, const char *key)
{
    size_t len = 0;
    const char *text = jval_text(jval_get(object, key), &len);
    lua_ask_put_text(L, field, text, text ? len : 0);
}

static void put_object(lua_State *L, const char *key, const struct jval *object)
{
    if (object && jval_kind(object) == JVAL_OBJECT)
        lua_json_push(L, object);
    else
        lua_newtable(L);
    lua_setfield(L, -2, key);
}

static void put_moment(lua_State *L, const char *field, const struct jval *object, const char *key)
{
    int64_t ms;
    const char *text = jval_text(jval_get(object, key), &(size_t){0});
    if (!text || !time_parse_rfc3339(text, &ms) || ms < 0) /* never: 0001-01-01T00:00:00Z */
        return;
    lua_api_push_seconds(L, ms);
    lua_setfield(L, -2, field);
}

static void push_target(lua_State *L, const struct jval *target)
{
    const struct jval *labels = jval_get(target, "labels");
    lua_createtable(L, 0, 7);
    put_text(L, "url", target, "scrapeUrl");
    put_text(L, "job", labels, "job");
    put_text(L, "instance", labels, "instance");
    put_object(L, "labels", labels);
    put_text(L, "health", target, "health");
    lua_ask_put_flag(L, "up", is_text(target, "health", "up"));
    put_text(L, "error", target, "lastError");
    put_moment(L, "asked", target, "lastScrape");
}

/* The items of a list in the answer, each pushed by `push` where `wanted` has it. */
static int push_items(lua_State *L, const char *function, const char *path, const char *key,
                      bool (*wanted)(const struct jval *),
                      void (*push)(lua_State *, const struct jval *))
{
    lua_ask_options(L, function, list_keys, "{url = \"http://127.0.0.1:9090\"}");
    struct lua_host *h = lua_api_begin(L);
    const struct jval *items = jval_get(lua_prom_ask(L, function, path), key);
    if (!items && !h->why.len)
        text_format(&h->why, "the answer has no \"%s\" as Prometheus gives it", key);
    if (!items)
        return lua_api_failed(L);
    lua_Integer count = 0;
    lua_newtable(L);
    for (size_t i = 0; i < jval_count(items); i++) {
        if (!wanted(jval_at(items, i)))
            continue;
        push(L, jval_at(items, i));
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

static bool any(const struct jval *item)
{
    return item;
}

static int prom_targets(lua_State *L)
{
    return push_items(L, "prom.targets", "targets?state=active", "activeTargets", any, push_target);
}

static bool fires(const struct jval *alert)
{
    return is_text(alert, "state", "firing");
}

static void push_alert(lua_State *L, const struct jval *alert)
{
    lua_createtable(L, 0, 4);
    put_text(L, "name", jval_get(alert, "labels"), "alertname");
    put_object(L, "labels", jval_get(alert, "labels"));
    put_object(L, "annotations", jval_get(alert, "annotations"));
    put_moment(L, "since", alert, "activeAt");
}

static int prom_alerts(lua_State *L)
{
    return push_items(L, "prom.alerts", "alerts", "alerts", fires, push_alert);
}

const struct lua_entry lua_api_prom[] = {
    {"prom.query", "prom.query{url=, query=, at=, timeout=, headers=}",
     "What a query gives now, or at another time: a list of {labels=, value=, time=}.", prom_query},
    {"prom.range", "prom.range{url=, query=, last=, since=, until=, step=, timeout=, headers=}",
     "The same over time: a list of {labels=, points=, left_out=}; points are {time=, value=}, the "
     "oldest first.",
     prom_range},
    {"prom.targets", "prom.targets{url=, timeout=, headers=}",
     "What Prometheus asks for metrics: a list of {job=, instance=, url=, up=, health=, error=, "
     "asked=, labels=}.",
     prom_targets},
    {"prom.alerts", "prom.alerts{url=, timeout=, headers=}",
     "The alerts that fire: a list of {name=, since=, labels=, annotations=}.", prom_alerts},
    {NULL},
};
