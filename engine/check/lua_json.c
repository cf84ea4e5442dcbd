#include "check/lua_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define DEPTH_MAX 32

struct writer {
    lua_State *L;
    struct text *json;
    size_t max;
};

static void write_value(const struct writer *w, int index, int depth);

static void write_text(const struct writer *w, const char *s, size_t len)
{
    uint32_t c;
    text_add_char(w->json, '"');
    for (size_t took; len; s += took, len -= took) {
        took = utf8_read(s, len, &c);
        if (!took) {
            text_add(w->json, "\xef\xbf\xbd");
            took = 1;
        } else if (c == '"' || c == '\\') {
            text_format(w->json, "\\%c", (char)c);
        } else if (c < 0x20 || utf8_unsafe(c)) { /* those are all below 0x10000 */
            text_format(w->json, "\\u%04x", (unsigned)c);
        } else {
            text_add_n(w->json, s, took);
        }
        if (w->json->len > w->max)
            break;
    }
    text_add_char(w->json, '"');
}

static void write_number(const struct writer *w, int index)
{
    if (lua_isinteger(w->L, index)) {
        text_format(w->json, "%lld", lua_tointeger(w->L, index));
        return;
    }
    double d = lua_tonumber(w->L, index);
    if (!isfinite(d))
        luaL_error(w->L, "a value holds a number that is not finite");
    text_format(w->json, "%.14g", d);
}

/* How many items, where the keys are 1 to that and no others; 0: not so. */
static size_t list_length(lua_State *L, int index)
{
    size_t keys = 0, length = lua_rawlen(L, index);
    lua_pushnil(L);
    while (lua_next(L, index)) {
        lua_pop(L, 1);
        if (!lua_isinteger(L, -1) || ++keys > length) {
            lua_pop(L, 1);
            return 0;
        }
    }
    return keys == length ? length : 0;
}

static void write_list(const struct writer *w, int index, size_t length, int depth)
{
    text_add_char(w->json, '[');
    for (size_t i = 1; i <= length; i++) {
        text_add(w->json, i > 1 ? "," : "");
        lua_rawgeti(w->L, index, (lua_Integer)i);
        write_value(w, lua_gettop(w->L), depth + 1);
        lua_pop(w->L, 1);
    }
    text_add_char(w->json, ']');
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Pushes a block that holds the table's keys in order. They stay where they are in the table. */
static const char **sorted_keys(lua_State *L, int index, size_t *count)
{
    *count = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        ++*count;
    const char **keys = lua_newuserdatauv(L, (*count + 1) * sizeof *keys, 0);
    size_t n = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        size_t len = 0;
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tolstring(L, -2, &len) : NULL;
        if (!key)
            luaL_error(L, "a value has a key that is no text (%s)", luaL_typename(L, -2));
        if (strlen(key) != len)
            luaL_error(L, "a value has a key that holds a NUL");
        keys[n++] = key;
    }
    qsort(keys, n, sizeof *keys, by_name);
    return keys;
}

static void write_table(const struct writer *w, int index, int depth)
{
    size_t count, length = list_length(w->L, index);
    if (length) {
        write_list(w, index, length, depth);
        return;
    }
    const char **keys = sorted_keys(w->L, index, &count);
    text_add_char(w->json, '{');
    for (size_t i = 0; i < count; i++) {
        text_add(w->json, i ? "," : "");
        write_text(w, keys[i], strlen(keys[i]));
        text_add_char(w->json, ':');
        lua_raw_field(w->L, index, keys[i]);
        write_value(w, lua_gettop(w->L), depth + 1);
        lua_pop(w->L, 1);
    }
    lua_pop(w->L, 1);
    text_add_char(w->json, '}');
}

static void write_value(const struct writer *w, int index, int depth)
{
    size_t len;
    const char *s;
    if (depth > DEPTH_MAX)
        luaL_error(w->L, "a value is nested more than %d deep, or holds itself", DEPTH_MAX);
    luaL_checkstack(w->L, 8, "a value is nested too deep");
    switch (lua_type(w->L, index)) {
    case LUA_TBOOLEAN:
        text_add(w->json, lua_toboolean(w->L, index) ? "true" : "false");
        break;
    case LUA_TNUMBER:
        write_number(w, index);
        break;
    case LUA_TSTRING:
        s = lua_tolstring(w->L, index, &len);
        write_text(w, s, len);
        break;
    case LUA_TTABLE:
        write_table(w, index, depth);
        break;
    default:
        if (!lua_islightuserdata(w->L, index) && !lua_isnil(w->L, index))
            luaL_error(w->L, "a value holds a %s", luaL_typename(w->L, index));
        text_add(w->json, "null");
    }
    if (w->json->len > w->max)
        luaL_error(w->L, "a value is longer than %d KiB as JSON", (int)(w->max >> 10));
}

void lua_json_write(lua_State *L, int index, size_t max, struct text *json)
{
    struct writer w = {L, json, max};
    write_value(&w, lua_absindex(L, index), 0);
}

int lua_raw_field(lua_State *L, int table, const char *key)
{
    table = lua_absindex(L, table);
    lua_pushstring(L, key);
    return lua_rawget(L, table);
}

static void push_array(lua_State *L, const struct jval *j)
{
    size_t count = jval_count(j);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_json_push(L, jval_at(j, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_object(lua_State *L, const struct jval *j)
{
    void *step = NULL;
    const char *key;
    const struct jval *value;
    lua_createtable(L, 0, (int)jval_count(j));
    while (jval_next(j, &step, &key, &value)) {
        lua_pushstring(L, key);
        lua_json_push(L, value);
        lua_rawset(L, -3);
    }
}

void lua_json_push(lua_State *L, const struct jval *j)
{
    size_t len;
    const char *text;
    luaL_checkstack(L, 6, "JSON is nested too deep");
    switch (jval_kind(j)) {
    case JVAL_NULL:
        lua_pushlightuserdata(L, NULL);
        break;
    case JVAL_BOOL:
        lua_pushboolean(L, jval_is_true(j));
        break;
    case JVAL_INT:
        lua_pushinteger(L, jval_int(j));
        break;
    case JVAL_REAL:
        lua_pushnumber(L, jval_number(j));
        break;
    case JVAL_TEXT:
        text = jval_text(j, &len);
        lua_pushlstring(L, text, len);
        break;
    case JVAL_ARRAY:
        push_array(L, j);
        break;
    case JVAL_OBJECT:
        push_object(L, j);
        break;
    }
}
