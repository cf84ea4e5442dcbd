#ifndef RULEOUT_CORE_FOUND_H
#define RULEOUT_CORE_FOUND_H

/*
 * found: parts of the value that a check gave beside its answer.
 */
#include <stdbool.h>

#include "base/text.h"

/*
 * "mount", "slots.1.name": keys of objects, and places in lists from 1, with points between. True
 * where it leads to a text, a number, or a boolean (yes, no), which is put into `out`.
 */
bool found_part(const char *json, const char *path, struct text *out);

#endif
