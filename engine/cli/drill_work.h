#ifndef RULEOUT_CLI_DRILL_WORK_H
#define RULEOUT_CLI_DRILL_WORK_H

/*
 * drill_work: one process that runs drills, and how it tells what came of them.
 */
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "check/pack.h"
#include "cli/drill_jobs.h"

/* What the processes share. */
struct drill_queue {
    atomic_size_t next; /* the first that nobody has taken */
    atomic_bool stop;
};

/* What came of one. Texts are never NULL but the title and the runbook's path. */
struct drill_told {
    size_t drill;
    const char *title; /* NULL: it does not load */
    const char *book;  /* the path of its runbook */
    const char *failures, *reached;
    size_t reached_len;
    const char *const *complaints;
    int64_t took_ms;
    int answered;
};

/* Writes what came of each drill to `results` as it goes, and ends. */
_Noreturn void drill_work(const struct drill_orders *o, struct drill_queue *queue, int results,
                          pid_t starter);

/* The next that was written whole; false where there is none. */
bool drill_told_next(struct unpack *u, struct arena *a, struct drill_told *out);

#endif
