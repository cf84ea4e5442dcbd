#include "check/lua_log.h"

#include <string.h>

#include "check/lua_log_put.h"
#include "clues/log_count.h"

#define TOP_VALUES_MAX 10000
#define TOP_VALUE_MAX 512 /* bytes of a value that are kept */
#define TOP_DEFAULT 10
#define FIRST_MAX 4096 /* bytes of a line that are told */

static const char *const count_keys[] = {LUA_LOG_KEYS, NULL};
static const char *const top_keys[] = {LUA_LOG_KEYS, "max", NULL};

static int log_count(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    if (!lua_log_start(L, "log.count", count_keys, false))
        return lua_api_failed(L);
    struct log_counts counts = log_count_lines(&h->scan);
    if (!lua_log_finish(h, counts.lines, false))
        return lua_api_failed(L);
    lua_createtable(L, 0, 2);
    lua_log_put_count(L, "matched", counts.matched);
    lua_log_put_count(L, "lines", counts.lines);
    return 1;
}

static void put_line(lua_State *L, struct lua_host *h, const struct log_line *line)
{
    lua_createtable(L, 0, 3);
    lua_pushlstring(L, line->at, line->len < FIRST_MAX ? line->len : FIRST_MAX);
    lua_setfield(L, -2, "text");
    lua_log_put_count(L, "number", log_scan_number(&h->scan, line));
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
    lua_log_put_count(L, "matched", matched);
    lua_log_put_count(L, "lines", lines);
    lua_log_put_count(L, "distinct", distinct);
    return 1;
}

const struct lua_entry lua_api_log[] = {
    {"log.count", "log.count{file=, text=, match=, since=, until=, last=}",
     "How many lines of a log match, of how many: {matched=, lines=}.", log_count},
    {"log.first", "log.first{file=, text=, match=, since=, until=, last=}",
     "The first line that matches: {text=, number=, time=}, or false where none does.", log_first},
    {"log.series",
     "log.series{file=, text=, match=, since=, until=, last=, every=, fill=, by=, max=}",
     "Lines over time: for each span of `every` (60s) that has lines, {time=, lines=, matched=, "
     "value=}, the oldest first; `value` is `matched`. With `by`, a pattern, `by` beside the list "
     "has such a series for each of the `max` (20) most frequent values of its first group.",
     lua_log_series},
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
