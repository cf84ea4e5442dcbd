#ifndef RULEOUT_CORE_QUESTION_H
#define RULEOUT_CORE_QUESTION_H

/*
 * question: what is wanted, in words, and what a person's answer to it means.
 *
 * The canonical value of an answer, as the record holds it:
 *   choice   the option's key as the author wrote it
 *   many     the options' keys in written order, as a JSON array: ["a","b"]
 *   number   as said, without blanks and unit, in digits: "1.5"
 *   text     as said, blanks trimmed; a text that an answer lists, as listed; a path is absolute
 *   time     RFC 3339 with the offset of the time zone
 *   unknown  "unknown"
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"
#include "core/session.h"
#include "core/walk.h"

struct option {
    const char *key;
    const char *label; /* differs from the key where the author gave one */
    bool alone;        /* of several: it excludes the others */
};

/* A page to look at, with its values filled in. */
struct pointer {
    const char *name, *url;
};

struct question {
    const char *name;          /* as in the record */
    const char *heading;       /* "severity", "clue", "anomaly", "pattern", "resolve", "end" */
    size_t number, of;         /* "clue 3 of 9"; of = 0 where it is not counted */
    const char *chosen;        /* why this one, where it was chosen among others; NULL */
    const char *text;          /* filled in, not escaped */
    const char *why, *how;     /* NULL where the author gave none */
    const struct pointer *see; /* pages to look at */
    size_t see_count;
    const char *copy;    /* a command to copy; NULL */
    const char *capture; /* a paste or a file is kept under this name; NULL, also where it is
                            there already */
    bool acts;           /* it is about doing something */
    enum answer_type type;
    bool is_path;      /* of a text */
    const char *unit;  /* NULL where there is none */
    bool secret;       /* what is said is not shown */
    const char *match; /* a pattern of all that can be answered, but unknown; NULL: any */
    const struct option *options; /* of a choice or many, all; of a text, those listed; else none */
    size_t option_count;
    bool can_be_unknown;     /* "I can't tell" is an answer: after the options of a choice or many
                                it has the next number */
    const struct step *step; /* NULL where it is not one of the runbook's */
};

/*
 * What a check's answer means: an option's key, a JSON array of several, a number, RFC 3339 or
 * text, exactly. False, with the reason in `said`, where it is none of the answers.
 */
bool question_take(const struct question *q, const char *answer, struct text *said);

/* Lives in `a`. */
struct question question_of(struct arena *a, const struct session *s, struct want w);

enum reading {
    READING_OK,
    READING_UNFIT, /* `said` says why, and what would fit */
    READING_TWICE  /* a time that the clock showed twice: `said` asks which; both are in `either` */
};

/*
 * What `line` means as an answer to `q`. READING_OK puts the canonical value into `said`. A choice
 * takes the option's text (key or label, case folded), else its number, else first letters that
 * only one has. Many takes several of those with commas between, or a JSON array of them; an
 * option's own text counts with the commas that are in it.
 */
enum reading question_read(const struct question *q, const char *line, int64_t now_ms,
                           struct text *said, char either[2][40]);

#endif
