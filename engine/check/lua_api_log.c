#include "check/lua_log.h"

#include <string.h>

#include "check/log_count.h"

#define TOP_VALUES_MAX 10000
#define TOP_VALUE_MAX 512 /* bytes of a value that are kept */
#define TOP_DEFAULT 10
#define FIRST_MAX 4096 /* bytes of a line that are told */

#define SERIES_MAX 10000 /* spans */

static const char *const count_keys[] = {LUA_LOG_KEYS, NULL};
static const char *const top_keys[] = {LUA_LOG_KEYS, "max", NULL};
static const char *const series_keys[] = {LUA_LOG_KEYS, "every", NULL};

static void put_count(lua_State *L, const char *key, uint64_t n)
{
    lua_pushinteger(L, (lua_Integer)n);
    lua_setfield(L, -2, key);
}

static int log_count(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    if (!lua_log_start(L, "log.count", count_keys, false))
        return lua_api_failed(L);
    struct log_counts counts = log_count_lines(&h->scan);
    if (!lua_log_finish(h, counts.lines, false))
        return lua_api_failed(L);
    lua_createtable(L, 0, 2);
    put_count(L, "matched", counts.matched);
    put_count(L, "lines", counts.lines);
    return 1;
}

static void put_line(lua_State *L, struct lua_host *h, const struct log_line *line)
{
    lua_createtable(L, 0, 3);
    lua_pushlstring(L, line->at, line->len < FIRST_MAX ? line->len : FIRST_MAX);
    lua_setfield(L, -2, "text");
    put_count(L, "number", log_scan_number(&h->scan, line));
    if (h->parts.len) {
        lua_pushlstring(L, text_get(&h->part), h->part.len);
        lua_setfield(L, -2, "file");
    }
    if (line->ms == LOG_NO_TIME)
        return;
    lua_api_push_seconds(L, line->ms);
    lua_setfield(L, -2, "time");
}

/* A table without `text` says that no line matched, which is no failure. */
static int log_first(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    struct log_line line;
    uint64_t lines = 0;
    if (!lua_log_start(L, "log.first", count_keys, true))
        return lua_api_failed(L);
    while (log_scan_next(&h->scan, &line)) {
        lines++;
        if (line.matched) {
            put_line(L, h, &line);
            log_scan_release(&h->scan);
            return 1;
        }
    }
    if (!lua_log_finish(h, lines, false))
        return lua_api_failed(L);
    lua_pushboolean(L, 0);
    return 1;
}

/* Adds one to the value's count in the table at the top, or to that of the rest. */
static void count_value(lua_State *L, const struct log_line *line, bool grouped, size_t *distinct,
                        uint64_t *rest)
{
    struct regex_span span = line->spans[grouped];
    size_t len = span.to - span.from;
    lua_pushlstring(L, line->at + span.from, len < TOP_VALUE_MAX ? len : TOP_VALUE_MAX);
    lua_pushvalue(L, -1);
    bool is_new = lua_rawget(L, -3) == LUA_TNIL;
    if (is_new && *distinct == TOP_VALUES_MAX) {
        ++*rest;
        lua_pop(L, 2);
        return;
    }
    *distinct += is_new;
    lua_Integer n = lua_tointeger(L, -1) + 1;
    lua_pop(L, 1);
    lua_pushinteger(L, n);
    lua_rawset(L, -3);
}

/* Takes the value with the highest count out of the table at `counts` and pushes {value, count}. */
static bool push_highest(lua_State *L, int counts)
{
    lua_Integer highest = 0;
    const char *value = NULL;
    size_t value_len = 0;
    for (lua_pushnil(L); lua_next(L, counts); lua_pop(L, 1)) {
        lua_Integer n = lua_tointeger(L, -1);
        size_t len;
        const char *s = lua_tolstring(L, -2, &len);
        if (n > highest || (n == highest && n && strcmp(s, value) < 0)) {
            highest = n;
            value = s;
            value_len = len;
        }
    }
    if (!value)
        return false;
    lua_createtable(L, 0, 2);
    lua_pushlstring(L, value, value_len);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "value");
    lua_pushinteger(L, highest);
    lua_setfield(L, -3, "count");
    lua_pushinteger(L, 0);
    lua_rawset(L, counts);
    return true;
}

static int log_top(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    struct log_line line;
    uint64_t lines = 0, matched = 0, rest = 0;
    size_t distinct = 0;
    if (!lua_log_start(L, "log.top", top_keys, false))
        return lua_api_failed(L);
    if (!h->regex)
        luaL_error(L, "log.top: match is missing: a pattern with a group, as '\" (\\d+) '");
    lua_raw_field(L, 1, "max");
    size_t most = lua_isnil(L, -1) ? TOP_DEFAULT : lua_api_bytes(L, -1, "log.top", "max", 100);
    lua_newtable(L);
    int counts = lua_gettop(L);
    while (log_scan_next(&h->scan, &line)) {
        lines++;
        if (!line.matched)
            continue;
        matched++;
        count_value(L, &line, regex_groups(h->regex) > 0, &distinct, &rest);
        lua_settop(L, counts);
    }
    if (!lua_log_finish(h, lines, false))
        return lua_api_failed(L);
    lua_newtable(L);
    for (size_t i = 1; i <= most && push_highest(L, counts); i++)
        lua_rawseti(L, counts + 1, (lua_Integer)i);
    put_count(L, "matched", matched);
    put_count(L, "lines", lines);
    put_count(L, "distinct", distinct);
    return 1;
}

/* Lines of one span of time. */
struct span_count {
    int64_t at_ms;
    lua_Integer lines, matched;
};

/* The span that begins at `at_ms`, made where it is new; NULL where there are too many. Lines come
 * nearly in the order of their times, so it is looked for from the end. */
static struct span_count *span_at(struct span_count *all, size_t *count, int64_t at_ms)
{
    size_t i = *count;
    while (i > 0 && all[i - 1].at_ms > at_ms)
        i--;
    if (i > 0 && all[i - 1].at_ms == at_ms)
        return &all[i - 1];
    if (*count == SERIES_MAX)
        return NULL;
    memmove(&all[i + 1], &all[i], ((*count)++ - i) * sizeof *all);
    all[i] = (struct span_count){at_ms, 0, 0};
    return &all[i];
}

static bool count_span(const struct log_line *line, int64_t every_ms, struct span_count *all,
                       size_t *count)
{
    int64_t into = line->ms % every_ms;
    struct span_count *span = span_at(all, count, line->ms - into - (into < 0 ? every_ms : 0));
    if (!span)
        return false;
    span->lines++;
    span->matched += line->matched;
    return true;
}

static void push_series(lua_State *L, const struct span_count *all, size_t count)
{
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_createtable(L, 0, 3);
        lua_api_push_seconds(L, all[i].at_ms);
        lua_setfield(L, -2, "time");
        put_count(L, "lines", (uint64_t)all[i].lines);
        put_count(L, "matched", (uint64_t)all[i].matched);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static int log_series(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    struct log_line line;
    size_t count = 0;
    uint64_t timed = 0;
    if (!lua_log_start(L, "log.series", series_keys, true))
        return lua_api_failed(L);
    lua_raw_field(L, 1, "every");
    int64_t every_ms = lua_isnil(L, -1) ? 60000 : lua_api_span_ms(L, -1, "log.series", "every");
    if (every_ms < 1000)
        luaL_error(L, "log.series: every must be 1s or longer");
    struct span_count *all = lua_newuserdatauv(L, SERIES_MAX * sizeof *all, 0);
    while (log_scan_next(&h->scan, &line)) {
        if (line.ms == LOG_NO_TIME)
            continue;
        timed++;
        if (!count_span(&line, every_ms, all, &count)) {
            text_format(&h->why, "the log goes over more than %d spans", SERIES_MAX);
            return lua_api_failed(L);
        }
    }
    if (!lua_log_finish(h, timed, true))
        return lua_api_failed(L);
    push_series(L, all, count);
    return 1;
}

const struct lua_entry lua_api_log[] = {
    {"log.count", "log.count{file=, text=, match=, since=, until=, last=}",
     "How many lines of a log match, of how many: {matched=, lines=}.", log_count},
    {"log.first", "log.first{file=, text=, match=, since=, until=, last=}",
     "The first line that matches: {text=, number=, time=}, or false where none does.", log_first},
    {"log.series", "log.series{file=, text=, match=, since=, until=, last=, every=}",
     "Lines over time: for each span of `every` (60s) that has lines, {time=, lines=, matched=}, "
     "the oldest first.",
     log_series},
    {"log.times", "log.times{file=, text=, match=, since=, until=, last=, max=}",
     "When the lines that match were written: a list of seconds since 1970, at most `max` "
     "(100000), "
     "with `cut` where there were more.",
     lua_log_times},
    {"log.top", "log.top{file=, match=, since=, until=, last=, max=}",
     "What the pattern's first group finds, the most frequent first: a list of {value=, count=}, "
     "with `matched`, `lines` and `distinct`.",
     log_top},
    {NULL},
};
