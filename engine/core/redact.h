#ifndef RULEOUT_CORE_REDACT_H
#define RULEOUT_CORE_REDACT_H

/*
 * redact: the secrets of a walk, and keeping them out of all that is stored or shown.
 *
 * A secret lives here alone, as long as the program runs. In text it is found as it is, in base64
 * (both alphabets, also within something longer), URL-encoded and escaped for JSON, and base64 in
 * these two; each becomes "[secret NAME]". What was given for a name before stays hidden too.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

#define SECRET_MIN_WORD "six"
#define SECRET_MIN 6 /* bytes; a shorter one could not be told from other text */

struct secrets;

struct secrets *secrets_new(void);
void secrets_free(struct secrets *all); /* NULL is allowed; what was there is wiped */

void secrets_set(struct secrets *all, const char *name, const char *value);
const char *secrets_get(const struct secrets *all, const char *name); /* NULL: not given */
bool secrets_any(const struct secrets *all);                          /* NULL: none */

/* Adds the text without its secrets; whether there was one. `all` may be NULL. */
bool redact(const struct secrets *all, const char *s, size_t len, struct text *out);
/* The same of text whose end was cut off: a secret that it may have cut is one. */
bool redact_cut(const struct secrets *all, const char *s, size_t len, struct text *out);
/* In place. */
void redact_text(const struct secrets *all, struct text *t);

/*
 * The same of text that comes in pieces. `held` starts as {0} and keeps what may be the beginning
 * of a secret; `end` lets go of it.
 */
void redact_feed(const struct secrets *all, struct text *held, const char *s, size_t len, bool end,
                 struct text *out);

#endif
