#ifndef RULEOUT_RECORD_FAILURE_H
#define RULEOUT_RECORD_FAILURE_H

/*
 * failure: why the record cannot be used, in one sentence.
 *
 *   the record /mnt/a/record.db cannot be used: the disk is full; free some space there, or set
 *   RULEOUT_DB to a file on another disk
 *
 * All of these return false.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "record/db.h"

#define MEND_ELSEWHERE "set RULEOUT_DB to a file in a folder where you may write"

bool failure_add(struct diags *ds, const char *path, const char *why, const char *mend);
bool failure_errno(struct diags *ds, const char *path, int error);        /* of a system call */
bool failure_db(struct diags *ds, const char *path, const struct db *db); /* what failed last */

#endif
