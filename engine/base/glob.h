#ifndef RULEOUT_BASE_GLOB_H
#define RULEOUT_BASE_GLOB_H

/*
 * glob: patterns in which `*` stands for any characters, also none, and everything else for itself.
 */
#include <stdbool.h>

/* Time is at most the product of both lengths. */
bool glob_matches(const char *pattern, const char *text);

#endif
