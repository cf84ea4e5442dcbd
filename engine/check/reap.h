#ifndef RULEOUT_CHECK_REAP_H
#define RULEOUT_CHECK_REAP_H

/*
 * reap: ending processes for good, with what they started.
 *
 * All of it may be called in a signal handler: no memory, no locks. Each gives up after two
 * seconds, because a process in an uninterruptible wait, or one of another user, dies late or
 * never.
 */
#include <stdbool.h>
#include <sys/types.h>

/*
 * Ends every child of this process and, as it must be their subreaper (PR_SET_CHILD_SUBREAPER),
 * everything that they started, whatever sessions those made. False where some are left.
 */
bool reap_children(void);

/* Ends a process and its descendants, as far as their parents still live. Reaps none. */
void reap_tree(pid_t root);

/* Ends what is in the session of a dead leader, whose number must not have been reaped yet. */
void reap_session(pid_t leader);

#endif
