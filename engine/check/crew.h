#ifndef RULEOUT_CHECK_CREW_H
#define RULEOUT_CHECK_CREW_H

/*
 * crew: the broker's children: keepers, and the workers that they are given.
 *
 * A worker is forked from the broker, which sees nothing of what checks read, confines itself
 * before it has a job, and does a single one: what it read dies with it. One is made ahead. A
 * keeper of checks reads of a worker nothing but frames, and so does job after job; a few that wait
 * are kept. What waited half a second for nothing is let go. The keeper of a command ends with it.
 */
#include <signal.h>

#include "check/keeper.h"

struct post;

struct worker {
    pid_t pid; /* 0: there is none */
    int link;
};

struct crew {
    struct keeper_tools tools;
    struct post *posts; /* one for each keeper */
    size_t count, cap;
    struct pollfd *polled;
    size_t polled_cap;
    struct worker spare;
    bool
        ahead; /* there was a check, so that a spare is kept; an inspection is often the only job */
    int64_t idle_ms; /* on the monotonic clock: those that wait are let go then, if no job runs */
};

/* Starts a job. Its one result is sent by its keeper, or from here where it can have none. */
void crew_start(struct crew *c, struct frame *job);
void crew_cancel(struct crew *c, int job);

/*
 * Waits for the walk (unless `walk` is -1), for keepers, or for a signal of `mask`; at most `ms`,
 * -1 is for ever. Hears what keepers say. True: there is something of the walk.
 */
bool crew_wait(struct crew *c, int walk, int ms, const sigset_t *mask);
bool crew_take_ended(struct crew *c); /* reaps; false: there is no child at all */

/* Ends the keepers that their deadline did not, and lets those go that have waited long. */
void crew_look_after(struct crew *c);
int crew_next_ms(const struct crew *c); /* until that has something to do; -1: nothing */

/* Asks all to end their jobs and themselves; crew_kill() ends those that are left, and all they
 * have. */
void crew_dismiss(struct crew *c);
void crew_kill(struct crew *c);

#endif
