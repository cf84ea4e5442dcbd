#include "check/lua_ask.h"

#include <string.h>

#define OUTPUT_MAX (4u << 20)

/* A word of the command at the top of the stack: texts and numbers. */
static const char *word_at(lua_State *L, size_t i)
{
    const char *what = lua_pushfstring(L, "word %d", (int)i + 1);
    if (lua_type(L, -2) == LUA_TNUMBER)
        lua_tolstring(L, -2, NULL);
    const char *word = lua_api_text(L, -2, "run", what);
    lua_pop(L, 1);
    return word;
}

/* Pushes a block with the words of the list at 1, then NULL. The words are kept by the list's copy.
 */
static const char **push_argv(lua_State *L)
{
    size_t count = lua_rawlen(L, 1);
    if (!count)
        luaL_error(L, "run: there is no command, as in run(\"uptime\")");
    const char **argv = lua_newuserdatauv(L, (count + 1) * sizeof *argv, 0);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        argv[i] = word_at(L, i);
        lua_rawseti(L, 1, (lua_Integer)i + 1);
    }
    argv[count] = NULL;
    if (!argv[0][0])
        luaL_error(L, "run: the command is empty");
    if (strpbrk(argv[0], " \t\n"))
        luaL_error(L,
                   "run: \"%s\" is one word; pass the words of a command separately, as in "
                   "run(\"git\", \"log\")",
                   argv[0]);
    return argv;
}

static void pack_words(lua_State *L)
{
    int count = lua_gettop(L);
    lua_createtable(L, count, 0);
    lua_insert(L, 1);
    for (int i = count; i >= 1; i--)
        lua_rawseti(L, 1, i);
}

static void push_ran(lua_State *L, const struct world_ran *ran)
{
    lua_createtable(L, 0, 4);
    lua_pushinteger(L, ran->status);
    lua_setfield(L, -2, "code");
    lua_pushlstring(L, text_get(&ran->out), ran->out.len);
    lua_setfield(L, -2, "out");
    lua_pushlstring(L, text_get(&ran->err), ran->err.len);
    lua_setfield(L, -2, "err");
    lua_pushboolean(L, ran->cut);
    lua_setfield(L, -2, "cut");
}

static int run(lua_State *L)
{
    static const char *const keys[] = {"timeout", "stdin", "max", NULL};
    struct world_run what = {.live_fd = -1};
    if (!lua_istable(L, 1))
        pack_words(L);
    lua_api_options(L, 1, "run", keys);
    what.timeout_ms = lua_api_timeout_ms(L, 1, "run");
    what.argv = push_argv(L);
    if (lua_raw_field(L, 1, "stdin") != LUA_TNIL) {
        if (lua_type(L, -1) != LUA_TSTRING)
            luaL_error(L, "run: stdin must be a text, not a %s", luaL_typename(L, -1));
        what.input = lua_tolstring(L, -1, &what.input_len);
    }
    lua_raw_field(L, 1, "max");
    what.output_max = lua_api_bytes(L, -1, "run", "max", OUTPUT_MAX);

    struct lua_host *h = lua_api_begin(L);
    if (!lua_ask_run(h, &what))
        return lua_api_failed(L);
    push_ran(L, &h->ran);
    return 1;
}

const struct lua_entry lua_api_run[] = {
    {"run", "run(word, ...) or run{word, ..., timeout=, stdin=, max=}",
     "Runs a command that `allow` lists and waits for it: {code=, out=, err=, cut=}.", run},
    {NULL},
};
