#ifndef RULEOUT_CORE_WORDS_H
#define RULEOUT_CORE_WORDS_H

/*
 * words: a command's words with the session's values put in.
 *
 * The words were split when the runbook was loaded, so no value becomes two. Values that stand in a
 * command are held to a narrow alphabet, and none may make its word an option.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/session.h"

/* The argument vector, in `a`, NULL behind the last. NULL with the reason. */
const char *const *words_fill(const struct command_line *c, const struct session *s,
                              struct arena *a, struct text *why);
/* As people read it, with one blank between words. */
const char *words_join(const char *const *words, struct arena *a);

/* A text with its values, in `a`; NULL, with the reason, where one of them is not known. */
const char *words_value(const struct prose *p, const struct session *s, struct arena *a,
                        struct text *why);

#endif
