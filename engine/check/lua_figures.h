#ifndef RULEOUT_CHECK_LUA_FIGURES_H
#define RULEOUT_CHECK_LUA_FIGURES_H

/*
 * lua_figures: fields of an answer of arithmetic, and its sentence for people.
 */
#include "check/lua_api.h"

/* Into the table at the top. */
void lua_put_number(lua_State *L, const char *key, double value); /* whole ones as integers */
void lua_put_text(lua_State *L, const char *key, const char *value);

void lua_says_number(struct text *t, double value);          /* 4 figures: 12.35, 48000, 1.2e-07 */
void lua_says_p(struct text *t, double p);                   /* "p = 0.02", "p < 0.001" */
void lua_says_time(struct text *t, double time, bool timed); /* or "point 17" */
void lua_says_moved(struct text *t, double before, double now); /* "1 before and 2 now (2 times)" */

#endif
