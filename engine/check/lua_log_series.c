#include <string.h>

#include "check/lua_log_put.h"

#define SPANS_MAX 10000
#define VALUES_MAX 1000   /* of `by`, that are counted */
#define VALUE_MAX 512     /* bytes of one that are kept */
#define POINTS_MAX 200000 /* of all series of `by` */
#define TOLD_DEFAULT 20
#define TOLD_MAX 100

static const char *const series_keys[] = {LUA_LOG_KEYS, "every", "fill", "by", "max", NULL};

/* Lines of one span of time. */
struct span_count {
    int64_t at_ms;
    uint64_t lines, matched;
};

struct series {
    int64_t every_ms;
    struct span_count *all;
    size_t count;
    bool fill;
    int by; /* where the stack has the values' tables: span -> lines, and `n`, all lines; 0: nowhere
             */
    size_t values, most;
};

static void read_by(lua_State *L, struct lua_host *h)
{
    regex_free(h->by);
    h->by = NULL;
    if (lua_raw_field(L, 1, "by") != LUA_TNIL) {
        h->by = regex_new(lua_api_text(L, -1, "log.series", "by"), &h->why);
        if (!h->by)
            luaL_error(L, "log.series: by: %s", text_get(&h->why));
        if (regex_groups(h->by) == 0)
            luaL_error(L, "log.series: by has no group, as '^(\\S+)' has");
    }
    lua_pop(L, 1);
}

static struct series read_options(lua_State *L, struct lua_host *h)
{
    struct series s = {.every_ms = 60000};
    if (lua_raw_field(L, 1, "every") != LUA_TNIL)
        s.every_ms = lua_api_span_ms(L, -1, "log.series", "every");
    if (s.every_ms < 1000)
        luaL_error(L, "log.series: every must be 1s or longer");
    int type = lua_raw_field(L, 1, "fill");
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        luaL_error(L, "log.series: fill must be true or false");
    s.fill = lua_toboolean(L, -1);
    lua_pop(L, 2);
    s.most = lua_log_number(L, "log.series", "max", TOLD_DEFAULT, TOLD_MAX);
    read_by(L, h);
    s.all = lua_newuserdatauv(L, SPANS_MAX * sizeof *s.all, 0);
    if (h->by) {
        lua_newtable(L);
        s.by = lua_gettop(L);
    }
    return s;
}

/* The span that begins at `at_ms`, made where it is new; NULL where there are too many. Lines come
 * nearly in the order of their times, so it is looked for from the end. */
static struct span_count *span_at(struct series *s, int64_t at_ms)
{
    size_t i = s->count;
    while (i > 0 && s->all[i - 1].at_ms > at_ms)
        i--;
    if (i > 0 && s->all[i - 1].at_ms == at_ms)
        return &s->all[i - 1];
    if (s->count == SPANS_MAX)
        return NULL;
    memmove(&s->all[i + 1], &s->all[i], (s->count++ - i) * sizeof *s->all);
    s->all[i] = (struct span_count){at_ms, 0, 0};
    return &s->all[i];
}

/* Adds one to a whole number in the table at the top; the key is at the top then. */
static void add_one(lua_State *L)
{
    lua_pushvalue(L, -1);
    lua_rawget(L, -3);
    lua_Integer n = lua_tointeger(L, -1) + 1;
    lua_pop(L, 1);
    lua_pushinteger(L, n);
    lua_rawset(L, -3);
}

static void count_value(lua_State *L, struct lua_host *h, struct series *s,
                        const struct log_line *line, int64_t at_ms)
{
    struct regex_span spans[REGEX_GROUPS];
    enum regex_found found = regex_find(h->by, line->at, line->len, spans);
    h->scan.gave_up = h->scan.gave_up || found == REGEX_GAVE_UP;
    if (found != REGEX_YES)
        return;
    size_t len = spans[1].to - spans[1].from;
    lua_pushlstring(L, line->at + spans[1].from, len < VALUE_MAX ? len : VALUE_MAX);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, s->by) == LUA_TNIL && s->values < VALUES_MAX) {
        s->values++;
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, s->by);
    }
    if (lua_istable(L, -1)) {
        lua_pushinteger(L, at_ms / s->every_ms);
        add_one(L);
        lua_pushliteral(L, "n");
        add_one(L);
    }
    lua_settop(L, s->by);
}

static bool count_line(lua_State *L, struct lua_host *h, struct series *s,
                       const struct log_line *line)
{
    int64_t into = line->ms % s->every_ms, at_ms = line->ms - into - (into < 0 ? s->every_ms : 0);
    struct span_count *span = span_at(s, at_ms);
    if (!span)
        return false;
    span->lines++;
    span->matched += line->matched;
    if (s->by && line->matched)
        count_value(L, h, s, line, at_ms);
    return true;
}

/* Spans of zeros between those that have lines. False where these are too many. */
static bool fill(struct series *s)
{
    if (!s->fill || s->count < 2)
        return true;
    int64_t first = s->all[0].at_ms, all = (s->all[s->count - 1].at_ms - first) / s->every_ms + 1;
    if (all > SPANS_MAX)
        return false;
    size_t from = s->count;
    for (size_t to = (size_t)all; to > 0; to--) {
        int64_t at_ms = first + (int64_t)(to - 1) * s->every_ms;
        bool has = from > 0 && s->all[from - 1].at_ms == at_ms;
        s->all[to - 1] = has ? s->all[--from] : (struct span_count){at_ms, 0, 0};
    }
    s->count = (size_t)all;
    return true;
}

static void push_series(lua_State *L, const struct series *s)
{
    lua_createtable(L, (int)s->count, 1);
    for (size_t i = 0; i < s->count; i++) {
        lua_createtable(L, 0, 4);
        lua_log_put_time(L, "time", s->all[i].at_ms);
        lua_log_put_count(L, "lines", s->all[i].lines);
        lua_log_put_count(L, "matched", s->all[i].matched);
        lua_log_put_count(L, "value", s->all[i].matched);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* Pushes the value with the most lines and its table, which is then out of the choice. */
static bool push_most(lua_State *L, int by)
{
    lua_Integer most = 0;
    const char *best = NULL;
    lua_pushnil(L);
    lua_pushnil(L);
    for (lua_pushnil(L); lua_next(L, by); lua_pop(L, 1)) {
        lua_Integer n = lua_raw_field(L, lua_gettop(L), "n") ? lua_tointeger(L, -1) : 0;
        lua_pop(L, 1);
        const char *value = lua_tostring(L, -2);
        if (n < most || n == 0 || (n == most && strcmp(value, best) > 0))
            continue;
        most = n;
        best = value;
        lua_pushvalue(L, -2);
        lua_replace(L, -5);
        lua_pushvalue(L, -1);
        lua_replace(L, -4);
    }
    lua_pushinteger(L, 0);
    if (best)
        lua_setfield(L, -2, "n");
    return best;
}

/* Of the value's table at the top. */
static void push_value_series(lua_State *L, const struct series *s)
{
    int counts = lua_gettop(L);
    lua_createtable(L, (int)s->count, 0);
    for (size_t i = 0; i < s->count; i++) {
        lua_createtable(L, 0, 2);
        lua_log_put_time(L, "time", s->all[i].at_ms);
        lua_rawgeti(L, counts, s->all[i].at_ms / s->every_ms);
        lua_Integer n = lua_tointeger(L, -1);
        lua_pop(L, 1);
        lua_log_put_count(L, "value", (uint64_t)n);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* Into the field `by` of the table at the top. */
static void put_by(lua_State *L, const struct series *s)
{
    int series = lua_gettop(L);
    lua_newtable(L);
    for (size_t i = 0; i < s->most && push_most(L, s->by); i++) {
        push_value_series(L, s);
        lua_remove(L, -2);
        lua_rawset(L, series + 1);
    }
    lua_settop(L, series + 1);
    lua_setfield(L, series, "by");
}

static bool count_lines(lua_State *L, struct lua_host *h, struct series *s, uint64_t *timed)
{
    struct log_line line;
    bool ok = true;
    while (ok && log_scan_next(&h->scan, &line)) {
        *timed += line.ms != LOG_NO_TIME;
        ok = line.ms == LOG_NO_TIME || count_line(L, h, s, &line);
    }
    ok = ok && fill(s);
    if (!ok)
        text_format(&h->why, "the log goes over more than %d spans", SPANS_MAX);
    return ok;
}

int lua_log_series(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    uint64_t timed = 0;
    if (!lua_log_start(L, "log.series", series_keys, true))
        return lua_api_failed(L);
    struct series s = read_options(L, h);
    if (!count_lines(L, h, &s, &timed) || !lua_log_finish(h, timed, true))
        return lua_api_failed(L);
    if (s.by && s.count * (s.values < s.most ? s.values : s.most) > POINTS_MAX) {
        text_format(&h->why, "%zu spans are too many for so many values; ask for fewer by max",
                    s.count);
        return lua_api_failed(L);
    }
    push_series(L, &s);
    if (s.by)
        put_by(L, &s);
    return 1;
}
