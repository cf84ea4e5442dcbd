#include <string.h>

#include "clues/log_fold.h"
#include "check/lua_log_put.h"

#define MAX_DEFAULT 10
#define MAX_MOST 1000
#define KEEP_DEFAULT 5000
#define HARDLY 2 /* as often as that before, a message is still new */
#define MORE 20  /* where there are so many times as many now */

static const char *const messages_keys[] = {LUA_LOG_KEYS, "level", "max", "keep", NULL};
static const char *const new_keys[] = {LUA_LOG_KEYS, "level", "max", "keep", "back", NULL};
static const char *const first_keys[] = {LUA_LOG_KEYS, "level", NULL};

/* What one pass saw. Its blocks are Lua's, and stay on the stack. */
struct pass {
    struct log_fold *fold;
    uint32_t *order;
    enum log_level level;
    int64_t moment_ms; /* INT64_MIN: all is after */
    uint64_t lines, matched, lines_before, matched_since;
    bool whole; /* one file, from its start: lines have numbers */
};

static struct pass new_pass(lua_State *L, const char *function)
{
    struct pass p = {.moment_ms = INT64_MIN};
    size_t keep = lua_log_number(L, function, "keep", KEEP_DEFAULT, LOG_FOLD_KEEP_MAX);
    p.level = lua_log_level(L, function);
    p.order = lua_newuserdatauv(L, keep * sizeof *p.order, 0);
    p.fold = log_fold_init(lua_newuserdatauv(L, log_fold_size(keep), 0), keep);
    return p;
}

static void see_line(struct pass *p, const struct log_line *line, const struct log_head *h)
{
    struct log_masked masked;
    int64_t ms = h->timed ? h->stamp.ms : line->ms;
    bool after = ms == LOG_NO_TIME || ms >= p->moment_ms;
    p->lines++;
    p->lines_before += !after;
    if (!line->matched || !lua_log_is_level(h, p->level))
        return;
    p->matched++;
    p->matched_since += after;
    log_mask(h->message.at, h->message.len, h->request, &masked);
    struct log_sight seen = {ms, line->nth, line->at, line->len, after};
    log_fold_add(p->fold, &masked, &seen);
}

static void go_through(struct lua_host *h, struct pass *p)
{
    struct log_line line;
    struct log_head head;
    bool timed = false;
    while (log_scan_next(&h->scan, &line)) {
        log_head_read(line.at, line.len, h->scan.filter.now_ms, &head);
        if (lua_log_begins(&line, &head, &timed))
            see_line(p, &line, &head);
    }
    p->whole = lua_log_is_whole(&h->scan);
}

static void push_group(lua_State *L, const struct pass *p, uint32_t i, bool is_new)
{
    const struct log_fold *f = p->fold;
    char text[1024];
    const struct log_group *g = log_fold_group(f, i);
    size_t len = log_fold_text(f, g, text, sizeof text);
    lua_createtable(L, 0, 7);
    lua_log_put_text(L, "text", text, len);
    lua_log_put_count(L, "count", is_new ? g->after : g->count);
    if (p->whole)
        lua_log_put_count(L, "number", is_new ? g->after_number : g->number);
    lua_log_put_time(L, "first", is_new ? g->after_ms : g->first_ms);
    lua_log_put_time(L, "last", g->last_ms);
    lua_log_put_text(L, "example", log_fold_example(f, g), g->example_len);
    if (is_new)
        lua_log_put_count(L, "before", g->count - g->after);
}

static void put_totals(lua_State *L, const struct pass *p, size_t distinct)
{
    lua_log_put_count(L, "lines", p->lines);
    lua_log_put_count(L, "matched", p->matched);
    lua_log_put_count(L, "distinct", distinct);
    lua_log_put_count(L, "other", log_fold_other(p->fold));
}

static int log_messages(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    if (!lua_log_start(L, "log.messages", messages_keys, false))
        return lua_api_failed(L);
    size_t most = lua_log_number(L, "log.messages", "max", MAX_DEFAULT, MAX_MOST);
    struct pass p = new_pass(L, "log.messages");
    go_through(h, &p);
    if (!lua_log_finish(h, p.lines, false))
        return lua_api_failed(L);
    size_t count = log_fold_sort(p.fold, false, p.order);
    lua_createtable(L, (int)(count < most ? count : most), 4);
    for (size_t i = 0; i < count && i < most; i++) {
        push_group(L, &p, p.order[i], false);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    put_totals(L, &p, count);
    return 1;
}

/* The options again, for a scan that begins `back` before `since`, or at the start. */
static int64_t look_back(lua_State *L)
{
    static const char *const left_out[] = {"since", "back", "last"};
    if (!lua_istable(L, 1))
        luaL_error(L, "log.new: it wants a table, as {file = \"/var/log/app.log\", since = ...}");
    lua_api_options(L, 1, "log.new", new_keys);
    lua_raw_field(L, 1, "since");
    int64_t since = lua_api_moment_ms(L, -1, "log.new", "since"), back = -1;
    if (lua_raw_field(L, 1, "back") != LUA_TNIL)
        back = lua_api_span_ms(L, -1, "log.new", "back");
    lua_newtable(L);
    int copy = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, 1);) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, copy);
    }
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++) {
        lua_pushstring(L, left_out[i]);
        lua_pushnil(L);
        lua_rawset(L, copy);
    }
    if (back >= 0) {
        lua_pushstring(L, "since");
        lua_api_push_seconds(L, since - back);
        lua_rawset(L, copy);
    }
    lua_replace(L, 1);
    lua_pop(L, 2);
    return since;
}

static bool is_new(const struct log_group *g)
{
    uint64_t before = g->count - g->after;
    return g->after && before <= HARDLY && g->after >= before * MORE;
}

static int log_new(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    int64_t since = look_back(L);
    if (!lua_log_start(L, "log.new", new_keys, true))
        return lua_api_failed(L);
    size_t most = lua_log_number(L, "log.new", "max", MAX_DEFAULT, MAX_MOST), found = 0;
    struct pass p = new_pass(L, "log.new");
    p.moment_ms = since;
    go_through(h, &p);
    if (!lua_log_finish(h, h->scan.timed ? p.lines : 0, true))
        return lua_api_failed(L);
    size_t count = log_fold_sort(p.fold, true, p.order);
    lua_newtable(L);
    for (size_t i = 0; i < count; i++) {
        if (!is_new(log_fold_group(p.fold, p.order[i])) || found++ >= most)
            continue;
        push_group(L, &p, p.order[i], true);
        lua_rawseti(L, -2, (lua_Integer)found);
    }
    put_totals(L, &p, count);
    lua_log_put_count(L, "new", found);
    lua_log_put_count(L, "lines_before", p.lines_before);
    lua_log_put_count(L, "matched_since", p.matched_since);
    return 1;
}

static void push_error(lua_State *L, struct log_scan *s, const struct log_line *line,
                       const struct log_head *head)
{
    lua_createtable(L, 0, 4);
    lua_log_put_text(L, "text", line->at, line->len);
    lua_log_put_text(L, "message", head->message.at, head->message.len);
    lua_log_put_count(L, "number", log_scan_number(s, line));
    lua_log_put_time(L, "time", head->timed ? head->stamp.ms : line->ms);
}

static int log_first_error(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    struct log_line line;
    struct log_head head;
    uint64_t lines = 0;
    bool timed = false;
    if (!lua_log_start(L, "log.first_error", first_keys, true))
        return lua_api_failed(L);
    enum log_level level = lua_log_level(L, "log.first_error");
    while (log_scan_next(&h->scan, &line)) {
        lines++;
        if (!line.matched)
            continue;
        log_head_read(line.at, line.len, h->scan.filter.now_ms, &head);
        if (!lua_log_begins(&line, &head, &timed) ||
            !lua_log_is_level(&head, level ? level : LOG_LEVEL_ERROR))
            continue;
        push_error(L, &h->scan, &line, &head);
        log_scan_release(&h->scan);
        return 1;
    }
    if (!lua_log_finish(h, lines, false))
        return lua_api_failed(L);
    lua_pushboolean(L, 0);
    return 1;
}

const struct lua_entry lua_api_messages[] = {
    {"log.messages",
     "log.messages{file=, text=, match=, since=, until=, last=, level=, max=, keep=}",
     "What a log says most, with numbers, ids, addresses and other values folded away: a list of "
     "{text=, count=, first=, last=, number=, example=}, with `lines`, `matched`, `distinct` and "
     "`other`.",
     log_messages},
    {"log.new", "log.new{file=, since=, back=, text=, match=, until=, level=, max=, keep=}",
     "The same, of what a log says since a time and did not, or hardly, before it; each with "
     "`before`, and beside the list `new`, `lines_before` and `matched_since`.",
     log_new},
    {"log.first_error", "log.first_error{file=, text=, match=, since=, until=, last=, level=}",
     "The first line that tells of an error: {text=, message=, number=, time=}, or false where "
     "none "
     "does.",
     log_first_error},
    {NULL},
};
