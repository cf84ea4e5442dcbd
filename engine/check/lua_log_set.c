#include "check/lua_log.h"

#include <string.h>
#include <unistd.h>

#include "clues/log_bisect.h"
#include "clues/log_peek.h"
#include "core/rotated.h"

static bool list_parts(struct lua_host *h, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    struct text *names = &h->out;
    text_clear(&h->parts);
    text_clear(&h->part);
    if (!h->world->list(h->world->self, path, names, &h->why))
        return false;
    rotated_names(name, text_get(names), &h->part);
    for (const char *at = text_get(&h->part); *at; at += strcspn(at, "\n") + 1)
        text_format(&h->parts, "%.*s%.*s\n", (int)(name - path), path, (int)strcspn(at, "\n"), at);
    text_format(&h->parts, "%s\n", path);
    text_clear(names);
    return true;
}

static int open_at(struct lua_host *h, size_t at)
{
    const char *path = h->parts.at + at;
    text_clear(&h->part);
    text_add_n(&h->part, path, strcspn(path, "\n"));
    return h->world->open(h->world->self, text_get(&h->part), &h->why);
}

static size_t line_before(const struct text *lines, size_t at)
{
    const char *newline = at > 1 ? memrchr(lines->at, '\n', at - 1) : NULL;
    return newline ? (size_t)(newline - lines->at) + 1 : 0;
}

/* The last one that begins so long before the window that those before it are out of it. */
static bool skip_what_is_before(struct lua_host *h, const struct log_filter *f)
{
    size_t at = h->parts.len;
    bool begins_before = false;
    while (at > 0 && !begins_before) {
        int64_t ms;
        at = line_before(&h->parts, at);
        if (f->since_ms == INT64_MIN || at == 0)
            break;
        int fd = open_at(h, at);
        if (fd < 0)
            return false;
        begins_before = log_peek(fd, f->now_ms, &ms) && ms < f->since_ms - LOG_EARLY_MS;
        close(fd);
    }
    h->parts_at = f->since_ms == INT64_MIN ? 0 : at;
    return true;
}

static int open_next(void *self)
{
    struct lua_host *h = self;
    const struct log_filter *f = &h->scan.filter;
    int64_t ms;
    if (h->parts_at >= h->parts.len)
        return -1;
    int fd = open_at(h, h->parts_at);
    if (fd < 0)
        return -1;
    if (f->until_ms != INT64_MAX && log_peek(fd, f->now_ms, &ms) &&
        ms - LOG_LATE_MS > f->until_ms) {
        close(fd);
        return -1;
    }
    h->parts_at += h->part.len + 1;
    return fd;
}

int lua_log_set_open(struct lua_host *h, const char *path, const struct log_filter *f)
{
    if (!list_parts(h, path) || !skip_what_is_before(h, f))
        return -1;
    int fd = open_at(h, h->parts_at);
    h->parts_at += h->part.len + 1;
    return fd;
}

void lua_log_set_go_on(struct lua_host *h)
{
    log_scan_add_parts(&h->scan, &(struct log_parts){open_next, h});
}
