#ifndef RULEOUT_CHECK_LUA_HOST_H
#define RULEOUT_CHECK_LUA_HOST_H

/*
 * lua_host: a check's Lua, in a worker.
 *
 * The broker prepares one state - libraries loaded, the API registered - and forks workers from it.
 * What a check sees of the outside goes through `outside`, whose functions ask the keeper. Nothing
 * here trusts the Lua: only text chunks, no bytecode, none of io, os, package, debug, load of
 * binaries, string.dump; memory is capped in the allocator; a count hook makes pure loops end
 * early. The deadline itself is the keeper's, which kills.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "check/checker.h"
#include "core/world.h"

#define LUA_HOST_MEMORY (64u << 20) /* bytes that a check's Lua may hold */

struct lua_host;

struct lua_host *lua_host_new(void); /* NULL when Lua cannot be had */
void lua_host_free(struct lua_host *h);

/* Runs one check; `out` gets outcome, answer, evidence, value and why. Once for each host. */
void lua_host_check(struct lua_host *h, const struct world *outside, const struct check_job *job,
                    struct job_result *out);

/* The header of a check file, as JSON {about, input, gives}. False with the reason. Once for each
 * host. */
bool lua_host_header(struct lua_host *h, const char *name, const char *lua, size_t len,
                     struct text *json, struct text *why);

/* Compiles an inline body, and runs nothing of it. False with the reason. */
bool lua_host_compile(struct lua_host *h, const struct lua_piece *piece, struct text *why);

#endif
