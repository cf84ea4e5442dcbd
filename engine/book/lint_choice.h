#ifndef RULEOUT_BOOK_LINT_CHOICE_H
#define RULEOUT_BOOK_LINT_CHOICE_H

/*
 * lint_choice: what can be chosen where a condition is looked at. Only lint_truth.c includes this.
 */
#include "book/lint_inside.h"

#define TOGETHER_MAX 20000 /* choices, causes worked out from answers */
#define APART_MAX 100000   /* choices, each cause by itself */
#define VARIABLES_MAX 64

/* Something that can be chosen. */
struct variable {
    enum { OF_STEP, OF_INPUT, OF_CAUSE, OF_VERIFY, OF_ACTION, OF_CAPTURE, OF_ANY } of;
    int index;
    const uint16_t *options; /* points, sets of kinds, flags */
    size_t count;
};

struct question {
    struct lint *l;
    struct arena *arena;
    const struct cond *cond;
    int step;      /* whose `when` it is; -1 */
    bool verdicts; /* what a responder confirms by themselves counts too */
    bool given_up;
    struct variable variables[VARIABLES_MAX];
    size_t count;
    size_t choices; /* of them all; more than APART_MAX is not counted out */
    uint16_t *steps, *inputs;
    uint8_t *kinds, *verified, *done, *captured;
    int any_confirmed;
    bool seen_true, seen_false;
};

/*
 * Adds what the condition names, and the causes: worked out from the answers that move them where
 * the choices are few enough, which returns true; else each by itself. Nothing is to be said where
 * it has given up, or the choices are more than APART_MAX.
 */
bool choice_add(struct question *q);

#endif
