#ifndef RULEOUT_CLI_DRILL_FILES_H
#define RULEOUT_CLI_DRILL_FILES_H

/*
 * drill_files: the drills below some paths.
 *
 * A drill is a YAML file with a key `drill` at its top. A file that was named itself is taken for
 * one in any case.
 */
#include <stddef.h>

#include "base/diag.h"

struct drill_files {
    char **paths;
    size_t count, cap;
};

/* Of a folder all below it, in order of their paths, links not followed. */
void drill_files_find(struct drill_files *f, const char *path, struct diags *ds);
void drill_files_release(struct drill_files *f);

#endif
