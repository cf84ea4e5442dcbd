#ifndef RULEOUT_DRILL_DRILL_H
#define RULEOUT_DRILL_DRILL_H

/*
 * drill: a written rehearsal of one runbook. docs/drills.md says what its author may rely on.
 *
 * Read-only once loaded; it lives in its arena, and borrows the runbook from the shelf and its text
 * from its source, which outlive it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "book/book.h"
#include "core/alert.h"
#include "core/board.h"
#include "drill/shelf.h"

/* A name and what is said to it. */
struct said {
    const char *name, *value;
    struct span span; /* of the name */
};

struct said_list {
    const struct said *items;
    size_t count;
};

/* What the responder does with an action that is offered. */
struct drill_action {
    int action;
    bool declined;
    const char *const *guards;
    size_t guard_count;
    const char *confirm; /* NULL: nothing is typed */
    const char *outcome; /* of one done by hand; NULL */
    bool undo;           /* it is taken back before the end */
    struct span span;
};

/* One thing that the world has. */
struct world_item {
    const char *match; /* `*` is any characters; of a file, its path */
    int after;         /* an action's index; -1: from the beginning */
    const char *fails; /* NULL: it does not */
    int64_t takes_ms;
    const char *out, *err; /* a command's; `out` is also a body, a file's text, a fact's JSON */
    const char *from;      /* the path of the file that stands for one */
    int64_t modified_ms;   /* of a file */
    const char *method;    /* NULL: any */
    int status;            /* exit status, or the response's */
    const char *headers;   /* "name: value" lines */
};

struct world_list {
    const struct world_item *items;
    size_t count;
};

struct expected_cause {
    int cause;
    enum cause_state state;
    const char *holds; /* the reason contains it; NULL */
    struct span span;
};

struct expectation {
    const char *severity; /* NULL: nothing is expected of it; so with the others */
    bool confirmed_given; /* exactly these are */
    const struct expected_cause *causes;
    size_t cause_count;
    const int *not_asked;
    size_t not_asked_count;
    int asked_at_most; /* -1 */
    struct said_list actions;
    bool changes_given;
    struct said_list changes;    /* only names */
    int64_t mitigated_within_ms; /* -1 */
    const char *ends;
    struct span severity_span, asked_span, changes_span, mitigated_span, ends_span, confirmed_span,
        not_asked_span;
};

struct drill {
    struct arena *arena;
    const struct source *source;
    const char *title;
    size_t on_shelf; /* its runbook */
    const struct book *book;
    const struct severity *severity; /* NULL: the triage is left out */
    int64_t clock_ms;
    const char *alert_body; /* NULL: no alert starts it */
    struct alerts alerts;
    struct said_list inputs, triage, answers;
    struct said_list captures; /* by name: the text itself */
    const struct drill_action *actions;
    size_t action_count;
    struct world_list runs, https, files, hosts;
    struct expectation expect;
};

/* Loads a drill, and its runbook onto the shelf. NULL with diagnostics. */
struct drill *drill_load(const struct source *source, struct shelf *shelf, struct diags *ds);
void drill_free(struct drill *d); /* NULL is allowed */

/* The path of the runbook that a drill names, to be freed, and nothing of it is loaded. NULL where
 * it names none. */
char *drill_runbook(const struct source *source);

#endif
