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

const struct lua_entry lua_api_host[] = {
    {"host.disk", "host.disk([path])",
     "The file system that holds a path: {mount=, device=, type=, size=, used=, free=, "
     "used_percent=, inodes=, inodes_free=, inodes_used_percent=}.",
     host_disk},
    {"host.memory", "host.memory()",
     "{total=, available=, available_percent=, swap_total=, swap_free=}.", host_memory},
    {"host.cpu", "host.cpu()", "{count=, load1=, load5=, load15=}.", host_cpu},
    {"host.processes", "host.processes([name])",
     "Processes of that name, or all: a list of {pid=, parent=, name=, command=, user=, state=, "
     "started=, memory=}.",
     host_processes},
    {NULL},
};
