#ifndef RULEOUT_TTY_SIGNALS_H
#define RULEOUT_TTY_SIGNALS_H

/*
 * signals: the signals that a waiting prompt must answer, none of them lost.
 *
 * Handlers only set flags; signals_wait() checks the flags and goes to sleep in one step. What was
 * ignored when the program started stays ignored (nohup, a shell's background job).
 */
#include <stdbool.h>

/* SIGINT, SIGHUP, SIGTERM: the walk ends. The flag stays until signals_stop(). */
void signals_start(void);
void signals_stop(void);
int signals_ended(void); /* the first of them that came, or 0 */

/*
 * SIGTSTP, SIGQUIT, SIGCONT, SIGWINCH: while the terminal is in our hands. A stop or quit that came
 * and was not taken is delivered when they are let go.
 */
void signals_hold_terminal(void);
void signals_let_terminal(void);
bool signals_take(int signo); /* whether it came since the last time */

/* Stops or quits as the signal would have done by itself; comes back when the job goes on. */
void signals_yield(int signo);

/* While signals_wait() waits, `hear` is called whenever that descriptor is readable; it may print
 * nothing. -1: nothing else is listened to. */
void signals_attend(int fd, void (*hear)(void *self), void *self);

/* Until `fd` has input, its end or an error: true. A signal of either kind that was not dealt with:
 * false. */
bool signals_wait(int fd);

#endif
