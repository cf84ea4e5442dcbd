#ifndef RULEOUT_CHECK_LUA_LOG_H
#define RULEOUT_CHECK_LUA_LOG_H

/*
 * lua_log: a scan of the log that the options of a function of `log` name.
 *
 * All of them take file, text, match, since, until, last and rotated; `keys` are these and what the
 * function takes beside them, NULL at the end. The scan is the host's.
 */
#include "check/lua_api.h"

#define LUA_LOG_KEYS "file", "text", "match", "since", "until", "last", "rotated"

/* `timed`: lines get their times also where no window asks for them. False with the host's `why`.
 * Raises what is called wrongly. */
bool lua_log_start(lua_State *L, const char *function, const char *const *keys, bool timed);
/* Ends the scan. False with the host's `why` where it did not see everything; `lines`: that were
 * looked at, `needs_times`: without times they are worth nothing. */
bool lua_log_finish(struct lua_host *h, uint64_t lines, bool needs_times);

/* lua_log_set: a log with what it was rotated to, as one, the oldest first. Of those wholly before
 * the window none is read. The first to read is opened; -1 with the host's `why`. */
int lua_log_set_open(struct lua_host *h, const char *path, const struct log_filter *f);
/* Behind lua_log_set_open(), once the scan has begun. */
void lua_log_set_go_on(struct lua_host *h);

/* Functions of `log` that have a file of their own; lua_api_log.c lists them. */
int lua_log_series(lua_State *L);
int lua_log_times(lua_State *L);

#endif
