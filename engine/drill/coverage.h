#ifndef RULEOUT_DRILL_COVERAGE_H
#define RULEOUT_DRILL_COVERAGE_H

/*
 * coverage: what the drills of one runbook have reached.
 *
 * Answers: the listed ones that were given. Causes: those confirmed at the end of a drill, or
 * suspected, where nothing can confirm them. Eliminations: each cause that an answer rules out,
 * once that answer left it ruled out. Actions: those that were done.
 */
#include "base/text.h"
#include "core/session.h"

struct coverage;

enum covered { COVER_ANSWERS, COVER_CAUSES, COVER_ELIMINATIONS, COVER_ACTIONS, COVER_KINDS };

const char *covered_name(enum covered kind); /* "answers" ... */

struct coverage *coverage_new(const struct book *book);
void coverage_free(struct coverage *c); /* NULL is allowed */
const struct book *coverage_book(const struct coverage *c);

/* A step was answered, and the session knows it. */
void coverage_answered(struct coverage *c, const struct session *s, int step, const char *value);
/* The end of a drill. */
void coverage_ended(struct coverage *c, const struct session *s);

/* What was reached, for another process: a text that coverage_add() puts to what a coverage of the
 * same runbook has reached. */
void coverage_write(const struct coverage *c, struct text *out);
void coverage_add(struct coverage *c, const char *written, size_t len);
void coverage_clear(struct coverage *c); /* nothing was reached */

size_t coverage_total(const struct coverage *c, enum covered kind);
size_t coverage_reached(const struct coverage *c, enum covered kind);
/* What was not reached, one a line: "answer load: >= 3". */
void coverage_left(const struct coverage *c, struct text *out);

#endif
