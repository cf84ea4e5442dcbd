#ifndef RULEOUT_BOOK_LINT_INSIDE_H
#define RULEOUT_BOOK_LINT_INSIDE_H

/*
 * lint_inside: what the files of lint share. Nobody outside book/ includes this.
 *
 * What a step or an input can be is a short list of points: for a choice its answers, for a number
 * the bounds that ranges and conditions compare it with, and one number between each two of them.
 * To a condition, other numbers are the same as one of those. Point 0 is "no answer yet".
 *
 * Lint takes walks as they go forward: that a responder may change an earlier answer, or give a
 * verdict of their own, is left out where the finding is about what answers do.
 */
#include <string.h>

#include "book/book.h"
#include "book/codes.h"
#include "book/complain.h"
#include "book/cond.h"
#include "book/names.h"
#include "book/part.h"

#define KIND(effect) (1u << (effect)) /* of a set of effect kinds */
#define KINDS_ALL (KIND(EFFECT_SUSPECTS) | KIND(EFFECT_RULES_OUT) | KIND(EFFECT_CONFIRMS))

struct point {
    const struct answer *answer; /* that it is; NULL: none, or of an input */
    const char *text;
    double number;
    int64_t time_ms;
    bool none; /* no answer yet, or unknown: it compares as false */
};

enum { POINT_UNANSWERED, POINT_UNKNOWN, POINTS_KNOWN };

struct domain {
    enum cond_type type;
    const struct point *points;
    size_t count;
    bool mixed; /* it is compared with another name, or several answers are given at once: the
                 points are not all there is */
};

/* Where the walk can go from a step. */
struct edge {
    int from, to;                /* to: the number of steps is the end */
    const struct answer *answer; /* NULL: passed over, or an answer that none is listed for */
    bool asked;                  /* not passed over */
};

/* Of a condition, whatever is answered. */
enum truth { TRUTH_OPEN, TRUTH_NEVER, TRUTH_ALWAYS };

/* A table of bits: one row for each step. */
struct bits {
    uint64_t *at;
    size_t words; /* of a row */
    size_t rows;
};

struct lint {
    const struct book *book;
    struct complaints to;
    struct arena *arena;
    int64_t now_ms;

    struct domain *steps, *inputs;

    struct edge *edges; /* by step */
    size_t *first_edge; /* step_count + 1 of them */
    bool *reached;      /* per step; false also where its `when` never holds, once that was told */
    struct bits leads;  /* row: steps that the walk can get to from here, this one included */
    bool leads_everywhere; /* that was too much to work out */
    enum truth *whens;     /* per step: what was found out of its `when`; NULL: nothing yet */

    int *named; /* per step: its number among those that conditions name; -1 */
    size_t named_count;
    struct bits sure;  /* row: what holds whenever the walk comes to the step; see lint_sure.c */
    struct bits asked; /* the same where it is asked, its `when` holding */

    uint8_t *then; /* per cause: the kinds of what verified actions and called runbooks say */
    struct movers {
        int *steps;
        size_t count;
        unsigned kinds; /* of all these moves */
    } * movers;         /* per cause: steps with an answer that moves it */
    size_t trials;      /* of conditions: so many are left to spend */
};

/* A finding about something with a place of its own. */
#define lint_say(l, code, span, ...) complain_warning(&(l)->to, code, span, __VA_ARGS__)

bool bits_get(const struct bits *b, size_t row, size_t i);
void bits_set(struct bits *b, size_t row, size_t i);
struct bits bits_new(struct arena *a, size_t rows, size_t bits);

/* lint_domain.c */
void lint_domains(struct lint *l);
/* Calls `each` for every condition of the book; `step`: whose `when` it is, or -1. */
void lint_each_cond(const struct lint *l, void *context,
                    void (*each)(void *context, const struct cond *c, int step));
/* The point that stands for the input in a walk that is made up: its default, else any. */
int lint_input_point(const struct lint *l, int input);

/* lint_flow.c: the second time with what is known of conditions by then. */
void lint_flow(struct lint *l);
void lint_flow_again(struct lint *l);
/* Whether the walk can come from one step to another, which may be the same. `to` -1: anywhere. */
bool lint_leads(const struct lint *l, int from, int to);
/* Where an answer may lead: its `next`, or the step behind where that goes back no more. */
const struct edge *lint_edges(const struct lint *l, int step, size_t *count);
/* Has effects on causes only, and nothing reads it: the walk passes it over once they are settled.
 */
bool lint_only_moves(const struct step *s);

/* lint_sure.c */
void lint_sure(struct lint *l);
bool lint_sure_answered(const struct lint *l, int at, int step);
/* Kinds that surely stand for a cause when the step is asked. */
unsigned lint_sure_kinds(const struct lint *l, int at, int cause);

/*
 * lint_eval.c: a condition in a world that is made up. Points by the number of a named step and by
 * input; kinds by cause; one flag each for verifies, actions and captures, NULL: none.
 */
struct trial {
    const uint16_t *steps, *inputs;
    const uint8_t *kinds;
    const uint8_t *verified, *done, *captured; /* the last by step */
    int any_confirmed;                         /* -1: look at the kinds */
};
bool lint_holds(const struct lint *l, const struct cond *c, const struct trial *t);

/* lint_walk.c: a walk forward with the points that `choice` has for each step; 0 is unknown there.
 */
struct walked {
    bool *asked;    /* per step */
    uint8_t *kinds; /* per cause, at the end */
};
/* False where an answer goes back, or does what a walk that is made up cannot follow. */
bool lint_walk(const struct lint *l, const uint16_t *choice, struct walked *out);

/* lint_truth.c: `step`: whose `when` it is, or -1. `verdicts`: what responders confirm by
 * themselves counts too. */

enum truth lint_truth(struct lint *l, const struct cond *c, int step, bool verdicts);

/* lint_unanswered.c: of a step's `when`. */
void lint_unanswered(struct lint *l, const struct cond *c, int step);

/* lint_cond.c: where a part of a condition was written. */
struct span lint_cond_span(const struct lint *l, const struct cond *whole, const struct cond *part);

/* The passes, each over the whole book. */
void lint_unreachable(struct lint *l);
void lint_parts(struct lint *l);
void lint_allow(struct lint *l);
void lint_ranges(struct lint *l);
void lint_steps(struct lint *l);
void lint_conds(struct lint *l);
void lint_causes(struct lint *l);
void lint_clashes(struct lint *l);
void lint_nothing_left(struct lint *l);

#endif
