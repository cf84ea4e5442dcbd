#include "check/lua_api.h"

#include <string.h>

#define BODY_MAX (4u << 20)
#define HEADERS_MAX 64

static const char *const keys[] = {"headers", "timeout", "max", NULL};

/* Neither may end a line of the request, or the next would be another header. */
static const char *header_part(lua_State *L, int index, const char *what)
{
    const char *s = lua_api_text(L, index, "http", what);
    if (s[strcspn(s, "\r\n")])
        luaL_error(L, "http: %s holds a line end", what);
    return s;
}

/* Pushes a list that keeps the texts, and a block of pointers to them; NULL where there are none.
 */
static const char **push_headers(lua_State *L, int options)
{
    if (lua_raw_field(L, options, "headers") == LUA_TNIL)
        return NULL;
    if (!lua_istable(L, -1))
        luaL_error(L, "http: headers must be a table, as {Accept = \"text/plain\"}");
    int headers = lua_gettop(L), count = 0;
    lua_newtable(L);
    const char **list = lua_newuserdatauv(L, (HEADERS_MAX + 1) * sizeof *list, 0);
    for (lua_pushnil(L); lua_next(L, headers); lua_pop(L, 1)) {
        if (count == HEADERS_MAX)
            luaL_error(L, "http: more than %d headers", HEADERS_MAX);
        const char *name = header_part(L, -2, "the name of a header");
        const char *value = header_part(L, -1, "the value of a header");
        list[count++] = lua_pushfstring(L, "%s: %s", name, value);
        lua_rawseti(L, headers + 1, count);
    }
    list[count] = NULL;
    return list;
}

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
    what->url = header_part(L, 1, "url");
    what->timeout_ms = lua_api_timeout_ms(L, options, function);
    lua_raw_field(L, options, "max");
    what->body_max = lua_api_bytes(L, -1, function, "max", BODY_MAX);
    what->headers = push_headers(L, options);
    struct lua_host *h = lua_api_begin(L);
    text_clear(&h->response.headers);
    text_clear(&h->response.body);
    h->response.cut = false;
    if (!h->world->http(h->world->self, what, &h->response, &h->why))
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
