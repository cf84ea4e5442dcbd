#ifndef RULEOUT_CHECK_LUA_LOG_PUT_H
#define RULEOUT_CHECK_LUA_LOG_PUT_H

/*
 * lua_log_put: what was found in a log, as fields of the table at the top; and options that several
 * functions of `log` have.
 */
#include "clues/log_head.h"
#include "check/lua_log.h"

#define LUA_LOG_SHOWN_MAX 4096 /* bytes of a line that are told */

void lua_log_put_count(lua_State *L, const char *key, uint64_t n);
void lua_log_put_text(lua_State *L, const char *key, const char *s, size_t len);
void lua_log_put_time(lua_State *L, const char *key, int64_t ms); /* nothing for INT64_MIN */

/* `key` of the options, from 1 to `most`; `otherwise` where it is not given. */
size_t lua_log_number(lua_State *L, const char *function, const char *key, size_t otherwise,
                      size_t most);
/* `level` of the options; LOG_LEVEL_NONE where it is not given. */
enum log_level lua_log_level(lua_State *L, const char *function);
/* Is the line of that level or worse? Where it has none, by its words. */
bool lua_log_is_level(const struct log_head *h, enum log_level level);

/* Was one file read, from its start? Else its lines were not counted, and have no numbers. */
bool lua_log_is_whole(const struct log_scan *s);

/* A log's entries: false for a line that goes on from the one before, which has no time while
 * others have. `*timed` starts as false. */
bool lua_log_begins(const struct log_line *line, const struct log_head *h, bool *timed);

#endif
