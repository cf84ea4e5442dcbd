#ifndef RULEOUT_CHECK_ARGUMENT_H
#define RULEOUT_CHECK_ARGUMENT_H

/*
 * argument: whether a text is a value of what a check's header says that it takes.
 *
 * What lua_header.c says when the check is run, said before.
 */
#include <stdbool.h>

#include "base/json.h"

/* `spec` is one input of a header: {type, unit, one_of, ...}. NULL where the text fits, else what
 * is wanted: "a number". */
const char *argument_misfit(const struct jval *spec, const char *text);

/* Whether a check can do without it. */
bool argument_is_needed(const struct jval *spec);

#endif
