#ifndef RULEOUT_CORE_MANY_H
#define RULEOUT_CORE_MANY_H

/*
 * many: an answer that is several of a question's options.
 *
 * In the record it is a JSON array of their keys in written order, ["a","b"]: keys may hold commas.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/session.h"

/* The canonical value: `keys`, which stand in written order. */
void many_write(const char *const *keys, size_t count, struct text *out);

/*
 * The texts of a JSON array, in `a`; numbers in digits. NULL where `value` is none, or holds
 * anything else.
 */
const char *const *many_read(struct arena *a, const char *value, size_t *count);

/* Sets what `g` is: its answers, the one that leads, and how it is shown. */
void many_given(struct arena *a, const struct step *step, struct given *g);

/* Adds an answer to a step as people read it: of several the labels, "a, b"; else the value. */
void many_show(const struct step *step, const char *value, struct text *out);

#endif
