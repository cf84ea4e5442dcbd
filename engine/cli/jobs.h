#ifndef RULEOUT_CLI_JOBS_H
#define RULEOUT_CLI_JOBS_H

/*
 * jobs: --jobs N of a command.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "cli/options.h"

#define JOBS_MOST 256

/* `usual` where none is given. False with a diagnostic where it is no whole number from 1 to
 * JOBS_MOST. */
bool jobs_read(const struct args *args, int usual, int *jobs, struct diags *ds);

/* For checks, which mostly wait: as many as there are processors, and at least two. */
int jobs_for_checks(void);

#endif
