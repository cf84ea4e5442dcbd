#include <stdlib.h>
#include <string.h>

#include "clues/log_server.h"
#include "check/lua_log_put.h"

#define STATUS_FIRST 100
#define STATUS_COUNT 500
#define SERVERS_MAX 2000
#define SERVER_MAX 120 /* bytes of a name */
#define MAX_DEFAULT 20

static const char *const statuses_keys[] = {LUA_LOG_KEYS, NULL};
static const char *const servers_keys[] = {LUA_LOG_KEYS, "level", "by", "max", NULL};

struct status {
    uint64_t count;
    int64_t first_ms, last_ms;
};

static void push_statuses(lua_State *L, const struct status *all)
{
    lua_Integer n = 0;
    uint64_t requests = 0;
    uint64_t highest = UINT64_MAX;
    lua_newtable(L);
    for (;;) { /* the most frequent first; of equal ones, the lower */
        uint64_t next = 0;
        for (int i = 0; i < STATUS_COUNT; i++)
            if (all[i].count < highest && all[i].count > next)
                next = all[i].count;
        if (!next)
            break;
        highest = next;
        for (int i = 0; i < STATUS_COUNT; i++) {
            if (all[i].count != next)
                continue;
            lua_createtable(L, 0, 4);
            lua_log_put_count(L, "status", (uint64_t)(i + STATUS_FIRST));
            lua_log_put_count(L, "count", all[i].count);
            lua_log_put_time(L, "first", all[i].first_ms);
            lua_log_put_time(L, "last", all[i].last_ms);
            lua_rawseti(L, -2, ++n);
            requests += all[i].count;
        }
    }
    lua_log_put_count(L, "requests", requests);
}

static void put_classes(lua_State *L, const struct status *all)
{
    lua_createtable(L, 0, 5);
    for (int class = 1; class <= 5; class ++) {
        char name[] = {(char)('0' + class), 'x', 'x', '\0'};
        uint64_t count = 0;
        for (int i = 0; i < 100; i++)
            count += all[(class - 1) * 100 + i].count;
        lua_log_put_count(L, name, count);
    }
    lua_setfield(L, -2, "classes");
}

static int log_statuses(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    struct log_line line;
    struct log_head head;
    uint64_t lines = 0;
    if (!lua_log_start(L, "log.statuses", statuses_keys, false))
        return lua_api_failed(L);
    struct status *all = lua_newuserdatauv(L, STATUS_COUNT * sizeof *all, 0);
    memset(all, 0, STATUS_COUNT * sizeof *all);
    while (log_scan_next(&h->scan, &line)) {
        lines++;
        if (!line.matched)
            continue;
        log_head_read(line.at, line.len, h->scan.filter.now_ms, &head);
        int status = log_status(line.at, line.len, &head);
        if (!status)
            continue;
        struct status *s = &all[status - STATUS_FIRST];
        s->last_ms = head.timed ? head.stamp.ms : line.ms;
        if (!s->count++)
            s->first_ms = s->last_ms;
    }
    if (!lua_log_finish(h, lines, false))
        return lua_api_failed(L);
    push_statuses(L, all);
    put_classes(L, all);
    lua_log_put_count(L, "lines", lines);
    return 1;
}

struct server {
    char name[SERVER_MAX];
    size_t len;
    uint64_t lines, matched;
};

/* What one pass saw, in a block of Lua's. */
struct servers {
    enum log_server_by by;
    enum log_level level;
    bool errors; /* nothing else says which lines matter */
    size_t count;
    uint64_t lines, matched, without;
    uint16_t slots[4 * SERVERS_MAX]; /* 1 and up; 0: free */
    struct server servers[SERVERS_MAX];
};

static struct server *server_of(struct servers *s, struct log_span name)
{
    uint32_t hash = 2166136261u;
    size_t len = name.len < SERVER_MAX ? name.len : SERVER_MAX, slots = 4 * SERVERS_MAX;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)name.at[i]) * 16777619u;
    for (size_t at = hash % slots;; at = (at + 1) % slots) {
        struct server *k = &s->servers[s->slots[at] ? (size_t)s->slots[at] - 1 : s->count];
        if (s->slots[at] && k->len == len && memcmp(k->name, name.at, len) == 0)
            return k;
        if (s->slots[at])
            continue;
        if (s->count == SERVERS_MAX)
            return NULL;
        s->slots[at] = (uint16_t)++s->count;
        memcpy(k->name, name.at, len);
        k->len = len;
        k->lines = k->matched = 0;
        return k;
    }
}

static struct log_span named(struct lua_host *h, struct servers *s, const struct log_line *line,
                             const struct log_head *head)
{
    struct regex_span spans[REGEX_GROUPS];
    if (!h->by)
        return log_server(line->at, line->len, head, &s->by);
    if (regex_find(h->by, line->at, line->len, spans) != REGEX_YES)
        return (struct log_span){0};
    const struct regex_span *found = &spans[regex_groups(h->by) > 0];
    return (struct log_span){line->at + found->from, found->to - found->from};
}

static void see_line(struct lua_host *h, struct servers *s, const struct log_line *line,
                     const struct log_head *head)
{
    bool matched = line->matched && lua_log_is_level(head, s->level);
    struct log_span name = named(h, s, line, head);
    if (matched && s->errors)
        matched = log_head_tells_error(head) || log_status(line->at, line->len, head) >= 500;
    s->lines++;
    s->matched += matched;
    struct server *k = name.len ? server_of(s, name) : NULL;
    if (!k) {
        s->without++;
        return;
    }
    k->lines++;
    k->matched += matched;
}

static int by_matched(const void *a, const void *b)
{
    const struct server *x = a, *y = b;
    if (x->matched != y->matched)
        return x->matched < y->matched ? 1 : -1;
    if (x->lines != y->lines)
        return x->lines < y->lines ? 1 : -1;
    return memcmp(x->name, y->name, x->len < y->len ? x->len : y->len);
}

static void push_servers(lua_State *L, struct servers *s, bool by_pattern, size_t most)
{
    qsort(s->servers, s->count, sizeof *s->servers, by_matched);
    lua_newtable(L);
    for (size_t i = 0; i < s->count && i < most; i++) {
        const struct server *k = &s->servers[i];
        lua_createtable(L, 0, 4);
        lua_log_put_text(L, "server", k->name, k->len);
        lua_log_put_count(L, "lines", k->lines);
        lua_log_put_count(L, "matched", k->matched);
        lua_pushnumber(L, 100.0 * (double)k->matched / (double)k->lines);
        lua_setfield(L, -2, "share");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_log_put_count(L, "lines", s->lines);
    lua_log_put_count(L, "matched", s->matched);
    lua_log_put_count(L, "without", s->without);
    lua_log_put_count(L, "distinct", s->count);
    lua_pushstring(L, by_pattern ? "the pattern" : log_server_words[s->by]);
    lua_setfield(L, -2, "by");
}

/* The pattern hangs on the host, because what follows may raise. */
static void read_by(lua_State *L, struct lua_host *h)
{
    regex_free(h->by);
    h->by = NULL;
    if (lua_raw_field(L, 1, "by") != LUA_TNIL) {
        h->by = regex_new(lua_api_text(L, -1, "log.servers", "by"), &h->why);
        if (!h->by)
            luaL_error(L, "log.servers: by: %s", text_get(&h->why));
    }
    lua_pop(L, 1);
}

static int log_servers(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    struct log_line line;
    struct log_head head;
    bool timed = false;
    if (!lua_log_start(L, "log.servers", servers_keys, false))
        return lua_api_failed(L);
    read_by(L, h);
    size_t most = lua_log_number(L, "log.servers", "max", MAX_DEFAULT, SERVERS_MAX);
    struct servers *s = lua_newuserdatauv(L, sizeof *s, 0);
    memset(s, 0, offsetof(struct servers, servers));
    s->level = lua_log_level(L, "log.servers");
    s->errors = !s->level && !h->scan.filter.text && !h->scan.filter.regex;
    while (log_scan_next(&h->scan, &line)) {
        log_head_read(line.at, line.len, h->scan.filter.now_ms, &head);
        if (lua_log_begins(&line, &head, &timed))
            see_line(h, s, &line, &head);
    }
    if (!lua_log_finish(h, s->lines, false))
        return lua_api_failed(L);
    push_servers(L, s, h->by != NULL, most);
    return 1;
}

const struct lua_entry lua_api_requests[] = {
    {"log.statuses", "log.statuses{file=, text=, match=, since=, until=, last=}",
     "How requests were answered: a list of {status=, count=, first=, last=}, the most frequent "
     "first, with `requests`, `lines`, and `classes`, as {[\"5xx\"]=}.",
     log_statuses},
    {"log.servers", "log.servers{file=, by=, text=, match=, since=, until=, last=, level=, max=}",
     "Lines by server, container or upstream: a list of {server=, lines=, matched=, share=}, those "
     "with the most first, with `lines`, `matched`, `without`, `distinct` and `by`.",
     log_servers},
    {NULL},
};
