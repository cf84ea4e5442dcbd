#ifndef RULEOUT_CHECK_LUA_COMMAND_H
#define RULEOUT_CHECK_LUA_COMMAND_H

/*
 * lua_command: functions of the API that ask a command, whose words `allow` has to cover.
 *
 * The words are texts in a Lua list, so nothing here is owned by C across a call that may raise.
 * A value that a check gave stands behind `=` in a word of its own, or is held to be no option.
 */
#include "check/lua_ask.h"

/* Pushes the list and returns its index. The words are separated by blanks. */
int lua_command_begin(lua_State *L, const char *words);
/* As lua_pushfstring() has it. */
void lua_command_add(lua_State *L, int words, const char *format, ...);
/* "--unit=" and the text under `key` of the options at 1, where there is one. */
void lua_command_add_option(lua_State *L, int words, const char *function, const char *key,
                            const char *before);

/*
 * Runs it; what it printed is in the host's `ran`, which stays until the next call. False where it
 * did not run, took longer than the options' `timeout`, or failed: `why` has the reason, which is
 * the first line that it complained in.
 */
bool lua_command_run(lua_State *L, int words, const char *function);
/* The same, and what it printed is JSON: in the host's `json`. */
bool lua_command_json(lua_State *L, int words, const char *function);

/* As lua_ask_text(), and what is empty or begins with "-" is refused. */
const char *lua_command_name(lua_State *L, const char *function, const char *key);
bool lua_command_true(lua_State *L, const char *key);

/* What `since`, `until` and `last` say of the options; INT64_MIN, INT64_MAX: nothing. */
struct lua_window {
    int64_t since_ms, until_ms;
};
struct lua_window lua_command_window(lua_State *L, const char *function);

/* Into the table at the top. NULL, "" and what is before 1970 put nothing. */
void lua_command_put(lua_State *L, const char *key, const char *text);
void lua_command_put_time(lua_State *L, const char *key, int64_t ms);
/* RFC 3339, as it stands in JSON; -1 where it is none. */
int64_t lua_command_json_time(const struct jval *object, const char *name);

#endif
