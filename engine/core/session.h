#ifndef RULEOUT_CORE_SESSION_H
#define RULEOUT_CORE_SESSION_H

/*
 * session: an incident so far, folded from its events.
 *
 * Pure: no clock, no files, no terminal. Two sessions that were given the same events are the same.
 * A session borrows its book and severity framework; they outlive it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "book/book.h"
#include "core/board.h"
#include "core/event.h"

/* "severity." or an id, "#" and a visit; a called step's id has those of the runbooks before it. */
#define STEP_NAME_MAX 640
#define STEP_RESOLVE "resolve"
#define STEP_END "end"
#define SOURCE_RUNBOOK "runbook" /* of the answer of a step that asks nobody */
#define SOURCE_CHECK "check"
#define SOURCE_AHEAD "ahead" /* of what a check saw ahead of a turn that never came */

struct session;

/* An answer that stands. */
struct given {
    int64_t seq, at_ms;
    int visit;            /* from 1 */
    const char *value;    /* canonical: see core/question.h */
    const char *shown;    /* as people read it: of several answers their labels, "a, b" */
    const char *evidence; /* NULL where there is none */
    const char *source;   /* "person", "check", "alert" or SOURCE_RUNBOOK */
    const char *found;    /* JSON of what the check gave beside it; NULL */
    const struct answer
        *answer; /* the answer of the book that it is; NULL: none, it has no effects. Of
                    several the one that leads: the first that has a `next`, else the first */
    const struct answer *const *several; /* of a step of type many: all that were given, in
                                            written order; NULL for others */
    size_t several_count;
    double number;   /* of a number */
    int64_t time_ms; /* of a time */
    bool unknown;
};

/* The answers of the book that it is: one, none, or several in written order. */
size_t given_answers(const struct given *g);
const struct answer *given_answer(const struct given *g, size_t i);
/* Whether the answer of that key is among them. */
bool given_has(const struct given *g, const char *key);
/* The action that is offered at once: of several answers the first's that has one; -1. */
int given_action(const struct given *g);
/* The same of the runbook that is called; NULL. */
const struct call *given_call(const struct given *g);

enum session_state { SESSION_OPEN, SESSION_HANDED_OVER, SESSION_RESOLVED };

struct session *session_new(const struct book *book,
                            const struct severity *severity); /* severity may be NULL */
void session_free(struct session *s);                         /* NULL is allowed */

/* Where the session's secrets are, and what is kept out of its facts. They are borrowed, and have
 * to be given to each session anew; without them a secret is asked for. */
struct secrets;
void session_use_secrets(struct session *s, struct secrets *all);
struct secrets *session_secrets(const struct session *s); /* NULL: none were given */

/* How long the answer to each step takes, in ms, as it was before; -1 where nothing is known. By
 * index of the step, borrowed; for the choice of the next question alone, which is then a fact. */
void session_use_costs(struct session *s, const int64_t *costs);
/* Whether the next question is the best one, and not the next that is written. */
bool session_order_is_best(const struct session *s);
/* Whether that is the question that waits. */
bool session_is_asked(const struct session *s, const char *name);
/* Why the question that waits was chosen among others; NULL where it was not. */
const char *session_chosen(const struct session *s);

/* Folds one more event. What it names and the book does not have is kept as a fact and moves
 * nothing. */
void session_apply(struct session *s, const struct event *e);

const struct book *session_book(const struct session *s);
const struct severity *session_severity(const struct session *s);
/* Good until the next event is folded. */
const struct board *session_board(const struct session *s);
/* The same, for the caller to keep and to free with board_free(). */
struct board *session_board_copy(const struct session *s);
enum session_state session_state(const struct session *s);
int64_t session_seq(const struct session *s); /* of the last event; 0 before the first */

const struct given *session_given(const struct session *s, int step); /* NULL: no answer stands */
const struct given *session_triage(const struct session *s,
                                   int question); /* the same for the severity's */
/* Whether a part of the book is being walked, or was: the first always, a called runbook once its
 * call is the answer that stands. */
bool session_entered(const struct session *s, int part);
/* The value of an input, canonical as answers are; NULL while there is none. */
const char *session_input(const struct session *s, int input);
/* Whether somebody or something gave it: its default is no such value. */
bool session_input_given(const struct session *s, int input);
/* Why the alert's value is none, as long as nobody gave another; NULL where it was not refused. */
const char *session_input_refused(const struct session *s, int input);
/* Whether its value may decide what checks touch: that of an alert only where the runbook bounds
 * it. */
bool session_input_binds(const struct session *s, int input);
/* What an action saved, by the index of its name; NULL where nothing was. */
const char *session_saved(const struct session *s, int saved);
/* The latest visit of a step in which what it captures was given; 0: none. */
int session_captured(const struct session *s, int step);
int session_visit(const struct session *s, int step); /* the current one, from 1 */
/* The reason why the current visit of a step was passed over; NULL where it was not. */
const char *session_passed(const struct session *s, int step);
int session_level(const struct session *s); /* index of the severity in force; -1 while unset */
bool session_level_by_person(
    const struct session *s); /* a responder set it, so the triage no longer does */

struct session_times {
    int64_t started_ms;   /* the standing answer of a question, or the value of an input, `started`
                             of type time; -1 where there is none */
    int64_t opened_ms;    /* the record's first event */
    int64_t detected_ms;  /* when the alert began to fire; without one, opened_ms */
    int64_t mitigated_ms; /* -1 while not */
    int64_t closed_ms;    /* resolved; -1 while not */
};
struct session_times session_times(const struct session *s);

/* "which_version#2" and its parts. False where the book has no such step; `visit` is 1 where none
 * is written. */
void session_step_name(const struct book *b, int step, int visit, char out[STEP_NAME_MAX]);
bool session_step_parse(const struct book *b, const char *name, int *step, int *visit);
/* "severity.reach": index of the question, or -1. */
int session_triage_parse(const struct severity *severity, const char *name);

#endif
