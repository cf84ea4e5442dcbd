#ifndef RULEOUT_CHECK_KEEPER_H
#define RULEOUT_CHECK_KEEPER_H

/*
 * keeper: the process that holds a job.
 *
 * It is the subreaper of all that the job starts, sends the job's one result to the walk itself,
 * and then nothing of what the job has started is left. The deadline and orders come as signals
 * (SIGALRM; SIGTERM: cancelled, or the broker is gone), so that they are heard whatever it waits
 * for; where one comes, the keeper ends with its job.
 */
#include "check/confine.h"
#include "check/frame.h"
#include "check/lua_host.h"
#include "core/world.h"

#define KEEPER_ANSWER_MOST (4u << 10)
#define KEEPER_EVIDENCE_MOST (64u << 10)
#define KEEPER_VALUE_MOST (256u << 10)
#define KEEPER_WHY_MOST (4u << 10)

#define KEEPER_WALK_FD 3

/* What keepers and workers get from the broker that they were forked from. */
struct keeper_tools {
    int walk;                   /* where results go: KEEPER_WALK_FD */
    const struct world *world;  /* NULL: the machine itself */
    struct lua_host *host;      /* NULL: there is no Lua */
    const struct confine *cell; /* NULL: this machine cannot confine, for the reason in `why` */
    const char *why;
};

#define KEEPER_ENDED "ended early: it was cancelled, or the checks' broker ended unexpectedly"

/*
 * Both begin in a child of the broker, whose number `broker` is; SIGTERM is blocked and SIGPIPE
 * ignored. The exit status is 0 where the result of the last job was sent.
 *
 * `line` leads to the broker, which sees by its end that the keeper has ended. That of a command
 * does the job of `frame` and exits. That of checks gets frames over the line, each with the link
 * to a worker, until the broker closes it. It says FREE behind each job; and LOST where its worker
 * is gone, upon which the broker sends how that ended, an int.
 */
_Noreturn void keeper_of_command(const struct keeper_tools *tools, struct frame *frame, int line,
                                 int broker);
_Noreturn void keeper_of_checks(const struct keeper_tools *tools, int line, int broker);

#define KEEPER_SAYS_FREE 'f'
#define KEEPER_SAYS_LOST 'l'

/* The result of a job that could not be done, as a frame of at most KEEPER_CANNOT_MOST bytes. */
#define KEEPER_CANNOT_MOST 1024
size_t keeper_lay_out_cannot(int job, const char *why, char packet[KEEPER_CANNOT_MOST]);

#endif
