#ifndef RULEOUT_REPORT_PAGE_H
#define RULEOUT_REPORT_PAGE_H

/*
 * page: the Markdown of a postmortem while it is written.
 *
 * Our own words and markup go in by report_own(), words of others by report_say() alone.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "report/facts.h"
#include "report/retold.h"
#include "report/story.h"

struct page {
    const struct story *story;
    struct retold told;
    struct facts facts;
    struct text *out;
};

void report_own(struct page *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Adds words of others as plain text of one line: control bytes are shown, and no character makes
 * markup, HTML, a link out of a bare web address, or a cell of a table. (A mail address stays as it
 * is; some renderers make it a link to itself.) They never stand first in a line; report_own()
 * does.
 */
void report_say(struct page *p, const char *s);

void report_time(struct page *p, int64_t ms); /* 2026-09-14 10:02:00, UTC */

/* " [#12]"; for 0, where it is the whole record that says so, " [#1] to [#34]". */
void report_cite(struct page *p, int64_t seq);

/* A question that only people can answer, marked as such. */
void report_prompt(struct page *p, const char *question);

/* The event's sentence, and behind it the beginning of its evidence. */
void report_event(struct page *p, const struct retold_event *item);

void report_actions(struct page *p);  /* what was tried, and what is still to be taken back */
void report_messages(struct page *p); /* what others were told */
void report_causes(struct page *p);   /* the sections about causes and contributing factors */

#endif
