#ifndef RULEOUT_CHECK_KEEPER_H
#define RULEOUT_CHECK_KEEPER_H

/*
 * keeper: the process that holds one job.
 *
 * It is the subreaper of all that the job starts, sends the job's one result to the walk itself,
 * and then nothing of the job is left. Its deadline and its orders come as signals (SIGALRM;
 * SIGTERM: cancelled, or the broker is gone), so that they are heard whatever it waits for.
 */
#include "check/confine.h"
#include "check/frame.h"
#include "check/lua_host.h"
#include "core/world.h"

#define KEEPER_ANSWER_MOST (4u << 10)
#define KEEPER_EVIDENCE_MOST (64u << 10)
#define KEEPER_VALUE_MOST (256u << 10)
#define KEEPER_WHY_MOST (4u << 10)

/* What each keeper gets from the broker that it was forked from. */
struct keeper_tools {
    int walk;                   /* where results go */
    const struct world *world;  /* NULL: the machine itself */
    struct lua_host *host;      /* NULL: there is no Lua */
    const struct confine *cell; /* NULL: this machine cannot confine, for the reason in `why` */
    const char *why;
};

#define KEEPER_ENDED "ended early: it was cancelled, or the checks' broker ended unexpectedly"

/*
 * Does the job of `frame` and exits. `broker` is its parent, which has SIGTERM blocked and SIGPIPE
 * ignored. The exit status is 0 where the result was sent.
 */
_Noreturn void keeper_main(const struct keeper_tools *tools, struct frame *frame, int broker);

/* The result of a job that could not be done, as a frame of at most KEEPER_CANNOT_MOST bytes. */
#define KEEPER_CANNOT_MOST 1024
size_t keeper_lay_out_cannot(int job, const char *why, char packet[KEEPER_CANNOT_MOST]);

#endif
