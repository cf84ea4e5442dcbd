#include <string.h>

#include "clues/log_stack.h"
#include "check/lua_log_put.h"

#define MAX_DEFAULT 10

static const char *const stacks_keys[] = {LUA_LOG_KEYS, "own", "max", NULL};

static void push_stack(lua_State *L, const struct log_stack *k, bool whole)
{
    lua_createtable(L, 0, 9);
    lua_log_put_text(L, "type", k->type, strlen(k->type));
    if (k->cause[0])
        lua_log_put_text(L, "cause", k->cause, strlen(k->cause));
    lua_log_put_text(L, "message", k->message, strlen(k->message));
    lua_log_put_count(L, "count", k->count);
    if (whole)
        lua_log_put_count(L, "number", k->number);
    lua_log_put_time(L, "first", k->first_ms);
    lua_log_put_time(L, "last", k->last_ms);
    lua_log_put_text(L, "example", k->example, k->example_len);
    lua_createtable(L, (int)k->frame_count, 0);
    for (uint32_t i = 0; i < k->frame_count; i++) {
        lua_pushstring(L, k->frames[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "frames");
}

static void go_through(struct lua_host *h, struct log_stacks *s, bool filtered, uint64_t *lines)
{
    struct log_line line;
    struct log_head head;
    bool timed = false, wanted = true;
    while (log_scan_next(&h->scan, &line)) {
        ++*lines;
        log_head_read(line.at, line.len, h->scan.filter.now_ms, &head);
        /* A pattern chooses entries, by their first lines or any other. */
        if (lua_log_begins(&line, &head, &timed))
            wanted = !filtered || line.matched || !timed;
        int64_t ms = head.timed ? head.stamp.ms : line.ms;
        if (wanted)
            log_stacks_line(s, line.at, line.len, &head, ms, line.nth);
    }
    log_stacks_end(s);
}

static int log_stacks(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    uint64_t lines = 0;
    const char *own = NULL;
    if (!lua_log_start(L, "log.stacks", stacks_keys, true))
        return lua_api_failed(L);
    size_t most = lua_log_number(L, "log.stacks", "max", MAX_DEFAULT, LOG_STACK_MAX);
    if (lua_raw_field(L, 1, "own") != LUA_TNIL) /* it stays in the table at 1 */
        own = lua_api_text(L, -1, "log.stacks", "own");
    struct log_stacks *s = log_stacks_init(lua_newuserdatauv(L, log_stacks_size(), 0), own);
    go_through(h, s, h->scan.filter.text || h->scan.filter.regex, &lines);
    bool whole = lua_log_is_whole(&h->scan);
    if (!lua_log_finish(h, lines, false))
        return lua_api_failed(L);
    const struct log_stack *k;
    lua_newtable(L);
    for (size_t i = 0; i < most && (k = log_stacks_at(s, i)); i++) {
        push_stack(L, k, whole);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_log_put_count(L, "all", log_stacks_all(s));
    lua_log_put_count(L, "other", log_stacks_other(s));
    lua_log_put_count(L, "lines", lines);
    return 1;
}

const struct lua_entry lua_api_stacks[] = {
    {"log.stacks", "log.stacks{file=, text=, match=, since=, until=, last=, own=, max=}",
     "The stack traces of a log, the most frequent first: a list of {type=, cause=, message=, "
     "frames=, count=, first=, last=, number=, example=}, with `all`, `other` and `lines`.",
     log_stacks},
    {NULL},
};
