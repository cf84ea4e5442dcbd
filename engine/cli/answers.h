#ifndef RULEOUT_CLI_ANSWERS_H
#define RULEOUT_CLI_ANSWERS_H

/*
 * answers: what `walk --answers FILE` says beforehand.
 *
 * A YAML mapping of steps, named as in the record (`which_version`, `which_version#2`,
 * `severity.reach`, `resolve`), to answers as a responder would type them. Each is used once; what
 * is not there is asked.
 */
#include "base/diag.h"

struct given_answers;

/* False with diagnostics, which point into `*out`: free it in either case, after them. */
bool answers_read(const char *path, struct given_answers **out, struct diags *ds);
void answers_free(struct given_answers *g); /* NULL is allowed */

const char *answers_take(struct given_answers *g,
                         const char *step); /* NULL where there is none (left) */

/* The first answer that no question took, or NULL. */
const char *answers_left(const struct given_answers *g);

#endif
