#include "check/lua_ask.h"

#include <string.h>

#define HEADERS_MAX 64

void lua_ask_options(lua_State *L, const char *function, const char *const *keys,
                     const char *example)
{
    if (!lua_istable(L, 1))
        luaL_error(L, "%s: it wants a table, as %s", function, example);
    lua_api_options(L, 1, function, keys);
}

const char *lua_ask_text(lua_State *L, const char *function, const char *key)
{
    const char *text = NULL;
    if (lua_raw_field(L, 1, key) != LUA_TNIL)
        text = lua_api_text(L, -1, function, key);
    lua_pop(L, 1);
    return text;
}

const char *lua_ask_needed(lua_State *L, const char *function, const char *key)
{
    const char *text = lua_ask_text(L, function, key);
    if (!text || !*text)
        luaL_error(L, "%s: %s is %s", function, key, text ? "empty" : "missing");
    return text;
}

lua_Integer lua_ask_number(lua_State *L, const char *function, const char *key, lua_Integer least,
                           lua_Integer most, lua_Integer otherwise)
{
    int whole = 0;
    lua_Integer n = otherwise;
    if (lua_raw_field(L, 1, key) != LUA_TNIL) {
        if (lua_type(L, -1) == LUA_TNUMBER)
            n = lua_tointegerx(L, -1, &whole);
        if (!whole || n < least || n > most)
            luaL_error(L, "%s: %s must be a whole number from %I to %I", function, key, least,
                       most);
    }
    lua_pop(L, 1);
    return n;
}

bool lua_ask_run(struct lua_host *h, const struct world_run *what)
{
    text_clear(&h->ran.out);
    text_clear(&h->ran.err);
    h->ran.timed_out = h->ran.cut = false;
    if (!h->world->run(h->world->self, what, &h->ran, &h->why))
        return false;
    if (h->ran.timed_out)
        text_format(&h->why, "%s did not end in time", what->argv[0]);
    return !h->ran.timed_out;
}

bool lua_ask_http(struct lua_host *h, const struct world_request *what)
{
    text_clear(&h->response.headers);
    text_clear(&h->response.body);
    h->response.cut = false;
    return h->world->http(h->world->self, what, &h->response, &h->why);
}

/* Neither may end a line of the request, or the next would be another header. */
static const char *header_part(lua_State *L, int index, const char *what)
{
    const char *s = lua_api_text(L, index, "http", what);
    if (s[strcspn(s, "\r\n")])
        luaL_error(L, "http: %s holds a line end", what);
    return s;
}

static int add_headers(lua_State *L, int headers, const char **list, int count)
{
    for (lua_pushnil(L); lua_next(L, headers); lua_pop(L, 1)) {
        if (count == HEADERS_MAX)
            luaL_error(L, "http: more than %d headers", HEADERS_MAX);
        const char *name = header_part(L, -2, "the name of a header");
        const char *value = header_part(L, -1, "the value of a header");
        list[count++] = lua_pushfstring(L, "%s: %s", name, value);
        lua_rawseti(L, headers + 1, count);
    }
    return count;
}

const char **lua_ask_headers(lua_State *L, int options, const char *extra)
{
    int count = 0;
    bool given = lua_raw_field(L, options, "headers") != LUA_TNIL;
    if (given && !lua_istable(L, -1))
        luaL_error(L, "http: headers must be a table, as {Accept = \"text/plain\"}");
    int headers = lua_gettop(L);
    lua_newtable(L); /* keeps the lines */
    const char **list = lua_newuserdatauv(L, (HEADERS_MAX + 1) * sizeof *list, 0);
    if (extra)
        list[count++] = extra;
    if (given)
        count = add_headers(L, headers, list, count);
    list[count] = NULL;
    return count ? list : NULL;
}

void lua_ask_put_text(lua_State *L, const char *key, const char *text, size_t len)
{
    if (!len)
        return;
    lua_pushlstring(L, text, len);
    lua_setfield(L, -2, key);
}

void lua_ask_put_number(lua_State *L, const char *key, lua_Integer n)
{
    lua_pushinteger(L, n);
    lua_setfield(L, -2, key);
}

void lua_ask_put_flag(lua_State *L, const char *key, bool value)
{
    lua_pushboolean(L, value);
    lua_setfield(L, -2, key);
}
