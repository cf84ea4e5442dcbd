#ifndef RULEOUT_CHECK_PROC_FILE_H
#define RULEOUT_CHECK_PROC_FILE_H

/*
 * proc_file: reading small files of /proc.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* At most cap - 1 bytes, NUL behind. `why` NULL: nobody asks. */
bool proc_file(const char *path, char *room, size_t cap, struct text *why);
/* The number behind `name` at the start of a line. */
bool proc_field(const char *file, const char *name, int64_t *value);

#endif
