#ifndef RULEOUT_CLI_LOOKS_H
#define RULEOUT_CLI_LOOKS_H

/*
 * looks: checks that run while the walk asks something else.
 *
 * What they saw stays in memory, whatever finishes first, until the walk comes to their step. Then
 * it counts where it still stands (core/ready.h), and the check looks again where it does not.
 * Nothing here prints.
 */
#include <stdbool.h>
#include <stdint.h>

#include "cli/runner.h"
#include "core/ready.h"

struct look {
    int step;
    int job; /* 0: it has ended, with `result` */
    int64_t began_ms, began_mono_ms;
    char *reads;
    struct job_result result;
};

/* Starts as {0}: nothing looks ahead. */
struct looks {
    struct runner *runner; /* borrowed */
    int jobs;              /* so many at a time */
    bool held;             /* nothing starts now */
    int waited;            /* the step whose check the walk waits for, and one; 0: none */
    struct look *items;
    size_t count, cap;
};

/* Starts what can start; what was begun with other answers than those that stand now is dropped. */
void looks_start(struct looks *l, const struct session *s);
/* The result of a job that nobody waits for. Takes it; false where it is none of these. */
bool looks_keep(struct looks *l, struct job_result *result);

/*
 * What was begun for a step whose turn it is, and still stands: true, and it is the caller's, with
 * look_release(). False: the check has to look now.
 */
bool looks_take(struct looks *l, const struct session *s, int step, int64_t now_ms,
                struct look *out);
void look_release(struct look *one);

/* All of it is dropped, and what runs is ended: the world is about to change. */
void looks_forget(struct looks *l);
void looks_release(struct looks *l);

#endif
