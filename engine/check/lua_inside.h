#ifndef RULEOUT_CHECK_LUA_INSIDE_H
#define RULEOUT_CHECK_LUA_INSIDE_H

/*
 * lua_inside: what the files of the Lua host share.
 *
 * A Lua error unwinds past C frames, so nothing that C owns may be held by a local across a call
 * that can raise: such things hang on the host, which frees them. Values that Lua code made are
 * read with raw access alone, so that no metamethod of theirs runs.
 */
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>

#include <lua5.4/lauxlib.h>
#include <lua5.4/lua.h>

#include "base/json.h"
#include "base/regex.h"
#include "base/text.h"
#include "check/checker.h"
#include "clues/log_scan.h"
#include "check/lua_host.h"
#include "core/world.h"

#define LUA_OPEN_FILES 16
#define LUA_TEXT_MAX 4096 /* bytes of an answer, a reason */
#define LUA_EVIDENCE_MAX (64 << 10)
#define LUA_VALUE_MAX (256 << 10) /* bytes of a value's JSON */

struct lua_block;

struct lua_host {
    lua_State *L;
    struct lua_block *blocks; /* all memory that Lua holds */
    size_t held;              /* bytes in them */
    jmp_buf late;             /* out of everything, when the time is up */
    int64_t deadline_ms;      /* of the monotonic clock; 0: none */
    const struct world *world;
    const struct check_job *job;
    struct text printed;

    /* Whatever a function of the API holds while it talks to Lua. */
    struct text out, why;
    struct world_ran ran;
    struct world_response response;
    struct jval *json;
    struct regex *regex, *by; /* `by`: of log.series and log.servers */
    struct log_scan scan;
    struct text parts; /* paths of a log and of what it was rotated to, one a line */
    size_t parts_at;
    struct text part;          /* the one that is read */
    int files[LUA_OPEN_FILES]; /* descriptors; -1: free */
};

struct lua_host *lua_host_of(lua_State *L);
int64_t lua_host_left_ms(const struct lua_host *h); /* until the deadline, 1 at least */

/* lua_sandbox: opens what a check may have of Lua's own libraries. */
void lua_sandbox_open(lua_State *L);

/* lua_log: what the host holds of a log. */
void lua_log_release(struct lua_host *h);

/* lua_source: pushes the text as a function, or raises. Text alone: bytecode is refused. Its lines
 * are counted from `lines_before` + 1. */
void lua_source_load(lua_State *L, const char *name, const char *text, size_t len,
                     int lines_before);

/* lua_header: the table that a check file returns, at the top of the stack. Raise what is wrong. */
void lua_header_check(lua_State *L); /* leaves it */
void lua_header_json(lua_State *L, struct text *json);
void lua_header_inputs(lua_State *L); /* pushes the table that `run` gets, from the job's texts */
void lua_header_gives(lua_State *L, int header, int answer); /* the answer is what it promised */

/* lua_result: the results from `first` to the top become the job's. Raises what is wrong. */
void lua_result_take(lua_State *L, int first, struct job_result *out);

/* lua_json: a Lua value as JSON, keys in order, at most `max` bytes. Raises what cannot be written;
 * `json` is the host's, or of a frame outside of Lua. */
void lua_json_write(lua_State *L, int index, size_t max, struct text *json);
void lua_json_push(lua_State *L, const struct jval *j); /* null becomes json.null */

/* A field, without metamethods; returns its type. */
int lua_raw_field(lua_State *L, int table, const char *key);

#endif
