#include "check/lua_api.h"

#include <math.h>
#include <string.h>

#include "base/time.h"

static int time_now(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    lua_api_push_seconds(L, h->world->now_ms(h->world->self));
    return 1;
}

static int time_parse(lua_State *L)
{
    const char *text = lua_api_text(L, 1, "time.parse", "text");
    struct lua_host *h = lua_api_begin(L);
    int64_t ms[2];
    enum time_said said = time_parse_said(text, h->world->now_ms(h->world->self), ms);
    if (said == TIME_SAID) {
        lua_api_push_seconds(L, ms[0]);
        return 1;
    }
    text_format(&h->why,
                said == TIME_SAID_WRONG ? "\"%s\" is not a time" : "\"%s\" was shown twice", text);
    return lua_api_failed(L);
}

/* A log's times are whole seconds: that their fraction is nothing need not be read each time. */
static int time_format(lua_State *L)
{
    char text[TIME_TEXT_MAX];
    time_utc(lua_api_moment_ms(L, 1, "time.format", "time"), text);
    char *fraction = strstr(text, ".000Z");
    if (fraction)
        strcpy(fraction, "Z");
    lua_pushstring(L, text);
    return 1;
}

static int duration(lua_State *L)
{
    char text[TIME_TEXT_MAX];
    int64_t ms = lua_api_span_ms(L, 1, "duration", "the duration");
    if (lua_type(L, 1) == LUA_TSTRING) {
        lua_api_push_seconds(L, ms);
    } else {
        time_span(ms, text);
        lua_pushstring(L, text);
    }
    return 1;
}

static int size(lua_State *L)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    struct text *out = &lua_host_of(L)->out;
    size_t unit = 0;
    if (lua_type(L, 1) != LUA_TNUMBER)
        luaL_error(L, "size: bytes must be a number, not a %s", luaL_typename(L, 1));
    double n = lua_tonumber(L, 1);
    if (!isfinite(n))
        luaL_error(L, "size: bytes is not finite");
    while (fabs(n) >= 1024 && unit + 1 < sizeof units / sizeof *units) {
        n /= 1024;
        unit++;
    }
    text_clear(out);
    text_format(out, unit && fabs(n) < 100 ? "%.1f %s" : "%.0f %s", n, units[unit]);
    lua_pushlstring(L, out->at, out->len);
    return 1;
}

const struct lua_entry lua_api_time[] = {
    {"time.now", "time.now()", "Now, in seconds since 1970 in UTC.", time_now},
    {"time.parse", "time.parse(text)",
     "Seconds since 1970, from `2026-09-14T10:02:00Z`, `14:02`, `-20m` and whatever else a "
     "responder may write.",
     time_parse},
    {"time.format", "time.format(time)", "The other way: `2026-09-14T10:02:00Z`.", time_format},
    {"duration", "duration(text or seconds)",
     "`\"1h30m\"` in seconds, and seconds as people read them: `1h 30m`.", duration},
    {"size", "size(bytes)", "Bytes as people read them: `1.2 GiB`.", size},
    {NULL},
};
