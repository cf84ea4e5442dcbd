#ifndef RULEOUT_CORE_MESSAGE_H
#define RULEOUT_CORE_MESSAGE_H

/*
 * message: what others are told, filled in at the moment of telling.
 *
 * The next update is due when the severity in force says so, from then on; an incident that is not
 * closed yet counts as resolved then.
 */
#include "base/text.h"
#include "core/session.h"

/* The index of that message; -1. */
int message_find(const struct book *b, const char *id);

/* False where it names something that is not known yet, which stands there as [name?]. */
bool message_fill(const struct session *s, int message, int64_t now_ms, struct text *out);

/* Whom the severity in force says to tell: "customers, executives". Adds nothing where nobody is
 * named. */
void message_whom(const struct session *s, struct text *out);

#endif
