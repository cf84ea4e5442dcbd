#ifndef RULEOUT_CHECK_WORKER_H
#define RULEOUT_CHECK_WORKER_H

/*
 * worker: the confined process in which a check's Lua runs.
 */
#include <sys/types.h>

#include "check/keeper.h"

/*
 * In a child of the broker: confines itself, waits for its one job over `link`, runs the check or,
 * of an inspection, looks at the pieces of Lua that it holds (see check/inspect.h), sends the
 * result and exits.
 */
_Noreturn void worker_main(const struct keeper_tools *tools, int link, pid_t broker);

/*
 * A check of the program's own, in this process: what workers call is then looked up by the dynamic
 * linker once, in the broker, and not by each of them.
 */
void worker_rehearse(void);

#endif
