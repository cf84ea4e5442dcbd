#ifndef RULEOUT_CLI_DRILL_SET_H
#define RULEOUT_CLI_DRILL_SET_H

/*
 * drill_set: drills and their runbooks, loaded.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "cli/drill_files.h"
#include "cli/runner.h"
#include "drill/drill.h"

/* One runbook of the shelf, and the checks that it names. */
struct stage {
    struct runner runner; /* without a checker */
    bool ready;           /* it loads, and has all its checks */
};

struct drill_set {
    const char **files; /* by drill, as the rest; they belong to the struct drill_files */
    struct source **sources;
    struct drill **drills; /* NULL: it does not load */
    size_t count, skipped, unloaded;
    struct shelf shelf;
    struct stage *stages; /* by the shelf */
    size_t stage_count, stage_cap;
};

/* Loads those whose path or title holds `filter`; all, where it is NULL. */
void drill_set_load(struct drill_set *s, const struct drill_files *files, const char *filter,
                    struct diags *ds);
void drill_set_release(struct drill_set *s);

#endif
