#include "check/lua_log_put.h"

void lua_log_put_count(lua_State *L, const char *key, uint64_t n)
{
    lua_pushinteger(L, (lua_Integer)n);
    lua_setfield(L, -2, key);
}

void lua_log_put_text(lua_State *L, const char *key, const char *s, size_t len)
{
    lua_pushlstring(L, s, len < LUA_LOG_SHOWN_MAX ? len : LUA_LOG_SHOWN_MAX);
    lua_setfield(L, -2, key);
}

void lua_log_put_time(lua_State *L, const char *key, int64_t ms)
{
    if (ms == LOG_NO_TIME)
        return;
    lua_api_push_seconds(L, ms);
    lua_setfield(L, -2, key);
}

size_t lua_log_number(lua_State *L, const char *function, const char *key, size_t otherwise,
                      size_t most)
{
    size_t n = otherwise;
    if (lua_raw_field(L, 1, key) != LUA_TNIL)
        n = lua_api_bytes(L, -1, function, key, most);
    lua_pop(L, 1);
    if (n < 1)
        luaL_error(L, "%s: %s must be 1 or more", function, key);
    return n;
}

enum log_level lua_log_level(lua_State *L, const char *function)
{
    enum log_level level = LOG_LEVEL_NONE;
    if (lua_raw_field(L, 1, "level") != LUA_TNIL) {
        const char *word = lua_api_text(L, -1, function, "level");
        level = log_level_of(word, lua_rawlen(L, -1));
        if (!level)
            luaL_error(L, "%s: level \"%s\" is none: there are debug, info, warn, error, fatal",
                       function, word);
    }
    lua_pop(L, 1);
    return level;
}

bool lua_log_is_level(const struct log_head *h, enum log_level level)
{
    if (!level)
        return true;
    return h->level ? h->level >= level : level < LOG_LEVEL_WARN || log_head_tells_error(h);
}

bool lua_log_begins(const struct log_line *line, const struct log_head *h, bool *timed)
{
    *timed = *timed || h->timed;
    return line->len && (h->timed || !*timed || *line->at == '{');
}

bool lua_log_is_whole(const struct log_scan *s)
{
    return !s->passed && !s->before_part;
}
