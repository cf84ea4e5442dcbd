#ifndef RULEOUT_REPORT_TELL_H
#define RULEOUT_REPORT_TELL_H

/*
 * tell: one event in words.
 *
 * Words of others stand in them as they were written, line feeds and all: escaping belongs to
 * whoever shows them.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "core/question.h"
#include "report/story.h"

/* A cause that moved with an event. */
struct moved {
    int cause;
    enum cause_state from, to; /* the same: it stays ruled out, and is disputed from now on */
    const char *reason;        /* as struct cause_change has it; or why it is disputed */
};

/*
 * The event as a sentence, without time and actor. `before` has folded what came before it, so that
 * a question reads as it did then and a changed answer says what it was.
 */
void tell_event(const struct story *s, const struct session *before, const struct event *e,
                struct text *out);
/* What an event about a question says was answered, as people read it. */
void tell_value(const struct story *s, const struct event *e, struct text *out);
/* The evidence that the sentence does not tell; NULL where there is none. */
const char *tell_exhibit(const struct story *s, const struct event *e);
/* "ruled out db-down (was suspected): It answers." A long reason is cut. */
void tell_move(const struct story *s, const struct moved *m, struct text *out);

/* What a name in the record asks for, in whatever visit. False: the book has no such question. */
bool tell_want(const struct story *s, const char *name, struct want *w);
/* The answer that stands there; NULL where none does, or nothing of the kind is kept. */
const struct given *tell_given(const struct session *at, struct want w);

/* The first line of `s`, at most `most` bytes of it, with "..." where something was left out. */
void tell_short(struct text *out, const char *s, size_t most);
/* The same of all its lines, with " / " between them: what a command said matters to its end. */
void tell_lines(struct text *out, const char *s, size_t most);

#endif
