#ifndef RULEOUT_REPORT_TELL_ACTION_H
#define RULEOUT_REPORT_TELL_ACTION_H

/*
 * tell_action: what was done, saved, checked and declined, in words.
 *
 * As in tell.h, words of others stand here unescaped.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "report/story.h"

/* Whether the event is about an action: also the answer to its offer, and to one of its guards. */
bool tell_is_of_action(const struct story *s, const struct event *e);

/* The action that an event is about, as far as its id goes in `e->step`: "rollback" of
 * "rollback.guard.1". 0 where there is none. */
size_t tell_action_id_len(const struct event *e);

/* Its index; -1 where the book has no such action. */
int tell_action_index(const struct story *s, const struct event *e);

/* "Roll back (rollback)"; the id alone where the book gives no title. */
void tell_action_name(const struct story *s, const struct event *e, struct text *out);

/* False, and nothing added, where the event is none of these kinds. */
bool tell_action_event(const struct story *s, const struct event *e, struct text *out);

#endif
