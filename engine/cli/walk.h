#ifndef RULEOUT_CLI_WALK_H
#define RULEOUT_CLI_WALK_H

/*
 * walk: the walk at a terminal, or fed a line an answer.
 *
 * Every fact goes through walk_do(): into the session, then onto disk, then to the responder. Only
 * what was acknowledged counts.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "base/time.h"
#include "cli/exits.h"
#include "cli/incident.h"
#include "cli/looks.h"
#include "cli/runner.h"
#include "core/alert.h"
#include "core/question.h"
#include "core/redact.h"
#include "core/walk.h"
#include "tty/view.h"

struct library;
struct given_answers; /* --answers: see cli/answers.h */

struct walk {
    struct opened o;
    struct checker *checker; /* NULL where nothing runs */
    struct runner runner;    /* its checker is NULL where nothing may run */
    struct looks looks;      /* checks that look ahead */
    struct screen screen;
    bool check_again; /* the check looks once more, though it could not tell */
    bool acting;      /* within an action: the next question is not asked yet */
    bool dry_run;     /* actions are shown and recorded as not done */
    bool overdue;     /* it took too long before this walk went on with it */
    bool interactive;
    struct given_answers *answers; /* NULL where there are none */
    struct secrets *secrets;
    struct text alert_body; /* --alert; empty where there is none */
    struct alerts alerts;
    size_t untold; /* how many of the last events walk_tell_rest() has to tell of */
    bool changing; /* the next answer is to `change`, not to what is wanted */
    struct want change;
    char either[2][TIME_TEXT_MAX]; /* the moments that the last answer could mean; "" for none */
    char left_out[STEP_NAME_MAX];  /* the question whose capture is not wanted */
    char shown[STEP_NAME_MAX];     /* the question that was shown in full last; "": show it again */
    int status;                    /* the exit status, once `ended` */
    bool ended;
};

enum deed_kind { DEED_ANSWER, DEED_BACK, DEED_FACT };

/* What a responder does. */
struct deed {
    enum deed_kind kind;
    struct want to;                /* DEED_ANSWER */
    const char *value;             /* DEED_ANSWER: canonical */
    const char *evidence;          /* DEED_ANSWER: may be NULL */
    struct checked_answer checked; /* DEED_ANSWER: by its check; its value is then `value` */
    struct event fact;             /* DEED_FACT */
    bool within;                   /* an action goes on: what comes next is not asked yet */
    char undone[STEP_NAME_MAX]; /* out, of DEED_BACK: the answer that was taken back; "" where there
                                   was none */
};

/*
 * Does it, and puts it on disk together with what follows from it. `*before`, the board as it was,
 * is for the caller to free. When somebody else recorded first, their news is told, and it is done
 * on top of it if the question is still the same. False: not done; the walk has said why, and
 * `ended` is set where it cannot go on.
 */
bool walk_do(struct walk *w, struct deed *d, struct board **before);

/* What the runbook itself had to say in a batch: an answer's note, words in place of a question. */
void walk_tell_notes(const struct walk *w, const struct batch *b);
void walk_tell_rest(struct walk *w); /* of the answer just given: from the first such words on */

/* Runs the walk to its end; the exit status. */
int walk_run(struct walk *w);
void walk_end(struct walk *w, int status);

struct want walk_target(const struct walk *w); /* what the next answer is to */
/* Answers it, and tells what came of it. `evidence` may be NULL. */
void walk_give(struct walk *w, const char *value, const char *evidence);

/* The same, by its check. */
void walk_give_checked(struct walk *w, const struct checked_answer *said);

struct args;

/*
 * Gets ready what checks and actions need: reads check files, starts the broker, asks for trust.
 * Call it before the record is open. False with diagnostics and the exit status. Without trust the
 * walk goes on, and nothing runs.
 */
bool walk_may_run(struct walk *w, const struct args *args, struct diags *ds, int *status);

/* Lets the check answer what is wanted. False where it has none, or checks do not run. */
bool walk_check(struct walk *w);
/* Waits for a job that began then, and shows that it is at work. False where the responder stopped
 * it. */
bool walk_wait_job(struct walk *w, int job, const char *name, int64_t began_mono_ms,
                   struct job_result *out);

/* walk_ahead.c: checks look ahead while a question is open. The first is to be called when the
 * checker is there, `jobs` 0 for none; the last before it is stopped, when the walk has ended: what
 * was seen and not needed goes into the record. */
void walk_look_ahead(struct walk *w, int jobs);
void walk_start_looks(struct walk *w);
void walk_keep_look(struct walk *w,
                    struct job_result *result); /* that nobody waits for; takes it */
void walk_hide_result(const struct walk *w, struct job_result *result); /* secrets in it */
void walk_end_looks(struct walk *w);

/* Records one fact, and shows what moved with it. */
bool walk_add_fact(struct walk *w, struct event e);

/* Guards, save, confirmation, then the action itself; every step of it is recorded. */
void walk_act(struct walk *w, int action);
void walk_undo(struct walk *w, int action);
void walk_verify(struct walk *w, int action);

/* Which runbook to walk, where none was named: its id, to be freed. NULL: none, and why not was
 * said; `*status` is then the exit status. */
char *walk_choose(const struct walk *w, int *status);
/* The same, among those of the library whose ids are given. */
char *walk_choose_among(const struct walk *w, const struct library *library, const char *const *ids,
                        size_t count, int *status);

/* --alert FILE: reads it; false with a diagnostic. Call it before the prompt is started: "-" takes
 * standard input to its end, and gives the terminal in its place where there is one. */
bool walk_read_alert(struct walk *w, const char *path, struct diags *ds, int *status);
/* The runbook that the alert starts, as walk_choose(). */
char *walk_choose_alerted(const struct walk *w, int *status);
/* Adds what the alert says to the facts of the opening. */
void walk_take_alert(struct walk *w, struct batch *b, struct moment m);
/* What was taken from it, and what was not. */
void walk_tell_alert(const struct walk *w);

/*
 * Asks for what the question's step captures, once. True: look again at what is wanted. False, with
 * `*answer`, to be freed, where what was said was the answer.
 */
bool walk_capture(struct walk *w, const struct question *q, char **answer);

/* Does what a line says that is no answer, but speaks to the walk itself. False where it is none.
 */
bool walk_command(struct walk *w, const char *line);
/* A line that begins with a colon; `line` is without it. */
void walk_colon(struct walk *w, const char *line);
/* ":note", ":causes" ...: for completion; `*count` of them. */
const char *const *walk_colon_names(size_t *count);

/* What the walk says, in walk_tell.c. */
void walk_show(struct walk *w, void (*view)(struct text *, struct screen, const struct session *));
void walk_show_board(const struct walk *w, bool fallen, const struct board *before);
/* In full where it is not on the screen yet, else as a reminder of one line. */
void walk_show_question(struct walk *w, const struct question *q);
void walk_show_help(struct walk *w);
void walk_tell_overdue(const struct walk *w, const struct event *e);
void walk_say_go_on(const struct walk *w); /* how to go on after this end */
void walk_say_outcome(const struct walk *w);

/* Nobody is there who could give the answer: names the question, and ends the walk. */
void walk_no_answer(struct walk *w, const struct question *q, const char *why);
/* A line that cannot be done. Where nobody is there to mend it, the lines behind it would be taken
 * for what they are not: the walk ends. */
void walk_refuse(struct walk *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
