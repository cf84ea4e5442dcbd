#ifndef RULEOUT_RECORD_PLACE_H
#define RULEOUT_RECORD_PLACE_H

/*
 * place: where the record is kept, and whether it can be kept there. The path: record_path().
 */
#include <stdbool.h>

#include "base/diag.h"
#include "record/record.h"

/*
 * Whether a record can be at `path`; for RECORD_WRITE makes the folders (0700) and an empty file
 * (0600 from its first moment). Sets `there`. False with a diagnostic.
 */
bool place_prepare(const char *path, enum record_mode mode, bool *there, struct diags *ds);

bool place_is_writable(const char *path); /* the file, and its folder */

/* What a file system on which the record must not be is called; NULL for all others. `type` as
 * statfs() gives it. */
const char *place_network(long type);

char *place_folder(const char *path); /* the folder that `path` is in; free() it */

#endif
