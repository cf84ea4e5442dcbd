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
 * One line of the timeline for each event, a sentence a person reads ("ruled out db-down: ..."), in
 * order of seq. `changes` are the causes that moved with it. Escaped for a terminal. Wrapping is
 * the caller's.
 */
void timeline_line(const struct story *s, const struct event *e, struct text *out);
void timeline_write(const struct story *s,
                    struct text *out); /* `log`: every event, time first, moves below it */
struct jval *timeline_event(const struct event *e); /* `log --json`: one object */

void postmortem_markdown(const struct story *s,
                         struct text *out);          /* Markdown metacharacters of others escaped */
struct jval *postmortem_json(const struct story *s); /* the shape of docs/record.md */

#endif
