#include "check/lua_api.h"

#include <math.h>
#include <string.h>

#include "base/time.h"

#define SECONDS_MAX 1e12

/* clang-format off */
const struct lua_entry *const lua_api_all[] = {
    lua_api_run,
    lua_api_file,
    lua_api_log,
    lua_api_messages,
    lua_api_series,
    lua_api_rhythm,
    lua_api_stats,
    lua_api_shared,
    lua_api_host,
    lua_api_systemd,
    lua_api_journal,
    lua_api_cron,
    lua_api_git,
    lua_api_kubectl,
    lua_api_http,
    lua_api_prom,
    lua_api_sql,
    lua_api_tls,
    lua_api_dns,
    lua_api_json,
    lua_api_time,
    lua_api_requests,
    lua_api_stacks,
    NULL,
};
/* clang-format on */

static void add_function(lua_State *L, const struct lua_entry *e)
{
    const char *dot = strchr(e->name, '.');
    if (!dot) {
        lua_register(L, e->name, e->function);
        return;
    }
    lua_pushlstring(L, e->name, (size_t)(dot - e->name));
    if (lua_getglobal(L, lua_tostring(L, -1)) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setglobal(L, lua_tostring(L, -3));
    }
    lua_pushcfunction(L, e->function);
    lua_setfield(L, -2, dot + 1);
    lua_pop(L, 2);
}

void lua_api_open(lua_State *L)
{
    for (const struct lua_entry *const *group = lua_api_all; *group; group++)
        for (const struct lua_entry *e = *group; e->name; e++)
            add_function(L, e);
    lua_getglobal(L, "json");
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    lua_pop(L, 1);
}

static void wrong(lua_State *L, int index, const char *function, const char *what, const char *want)
{
    luaL_error(L, "%s: %s must be %s, not %s%s", function, what, want,
               lua_isnoneornil(L, index) ? "" : "a ", luaL_typename(L, index));
}

const char *lua_api_text(lua_State *L, int index, const char *function, const char *what)
{
    size_t len;
    if (lua_type(L, index) != LUA_TSTRING)
        wrong(L, index, function, what, "a text");
    const char *s = lua_tolstring(L, index, &len);
    if (memchr(s, '\0', len))
        luaL_error(L, "%s: %s holds a NUL byte", function, what);
    return s;
}

static int64_t from_seconds(lua_State *L, int index, const char *function, const char *what)
{
    double seconds = lua_tonumber(L, index);
    if (!(fabs(seconds) <= SECONDS_MAX))
        luaL_error(L, "%s: %s is out of range", function, what);
    return llround(seconds * 1000);
}

int64_t lua_api_span_ms(lua_State *L, int index, const char *function, const char *what)
{
    int64_t ms = 0;
    if (lua_type(L, index) == LUA_TNUMBER)
        ms = from_seconds(L, index, function, what);
    else if (lua_type(L, index) != LUA_TSTRING)
        wrong(L, index, function, what, "a duration, as \"30s\" or a number of seconds");
    else if (!time_parse_span(lua_tostring(L, index), &ms))
        luaL_error(L, "%s: %s \"%s\" is not a duration, as \"30s\" is", function, what,
                   lua_tostring(L, index));
    if (ms < 0)
        luaL_error(L, "%s: %s must not be negative", function, what);
    return ms;
}

int64_t lua_api_moment_ms(lua_State *L, int index, const char *function, const char *what)
{
    int64_t ms = 0;
    if (lua_type(L, index) == LUA_TNUMBER)
        return from_seconds(L, index, function, what);
    if (lua_type(L, index) != LUA_TSTRING)
        wrong(L, index, function, what, "a time, as time.now() or \"2026-09-14T10:02:00Z\"");
    if (!time_parse_rfc3339(lua_tostring(L, index), &ms))
        luaL_error(L, "%s: %s \"%s\" is not a time, as \"2026-09-14T10:02:00Z\" is", function, what,
                   lua_tostring(L, index));
    return ms;
}

size_t lua_api_bytes(lua_State *L, int index, const char *function, const char *what, size_t most)
{
    if (lua_isnoneornil(L, index))
        return most;
    if (!lua_isinteger(L, index))
        wrong(L, index, function, what, "a whole number");
    lua_Integer n = lua_tointeger(L, index);
    if (n < 0)
        luaL_error(L, "%s: %s must not be negative", function, what);
    return (size_t)n < most ? (size_t)n : most;
}

static bool known(const char *key, const char *const *keys)
{
    while (*keys && strcmp(*keys, key) != 0)
        keys++;
    return *keys;
}

void lua_api_options(lua_State *L, int index, const char *function, const char *const *keys)
{
    if (lua_isnoneornil(L, index)) {
        lua_settop(L, index - 1);
        lua_newtable(L);
        return;
    }
    if (!lua_istable(L, index))
        wrong(L, index, function, "the options", "a table");
    lua_settop(L, index);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TSTRING && !known(lua_tostring(L, -2), keys))
            luaL_error(L, "%s: it knows no \"%s\"", function, lua_tostring(L, -2));
    }
}

int64_t lua_api_timeout_ms(lua_State *L, int options, const char *function)
{
    const struct lua_host *h = lua_host_of(L);
    int64_t left = h->world && h->world->own_clock ? h->job->timeout_ms : lua_host_left_ms(h);
    if (lua_raw_field(L, options, "timeout") != LUA_TNIL) {
        int64_t wanted = lua_api_span_ms(L, -1, function, "timeout");
        left = wanted < left ? wanted : left;
    }
    lua_pop(L, 1);
    return left;
}

void lua_api_push_seconds(lua_State *L, int64_t ms)
{
    if (ms % 1000 == 0)
        lua_pushinteger(L, ms / 1000);
    else
        lua_pushnumber(L, ms / 1000.0);
}

int lua_api_failed(lua_State *L)
{
    struct text *why = &lua_host_of(L)->why;
    luaL_pushfail(L);
    lua_pushlstring(L, why->len ? why->at : "it failed", why->len ? why->len : 9);
    return 2;
}

struct lua_host *lua_api_begin(lua_State *L)
{
    struct lua_host *h = lua_host_of(L);
    if (!h->world)
        luaL_error(L, "this may be called by the check's run alone");
    text_clear(&h->out);
    text_clear(&h->why);
    return h;
}
