#ifndef RULEOUT_CLI_ANSWERS_H
#define RULEOUT_CLI_ANSWERS_H

/*
 * answers: what `walk --answers FILE` says beforehand.
 *
 * A YAML mapping of steps, named as in the record (`which_version`, `which_version#2`,
 * `severity.reach`, `resolve`), to answers as a responder would type them, or a list of them where
 * the step is of type many. What a step captures is there under its name, as a file. Each is used
 * once; what is not there is asked, but for captures of a step whose answer is there.
 */
#include "base/diag.h"
#include "book/book.h"

struct given_answers;

/* False with diagnostics, which point into `*out`: free it in either case, after them. */
bool answers_read(const char *path, struct given_answers **out, struct diags *ds);
void answers_free(struct given_answers *g); /* NULL is allowed */

/* Whether all its steps are in that runbook and framework, which may be NULL. False with
 * diagnostics. */
bool answers_fit(const struct given_answers *g, const struct book *book,
                 const struct severity *severity, struct diags *ds);

/* Whether there is one (left). */
bool answers_has(const struct given_answers *g, const char *step);

/* NULL where there is none (left). `g` may be NULL. */
const char *answers_take(struct given_answers *g, const char *step);

/* The steps whose answers no question took, as "a, b": how many. */
size_t answers_left(const struct given_answers *g, struct text *names);

#endif
