#ifndef RULEOUT_CLUES_SHARED_H
#define RULEOUT_CLUES_SHARED_H

/*
 * shared: what inputs that fail have in common, and those that pass have not.
 *
 * An input is a text, or fields with texts. Everything that could be said of one - a kind of
 * number, a value, a length, letters, a beginning, a date - divides all inputs in two; the division
 * that lies most along failing and passing is told, by Fisher's exact test (R. A. Fisher, "The
 * Logic of Inductive Inference", Journal of the Royal Statistical Society 98, 1935), one-sided,
 * times the different divisions that were tried (C. E. Bonferroni, 1936): half of the error goes to
 * the plain properties, half to those whose limits, values and beginnings come from the inputs.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

#define SHARED_P 0.05
#define SHARED_INPUTS_MAX 5000
#define SHARED_FIELDS_MAX 60

/* values[field * count + input]; NULL: the input has no such field. The first `failing` inputs
 * fail, the others pass. A field without a name is the input itself. */
struct shared_input {
    size_t failing, count, fields;
    const char *const *names;
    const char *const *values;
};

struct shared {
    const char *kind;  /* "number", "sign", "size", "value", "empty", "length", "letters", "prefix",
                          "date", "missing"; "nothing" */
    const char *field; /* NULL: the input itself */
    struct text property; /* "amount is a decimal": of "nothing" what came nearest, where p < 1 */
    size_t failing, passing; /* of each that have it */
    size_t tried;
    double p;
    struct text says;
};

void shared_find(const struct shared_input *in, struct shared *out);
void shared_release(struct shared *s);

#endif
