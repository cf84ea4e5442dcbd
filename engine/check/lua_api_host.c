#include "check/lua_api.h"

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

static int host_disk(lua_State *L)
{
    return ask(L, "disk", lua_isnoneornil(L, 1) ? "/" : lua_api_text(L, 1, "host.disk", "path"));
}

static int host_memory(lua_State *L)
{
    return ask(L, "memory", "");
}

static int host_cpu(lua_State *L)
{
    return ask(L, "cpu", "");
}

static int host_processes(lua_State *L)
{
    const char *name = lua_isnoneornil(L, 1) ? "" : lua_api_text(L, 1, "host.processes", "name");
    return ask(L, "processes", name);
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
     "The file system that holds a path: {mount=, size=, used=, free=, used_percent=, "
     "inodes_used_percent=}, sizes in bytes.",
     host_disk},
    {"host.memory", "host.memory()",
     "{total=, available=, available_percent=, swap_used=, oom_kills=}, sizes in bytes; "
     "`oom_kills`: how often the kernel ended a process for want of memory since it started.",
     host_memory},
    {"host.cpu", "host.cpu()", "{cores=, load1=, load5=, load15=}.", host_cpu},
    {"host.processes", "host.processes([name])",
     "Processes of that name, or all: a list of {pid=, name=, rss=, cpu_seconds=, started=}.",
     host_processes},
    {"host.uptime", "host.uptime()", "Seconds since the machine was started.", host_uptime},
    {"host.name", "host.name()", "The machine's name.", host_name},
    {NULL},
};
