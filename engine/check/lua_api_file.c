#include "check/lua_api.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_MAX (16u << 20)
#define LINES_META "ruleout.lines"

/* Opens a file into a free slot of the host; -1 with the host's `why`. */
static int open_slot(struct lua_host *h, const char *path)
{
    int slot = 0;
    while (slot < LUA_OPEN_FILES && h->files[slot] >= 0)
        slot++;
    if (slot == LUA_OPEN_FILES) {
        text_format(&h->why, "more than %d files are open", LUA_OPEN_FILES);
        return -1;
    }
    h->files[slot] = h->world->open(h->world->self, path, &h->why);
    return h->files[slot] >= 0 ? slot : -1;
}

static void close_slot(struct lua_host *h, int slot)
{
    if (slot >= 0 && h->files[slot] >= 0)
        close(h->files[slot]);
    if (slot >= 0)
        h->files[slot] = -1;
}

/* Reads at most `max` bytes into the host's `out`. */
static bool read_some(struct lua_host *h, int fd, const char *path, size_t max)
{
    char piece[16384];
    while (h->out.len < max) {
        size_t want = max - h->out.len < sizeof piece ? max - h->out.len : sizeof piece;
        ssize_t got = read(fd, piece, want);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            text_format(&h->why, "cannot read %s: %s", path, strerror(errno));
        if (got <= 0)
            return got == 0;
        text_add_n(&h->out, piece, (size_t)got);
    }
    return true;
}

static int file_read(lua_State *L)
{
    const char *path = lua_api_text(L, 1, "file.read", "path");
    size_t max = lua_api_bytes(L, 2, "file.read", "max", READ_MAX);
    struct lua_host *h = lua_api_begin(L);
    int slot = open_slot(h, path);
    bool ok = slot >= 0 && read_some(h, h->files[slot], path, max + 1);
    close_slot(h, slot);
    if (!ok)
        return lua_api_failed(L);
    lua_pushlstring(L, text_get(&h->out), h->out.len > max ? max : h->out.len);
    lua_pushboolean(L, h->out.len > max);
    return 2;
}

static int file_tail(lua_State *L)
{
    const char *path = lua_api_text(L, 1, "file.tail", "path");
    size_t bytes = lua_api_bytes(L, 2, "file.tail", "bytes", READ_MAX);
    struct lua_host *h = lua_api_begin(L);
    struct stat st;
    int slot = open_slot(h, path);
    bool ok = slot >= 0 && fstat(h->files[slot], &st) == 0;
    bool cut = ok && st.st_size > 0 && (uint64_t)st.st_size > bytes;
    /* From the byte before, to see whether a line begins there. */
    if (cut)
        ok = lseek(h->files[slot], st.st_size - (off_t)bytes - 1, SEEK_SET) >= 0;
    ok = ok && read_some(h, h->files[slot], path, bytes + cut);
    close_slot(h, slot);
    if (!ok)
        return lua_api_failed(L);
    const char *from = text_get(&h->out), *end = from + h->out.len;
    const char *line_end = cut ? memchr(from, '\n', h->out.len) : NULL;
    if (cut)
        from = line_end ? line_end + 1 : end;
    lua_pushlstring(L, from, (size_t)(end - from));
    return 1;
}

static int file_stat(lua_State *L)
{
    const char *path = lua_api_text(L, 1, "file.stat", "path");
    struct lua_host *h = lua_api_begin(L);
    struct stat st;
    int slot = open_slot(h, path);
    bool ok = slot >= 0 && fstat(h->files[slot], &st) == 0;
    close_slot(h, slot);
    if (!ok)
        return lua_api_failed(L);
    lua_createtable(L, 0, 2);
    lua_pushinteger(L, st.st_size);
    lua_setfield(L, -2, "size");
    lua_api_push_seconds(L, st.st_mtim.tv_sec * INT64_C(1000) + st.st_mtim.tv_nsec / 1000000);
    lua_setfield(L, -2, "modified");
    return 1;
}

static int file_list(lua_State *L)
{
    const char *path = lua_api_text(L, 1, "file.list", "path");
    struct lua_host *h = lua_api_begin(L);
    if (!h->world->list(h->world->self, path, &h->out, &h->why))
        return lua_api_failed(L);
    lua_newtable(L);
    const char *at = text_get(&h->out), *end = at + h->out.len;
    for (lua_Integer i = 1; at < end; i++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        lua_pushlstring(L, at, (size_t)(stop - at));
        lua_rawseti(L, -2, i);
        at = stop + 1;
    }
    return 1;
}

/* The state of file.lines: a scan that Lua's memory holds, its buffer and descriptor the host's. */
struct lines {
    int slot; /* -1: at its end, or closed */
    size_t len, from;
    bool ended;
    char buffer[64 << 10];
};

static int close_lines(lua_State *L)
{
    struct lines *l = luaL_checkudata(L, 1, LINES_META);
    close_slot(lua_host_of(L), l->slot);
    l->slot = -1;
    return 0;
}

static void fill_lines(struct lua_host *h, struct lines *l)
{
    memmove(l->buffer, l->buffer + l->from, l->len - l->from);
    l->len -= l->from;
    l->from = 0;
    ssize_t got;
    do
        got = read(h->files[l->slot], l->buffer + l->len, sizeof l->buffer - l->len);
    while (got < 0 && errno == EINTR);
    l->ended = got <= 0;
    l->len += got > 0 ? (size_t)got : 0;
}

/* A line longer than the buffer comes in pieces. */
static int next_line(lua_State *L)
{
    struct lines *l = luaL_checkudata(L, 1, LINES_META);
    struct lua_host *h = lua_host_of(L);
    while (l->slot >= 0) {
        size_t have = l->len - l->from;
        char *start = l->buffer + l->from, *end = memchr(start, '\n', have);
        if (!end && !l->ended && have < sizeof l->buffer) {
            fill_lines(h, l);
            continue;
        }
        if (have) {
            size_t len = end ? (size_t)(end - start) : have;
            l->from += len + (end != NULL);
            lua_pushlstring(L, start, len);
            return 1;
        }
        close_slot(h, l->slot);
        l->slot = -1;
    }
    lua_pushnil(L);
    return 1;
}

static void push_lines_meta(lua_State *L)
{
    if (luaL_newmetatable(L, LINES_META)) {
        lua_pushcfunction(L, close_lines);
        lua_setfield(L, -2, "__close");
        lua_pushliteral(L, "protected");
        lua_setfield(L, -2, "__metatable");
    }
}

/* For `for`: the iterator, its state, no control value, and what the loop closes at its end. */
static int file_lines(lua_State *L)
{
    const char *path = lua_api_text(L, 1, "file.lines", "path");
    lua_pushcfunction(L, next_line);
    struct lines *l = lua_newuserdatauv(L, sizeof *l, 0);
    l->slot = -1;
    l->len = l->from = 0;
    l->ended = false;
    push_lines_meta(L);
    lua_setmetatable(L, -2);
    struct lua_host *h = lua_api_begin(L);
    l->slot = open_slot(h, path);
    if (l->slot < 0)
        return lua_api_failed(L);
    lua_pushnil(L);
    lua_pushvalue(L, -2);
    return 4;
}

const struct lua_entry lua_api_file[] = {
    {"file.read", "file.read(path [, max])",
     "The text of a file, at most 16 MiB or `max` bytes, and whether there was more.", file_read},
    {"file.tail", "file.tail(path, bytes)", "The last lines of a file that fit into so many bytes.",
     file_tail},
    {"file.lines", "file.lines(path)", "For a `for` loop: one line after another.", file_lines},
    {"file.list", "file.list(path)",
     "The names in a folder; of a log, those of the files it was rotated to.", file_list},
    {"file.stat", "file.stat(path)", "Of a file: {size=, modified=}.", file_stat},
    {NULL},
};
