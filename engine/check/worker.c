#include "check/worker.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/link.h"

static void run_header(struct lua_host *host, const struct check_job *job, struct job_result *r)
{
    struct text json = {0}, why = {0};
    if (lua_host_header(host, job->name, job->lua, job->lua_len, &json, &why)) {
        r->outcome = CHECK_TOLD;
        r->answer = mem_text("yes");
        r->value = text_take(&json);
    } else {
        r->outcome = CHECK_CANNOT;
        r->why = text_take(&why);
    }
    text_release(&json);
    text_release(&why);
}

static void run_check(const struct keeper_tools *tools, struct link *link,
                      const struct check_job *job, struct job_result *r)
{
    struct world outside = link_world(link);
    outside.own_clock = tools->world && tools->world->own_clock;
    lua_host_check(tools->host, &outside, job, r);
}

/* Returns why not. */
static const char *enter(const struct keeper_tools *tools, struct link *link, int64_t timeout_ms)
{
    if (!tools->cell)
        return tools->why;
    if (!tools->host)
        return "Lua could not be started";
    bool confined = confine_enter(tools->cell, link->fd, timeout_ms);
    link->fd = 0;
    return confined ? NULL : "it could not be confined";
}

_Noreturn void worker_main(const struct keeper_tools *tools, int link_fd, pid_t keeper,
                           const struct check_job *job, bool header)
{
    struct link link = {.fd = link_fd};
    struct job_result result = {0};
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != keeper)
        _exit(1);
    const char *refused = enter(tools, &link, job->timeout_ms);
    if (refused) {
        result.outcome = CHECK_CANNOT;
        result.why = mem_text(refused);
    } else if (header) {
        run_header(tools->host, job, &result);
    } else {
        run_check(tools, &link, job, &result);
    }
    link_send_result(&link, &result);
    job_result_release(&result);
    _exit(0);
}
