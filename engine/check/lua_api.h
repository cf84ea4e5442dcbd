#ifndef RULEOUT_CHECK_LUA_API_H
#define RULEOUT_CHECK_LUA_API_H

/*
 * lua_api: what a check can call to see the outside.
 *
 * Each file lua_api_*.c holds one array of entries; a function is added by one line there and one
 * section of docs/checks.md, which a test compares with the arrays. A function that could not do
 * what it was asked returns nil and the reason; one that was called wrongly raises an error that
 * names it and the argument.
 */
#include "check/lua_inside.h"

struct lua_entry {
    const char *name; /* "file.read" is `read` in the global table `file`; NULL ends an array */
    const char *signature; /* as the manual has it */
    const char *help;      /* one line of the manual */
    lua_CFunction function;
};

/* clang-format off */
extern const struct lua_entry
    lua_api_run[],
    lua_api_file[],
    lua_api_log[],
    lua_api_messages[],
    lua_api_series[],
    lua_api_rhythm[],
    lua_api_stats[],
    lua_api_shared[],
    lua_api_host[],
    lua_api_systemd[],
    lua_api_journal[],
    lua_api_cron[],
    lua_api_git[],
    lua_api_kubectl[],
    lua_api_http[],
    lua_api_prom[],
    lua_api_sql[],
    lua_api_tls[],
    lua_api_dns[],
    lua_api_json[],
    lua_api_time[],
    lua_api_requests[],
    lua_api_stacks[];
/* clang-format on */
extern const struct lua_entry *const lua_api_all[]; /* NULL ends it */

void lua_api_open(lua_State *L);

/*
 * Arguments. `function` and `what` are for messages: "file.read: path must be a text, not a table".
 */
const char *lua_api_text(lua_State *L, int index, const char *function, const char *what);
int64_t lua_api_span_ms(lua_State *L, int index, const char *function, const char *what);
int64_t lua_api_moment_ms(lua_State *L, int index, const char *function, const char *what);
size_t lua_api_bytes(lua_State *L, int index, const char *function, const char *what, size_t most);
/* A table at `index`, made where there is none, with no other names in it than `keys`. */
void lua_api_options(lua_State *L, int index, const char *function, const char *const *keys);
/* "30s" or 30 under `timeout`, but never longer than the check has; without it, all of that. */
int64_t lua_api_timeout_ms(lua_State *L, int options, const char *function);

void lua_api_push_seconds(lua_State *L, int64_t ms);
int lua_api_failed(lua_State *L);             /* nil and the host's `why`: return what it returns */
struct lua_host *lua_api_begin(lua_State *L); /* the host, its scratch texts empty */

#endif
