#ifndef RULEOUT_BOOK_COND_H
#define RULEOUT_BOOK_COND_H

/*
 * cond: the small language of conditions, parsed.
 *
 *   or   := and { "or" and }
 *   and  := not { "and" not }
 *   not  := "not" not | compare
 *   compare := value [ ("==" | "~=" | "<" | "<=" | ">" | ">=") value ]
 *   value := name | "string" | 'string' | number | true | false | function "(" argument ")" | "("
 * or ")"
 *
 * A number may be written with the unit of the step that it is compared with, in quotes: "5 ms".
 *
 * Functions: suspected, confirmed, ruled_out (a cause's id as a string); answered (a step);
 * verified (a verify), done (an action), has (a capture); any_confirmed(). Names are steps and
 * inputs, in a severity framework questions. Names, causes and types are checked here, so that
 * evaluation (core/expr.h) cannot fail.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"

enum cond_kind {
    COND_TRUE,
    COND_FALSE,
    COND_AND, /* left, right */
    COND_OR,
    COND_NOT, /* left */
    COND_EQ,  /* left, right: values */
    COND_NE,
    COND_LT,
    COND_LE,
    COND_GT,
    COND_GE,
    COND_SUSPECTED, /* index: a cause */
    COND_CONFIRMED,
    COND_RULED_OUT,
    COND_ANSWERED, /* index: a step or question */
    COND_ANY_CONFIRMED,
    COND_VERIFIED, /* index: a verify */
    COND_DONE,     /* index: an action */
    COND_HAS,      /* index: the step that captures it */
    COND_NAME,     /* value: index of a step or question */
    COND_INPUT,    /* value: index of an input */
    COND_STRING,   /* value: text */
    COND_NUMBER    /* value: number */
};

struct cond {
    enum cond_kind kind;
    int index;
    const char *text; /* of a string; of a whole condition: as written */
    double number;
    const struct cond *left, *right;
    uint32_t at, len; /* its place in the condition */
    struct span span; /* of a whole condition: where it was written */
};

enum cond_type { COND_TYPE_TEXT, COND_TYPE_NUMBER, COND_TYPE_TIME };

/* What the names in a condition mean, and which values they can take. */
struct cond_name {
    const char *id;
    enum cond_type type;
    const char *const *
        values; /* what a text can be, for "compares with what is never answered"; NULL: anything */
    size_t value_count;
    bool many;        /* several of them at once: == holds where the text is among them */
    const char *unit; /* of a number; NULL */
    bool secret;      /* no condition may name it */
};

struct names;

#define COND_DEPTH_MAX 64

/* What a function's argument can name. */
struct cond_ids {
    const char *const *at;
    size_t count;
    const struct names *index; /* the same, to be found fast; NULL: one by one */
    bool unsure;               /* they could not be read: nothing is said about one not there */
};

struct cond_scope {
    const struct cond_name *names;
    size_t name_count;
    const struct names *name_index; /* NULL: one by one */
    const struct cond_name *inputs;
    size_t input_count;
    const struct names *input_index;
    bool names_unsure;      /* as in cond_ids */
    struct cond_ids causes; /* `at` NULL: a severity framework, which has none of the rest */
    struct cond_ids actions, verifies;
    struct cond_ids captures; /* by their steps; "" where one captures nothing */
};

/*
 * Parses `text`, which outlives the condition and stands in `source` at `span` (its first byte; for
 * messages). NULL with diagnostics when it is wrong. `named`, where not NULL, has `name_count`
 * flags; those of the names used are set. The tree is at most COND_DEPTH_MAX deep, however the
 * condition is nested or long.
 */
const struct cond *cond_parse(struct arena *a, const struct source *source, struct span span,
                              const char *text, const struct cond_scope *scope, bool *named,
                              struct diags *ds);

/* Whether a comparison holds where the left value is less (< 0), equal (0) or more than the right.
 */
bool cond_order_holds(enum cond_kind comparison, int order);

#endif
