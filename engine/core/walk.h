#ifndef RULEOUT_CORE_WALK_H
#define RULEOUT_CORE_WALK_H

/*
 * walk: what comes next, and what an answer sets off.
 *
 * A host (the terminal, a test) asks walk_settle() what is wanted, gets it, and hands it to one of
 * the functions below. Each adds its facts to a batch and folds them into the session; the host
 * then puts the whole batch on disk at once. When that fails the session is ahead of the record:
 * load it again.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/event.h"
#include "core/session.h"

/* A change of a cause that one event of a batch brought about. Texts live in the batch. */
struct batch_change {
    size_t event; /* index into the batch's events */
    const char *cause;
    enum cause_state from, to;
    const char *reason;
};

/* Facts of one transaction. Starts as {0}. */
struct batch {
    struct events events;
    struct batch_change *changes;
    size_t change_count, change_cap;
};

void batch_release(struct batch *b); /* {0} again */

/* The answers to WANT_END. */
#define ANSWER_HAND_OVER "hand over"
#define ANSWER_LATER "save for later"

enum want_kind {
    WANT_TRIAGE,  /* an answer to the severity question `index` */
    WANT_STEP,    /* an answer to the step `index` */
    WANT_INPUT,   /* a value for the input `index` */
    WANT_ACTION,  /* shall the action `index` be done now? yes or no; the host does it */
    WANT_VERIFY,  /* did the action `index` help? the host looks, and adds EVENT_VERIFIED */
    WANT_RESOLVE, /* is it resolved? yes or no */
    WANT_END,     /* nothing is left to ask: hand over, or later */
    WANT_NOTHING  /* closed */
};

struct want {
    enum want_kind kind;
    int index;
    int visit;
    bool check; /* of a step: its check may answer, and was not tried yet */
};

/* Who does it, and when. */
struct moment {
    int64_t now_ms;
    const char *actor;
};

/* Opens the incident: adds EVENT_OPENED. */
void walk_open(struct session *s, struct batch *b, struct moment m);

/*
 * Adds what follows without anybody's doing - the severity that the triage gives, steps passed
 * over, that it takes too long, and the next question asked - and returns what is wanted. Adds
 * nothing where that question is the one already asked.
 */
struct want walk_settle(struct session *s, struct batch *b, struct moment m);

/* What is wanted, without adding anything: after walk_settle(), the same that it returned. */
struct want walk_wanted(const struct session *s);

/*
 * An answer: to what is wanted, or a change of an earlier one. `value` is canonical
 * (core/question.h), `evidence` may be NULL, `source` is "person" or "check".
 */
void walk_answer(struct session *s, struct batch *b, struct moment m, struct want to,
                 const char *value, const char *evidence, const char *source);

/* What a check said. */
struct checked_answer {
    const char *value;    /* canonical */
    const char *evidence; /* NULL where it gave none */
    const char *found;    /* its value as JSON; NULL */
    int64_t at_ms;        /* when it looked; 0: now */
};

/* The same, of a check. */
void walk_answer_checked(struct session *s, struct batch *b, struct moment m, struct want to,
                         const struct checked_answer *said);

/* Takes the latest standing answer back. False where there is none; `undone`, a name, says which it
 * was. */
bool walk_back(struct session *s, struct batch *b, struct moment m, char undone[STEP_NAME_MAX]);

/* Adds any other fact: a note, a severity, a verdict, an end. `e` needs kind, and what that kind
 * holds. */
void walk_fact(struct session *s, struct batch *b, struct moment m, struct event e);

/* The name by which the record knows what is wanted: "which_version#2", "severity.reach",
 * "resolve", "end". */
void want_name(const struct session *s, struct want w, char out[STEP_NAME_MAX]);
bool want_same(struct want a, struct want b);
/* The earlier answer that a name means, of the current visit where none is written. False where
 * none was given. */
bool want_parse(const struct session *s, const char *name, struct want *out);

#endif
