#ifndef RULEOUT_CHECK_CONFINE_H
#define RULEOUT_CHECK_CONFINE_H

/*
 * confine: what a worker may still do, which is to compute and to talk to its keeper.
 *
 * Prepared once in the broker, entered in each worker after the fork and before any Lua. Nothing
 * here needs privileges, and nothing can be taken back by the worker.
 *
 * - no descriptor but its link
 * - resource limits: 32 descriptors, no process, no file written, no core, CONFINE_MEMORY of
 * private memory; and CPU time, once it has a job
 * - seccomp: a list of system calls that are allowed; others fail with EPERM. There is no open,
 *   socket, exec, fork, kill or ptrace among them.
 * - Landlock, where the kernel has it: no file, no TCP port, no signal to others, nothing at all.
 *
 * A machine without seccomp cannot confine, and no check runs there. The build with sanitizers has
 * no limit on memory, and the one for valgrind has neither that nor seccomp nor Landlock: they do
 * not work under those.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/text.h"

#define CONFINE_MEMORY (256u << 20) /* bytes; the cap on Lua's own is far below */

enum confine_part {
    CONFINE_LIMITS = 1,
    CONFINE_MEMORY_LIMIT = 2,
    CONFINE_SECCOMP = 4,
    CONFINE_LANDLOCK = 8
};

struct confine;

/* NULL with the reason where this machine cannot confine. */
struct confine *confine_new(struct text *why);
void confine_free(struct confine *c); /* NULL is allowed */
unsigned confine_parts(const struct confine *c);

/*
 * Confines this process for good. `link` is the descriptor that stays, and it becomes 0, also
 * where this fails. False: the process is not confined, and must end.
 */
bool confine_enter(const struct confine *c, int link);
/* How much CPU time a confined process may have, from whoever gives it a job of so long. */
bool confine_limit_time(pid_t worker, int64_t timeout_ms);

#endif
