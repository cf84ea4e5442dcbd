#ifndef RULEOUT_BOOK_MATCH_H
#define RULEOUT_BOOK_MATCH_H

/*
 * match: the pattern that an input's values have to fit, from their first byte to their last.
 */
#include <stdbool.h>

#include "base/text.h"

/* False with the reason: "missing closing parenthesis at character 4". */
bool match_compiles(const char *pattern, struct text *why);

/* A pattern that takes too long on a value does not fit it. */
bool match_fits(const char *pattern, const char *value);

#endif
