#include "check/lua_api.h"

#include <stdio.h>
#include <string.h>

/* Asks the world for a fact, which is JSON, and pushes it. */
static int ask(lua_State *L, const char *what, const char *about)
{
    struct lua_host *h = lua_api_begin(L);
    if (!h->world->host(h->world->self, what, about, &h->out, &h->why))
        return lua_api_failed(L);
    jval_free(h->json);
    h->json = jval_read(text_get(&h->out), h->out.len, &h->why);
    if (!h->json)
        return lua_api_failed(L);
    lua_json_push(L, h->json);
    return 1;
}

/* As a drill's `match` has it: "1s". NULL: the check's time ends before. */
static const char *over(lua_State *L, const char *function, char said[32])
{
    static const char *const keys[] = {"over", NULL};
    const struct lua_host *h = lua_host_of(L);
    *said = '\0';
    lua_api_options(L, 1, function, keys);
    if (lua_raw_field(L, 1, "over") == LUA_TNIL)
        return said;
    int64_t ms = lua_api_span_ms(L, -1, function, "over");
    if (ms < 10 || ms > 60000)
        luaL_error(L, "%s: over must be from 10ms to 60s", function);
    if (!h->world || (!h->world->own_clock && ms >= lua_host_left_ms(h)))
        return NULL;
    snprintf(said, 32, ms % 1000 ? "%dms" : "%ds", (int)(ms % 1000 ? ms : ms / 1000));
    return said;
}

static int ask_over(lua_State *L, const char *what, const char *function)
{
    char said[32];
    const char *about = over(L, function, said);
    if (about)
        return ask(L, what, about);
    struct lua_host *h = lua_api_begin(L);
    text_format(&h->why, "%s: the check has less time than `over` takes", function);
    return lua_api_failed(L);
}

static int host_disk(lua_State *L)
{
    return ask(L, "disk", lua_isnoneornil(L, 1) ? "/" : lua_api_text(L, 1, "host.disk", "path"));
}

static int host_disks(lua_State *L)
{
    return ask(L, "disks", "");
}

static int host_memory(lua_State *L)
{
    return ask(L, "memory", "");
}

static int host_cpu(lua_State *L)
{
    return ask_over(L, "cpu", "host.cpu");
}

static int host_pressure(lua_State *L)
{
    return ask(L, "pressure", "");
}

static int host_net(lua_State *L)
{
    return ask_over(L, "net", "host.net");
}

static int host_processes(lua_State *L)
{
    const char *name = lua_isnoneornil(L, 1) ? "" : lua_api_text(L, 1, "host.processes", "name");
    return ask(L, "processes", name);
}

static int host_ports(lua_State *L)
{
    return ask(L, "ports", "");
}

static int host_deleted(lua_State *L)
{
    const char *path = lua_isnoneornil(L, 1) ? "" : lua_api_text(L, 1, "host.deleted", "path");
    return ask(L, "deleted", path);
}

static int host_uptime(lua_State *L)
{
    return ask(L, "uptime", "");
}

static int host_name(lua_State *L)
{
    return ask(L, "hostname", "");
}

const struct lua_entry lua_api_host[] = {
    {"host.disk", "host.disk([path])",
     "The file system that holds a path: {mount=, type=, device=, size=, used=, free=, "
     "used_percent=, inodes=, inodes_free=, inodes_used_percent=, read_only=}, sizes in bytes.",
     host_disk},
    {"host.disks", "host.disks()",
     "A list of these, of all that this machine keeps files on. What another machine serves has "
     "`remote` and no numbers, as asking might wait for ever.",
     host_disks},
    {"host.memory", "host.memory()",
     "{total=, available=, available_percent=, free=, cached=, shared=, dirty=, swap_total=, "
     "swap_used=, oom_kills=}, sizes in bytes; "
     "`oom_kills`: how often the kernel ended a process for want of memory since it started.",
     host_memory},
    {"host.cpu", "host.cpu([{over=}])",
     "{cores=, load1=, load5=, load15=}; with `over` (\"1s\") also what was used from now on for "
     "so "
     "long: {over=, busy_percent=, user_percent=, system_percent=, iowait_percent=, "
     "steal_percent=, running=, blocked=, hottest=}, the last a list of {pid=, name=, percent=} of "
     "one processor.",
     host_cpu},
    {"host.pressure", "host.pressure()",
     "Which part of the time work had to wait, as Linux measures it: {cpu=, memory=, io=}, each "
     "{some=, full=} of {avg10=, avg60=, avg300=, total_us=}; percent over 10, 60 and 300 seconds.",
     host_pressure},
    {"host.processes", "host.processes([name])",
     "Processes of that name, or all: a list of {pid=, parent=, name=, command=, state=, threads=, "
     "rss=, cpu_seconds=, started=, files=, unit=}.",
     host_processes},
    {"host.ports", "host.ports()",
     "Who listens: {ports=, unseen=}, a list of {proto=, address=, port=, user=, pid=, name=}.",
     host_ports},
    {"host.deleted", "host.deleted([path])",
     "Deleted files that a process holds open, on the file system of a path or on all: {files=, "
     "bytes=, count=, unseen=}, a list of {pid=, name=, path=, size=, holders=, mount=, unit=}, "
     "the "
     "largest 200 first.",
     host_deleted},
    {"host.net", "host.net([{over=}])",
     "Counts of the network since the machine started, or over a span from now on: {interfaces=, "
     "tcp=, udp=, tracked=, tracked_most=}.",
     host_net},
    {"host.uptime", "host.uptime()", "Seconds since the machine was started.", host_uptime},
    {"host.name", "host.name()", "The machine's name.", host_name},
    {NULL},
};
