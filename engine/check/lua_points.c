#include "check/lua_points.h"

#include <math.h>
#include <stdlib.h>

struct reading {
    const char *function, *what;
    size_t at; /* which point, from 1 */
};

static double number(lua_State *L, int index, const struct reading *r, const char *of)
{
    if (lua_type(L, index) != LUA_TNUMBER)
        luaL_error(L, "%s: %s: point %d: %s must be a number, not %s%s", r->function, r->what,
                   (int)r->at, of, lua_isnil(L, index) ? "" : "a ", luaL_typename(L, index));
    double n = lua_tonumber(L, index);
    if (!isfinite(n))
        luaL_error(L, "%s: %s: point %d: %s is not finite", r->function, r->what, (int)r->at, of);
    return n;
}

/* The point at the top of the stack, which it takes off. */
static struct point read_point(lua_State *L, const struct reading *r, bool timed)
{
    struct point p = {(double)r->at, 0};
    if (timed && lua_istable(L, -1)) {
        int table = lua_gettop(L);
        lua_raw_field(L, table, "time");
        p.time = number(L, -1, r, "time");
        lua_raw_field(L, table, "value");
        p.value = number(L, -1, r, "value");
        lua_pop(L, 3);
        return p;
    }
    if (timed)
        luaL_error(L, "%s: %s: point %d must be {time=, value=} as the first is", r->function,
                   r->what, (int)r->at);
    p.value = number(L, -1, r, "it");
    lua_pop(L, 1);
    return p;
}

static int compare(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
    return (x->time > y->time) - (x->time < y->time);
}

static void put_in_order(struct points *p)
{
    size_t i = 1;
    while (i < p->count && p->at[i - 1].time <= p->at[i].time)
        i++;
    if (i < p->count)
        qsort(p->at, p->count, sizeof *p->at, compare);
}

const struct points *lua_points_read(lua_State *L, int index, const char *function,
                                     const char *what)
{
    struct reading r = {function, what, 1};
    index = lua_absindex(L, index);
    if (!lua_istable(L, index))
        luaL_error(L, "%s: %s must be a list of {time=, value=} or of numbers, not %s%s", function,
                   what, lua_isnil(L, index) ? "" : "a ", luaL_typename(L, index));
    size_t count = lua_rawlen(L, index);
    if (count > POINTS_MAX)
        luaL_error(L, "%s: %s has %d points; %d are the most", function, what, (int)count,
                   POINTS_MAX);
    if (!count && (lua_pushnil(L), lua_next(L, index)))
        luaL_error(L, "%s: %s must be a list of {time=, value=} or of numbers", function, what);
    struct points *p = lua_newuserdatauv(L, sizeof *p + count * sizeof *p->at, 0);
    p->count = count;
    p->timed = count && lua_rawgeti(L, index, 1) == LUA_TTABLE;
    lua_pop(L, count ? 1 : 0);
    for (; r.at <= count; r.at++) {
        lua_rawgeti(L, index, (lua_Integer)r.at);
        p->at[r.at - 1] = read_point(L, &r, p->timed);
    }
    put_in_order(p);
    return p;
}

const struct points *lua_points_field(lua_State *L, int table, const char *function,
                                      const char *key)
{
    table = lua_absindex(L, table);
    lua_raw_field(L, table, key);
    const struct points *p = lua_points_read(L, -1, function, key);
    lua_remove(L, -2);
    return p;
}

double *lua_points_values(lua_State *L, const struct points *p)
{
    double *values = lua_newuserdatauv(L, (p->count + 1) * sizeof *values, 0);
    for (size_t i = 0; i < p->count; i++)
        values[i] = p->at[i].value;
    return values;
}
