#ifndef RULEOUT_CLI_DRILL_JOBS_H
#define RULEOUT_CLI_DRILL_JOBS_H

/*
 * drill_jobs: runs drills, several at a time.
 *
 * Each of `jobs` processes takes the next drill that nobody has taken, until none is left. It has a
 * written world of its own and a broker of its own, which was forked before a drill was loaded:
 * forking from it costs the same however many drills and runbooks there are. What comes of the
 * drills is the same for any number of processes.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "drill/results.h"
#include "drill/shelf.h"

struct drill_orders {
    const char *const *files;
    size_t count;
    int jobs;
    bool fail_fast; /* those behind the first that failed are skipped */
    bool coverage;
};

struct drill_run {
    struct drill_results results;
    struct text complaints; /* what was said of drills and runbooks when they were loaded */
    size_t unloaded;        /* drills that do not load */
    struct shelf shelf;     /* of the runbooks that are covered */
    struct coverage **coverage;
};

/* False with a diagnostic where a process could not be had or did not end well: then some results
 * say so. */
bool drill_jobs_run(const struct drill_orders *o, struct drill_run *out, struct diags *ds);
void drill_run_release(struct drill_run *r);

/* As many as there are processors that may be used. */
int drill_jobs_usual(void);

#endif
