#include "check/worker.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/inspect.h"
#include "check/link.h"

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
                           const struct check_job *job, bool inspect)
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
    } else if (inspect) {
        run_inspection(job, &result);
    } else {
        run_check(tools, &link, job, &result);
    }
    link_send_result(&link, &result);
    job_result_release(&result);
    _exit(0);
}
