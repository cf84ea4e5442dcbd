#ifndef RULEOUT_CORE_ROTATED_H
#define RULEOUT_CORE_ROTATED_H

/*
 * rotated: the files that a log became, as logrotate names them, and nothing else.
 *
 * Of app.log: app.log.1, app.log-20260914 (and -2026091410, -20260914-1002, -2026-09-14),
 * app-20260914.log, app.1.log, each also with .gz, .zst, .xz or .bz2 behind it.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* Whether the file `name` was once `log`; both are names without a folder. `*age` gets its place:
 * the lower, the older, by number or date. */
bool rotated_name(const char *log, const char *name, int64_t *age);

/* Both are paths, with nothing in them to resolve. */
bool rotated_path(const char *log, const char *path);

/* The lines of `names` that are names of what the log became, the oldest first; one that is there
 * both packed and not, not packed. */
void rotated_names(const char *log, const char *names, struct text *out);

#endif
