#include "check/lua_log.h"

#include <string.h>

static void read_times(lua_State *L, const char *function, struct lua_host *h, struct log_filter *f)
{
    f->now_ms = h->world->now_ms(h->world->self);
    f->since_ms = INT64_MIN;
    f->until_ms = INT64_MAX;
    if (lua_raw_field(L, 1, "since") != LUA_TNIL)
        f->since_ms = lua_api_moment_ms(L, -1, function, "since");
    if (lua_raw_field(L, 1, "until") != LUA_TNIL)
        f->until_ms = lua_api_moment_ms(L, -1, function, "until");
    if (lua_raw_field(L, 1, "last") != LUA_TNIL)
        f->since_ms = f->now_ms - lua_api_span_ms(L, -1, function, "last");
    lua_pop(L, 3);
}

static bool read_rotated(lua_State *L, const char *function)
{
    int type = lua_raw_field(L, 1, "rotated");
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        luaL_error(L, "%s: rotated must be true or false", function);
    bool rotated = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return rotated;
}

bool lua_log_start(lua_State *L, const char *function, const char *const *keys, bool timed)
{
    struct lua_host *h = lua_host_of(L);
    struct log_filter f = {.timed = timed};
    if (!lua_istable(L, 1))
        luaL_error(L, "%s: it wants a table, as {file = \"/var/log/app.log\"}", function);
    lua_api_options(L, 1, function, keys);
    read_times(L, function, h, &f);
    /* These texts stay in the table at 1. */
    if (lua_raw_field(L, 1, "text") != LUA_TNIL) {
        f.text = lua_api_text(L, -1, function, "text");
        f.text_len = strlen(f.text);
    }
    regex_free(h->regex);
    h->regex = NULL;
    text_clear(&h->parts);
    if (lua_raw_field(L, 1, "match") != LUA_TNIL) {
        const char *pattern = lua_api_text(L, -1, function, "match");
        h->regex = regex_new(pattern, &h->why);
        if (!h->regex)
            luaL_error(L, "%s: match: %s", function, text_get(&h->why));
    }
    f.regex = h->regex;
    lua_raw_field(L, 1, "file");
    const char *path = lua_api_text(L, -1, function, "file");
    bool rotated = read_rotated(L, function);
    int fd =
        rotated ? lua_log_set_open(h, path, &f) : h->world->open(h->world->self, path, &h->why);
    if (fd < 0)
        return false;
    log_scan_start(&h->scan, fd, &f);
    if (rotated)
        lua_log_set_go_on(h);
    lua_pop(L, 3);
    return true;
}

bool lua_log_finish(struct lua_host *h, uint64_t lines, bool needs_times)
{
    struct log_scan *s = &h->scan;
    bool windowed =
        needs_times || s->filter.since_ms != INT64_MIN || s->filter.until_ms != INT64_MAX;
    if (s->error)
        text_format(&h->why, "cannot read %s: %s", h->parts.len ? text_get(&h->part) : "the log",
                    s->error);
    else if (h->why.len == 0 && s->gave_up)
        text_add(&h->why, "the pattern takes too long on some line");
    else if (h->why.len == 0 && windowed && s->lines && !s->timed && !lines)
        text_add(&h->why, "the log's lines have no time that can be read");
    log_scan_release(s);
    return h->why.len == 0;
}

void lua_log_release(struct lua_host *h)
{
    log_scan_release(&h->scan);
    text_release(&h->parts);
    text_release(&h->part);
    regex_free(h->regex);
    regex_free(h->by);
}
