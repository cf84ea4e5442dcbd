#ifndef RULEOUT_CHECK_WORKER_H
#define RULEOUT_CHECK_WORKER_H

/*
 * worker: the confined process in which a check's Lua runs.
 */
#include <sys/types.h>

#include "check/keeper.h"

/* Confines itself, runs the check or, where `inspect`, looks at the pieces of Lua that it holds
 * (see check/inspect.h), sends the result over `link` and exits. */
_Noreturn void worker_main(const struct keeper_tools *tools, int link, pid_t keeper,
                           const struct check_job *job, bool inspect);

#endif
