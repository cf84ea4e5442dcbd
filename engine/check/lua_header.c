#include "check/lua_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/time.h"

#define INPUTS_MAX 32

static const char *const input_types[] = {"text",     "path",    "number", "time",
                                          "duration", "boolean", NULL};
static const char *const gives_types[] = {"text", "number", "boolean", "choice", "many", NULL};

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

static bool is_id(const char *s)
{
    return *s >= 'a' && *s <= 'z' && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

/* The header's table at `index` has no other keys than these, and texts for keys. */
static void check_keys(lua_State *L, int index, const char *what, const char *const *keys)
{
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, "%s: a key is no text", what);
        if (!is_one_of(lua_tostring(L, -2), keys))
            luaL_error(L, "%s: unknown key \"%s\"", what, lua_tostring(L, -2));
    }
}

static const char *type_of(lua_State *L, int spec, const char *what, const char *const *types)
{
    const char *type = "text";
    if (lua_raw_field(L, spec, "type") == LUA_TSTRING)
        type = lua_tostring(L, -1);
    else if (!lua_isnil(L, -1))
        luaL_error(L, "%s: type must be a text", what);
    if (!is_one_of(type, types))
        luaL_error(L, "%s: there is no type \"%s\"", what, type);
    lua_pop(L, 1);
    return type; /* it stays in the table */
}

static void check_input(lua_State *L, int name, int spec)
{
    static const char *const keys[] = {"type", "default", "optional", "one_of",
                                       "unit", "about",   NULL};
    if (lua_type(L, name) != LUA_TSTRING || !is_id(lua_tostring(L, name)))
        luaL_error(L, "input: names of inputs are like file_name: small letters, digits and _");
    const char *what = lua_pushfstring(L, "input.%s", lua_tostring(L, name));
    if (!lua_istable(L, spec))
        luaL_error(L, "%s must be a table, as {type = \"path\"}", what);
    check_keys(L, spec, what, keys);
    type_of(L, spec, what, input_types);
    lua_pop(L, 1);
}

/* The values of a one_of that holds `text`, or is none. */
static bool is_listed(lua_State *L, int spec, const char *text)
{
    bool listed = lua_raw_field(L, spec, "one_of") != LUA_TTABLE;
    for (lua_Unsigned i = 1; !listed && i <= lua_rawlen(L, -1); i++) {
        if (lua_rawgeti(L, -1, (lua_Integer)i) == LUA_TSTRING)
            listed = strcmp(lua_tostring(L, -1), text) == 0;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return listed;
}

void lua_header_check(lua_State *L)
{
    static const char *const keys[] = {"about", "input", "gives", "run", NULL};
    static const char *const gives_keys[] = {"type", "unit", "one_of", NULL};
    int header = lua_gettop(L);
    if (!lua_istable(L, header))
        luaL_error(L, "a check returns a table {about, input, gives, run}, and this returned %s",
                   lua_isnil(L, header) ? "nothing" : luaL_typename(L, header));
    check_keys(L, header, "the check's table", keys);
    if (lua_raw_field(L, header, "about") != LUA_TSTRING)
        luaL_error(L, "about is missing: a line that says what the check finds out");
    if (lua_raw_field(L, header, "run") != LUA_TFUNCTION)
        luaL_error(L, "run is missing: the function that is the check");
    if (lua_raw_field(L, header, "input") == LUA_TTABLE) {
        for (lua_pushnil(L); lua_next(L, header + 3); lua_pop(L, 1))
            check_input(L, header + 4, header + 5);
    } else if (!lua_isnil(L, -1)) {
        luaL_error(L, "input must be a table, as {path = {type = \"path\"}}");
    }
    if (lua_raw_field(L, header, "gives") == LUA_TTABLE) {
        check_keys(L, header + 4, "gives", gives_keys);
        type_of(L, header + 4, "gives", gives_types);
    } else if (!lua_isnil(L, -1)) {
        luaL_error(L, "gives must be a table, as {type = \"number\"}");
    }
    lua_settop(L, header);
}

void lua_header_json(lua_State *L, struct text *json)
{
    static const char *const keys[] = {"about", "gives", "input"};
    int header = lua_gettop(L);
    lua_newtable(L);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (lua_raw_field(L, header, keys[i]) == LUA_TNIL)
            lua_pop(L, 1);
        else
            lua_setfield(L, -2, keys[i]);
    }
    lua_json_write(L, -1, LUA_VALUE_MAX, json);
    lua_pop(L, 1);
}

/* Pushes the number, with or without the unit that `spec` has. */
static void push_number(lua_State *L, int spec, const char *name, const char *text)
{
    const char *unit = "";
    if (lua_raw_field(L, spec, "unit") == LUA_TSTRING)
        unit = lua_tostring(L, -1);
    size_t digits = strspn(text, "+-.0123456789eE");
    const char *rest = text + digits + strspn(text + digits, " ");
    lua_pushlstring(L, text, digits);
    lua_insert(L, -2);
    if ((*rest && strcmp(rest, unit) != 0) || !lua_stringtonumber(L, lua_tostring(L, -2)))
        luaL_error(L,
                   *unit ? "input \"%s\": \"%s\" is not a number, nor one with %s"
                         : "input \"%s\": \"%s\" is not a number",
                   name, text, unit);
    lua_replace(L, -3);
    lua_pop(L, 1);
}

/* Times and durations are seconds in Lua. */
static void push_seconds(lua_State *L, int64_t ms)
{
    if (ms % 1000 == 0)
        lua_pushinteger(L, ms / 1000);
    else
        lua_pushnumber(L, ms / 1000.0);
}

static void push_boolean(lua_State *L, const char *name, const char *text)
{
    bool yes = strcmp(text, "yes") == 0 || strcmp(text, "true") == 0;
    if (!yes && strcmp(text, "no") != 0 && strcmp(text, "false") != 0)
        luaL_error(L, "input \"%s\": \"%s\" is neither yes nor no", name, text);
    lua_pushboolean(L, yes);
}

/* Pushes what `text` means where an input of that spec is given. */
static void push_input(lua_State *L, int spec, const char *name, const char *text)
{
    const char *type = type_of(L, spec, name, input_types);
    int64_t ms;
    if (!is_listed(L, spec, text))
        luaL_error(L, "input \"%s\": \"%s\" is not one of those that it may be", name, text);
    if (strcmp(type, "number") == 0) {
        push_number(L, spec, name, text);
    } else if (strcmp(type, "boolean") == 0) {
        push_boolean(L, name, text);
    } else if (strcmp(type, "time") == 0) {
        if (!time_parse_rfc3339(text, &ms))
            luaL_error(L, "input \"%s\": \"%s\" is not a time, as 2026-09-14T10:02:00Z is", name,
                       text);
        push_seconds(L, ms);
    } else if (strcmp(type, "duration") == 0) {
        if (!time_parse_span(text, &ms))
            luaL_error(L, "input \"%s\": \"%s\" is not a duration, as 15m or 1h30m is", name, text);
        push_seconds(L, ms);
    } else {
        if (strcmp(type, "path") == 0 && text[0] != '/')
            luaL_error(L, "input \"%s\": \"%s\" is not an absolute path", name, text);
        lua_pushstring(L, text);
    }
}

static void push_default(lua_State *L, int spec, const char *name)
{
    int type = lua_raw_field(L, spec, "default");
    if (type == LUA_TSTRING) {
        push_input(L, spec, name, lua_tostring(L, -1));
        lua_remove(L, -2);
    } else if (type == LUA_TNIL) {
        lua_raw_field(L, spec, "optional");
        if (!lua_toboolean(L, -1))
            luaL_error(L, "input \"%s\" is missing: give it under \"with\"", name);
        lua_pop(L, 1);
    } else if (type != LUA_TNUMBER && type != LUA_TBOOLEAN) {
        luaL_error(L, "input.%s: default must be a text, a number or a boolean", name);
    }
}

/* What the job gives under that name; NULL: nothing. */
static const char *given(const struct check_job *job, const char *name)
{
    for (size_t i = 0; i < job->input_count; i++)
        if (strcmp(job->inputs[i].name, name) == 0)
            return job->inputs[i].value;
    return NULL;
}

static void refuse_unknown(lua_State *L, int inputs, const struct check_job *job)
{
    const char *names[INPUTS_MAX];
    size_t count = 0;
    for (lua_pushnil(L); lua_next(L, inputs); lua_pop(L, 1)) {
        if (count == INPUTS_MAX)
            luaL_error(L, "a check has at most %d inputs", INPUTS_MAX);
        names[count++] = lua_tostring(L, -2);
    }
    for (size_t i = 0; i < job->input_count; i++) {
        if (lua_raw_field(L, inputs, job->inputs[i].name) == LUA_TNIL) {
            const char *near = text_nearest(job->inputs[i].name, names, count);
            luaL_error(
                L, near ? "it has no input \"%s\"; did you mean \"%s\"?" : "it has no input \"%s\"",
                job->inputs[i].name, near);
        }
        lua_pop(L, 1);
    }
}

/* The header lies below the top, which is `run`. */
void lua_header_inputs(lua_State *L)
{
    const struct check_job *job = lua_host_of(L)->job;
    if (lua_raw_field(L, -2, "input") == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
    }
    int inputs = lua_gettop(L);
    refuse_unknown(L, inputs, job);
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, inputs); lua_pop(L, 1)) {
        const char *name = lua_tostring(L, -2), *text = given(job, name);
        if (text)
            push_input(L, inputs + 3, name, text);
        else
            push_default(L, inputs + 3, name);
        lua_setfield(L, inputs + 1, name);
    }
    lua_remove(L, inputs);
}

/* One text of a list, or a list of them. */
static bool all_listed(lua_State *L, int gives, int answer)
{
    bool ok = lua_type(L, answer) != LUA_TTABLE || lua_rawlen(L, answer) > 0;
    if (ok && lua_type(L, answer) == LUA_TSTRING)
        return is_listed(L, gives, lua_tostring(L, answer));
    for (lua_Unsigned i = 1; ok && lua_istable(L, answer) && i <= lua_rawlen(L, answer); i++) {
        ok = lua_rawgeti(L, answer, (lua_Integer)i) == LUA_TSTRING &&
             is_listed(L, gives, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    return ok && lua_istable(L, answer);
}

static bool keeps_promise(lua_State *L, int gives, const char *type, int answer)
{
    int is = lua_type(L, answer);
    const char *text = is == LUA_TSTRING ? lua_tostring(L, answer) : NULL;
    if (strcmp(type, "number") == 0)
        return is == LUA_TNUMBER;
    if (strcmp(type, "boolean") == 0)
        return is == LUA_TBOOLEAN || (text && (!strcmp(text, "yes") || !strcmp(text, "no")));
    if (strcmp(type, "choice") == 0)
        return text && is_listed(L, gives, text);
    if (strcmp(type, "many") == 0)
        return all_listed(L, gives, answer);
    return true;
}

void lua_header_gives(lua_State *L, int header, int answer)
{
    int top = lua_gettop(L);
    if (!lua_isnoneornil(L, answer) && lua_raw_field(L, header, "gives") == LUA_TTABLE) {
        const char *type = type_of(L, top + 1, "gives", gives_types);
        if (!keeps_promise(L, top + 1, type, answer))
            luaL_error(L, "its answer is not what it says that it gives (%s)", type);
    }
    lua_settop(L, top);
}
