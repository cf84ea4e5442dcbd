#ifndef RULEOUT_CHECK_BROKER_H
#define RULEOUT_CHECK_BROKER_H

/*
 * broker: the process that starts a keeper for each job. It reads nothing but what the walk sends.
 *
 * When the walk's socket closes it ends every job that still runs, commands too, and itself.
 */
#include <sys/types.h>

#include "core/world.h"

/* Called in the forked child; `walk` is its socket and `parent` the walk. `world` as in checker.h.
 */
_Noreturn void broker_main(int walk, pid_t parent, const struct world *world);

#endif
