#include "check/lua_api.h"

#define ENCODED_MAX (4u << 20)

static int json_decode(lua_State *L)
{
    size_t len;
    struct lua_host *h = lua_host_of(L);
    if (lua_type(L, 1) != LUA_TSTRING)
        luaL_error(L, "json.decode: text must be a text, not a %s", luaL_typename(L, 1));
    const char *text = lua_tolstring(L, 1, &len);
    text_clear(&h->why);
    jval_free(h->json);
    h->json = jval_read(text, len, &h->why);
    if (!h->json)
        return lua_api_failed(L);
    lua_json_push(L, h->json);
    return 1;
}

static int json_encode(lua_State *L)
{
    struct lua_host *h = lua_host_of(L);
    text_clear(&h->out);
    luaL_checkany(L, 1);
    lua_json_write(L, 1, ENCODED_MAX, &h->out);
    lua_pushlstring(L, h->out.at, h->out.len);
    return 1;
}

const struct lua_entry lua_api_json[] = {
    {"json.decode", "json.decode(text)", "What the JSON says; its null is `json.null`.",
     json_decode},
    {"json.encode", "json.encode(value)",
     "JSON on one line. A table with the keys 1 to n is a list, another has texts for keys.",
     json_encode},
    {NULL},
};
