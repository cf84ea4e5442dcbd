#include <string.h>

#include "base/mem.h"
#include "check/lua_api.h"
#include "check/lua_figures.h"
#include "clues/shared.h"

#define NAME "stats.shared"

/*
 * On the stack: 1 the options, 2 a list of the inputs, the failing first, each a table of fields, 3
 * the names of the fields in the order in which they were met, by name and by number.
 */
#define ITEMS 2
#define NAMES 3

static const char whole[] = ""; /* the name of what has no fields */

static void note_name(lua_State *L, const char *name)
{
    if (lua_raw_field(L, NAMES, name) == LUA_TNIL && lua_rawlen(L, NAMES) < SHARED_FIELDS_MAX) {
        lua_pushstring(L, name);
        lua_rawseti(L, NAMES, (lua_Integer)lua_rawlen(L, NAMES) + 1);
        lua_pushboolean(L, 1);
        lua_setfield(L, NAMES, name);
    }
    lua_pop(L, 1);
}

static void check_text(lua_State *L, const char *what)
{
    size_t len;
    const char *text = lua_tolstring(L, -1, &len);
    if (strlen(text) != len)
        luaL_error(L, NAME ": %s holds a NUL byte", what);
}

/* Puts the value at the top, as a text, under `name` into the table below it; false where it is
 * nothing, and takes it off. */
static bool put_field(lua_State *L, const char *name)
{
    if (lua_isboolean(L, -1)) {
        lua_pushstring(L, lua_toboolean(L, -1) ? "true" : "false");
        lua_remove(L, -2);
    }
    if (!lua_isstring(L, -1)) { /* json.null, and what has fields of its own */
        lua_pop(L, 1);
        return false;
    }
    check_text(L, *name ? name : "an input");
    note_name(L, name);
    lua_setfield(L, -2, name);
    return true;
}

/* Pushes the fields of a table. */
static void push_table(lua_State *L, int table)
{
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, table);) {
        if (lua_type(L, -2) != LUA_TSTRING || strlen(lua_tostring(L, -2)) == 0) {
            lua_pop(L, 1);
            continue;
        }
        const char *name = lua_tostring(L, -2);
        lua_pushvalue(L, -3);
        lua_insert(L, -2);
        put_field(L, name);
        lua_pop(L, 1);
    }
}

/* How long a name of key=value is at `at`; 0: there is none. */
static size_t key_length(const char *at)
{
    size_t len = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
    return at[len] == '=' && !(*at >= '0' && *at <= '9') ? len : 0;
}

/* The end of a value: at a blank, or behind its quotation mark. */
static const char *value_end(const char *at, const char **from, const char **to)
{
    char quote = *at == '"' || *at == '\'' ? *at : '\0';
    const char *end = quote ? strchr(at + 1, quote) : NULL;
    *from = end ? at + 1 : at;
    *to = end ? end : at + strcspn(at, " \t,;&");
    return end ? end + 1 : *to;
}

/* Pushes the fields of a line with key=value; without any, the text itself is one. */
static void push_line(lua_State *L, const char *text)
{
    size_t count = 0;
    lua_newtable(L);
    for (const char *at = text; *at;) {
        size_t len = key_length(at);
        if (!len) {
            at += strcspn(at, " \t,;&");
            at += strspn(at, " \t,;&");
            continue;
        }
        const char *from, *to, *name = lua_pushlstring(L, at, len);
        at = value_end(at + len + 1, &from, &to);
        lua_pushvalue(L, -2);
        lua_pushlstring(L, from, (size_t)(to - from));
        count += put_field(L, name);
        lua_pop(L, 2);
        at += strspn(at, " \t,;&");
    }
    if (count)
        return;
    lua_pushstring(L, text);
    put_field(L, whole);
}

/* Pushes the fields of a JSON object. False, and nothing, where the text is none. */
static bool push_object(lua_State *L, const char *text)
{
    struct lua_host *h = lua_host_of(L);
    struct text why = {0};
    if (*text != '{')
        return false;
    jval_free(h->json);
    h->json = jval_read(text, strlen(text), &why);
    text_release(&why);
    if (!h->json || jval_kind(h->json) != JVAL_OBJECT)
        return false;
    lua_json_push(L, h->json);
    push_table(L, lua_gettop(L));
    lua_remove(L, -2);
    return true;
}

/* The input at the top becomes the last of the list. */
static void add_item(lua_State *L, const char *side, lua_Integer at)
{
    int item = lua_gettop(L);
    if (lua_istable(L, item)) {
        push_table(L, item);
    } else if (lua_isstring(L, item)) {
        check_text(L, "an input");
        const char *text = lua_tostring(L, item);
        if (!push_object(L, text))
            push_line(L, text);
    } else {
        luaL_error(L, NAME ": %s: input %d must be a text, a number or a table of fields, not a %s",
                   side, (int)at, luaL_typename(L, item));
    }
    lua_rawseti(L, ITEMS, (lua_Integer)lua_rawlen(L, ITEMS) + 1);
}

static size_t read_side(lua_State *L, const char *side)
{
    if (lua_raw_field(L, 1, side) != LUA_TTABLE)
        luaL_error(L, NAME ": %s must be a list of inputs", side);
    int list = lua_gettop(L);
    size_t count = lua_rawlen(L, list);
    if (count > SHARED_INPUTS_MAX / 2)
        luaL_error(L, NAME ": %s has %d inputs; %d are the most", side, (int)count,
                   SHARED_INPUTS_MAX / 2);
    for (lua_Integer i = 1; (size_t)i <= count; i++) {
        lua_rawgeti(L, list, i);
        add_item(L, side, i);
        lua_settop(L, list);
    }
    lua_settop(L, NAMES);
    return count;
}

/* Texts stay in the tables that hold them. */
static void fill(lua_State *L, struct shared_input *in, const char **names, const char **values)
{
    for (size_t f = 0; f < in->fields; f++) {
        lua_rawgeti(L, NAMES, (lua_Integer)f + 1);
        const char *name = lua_tostring(L, -1);
        names[f] = *name ? name : NULL;
        for (size_t i = 0; i < in->count; i++) {
            lua_rawgeti(L, ITEMS, (lua_Integer)i + 1);
            lua_raw_field(L, -1, name);
            values[f * in->count + i] = lua_tostring(L, -1);
            lua_pop(L, 2);
        }
        lua_pop(L, 1);
    }
    in->names = names;
    in->values = values;
}

static void put_share(lua_State *L, const char *key, size_t hits, size_t of)
{
    lua_pushfstring(L, "%d of %d", (int)hits, (int)of);
    lua_setfield(L, -2, key);
}

static void push_shared(lua_State *L, const struct shared_input *in, const struct shared *s)
{
    struct lua_host *h = lua_host_of(L);
    lua_createtable(L, 0, 8);
    lua_put_text(L, "kind", s->kind);
    if (s->field && strcmp(s->kind, "nothing") != 0)
        lua_put_text(L, "field", s->field);
    if (h->why.len)
        lua_put_text(L, "property", text_get(&h->why));
    put_share(L, "failing", s->failing, in->failing);
    put_share(L, "passing", s->passing, in->count - in->failing);
    lua_put_number(L, "p", s->p);
    lua_put_number(L, "tried", (double)s->tried);
    lua_put_text(L, "says", text_get(&h->out));
}

static int stats_shared(lua_State *L)
{
    static const char *const keys[] = {"failing", "passing", NULL};
    struct lua_host *h = lua_api_begin(L);
    struct shared_input in = {0};
    struct shared found;
    if (!lua_istable(L, 1))
        luaL_error(L, NAME ": it wants a table, as {failing = {...}, passing = {...}}");
    lua_api_options(L, 1, NAME, keys);
    lua_newtable(L);
    lua_newtable(L);
    in.failing = read_side(L, "failing");
    in.count = in.failing + read_side(L, "passing");
    in.fields = lua_rawlen(L, NAMES);
    if (!in.failing || in.failing == in.count) {
        text_format(&h->why, "there are no %s inputs to compare with",
                    in.failing ? "passing" : "failing");
        return lua_api_failed(L);
    }
    const char **names = lua_newuserdatauv(L, (in.fields + 1) * sizeof *names, 0);
    const char **values = lua_newuserdatauv(L, (in.fields * in.count + 1) * sizeof *values, 0);
    fill(L, &in, names, values);
    shared_find(&in, &found);
    text_add(&h->out, text_get(&found.says));
    text_add(&h->why, text_get(&found.property));
    shared_release(&found);
    push_shared(L, &in, &found);
    return 1;
}

const struct lua_entry lua_api_shared[] = {
    {"stats.shared", "stats.shared{failing=, passing=}",
     "What failing inputs share against passing ones: {kind=, field=, property=, failing=, "
     "passing=, p=, "
     "tried=, says=}; `kind` is nothing where chance would do as much.",
     stats_shared},
    {NULL},
};
