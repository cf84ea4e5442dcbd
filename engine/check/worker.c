#include "check/worker.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/inspect.h"
#include "check/link.h"
#include "check/message.h"

static void run_inspection(const struct check_job *job, struct job_result *r)
{
    struct text told = {0};
    bool ok = inspect_run(job->lua, job->lua_len, &told);
    r->outcome = ok ? CHECK_TOLD : CHECK_CANNOT;
    r->answer = ok ? mem_text("yes") : NULL;
    r->value = ok ? text_take(&told) : NULL;
    r->why = ok ? NULL : mem_text("Lua could not be looked at");
    text_release(&told);
}

static void run_check(const struct keeper_tools *tools, struct link *link,
                      const struct check_job *job, struct job_result *r)
{
    struct world outside = link_world(link);
    outside.own_clock = tools->world && tools->world->own_clock;
    lua_host_check(tools->host, &outside, job, r);
}

/* Returns why not. */
static const char *enter(const struct keeper_tools *tools, struct link *link)
{
    if (!tools->cell)
        return tools->why;
    if (!tools->host)
        return "Lua could not be started";
    bool confined = confine_enter(tools->cell, link->fd);
    link->fd = 0;
    return confined ? NULL : "it could not be confined";
}

static void do_job(const struct keeper_tools *tools, struct link *link, enum link_kind kind,
                   const struct text *body, struct job_result *r)
{
    struct unpack u = {body->at, body->len, false};
    struct check_job job = {0};
    struct arena *a = arena_new();
    if (!message_get_check(&u, a, &job))
        r->why = mem_text("the job could not be read");
    else if (kind == LINK_INSPECT)
        run_inspection(&job, r);
    else
        run_check(tools, link, &job, r);
    arena_free(a);
}

_Noreturn void worker_main(const struct keeper_tools *tools, int link_fd, pid_t broker)
{
    struct link link = {.fd = link_fd};
    struct job_result result = {.outcome = CHECK_CANNOT};
    enum link_kind kind;
    struct text job = {0};
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != broker)
        _exit(1);
    const char *refused = enter(tools, &link);
    if (!link_receive(&link, &kind, &job, UINT32_MAX, NULL))
        _exit(0);
    if (refused)
        result.why = mem_text(refused);
    else
        do_job(tools, &link, kind, &job, &result);
    link_send_result(&link, &result);
    _exit(0);
}

void worker_rehearse(void)
{
    static const char lua[] = "local t = {tostring(1)} return #t == 1, ('%s'):format(t[1]), t";
    struct check_job job = {
        .name = "rehearsal", .lua = lua, .lua_len = sizeof lua - 1, .inline_body = true};
    struct job_result result = {.outcome = CHECK_CANNOT};
    struct text body = {0};
    const struct keeper_tools tools = {.host = lua_host_new()};
    enum link_kind kind;
    int ends[2];
    if (!tools.host || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return;
    struct link keeper = {.fd = ends[0]}, worker = {.fd = ends[1]};
    job.timeout_ms = 1000;
    message_put_check(&body, &job);
    if (link_send(&keeper, LINK_CHECK, &body, -1) &&
        link_receive(&worker, &kind, &body, LINK_MOST, NULL))
        do_job(&tools, &worker, kind, &body, &result);
    link_send_result(&worker, &result);
    job_result_release(&result);
    text_release(&body);
    close(ends[0]);
    close(ends[1]);
    lua_host_free(tools.host);
}
