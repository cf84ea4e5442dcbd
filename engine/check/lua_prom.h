#ifndef RULEOUT_CHECK_LUA_PROM_H
#define RULEOUT_CHECK_LUA_PROM_H

/*
 * lua_prom: requests to Prometheus' HTTP API, and what comes back, as Lua.
 *
 * The API: https://prometheus.io/docs/prometheus/latest/querying/api/. What speaks the same
 * (Thanos, Mimir, VictoriaMetrics) is asked in the same way.
 */
#include "check/lua_ask.h"

/* Adds "&name=value" to a form, without the first "&". */
void lua_prom_add(struct text *form, const char *name, const char *value);

/*
 * Asks for `path` below the option `url`, with the form in the host's `out`: by GET, or by POST
 * where that would be long. Returns what stands under "data", which is the host's `json`; NULL with
 * the host's `why`, which has Prometheus' own words where it says what is wrong.
 */
const struct jval *lua_prom_ask(lua_State *L, const char *function, const char *path);

/* Pushes a list of {labels=, value=, time=}, of what `query` gave. */
bool lua_prom_push_values(lua_State *L, struct lua_host *h, const struct jval *data);
/* Pushes a list of {labels=, points=, left_out=}, of what `query_range` gave. */
bool lua_prom_push_series(lua_State *L, struct lua_host *h, const struct jval *data);
/* Sets `warnings` of the table at the top, where the answer has some. */
void lua_prom_put_warnings(lua_State *L, const struct jval *answer);

#endif
