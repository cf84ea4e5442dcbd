#ifndef RULEOUT_CORE_SESSION_INSIDE_H
#define RULEOUT_CORE_SESSION_INSIDE_H

/*
 * session_inside: what the files of the fold share. Nobody outside core/ includes this.
 *
 * The session keeps the answers and pass-overs as a list of facts. Folding a new one moves the
 * cursor; a change or an undo edits the list and replays it, so that what the old answer set off (a
 * jump, a later visit) falls with it.
 */
#include "book/part.h"
#include "core/action.h"
#include "core/redact.h"
#include "core/session.h"

#define OTHER_ANSWERS \
    2 /* `uses` also counts for "unknown", and for an answer that is none of those listed */

struct fact {
    int step, visit;
    const char *passed; /* the reason of a pass-over; NULL: an answer */
    const char *value, *evidence, *source, *found;
    int64_t seq, at_ms;
};

struct verdict {
    int cause;
    const char *reason;
    int64_t seq;
};

struct step_now {
    int visit;
    bool has_given;
    struct given given;
    int goes; /* where the walk goes from the standing answer, called runbooks left out */
    const struct call *call; /* of the standing answer; NULL */
    const char *passed;      /* the current visit was passed over */
    int check_failed;        /* the visit whose check could not tell; 0: none */
    const char *deed;        /* of a STEP_DO: what became of its action; NULL: not tried yet */
    int *uses;               /* per answer: how often its `next` went back up */
};

/* A called runbook. Its steps count only while it is entered. */
struct part_now {
    bool entered;
    int entries; /* how often so far */
    int by;      /* the step that called it last, to which the walk comes back */
    const struct call *call;
};

/* The steps that a step waits for where the order is not the written one: book/order.h. */
struct needs {
    const int *steps;
    size_t count;
    unsigned char place; /* enum step_place */
    bool known;
};

struct input_now {
    const char *value; /* NULL: nobody gave one */
    const char
        *refused; /* why what the alert says is none; NULL. The default is then none either */
    bool from_alert;
};

struct session {
    struct arena *arena;
    const struct book *book;
    const struct severity *severity;
    int64_t seq;
    enum session_state state;
    struct session_times times;

    struct given *triage; /* value is NULL where none stands */
    int level;
    bool level_by_person;

    struct step_now *steps;
    struct part_now *parts;
    int cursor; /* the walk looks for its next question from here on */
    struct fact *facts;
    size_t fact_count, fact_cap;
    struct verdict *verdicts;
    size_t verdict_count, verdict_cap;

    struct action_state *actions;
    struct input_now *inputs;
    const char **passed_in;  /* what calls give inputs, as it was when somebody looked last */
    struct secrets *secrets; /* borrowed; NULL */
    const char **saved;      /* NULL where nothing was saved */
    int *captured;           /* by step: the latest visit that something was captured in; 0 */
    int offer;               /* the action to offer at once; -1 */
    int to_verify;           /* the action to verify at once; -1 */

    const char *found; /* what a check gave beside the answer that is to be the next event */
    int64_t found_seq;

    bool overdue; /* said already */

    const char *asked;     /* the question that waits; NULL where none does */
    const char *asked_why; /* why this one, where it was chosen among others; NULL */
    int64_t asked_ms;

    bool best;            /* the order is not the written one */
    const int64_t *costs; /* by step, -1 where nothing is known; borrowed; NULL */
    struct needs *needs;  /* by step, once somebody looked; NULL */
    enum cause_state
        *declined; /* the board when "is it resolved?" got a no; NULL where it did not */

    struct board *board; /* made when somebody looks; NULL while stale */
};

/* path.c: the facts, and where they lead. */
void path_reset(struct session *s);
void path_answer(struct session *s, int step, int visit, const struct event *e);
void path_pass(struct session *s, int step, int visit, const struct event *e);
void path_undo(struct session *s, int step, int visit);
/* The first step from the cursor on that has no answer and was not passed over; step_count where
 * none is left. */
int path_first_open(const struct session *s);
/* Whether the walk comes to `a` before `b`, both of parts that are entered. */
bool path_comes_before(const struct session *s, int a, int b);
/* Answered or passed over; then, where the walk goes on behind it. */
bool path_settled(const struct session *s, int at);
int path_after(const struct session *s, int at);
/* What became of an action that the step which waits is for: its answer, found by itself. */
void path_deed(struct session *s, int action, const char *value);

/* walk.c. Whether a step is passed over because all causes that it could move are settled. */
bool walk_decides_nothing(const struct session *s, int step);

/* action.c */
void action_state_init(struct session *s);
void action_apply(struct session *s, const struct event *e);

/* input.c. False: not about an input. */
bool input_apply(struct session *s, const struct event *e);
bool input_refuse(struct session *s, const struct event *e);
/* What the record may say of that value: of a secret, which is kept where secrets are, only which.
 */
const char *input_hide(struct session *s, int input, const char *value, char room[STEP_NAME_MAX]);

/* The board, for the caller to free; the session makes itself a new one when somebody looks. */
struct board *session_board_take(struct session *s);

#endif
