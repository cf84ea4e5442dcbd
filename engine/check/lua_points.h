#ifndef RULEOUT_CHECK_LUA_POINTS_H
#define RULEOUT_CHECK_LUA_POINTS_H

/*
 * lua_points: a series that Lua hands over: a list of {time=, value=}, or of numbers.
 */
#include "check/lua_api.h"
#include "clues/stats.h"

#define POINTS_MAX 200000

struct points {
    size_t count;
    bool timed; /* else the times are 1, 2, 3 */
    struct point at[];
};

/*
 * The list at `index`, oldest first; what is out of order is put in order. It lives as long as the
 * value that is pushed. Raises what is no such list, is too long, or holds a number that is not
 * finite; `function` and `what` are for messages. An empty list is one.
 */
const struct points *lua_points_read(lua_State *L, int index, const char *function,
                                     const char *what);
/* The same of a field of the table at `table`. */
const struct points *lua_points_field(lua_State *L, int table, const char *function,
                                      const char *key);
/* The values alone, pushed likewise. */
double *lua_points_values(lua_State *L, const struct points *p);

#endif
