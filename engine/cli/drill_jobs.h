#ifndef RULEOUT_CLI_DRILL_JOBS_H
#define RULEOUT_CLI_DRILL_JOBS_H

/*
 * drill_jobs: runs the drills of a set, several at a time.
 *
 * Each of `jobs` processes takes the next drill that nobody has taken, until none is left: it has a
 * written world of its own, and its own broker where checks are to run. What comes of it is the
 * same for any number of them.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "cli/drill_set.h"
#include "drill/results.h"

/*
 * Fills the items of `out`, which has room for all, with what came of each; `coverage` is by the
 * shelf, NULL for a runbook that does not load. With `fail_fast`, those behind the first that
 * failed are skipped. False with a diagnostic where no process could be had.
 */
bool drill_jobs_run(const struct drill_set *s, int jobs, bool fail_fast, struct drill_results *out,
                    struct coverage *const *coverage, struct diags *ds);

/* As many as there are processors that may be used. */
int drill_jobs_usual(void);

#endif
