#include "check/lua_log.h"

#define TIMES_DEFAULT 100000
#define TIMES_MAX 1000000

static const char *const times_keys[] = {LUA_LOG_KEYS, "max", NULL};

static size_t read_max(lua_State *L)
{
    bool given = lua_raw_field(L, 1, "max") != LUA_TNIL;
    size_t most = given ? lua_api_bytes(L, -1, "log.times", "max", TIMES_MAX) : TIMES_DEFAULT;
    lua_pop(L, 1);
    return most;
}

/* Whether there were more than `most`. Puts them into the table at the top. */
static bool put_times(lua_State *L, struct lua_host *h, size_t most, uint64_t *timed)
{
    struct log_line line;
    lua_Integer count = 0;
    while (log_scan_next(&h->scan, &line)) {
        *timed += line.ms != LOG_NO_TIME;
        if (!line.matched || line.ms == LOG_NO_TIME)
            continue;
        if ((size_t)count == most)
            return true;
        lua_api_push_seconds(L, line.ms);
        lua_rawseti(L, -2, ++count);
    }
    return false;
}

int lua_log_times(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    uint64_t timed = 0;
    if (!lua_log_start(L, "log.times", times_keys, true))
        return lua_api_failed(L);
    size_t most = read_max(L);
    lua_newtable(L);
    bool cut = put_times(L, h, most, &timed);
    if (!lua_log_finish(h, timed, true))
        return lua_api_failed(L);
    lua_pushboolean(L, cut);
    lua_setfield(L, -2, "cut");
    return 1;
}
