#ifndef RULEOUT_CLI_INPUTS_H
#define RULEOUT_CLI_INPUTS_H

/*
 * inputs: the values of `-i KEY=VALUE`.
 */
#include "base/diag.h"
#include "cli/options.h"
#include "core/walk.h"

/* Adds each as a fact, like any answer. False with a diagnostic: no such input, or a value that
 * does not fit. */
bool inputs_take(struct session *s, const struct args *args, struct batch *b, struct moment m,
                 struct diags *ds);

#endif
