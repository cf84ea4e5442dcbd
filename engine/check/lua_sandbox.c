#include "check/lua_inside.h"

#include <lua5.4/lualib.h>

#include "check/lua_api.h"

#define PRINTED_MAX (16 << 10)

/* load: text alone, since bytecode can be made to do anything. */
static int load_text(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    bool has_env = !lua_isnone(L, 4);
    if (luaL_loadbufferx(L, text, len, luaL_optstring(L, 2, "=load"), "t") != LUA_OK) {
        luaL_pushfail(L);
        lua_insert(L, -2);
        return 2;
    }
    if (has_env) {
        lua_pushvalue(L, 4);
        if (!lua_setupvalue(L, -2, 1))
            lua_pop(L, 1);
    }
    return 1;
}

/* setmetatable: as Lua's own, but for finalizers, which would run at moments of their own. */
static int set_metatable(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, lua_isnil(L, 2) || lua_istable(L, 2), 2, "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return luaL_error(L, "cannot change a protected metatable");
    if (lua_istable(L, 2)) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL)
            return luaL_error(L, "a check has no finalizers (__gc)");
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

static int collect_garbage(lua_State *L)
{
    static const char *const options[] = {"collect", "count", NULL};
    if (luaL_checkoption(L, 1, "collect", options) == 0) {
        lua_pushinteger(L, lua_gc(L, LUA_GCCOLLECT));
        return 1;
    }
    lua_pushnumber(L, lua_gc(L, LUA_GCCOUNT) + lua_gc(L, LUA_GCCOUNTB) / 1024.0);
    return 1;
}

/* print: kept, and shown as evidence where the check gives none. */
static int print_text(lua_State *L)
{
    struct lua_host *h = lua_host_of(L);
    int count = lua_gettop(L);
    for (int i = 1; i <= count; i++) {
        size_t len;
        const char *s = luaL_tolstring(L, i, &len);
        size_t room = PRINTED_MAX > h->printed.len ? PRINTED_MAX - h->printed.len : 0;
        text_add(&h->printed, i > 1 && room ? " " : "");
        text_add_n(&h->printed, s, len < room ? len : room);
        lua_pop(L, 1);
    }
    if (h->printed.len < PRINTED_MAX)
        text_add_char(&h->printed, '\n');
    return 0;
}

static void open_libraries(lua_State *L)
{
    static const luaL_Reg libraries[] = {
        {LUA_GNAME, luaopen_base},        {LUA_TABLIBNAME, luaopen_table},
        {LUA_STRLIBNAME, luaopen_string}, {LUA_MATHLIBNAME, luaopen_math},
        {LUA_UTF8LIBNAME, luaopen_utf8},  {NULL, NULL}};
    for (const luaL_Reg *r = libraries; r->func; r++) {
        luaL_requiref(L, r->name, r->func, 1);
        lua_pop(L, 1);
    }
}

static void remove_global(lua_State *L, const char *name)
{
    lua_pushnil(L);
    lua_setglobal(L, name);
}

void lua_sandbox_open(lua_State *L)
{
    open_libraries(L);
    remove_global(L, "dofile");
    remove_global(L, "loadfile");
    remove_global(L, "warn");
    lua_register(L, "load", load_text);
    lua_register(L, "setmetatable", set_metatable);
    lua_register(L, "collectgarbage", collect_garbage);
    lua_register(L, "print", print_text);

    lua_getglobal(L, LUA_STRLIBNAME);
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
    lua_pop(L, 1);

    /* All strings have one metatable. */
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushliteral(L, "protected");
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);

    lua_api_open(L);
}
