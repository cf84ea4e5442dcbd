#ifndef RULEOUT_DRILL_REHEARSE_INSIDE_H
#define RULEOUT_DRILL_REHEARSE_INSIDE_H

/*
 * rehearse_inside: a drill that is being walked, for the files that walk it.
 */
#include "core/walk.h"
#include "drill/coverage.h"
#include "drill/rehearse.h"

struct rehearsing {
    const struct drill *d;
    struct fake *fake;
    struct world world;
    const struct outside *outside;
    struct coverage *coverage;
    struct session *s;
    struct secrets *secrets;
    struct text failures;
    bool stuck; /* asked what the drill has no answer to */
    bool *used; /* by the drill's answers */
    bool *triaged;
    bool *captured; /* by what the drill captures */
    bool *offered;  /* by the drill's actions */
    bool *asked;    /* by step: a person had to answer it */
    int asked_count, answered;
    struct text untold; /* why the check of the question that comes next cannot tell; "" */
    const struct drill_action *acting;
    const char *ends; /* "resolved" or "handed over"; NULL while it goes on */
};

/* What went wrong, one line; `at` is a place in the drill, or {0}. */
void rehearse_fail(struct rehearsing *r, struct span at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

struct moment rehearse_moment(const struct rehearsing *r);
const struct drill_action *rehearse_action(const struct rehearsing *r, int action);

/* The check of a step, or of a verify, held to its timeout by the drill's clock. */
void rehearse_look(struct rehearsing *r, bool verify, int index, struct told *out);

/* rehearse_alert.c: what the alert says of inputs that the drill gives no value. */
void rehearse_alert(struct rehearsing *r);

/* rehearse_act.c */
void rehearse_do(struct rehearsing *r, int action);
void rehearse_verify(struct rehearsing *r, int action);
/* Takes back what the drill says is taken back before the end. */
void rehearse_take_back(struct rehearsing *r);

/* rehearse_expect.c: holds the end against what was expected. */
void rehearse_judge(struct rehearsing *r);

#endif
