#ifndef RULEOUT_REPORT_STORY_H
#define RULEOUT_REPORT_STORY_H

/*
 * story: an incident as it is told afterwards - its timeline and its postmortem.
 *
 * All of it is computed from the events and the book they were walked with. Nothing here is escaped
 * for a terminal but what says so.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"
#include "base/text.h"
#include "core/event.h"
#include "core/session.h"
#include "core/walk.h"

/* What a report is made of. Borrowed. */
struct story {
    const struct incident *incident;
    const struct events *events;
    const struct book *book;
    const struct severity *severity; /* may be NULL */
    const struct session *session;   /* all events folded */
};

/*
 * One event as a sentence a person reads ("passed over load: ..."), without time and actor, escaped
 * for a terminal, no line end. Folds what came before it: for a whole timeline take
 * timeline_write().
 */
void timeline_line(const struct story *s, const struct event *e, struct text *out);

/*
 * `log`: every event in the record's order, local time and actor first, a line with the date where
 * the day changes; below each its evidence, cut, and the causes that moved with it. What happened
 * before an event recorded earlier is marked as back-dated. Escaped for a terminal; wrapping is the
 * caller's.
 */
void timeline_write(const struct story *s, struct text *out);

struct jval *timeline_event(const struct event *e); /* `log --json`: one object */

/*
 * The postmortem, drafted: every sentence ends in the events it rests on, as [#12]; what only
 * people know is a prompt in italics. Times are UTC, so that a page reads the same wherever it was
 * made. Words of others are escaped: they make no link, markup, heading or table cell.
 */
void postmortem_markdown(const struct story *s, struct text *out);
struct jval *postmortem_json(const struct story *s); /* the shape of docs/record.md */

#endif
