#ifndef RULEOUT_TTY_VIEW_H
#define RULEOUT_TTY_VIEW_H

/*
 * view: the walk on the screen, as text.
 *
 * Each function adds whole lines to `out`, wrapped and escaped for a terminal. Nothing here writes
 * or reads.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "core/question.h"
#include "core/session.h"

struct screen {
    int width;
    bool color;
};

void view_opening(struct text *out, struct screen v, const struct session *s, const char *incident);
/* In place of the opening, when an incident is gone on with. */
void view_resumed(struct text *out, struct screen v, const struct session *s, const char *incident);
/* What is asked, why, how to find out, and what can be answered. */
void view_question(struct text *out, struct screen v, const struct session *s,
                   const struct question *q);
/* The same without the coaching, where a check looks: what it saw comes next. */
void view_looked_at(struct text *out, struct screen v, const struct session *s,
                    const struct question *q);
/* The question alone, where it was shown whole before. */
void view_reminder(struct text *out, struct screen v, const struct question *q);
/* `?`: the question again, and what each answer does. */
void view_help(struct text *out, struct screen v, const struct session *s,
               const struct question *q);
/* `:causes`: every cause, its state, and the reason */
/* What nobody must run, and why not; nothing where the runbook says none. */
void view_nevers(struct text *out, struct screen v, const struct session *s);
/* The runbook's links, each on a line of its own. */
void view_links(struct text *out, struct screen v, const struct session *s);
void view_board(struct text *out, struct screen v, const struct session *s);
/* After an answer: what moved, each with its reason, and how many causes are left; nothing where
 * nothing moved. */
void view_moves(struct text *out, struct screen v, const struct session *s,
                const struct board *before);
/* After :back and :change: the same, and which eliminations fell; says so where nothing moved. */
void view_fallen(struct text *out, struct screen v, const struct session *s,
                 const struct board *before);
/* The severity in force and what it asks for: whom to page, how soon to acknowledge, how often to
 * update. */
void view_level(struct text *out, struct screen v, const struct session *s);
/* The end: what was confirmed, ruled out, left open, never answered. */
void view_closing(struct text *out, struct screen v, const struct session *s);

#endif
