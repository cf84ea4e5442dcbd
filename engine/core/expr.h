#ifndef RULEOUT_CORE_EXPR_H
#define RULEOUT_CORE_EXPR_H

/*
 * expr: what a condition says of a session.
 *
 * A step of type many == a text holds where that is among its answers, ~= where it was answered
 * and the text is not among them.
 *
 * A comparison with a step that has no answer, or the answer unknown, is false; so is `~=`. Numbers
 * compare as numbers, times by moment, all else as text.
 */
#include <stdbool.h>

#include "book/cond.h"
#include "core/session.h"

bool expr_holds(const struct cond *c, const struct session *s); /* names are the book's steps and
                                                                  inputs */

/* For the severity framework: names are its questions, `answers` has a value or NULL for each. */
bool expr_holds_severity(const struct cond *c, const char *const *answers);

/*
 * The level that the answers to the triage give: the first that holds. An answer "unknown" or NULL
 * counts as the one that gives the worst level. -1 where no level holds.
 */
int expr_level(const struct severity *severity, const char *const *answers);

#endif
