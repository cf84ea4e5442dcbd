#ifndef RULEOUT_BOOK_INPUT_H
#define RULEOUT_BOOK_INPUT_H

/*
 * input: what a runbook takes from outside, and the alerts that start it. A part of book/book.h.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"

/* A part of an alert: `alert.labels.env`. */
enum alert_part_kind {
    ALERT_NOTHING, /* an input that is not taken from one */
    ALERT_LABEL,
    ALERT_ANNOTATION,
    ALERT_STARTS_AT,
    ALERT_GENERATOR_URL,
    ALERT_FINGERPRINT
};

struct alert_part {
    enum alert_part_kind kind;
    const char *name; /* of a label or an annotation */
};

/* Labels that an alert has to have, all of them. */
struct label {
    const char *name, *value;
};

struct labels {
    const struct label *items;
    size_t count;
};

/* Something that the runbook takes from outside. Its value is a text; `-i id=value`, else what
 * the alert says, else the default, else it is asked. */
enum input_type { INPUT_TEXT, INPUT_PATH, INPUT_NUMBER, INPUT_TIME };

struct input {
    const char *id;
    enum input_type type;
    const char *fallback; /* the default; NULL: none */
    const char *ask;      /* NULL: named by its id when asked */
    const char *const *one_of;
    size_t one_of_count;
    bool used; /* a condition, a `${}`, a permit or inline Lua names it */
    int part;
    bool secret;       /* never recorded or shown; no default, and only for actions */
    const char *match; /* a pattern: see book/match.h; NULL: any will do, but few in a command */
    struct alert_part from;
    struct span span;
};

#endif
