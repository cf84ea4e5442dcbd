#ifndef RULEOUT_CLI_RUNNER_H
#define RULEOUT_CLI_RUNNER_H

/*
 * runner: the checks and commands of one runbook, on their way to the checker.
 *
 * Everything that would run is read once, when the runbook is opened: what was trusted is what
 * runs.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "book/book.h"
#include "check/checker.h"
#include "cli/incident.h"
#include "core/session.h"

/* The Lua of one check: of a step, or of a verify. */
struct runnable {
    const struct check *check;
    int part;
    struct source *file; /* NULL for an inline body */
    char *pinned_as;     /* its name in the record; NULL without a file */
};

struct runner {
    struct checker *checker; /* borrowed; NULL: nothing runs */
    const struct book *book;
    struct runnable *steps; /* by step; check NULL where it has none */
    struct runnable *verifies;
    bool pinned; /* the runbook is the record's */
};

/*
 * Takes the Lua of the checks that the runbook names from what the record pinned, where `texts` is
 * given and has it, and else from files. False with a diagnostic at the `check:` that has none.
 */
bool runner_open(struct runner *r, const struct book *book, const struct texts *texts,
                 struct checker *checker, struct diags *ds);
bool runner_needed(const struct runner *r); /* whether it has checks or commands at all */
void runner_release(struct runner *r);

/* Adds all that would run, and what it may touch, to a digest: see cli/trust.h. */
void runner_digest(const struct runner *r, struct text *out);

/*
 * Starts a check with the values of the session. The job's number; 0 where it cannot start: `why`
 * says what value is missing, or that the broker is gone.
 */
int runner_start_step(struct runner *r, const struct session *s, int step, struct text *why);
/* Whether all that the step's check is given is known. */
bool runner_has_values(const struct session *s, int step);
int runner_start_verify(struct runner *r, const struct session *s, int verify, struct text *why);

/* What its runbook's `allow` lets the commands of an action have of the environment, as
 * "NAME=value", and `own`, what the action sets; NULL behind the last. */
const char *const *runner_env(const struct book *b, int action, const char *const *own,
                              struct arena *a);

#endif
