#ifndef RULEOUT_CHECK_LUA_CRON_H
#define RULEOUT_CHECK_LUA_CRON_H

/*
 * lua_cron: the functions of `cron`, spread over several files, and what these share.
 *
 * A job is a table {schedule=, kind=, command=, user=, source=}, and where there is more to know
 * `zone` and its `rule`, `every` and `last` (of kind "interval"), `spread` (a random delay), all
 * in seconds.
 */
#include "clues/cron.h"
#include "check/lua_api.h"

int lua_cron_jobs(lua_State *L);
int lua_cron_falls(lua_State *L);

/* The schedule of the job, or of the text, at `index`. False with the host's `why`; raises what is
 * neither. */
bool lua_cron_schedule(lua_State *L, int index, const char *function, struct cron_schedule *out);
/* Adds the timers of systemd to the list of jobs at `jobs`; what could not be asked to its
 * `unread`. */
void lua_cron_timers(lua_State *L, int jobs);
/* Notes in `unread` of the list at `jobs`: "NAME: WHY". */
void lua_cron_unread(lua_State *L, int jobs, const char *name, const char *why);
/* The rule of a zone, by its name, from the machine's files; "" where it cannot be read, with the
 * host's `why`. */
void lua_cron_rule(lua_State *L, const char *zone, char rule[CRON_RULE_MAX]);
/* Reads a file, opened as a check may, whole into the host's `out`. */
bool lua_cron_read(struct lua_host *h, const char *path, size_t max);

#endif
