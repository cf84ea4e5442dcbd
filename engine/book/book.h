#ifndef RULEOUT_BOOK_BOOK_H
#define RULEOUT_BOOK_BOOK_H

/*
 * book: a loaded runbook.
 *
 * Read-only once loaded. All that is reachable from a book lives in its arena and dies with
 * book_free(); the sources it was loaded from must outlive it. References are indices into the
 * book's arrays, -1 for none; they were checked when the book was loaded.
 *
 * A runbook that this one calls is a part of the book: its steps, causes, inputs, actions and the
 * rest stand behind the book's own in the same arrays, with ids that say where they are from:
 * "tls-expiry/expired". See book/part.h.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/sha256.h"
#include "base/source.h"
#include "book/actions.h"
#include "book/input.h"
#include "book/severity.h"

/* A word of the responder or of the record. */
#define VALUE_UNKNOWN "unknown" /* always an answer; moves no cause */

/* What `${name}` names. */
enum ref_kind { REF_STEP, REF_INPUT, REF_SAVED, REF_MOMENT };

/* Moments of the incident, which only messages name. */
enum incident_moment { MOMENT_NEXT_UPDATE, MOMENT_MITIGATED_AT, MOMENT_RESOLVED_AT, MOMENTS };

enum form { FORM_PLAIN, FORM_MS, FORM_DATE, FORM_JSON };

struct prose_part {
    const char *literal; /* NULL where the part is a reference */
    enum ref_kind kind;
    int index;        /* into steps, inputs, or the names of saved outputs; enum incident_moment */
    const char *path; /* `${slots.name}`: the part behind the point, of a check's value; NULL */
    enum form form;
};

/* Text that an author wrote, in pieces. `raw` is the text as written. */
struct prose {
    const char *raw;
    const struct prose_part *parts;
    size_t count;
    struct span span;
};

/* What others are told. */
struct message {
    const char *id;
    const struct prose *text;
    const struct source *source;
    struct span span;
};

/* A page to look at. Values in its address are URL-encoded. */
struct link {
    const char *id;
    const struct prose *url;
    bool used;                   /* a step names it */
    const struct source *source; /* of its span */
    struct span span;
};

struct cause {
    const char *id, *title;
    const char *category;   /* NULL where none is given */
    double odds;            /* 1 where none are given; > 0 */
    const char *const *was; /* ids that it had before */
    size_t was_count;
    int part;
    bool used;                   /* an answer, an action or a condition names it */
    const struct source *source; /* of its span: the runbook's, or of a file that it uses */
    struct span span;
};

enum effect_kind { EFFECT_SUSPECTS, EFFECT_RULES_OUT, EFFECT_CONFIRMS };

struct effect {
    enum effect_kind kind;
    int cause;
    const struct prose *reason; /* NULL: the evidence, else "question: answer" */
};

/* A condition, parsed. See book/cond.h for its shape. */
struct cond;

enum next_kind { NEXT_FOLLOWING, NEXT_STEP, NEXT_END };

struct next {
    enum next_kind kind;
    int step; /* for NEXT_STEP */
    int max;  /* for a step further up: how often; 0 where no limit is needed */
};

/* How an answer's key is compared with what was said. */
enum match_kind {
    MATCH_TEXT,  /* the same text; in a choice, one of the options */
    MATCH_RANGE, /* a number within bounds */
    MATCH_ELSE   /* whatever no other answer matches; never in a choice */
};

struct range {
    double low, high;         /* -INFINITY and INFINITY where open */
    bool low_open, high_open; /* the bound itself is outside */
};

struct answer {
    const char *key;
    const char *label; /* shown; the key where none was given */
    enum match_kind match;
    struct range range;
    const struct effect *effects;
    size_t effect_count;
    struct next next;
    bool leads;               /* it has a `next` of its own */
    int action;               /* `do`: offered at once; -1 */
    const struct call *call;  /* another runbook, walked before `next`; NULL */
    const struct prose *note; /* NULL, or what is noted and shown when this is the answer */
    bool alone;               /* of several: it excludes the others */
    struct span span;
};

/* A value given to a check or, in a command, one word: text with its `${}` filled in when it is
 * used. */
struct named_prose {
    const char *name;
    const struct prose *value;
    struct span span; /* of the name */
};

/* A command line as written, split into words; values go into the words afterwards, so none becomes
 * two.
 */
struct command_line {
    const char *raw;
    const struct prose *const *words;
    size_t word_count;
    struct span span;
};

/* A check, as a step or a verify calls it. */
struct check {
    const char *name; /* "log/rate_below": a file below checks/; NULL for inline Lua */
    const char *lua;  /* the body of `run`; NULL for a named check */
    int lua_line; /* the runbook's line on which the body begins; 0 where it is no literal block */
    const struct named_prose *with;
    size_t with_count;
    int64_t timeout_ms; /* 10 s where not given */
    int64_t fresh_ms;   /* 60 s where not given */
    struct span span;
};

/* An entry of `allow`: fixed, or what an input says. core/allow.h fills it in. */
struct permit {
    const char *text; /* as it is, or as written: ${app}/current */
    int input;        /* -1: `text` is what is permitted */
    const char *rest; /* what stands behind the input's value: "/current", ""; NULL without one */
};

/* What a runbook's checks may touch. `run` and `env` name no inputs. */
struct allow {
    const struct permit *run; /* beginnings of commands, one blank between words */
    size_t run_count;
    const struct permit *read;
    size_t read_count;
    const struct permit *http;
    size_t http_count;
    const struct permit *env;
    size_t env_count;
};

struct verify {
    const char *id;
    struct check check;
    int64_t every_ms, hold_ms, within_ms; /* 15 s, 0, 15 min where not given */
    bool used;                            /* an action or a condition names it */
    int part;
    struct span span;
};

/* A command that nobody must run, and why. */
struct never {
    const char *match; /* its words with one blank between; see base/glob.h */
    const char *text;
    const struct source *source; /* of its span */
    struct span span;
};

/* Who that is and how to reach them. */
struct role {
    const char *id, *text;
    const struct source *source; /* of its span */
    struct span span;
};

/* What a step asks; the last three are no questions. */
enum step_kind { STEP_CLUE, STEP_ANOMALY, STEP_PATTERN, STEP_DO, STEP_CALL, STEP_SAY };
enum answer_type {
    TYPE_CHOICE, /* one of `answers` */
    TYPE_NUMBER,
    TYPE_TEXT,
    TYPE_TIME,
    TYPE_MANY /* one or several of `answers` */
};

/* Which question comes next: book/order.h. */
enum order { ORDER_WRITTEN, ORDER_BEST };

struct step {
    const char *id;
    enum step_kind kind;
    const struct prose *question;  /* NULL where it is none */
    const struct prose *why, *how; /* NULL where not given */
    const struct cond *when;       /* NULL: always */
    const char *when_text;         /* as written; NULL where there is none */
    enum answer_type type;
    const char *unit; /* of a number; NULL where none */
    const struct answer *answers;
    size_t answer_count;
    struct answer unknown;     /* key VALUE_UNKNOWN; no effects */
    const struct check *check; /* NULL: a person answers */
    const int *see;            /* links to look at, by index */
    size_t see_count;
    const struct prose *copy; /* a command to copy, values quoted for a shell; NULL */
    const char *capture;      /* what the responder pastes is kept under this name; NULL */
    struct next next;         /* of an answer that none of `answers` matches */
    bool referred;            /* a condition, a `${}` or a `next` names this step */
    int action;               /* of a STEP_DO; else -1 */
    int64_t cost_ms;          /* how long an answer takes; -1 where not given */
    const char *const *was;   /* ids that it had before */
    size_t was_count;
    int part;
    struct span span; /* of its id */
};

struct resolve {
    const struct cond *when; /* NULL: any confirmed cause will do */
    int64_t after_ms;        /* hand over after that long; -1 where not given */
    const char *hand_over;   /* a role; NULL where not given */
};

struct names;
struct part;
struct file;
struct call;

struct book {
    struct arena *arena;
    const struct source *source;
    char hash[SHA256_HEX]; /* book_hash() */
    const char *id, *title;
    const char *summary, *owner,
        *reviewed; /* NULL where not given; reviewed as written, YYYY-MM-DD */
    struct span reviewed_span;
    int64_t review_every_ms; /* -1 where not given */
    const struct cause *causes;
    size_t cause_count;
    enum order order;
    struct span order_span; /* where it stands */
    const struct step *steps;
    size_t step_count;
    struct resolve resolve;
    struct allow allow;       /* its own; each part has one */
    const struct part *parts; /* the first is the runbook itself; NULL in a book made by hand */
    size_t part_count;
    const struct file *files; /* all that was read beside the runbook: used and called ones */
    size_t file_count;
    const struct role *roles;
    size_t role_count;
    const struct labels *alerts; /* one that fits starts this runbook */
    size_t alert_count;
    const struct input *inputs;
    size_t input_count;
    const struct action *actions;
    size_t action_count;
    const char *const *saved; /* names of what actions save */
    size_t saved_own;         /* of them, the runbook's own; of these: */
    const struct span *saved_spans;
    const bool *saved_used; /* a `${}` names it */
    size_t saved_count;
    const struct verify *verifies;
    size_t verify_count;
    const struct never *nevers;
    size_t never_count;
    const struct link *links;
    size_t link_count;
    const struct message *messages;
    size_t message_count;
    const struct names *cause_names, *step_names; /* for book_cause() and book_step(); NULL in a
                                                     book made by hand: searched one by one */
};

struct book_files; /* where what it uses and calls is read from: book/part.h */

/*
 * Loads a runbook. Reports every error that one pass can find, and warnings; NULL when there was an
 * error. Without `files` nothing else is read, and to use or call something is an error.
 */
struct book *book_load(const struct source *source, struct book_files *files, struct diags *ds);
void book_free(struct book *b); /* NULL is allowed */
const char *book_hash(
    const struct book *b); /* of its source's bytes, worked out when first asked for */

/* The index, or -1. Steps and causes are found by ids that they had before (`was`), too. */
int book_step(const struct book *b, const char *id);
int book_cause(const struct book *b, const char *id);
int book_capture(const struct book *b, const char *name); /* the index of its step */
int book_input(const struct book *b, const char *id);
int book_action(const struct book *b, const char *id);
int book_verify(const struct book *b, const char *id);

/* Whether nothing but the answers that are listed can be said: a choice, or several of them. */
bool type_is_listed(enum answer_type type);

/* The first answer that matches: by key for text, by range for a number; `else` last. NULL where
 * none does. */
const struct answer *step_match_text(const struct step *s, const char *text);
const struct answer *step_match_number(const struct step *s, double number);

#endif
