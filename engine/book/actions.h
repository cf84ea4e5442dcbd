#ifndef RULEOUT_BOOK_ACTIONS_H
#define RULEOUT_BOOK_ACTIONS_H

/*
 * actions: what can be done about causes. A part of book/book.h, which has what is named here.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"

struct cond;
struct prose;
struct named_prose;
struct command_line;
struct effect;

struct guard {
    const struct prose *ask;
    const char *is;   /* the answer that lets the action pass: "yes" */
    const char *role; /* who should answer; NULL: whoever is there */
};

struct save {
    int saved; /* index of its name: `${name}` in undo */
    const struct command_line *command;
};

enum action_kind { ACTION_MITIGATE, ACTION_FIX, ACTION_ESCALATE, ACTION_OBSERVE };

struct action {
    const char *id, *title;
    enum action_kind kind; /* ACTION_MITIGATE where not given */
    const int *causes;     /* `for`: offered when one of them is suspected or confirmed */
    size_t cause_count;
    const struct cond *when; /* NULL: always */
    const char *when_text;
    const char *risk;                 /* "low", "medium", "high"; NULL */
    const struct prose *danger, *how; /* NULL */
    const struct guard *guards;
    size_t guard_count;
    const struct save *saves;
    size_t save_count;
    const struct prose *confirm;     /* the word that the responder types; NULL: a yes will do */
    const struct command_line *run;  /* NULL: a person does it, as `how` says */
    const struct command_line *undo; /* NULL */
    const struct prose *stdin_text;  /* NULL: nothing */
    const struct named_prose *env;   /* variables that its commands get */
    size_t env_count;
    int64_t timeout_ms;        /* 2 min where not given */
    int verify;                /* index; -1 */
    int on_fail;               /* an action's index; -1 */
    const char *temporary;     /* when undo is due: "resolved"; NULL: it stays */
    const struct effect *then; /* what it says of causes once verified */
    size_t then_count;
    int part;
    struct span span;
};

#endif
