#ifndef RULEOUT_CHECK_LUA_ASK_H
#define RULEOUT_CHECK_LUA_ASK_H

/*
 * lua_ask: what functions of the API share that ask a server or a command by themselves.
 *
 * Their options are one table, at 1 of the stack. A text that was read from it lives as long as the
 * table holds it. What comes back is the host's: `ran`, `response`, `json`.
 */
#include "check/lua_api.h"

/* The options at 1: a table, with no other names than `keys`. `example` is how the call is meant.
 */
void lua_ask_options(lua_State *L, const char *function, const char *const *keys,
                     const char *example);

/* A text under `key`; NULL where there is none. */
const char *lua_ask_text(lua_State *L, const char *function, const char *key);
/* The same, raising where it is missing or empty. */
const char *lua_ask_needed(lua_State *L, const char *function, const char *key);
/* A whole number from `least` to `most`; `otherwise` where none is given. */
lua_Integer lua_ask_number(lua_State *L, const char *function, const char *key, lua_Integer least,
                           lua_Integer most, lua_Integer otherwise);

/* Runs `what` into the host's `ran`. False with the host's `why`, also where it took too long. */
bool lua_ask_run(struct lua_host *h, const struct world_run *what);
/* Sends `what`; the answer is the host's `response`. */
bool lua_ask_http(struct lua_host *h, const struct world_request *what);

/* Pushes a block with the option `headers` as lines, which end with NULL; first of them `extra`,
 * where that is not NULL. Returns NULL where there are none. */
const char **lua_ask_headers(lua_State *L, int options, const char *extra);

/* Sets a field of the table at the top; nothing where `len` is 0. */
void lua_ask_put_text(lua_State *L, const char *key, const char *text, size_t len);
void lua_ask_put_number(lua_State *L, const char *key, lua_Integer n);
void lua_ask_put_flag(lua_State *L, const char *key, bool value);

#endif
