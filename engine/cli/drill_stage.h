#ifndef RULEOUT_CLI_DRILL_STAGE_H
#define RULEOUT_CLI_DRILL_STAGE_H

/*
 * drill_stage: loads drills, one after the other.
 *
 * The runbooks that they name stay, each with its checks; a drill is there until it is released.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "cli/runner.h"
#include "drill/drill.h"

struct staged_book {
    struct runner runner;
    bool ready; /* it loads, and has all its checks */
};

/* Starts as {0}, or with a checker. */
struct drill_stage {
    struct checker *checker; /* borrowed; NULL: no check runs */
    struct shelf shelf;
    struct staged_book *books; /* by the shelf */
    size_t count, cap;
};

struct staged {
    struct source *source;
    struct drill *drill;   /* NULL: it does not load */
    struct runner *runner; /* of its runbook; good until the next drill is loaded */
};

/* Diagnostics may point into the drill's source, so they go first. */
struct staged drill_stage_load(struct drill_stage *s, const char *file, struct diags *ds);
void staged_release(struct staged *one);
void drill_stage_release(struct drill_stage *s);

#endif
