#include "check/lua_ask.h"

#include <string.h>

#define BODY_MAX (4u << 20)

static const char *const keys[] = {"headers", "timeout", "max", NULL};

/* Sets name = value in the table at the top; a name that comes again adds to its value. */
static void put_header(lua_State *L, const char *line, size_t len)
{
    const char *colon = memchr(line, ':', len);
    if (!colon)
        return;
    const char *value = colon + 1, *end = line + len;
    while (value < end && *value == ' ')
        value++;
    lua_pushlstring(L, line, (size_t)(colon - line));
    lua_pushvalue(L, -1);
    if (lua_rawget(L, -3) == LUA_TSTRING) {
        lua_pushliteral(L, ", ");
        lua_pushlstring(L, value, (size_t)(end - value));
        lua_concat(L, 3);
    } else {
        lua_pop(L, 1);
        lua_pushlstring(L, value, (size_t)(end - value));
    }
    lua_rawset(L, -3);
}

static void push_response(lua_State *L, const struct world_response *r)
{
    lua_createtable(L, 0, 4);
    lua_pushinteger(L, r->status);
    lua_setfield(L, -2, "status");
    lua_pushlstring(L, text_get(&r->body), r->body.len);
    lua_setfield(L, -2, "body");
    lua_pushboolean(L, r->cut);
    lua_setfield(L, -2, "cut");
    lua_newtable(L);
    const char *at = text_get(&r->headers), *end = at + r->headers.len;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        put_header(L, at, (size_t)(stop - at) - (stop > at && stop[-1] == '\r'));
        at = stop + 1;
    }
    lua_setfield(L, -2, "headers");
}

static int request(lua_State *L, const char *function, struct world_request *what, int options)
{
    lua_api_options(L, options, function, keys);
    what->url = lua_api_text(L, 1, "http", "url");
    if (what->url[strcspn(what->url, "\r\n")])
        luaL_error(L, "http: url holds a line end");
    what->timeout_ms = lua_api_timeout_ms(L, options, function);
    lua_raw_field(L, options, "max");
    what->body_max = lua_api_bytes(L, -1, function, "max", BODY_MAX);
    what->headers = lua_ask_headers(L, options, NULL);
    struct lua_host *h = lua_api_begin(L);
    if (!lua_ask_http(h, what))
        return lua_api_failed(L);
    push_response(L, &h->response);
    return 1;
}

static int http_get(lua_State *L)
{
    struct world_request what = {.method = "GET"};
    return request(L, "http.get", &what, 2);
}

static int http_head(lua_State *L)
{
    struct world_request what = {.method = "HEAD"};
    return request(L, "http.head", &what, 2);
}

static int http_post(lua_State *L)
{
    struct world_request what = {.method = "POST"};
    if (lua_type(L, 2) != LUA_TSTRING)
        luaL_error(L, "http.post: body must be a text, not a %s", luaL_typename(L, 2));
    what.body = lua_tolstring(L, 2, &what.body_len);
    return request(L, "http.post", &what, 3);
}

const struct lua_entry lua_api_http[] = {
    {"http.get", "http.get(url [, {headers=, timeout=, max=}])",
     "A request to an origin that `allow` lists: {status=, headers=, body=, cut=}. Redirects are "
     "not followed.",
     http_get},
    {"http.head", "http.head(url [, {headers=, timeout=}])", "The same, without a body.",
     http_head},
    {"http.post", "http.post(url, body [, {headers=, timeout=, max=}])",
     "The same, with a body that is sent.", http_post},
    {NULL},
};
