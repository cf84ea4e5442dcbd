#include "check/lua_inside.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* A text of the results, as C has it. Raises where it holds a NUL. */
static const char *plain_text(lua_State *L, int index, const char *what, size_t *len)
{
    const char *s = lua_tolstring(L, index, len);
    if (memchr(s, '\0', *len))
        luaL_error(L, "the %s holds a NUL byte", what);
    return s;
}

/* Texts alone, without holes, as a JSON array. */
static char *answer_list(lua_State *L, int index)
{
    struct text *out = &lua_host_of(L)->out;
    lua_Unsigned count = lua_rawlen(L, index), keys = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        keys++;
    if (count == 0 || keys != count)
        luaL_error(L, "the answer must be a list of texts, with one at least");
    for (lua_Unsigned i = 1; i <= count; i++) {
        if (lua_rawgeti(L, index, (lua_Integer)i) != LUA_TSTRING)
            luaL_error(L, "the answer must be a list of texts, and item %d is a %s", (int)i,
                       luaL_typename(L, -1));
        lua_pop(L, 1);
    }
    text_clear(out);
    lua_json_write(L, index, LUA_TEXT_MAX, out);
    return mem_text_n(out->at, out->len);
}

static char *answer_text(lua_State *L, int index)
{
    size_t len;
    const char *s;
    struct text *out = &lua_host_of(L)->out;
    text_clear(out);
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        return mem_text(lua_toboolean(L, index) ? "yes" : "no");
    case LUA_TNUMBER:
        if (lua_isinteger(L, index))
            text_format(out, "%lld", lua_tointeger(L, index));
        else if (isfinite(lua_tonumber(L, index)))
            text_format(out, "%.14g", lua_tonumber(L, index));
        else
            luaL_error(L, "the answer is a number that is not finite");
        return mem_text_n(out->at, out->len);
    case LUA_TSTRING:
        s = plain_text(L, index, "answer", &len);
        if (len == 0 || len > LUA_TEXT_MAX)
            luaL_error(L, len ? "the answer is longer than %d bytes" : "the answer is empty",
                       LUA_TEXT_MAX);
        return mem_text_n(s, len);
    case LUA_TTABLE:
        if (lua_host_of(L)->job->several)
            return answer_list(L, index);
        /* fall through */
    default:
        luaL_error(L, "the answer must be a text, a number or a boolean, not a %s",
                   luaL_typename(L, index));
        return NULL;
    }
}

/* At most `max` bytes, cut between characters. */
static char *cut_text(lua_State *L, int index, const char *what, size_t max)
{
    size_t len;
    if (lua_type(L, index) != LUA_TSTRING && lua_type(L, index) != LUA_TNUMBER)
        luaL_error(L, "the %s must be a text, not a %s", what, luaL_typename(L, index));
    const char *s = plain_text(L, index, what, &len);
    if (len <= max)
        return mem_text_n(s, len);
    while (max && ((unsigned char)s[max] & 0xc0) == 0x80)
        max--;
    struct text cut = {0};
    text_add_n(&cut, s, max);
    text_format(&cut, "\n... and %zu bytes more", len - max);
    return text_take(&cut);
}

static char *value_json(lua_State *L, int index)
{
    struct text *json = &lua_host_of(L)->out;
    text_clear(json);
    lua_json_write(L, index, LUA_VALUE_MAX, json);
    return mem_text_n(json->at, json->len);
}

void lua_result_take(lua_State *L, int first, struct job_result *out)
{
    lua_settop(L, first + 2);
    if (lua_isnil(L, first)) {
        out->why = lua_isnil(L, first + 1) ? mem_text("it gave neither an answer nor a reason")
                                           : cut_text(L, first + 1, "reason", LUA_TEXT_MAX);
        return;
    }
    out->answer = answer_text(L, first);
    if (!lua_isnil(L, first + 1))
        out->evidence = cut_text(L, first + 1, "evidence", LUA_EVIDENCE_MAX);
    if (!lua_isnil(L, first + 2))
        out->value = value_json(L, first + 2);
    out->outcome = CHECK_TOLD;
}
