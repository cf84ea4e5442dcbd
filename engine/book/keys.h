#ifndef RULEOUT_BOOK_KEYS_H
#define RULEOUT_BOOK_KEYS_H

/*
 * keys: every key of the format, once.
 *
 * The loader, "did you mean", the schema and docs/format.md come from this table, so that they
 * cannot disagree.
 */
#include <stdbool.h>
#include <stddef.h>

#define KEYS_VERSION "1" /* of the format */
#define KEYS_ID_MAX 64   /* characters of an id */
#define KEYS_COUNT_MAX 999999

enum key_type {
    KEY_NONE,
    KEY_TEXT,
    KEY_PROSE,    /* text with ${} */
    KEY_VERBATIM, /* the same, with every blank as written */
    KEY_OUTPUT,   /* text with every blank as written; "" is one too */
    KEY_ID,       /* of a step, input, action, verify: no - in it, and no word that is taken */
    KEY_NAME,     /* of a runbook, cause, link or level: may hold - */
    KEY_ARGUMENT, /* of a check: like an id, and any word */
    KEY_VISIT,    /* a step's id, or step#2; tls-expiry/step in a called runbook */
    KEY_WITHIN,   /* an id, perhaps in a called runbook */
    KEY_CAUSE,    /* a cause, perhaps in a called runbook */
    KEY_ANSWER,   /* what can be answered, as the name of what follows */
    KEY_WORD,     /* one of `words` */
    KEY_COUNT,    /* a whole number, 1 or more */
    KEY_WHOLE,    /* a whole number from `least` to `most` */
    KEY_NUMBER,   /* more than 0 */
    KEY_SPAN,     /* 20m, 1h30m, 3d */
    KEY_DUE,      /* 3d, 5bd */
    KEY_DATE,     /* YYYY-MM-DD */
    KEY_MOMENT,   /* date, time and offset */
    KEY_COND,     /* a condition */
    KEY_NEXT,     /* a step's id, or end */
    KEY_CHECK,    /* a check's name: log/rate_below */
    KEY_URL,      /* text with ${}, none of which says where it leads */
    KEY_PATH,     /* begins with / */
    KEY_START,    /* the first words of a command */
    KEY_READ,     /* a path, or ${input} and more */
    KEY_ORIGIN,   /* scheme, host and perhaps port, or ${input} */
    KEY_VARIABLE, /* of the environment */
    KEY_LABEL,    /* of an alert, by name */
    KEY_REGEX,    /* a regular expression */
    KEY_PART,     /* of an alert: alert.labels.env */
    KEY_COMMAND,  /* words; no shell reads them */
    KEY_LIST,     /* of `item` */
    KEY_MAP,      /* with the keys of `place`; or from `names` to `item` */
    KEY_EFFECTS,  /* a list of causes, or a map from cause to reason */
    KEY_LABELS,   /* a map from labels to their values, one at least */
    KEY_SAID,     /* a text, or a list of texts: what is answered */
    KEY_EITHER,   /* one of `words`, or a map with the keys of `place` */
    KEY_TYPES
};

struct key {
    const char *name;
    unsigned char len, type; /* enum key_type */
    bool required;
    const char *help;    /* a sentence */
    const char *example; /* its value, in YAML; of a KEY_WORD, what it can be */
    /* What a list or a map holds. Items that are maps have the keys of `place`. */
    unsigned char names, item, place;
    bool some;                /* there must be one at least */
    bool unique;              /* nothing is there twice */
    bool bare;                /* an item may be nothing at all: "yes:" */
    int least, most;          /* of a KEY_WHOLE */
    const char *const *words; /* NULL at the end */
};

/* How a scalar of a type is written. */
struct key_form {
    const char *name;           /* one word, for the schema */
    const char *what;           /* "a length of time: 20m" */
    const char *pattern;        /* of its text; NULL where any will do. For PCRE2 and ECMAScript */
    bool number_too, truth_too; /* tools that give scalars types may make such a one of it */
};

/* Where keys stand. */
enum key_place {
    IN_RUNBOOK,
    IN_INPUT,
    IN_ALLOW,
    IN_CAUSE,
    IN_STEP,
    IN_ANSWER,
    IN_UNKNOWN,
    IN_ACTION,
    IN_GUARD,
    IN_THEN,
    IN_VERIFY,
    IN_NEVER,
    IN_RESOLVE,
    IN_RESOLVE_ELSE,
    IN_CALL,
    IN_USED,
    IN_SETTINGS,
    IN_SEVERITY_FILE,
    IN_SEVERITY,
    IN_QUESTION,
    IN_LEVEL,
    IN_POSTMORTEM,
    IN_DRILL,
    IN_DRILL_ACTION,
    IN_WORLD,
    IN_WORLD_RUN,
    IN_WORLD_HTTP,
    IN_WORLD_FILE,
    IN_WORLD_HOST,
    IN_EXPECT,
    KEY_PLACES
};

/* The numbers of the keys of each place: indices into its table. */
enum {
    RUNBOOK_RULEOUT,
    RUNBOOK_ID,
    RUNBOOK_TITLE,
    RUNBOOK_SUMMARY,
    RUNBOOK_OWNER,
    RUNBOOK_REVIEWED,
    RUNBOOK_REVIEW_EVERY,
    RUNBOOK_CAUSES,
    RUNBOOK_STEPS,
    RUNBOOK_RESOLVE,
    RUNBOOK_ALERTS,
    RUNBOOK_USE,
    RUNBOOK_INPUTS,
    RUNBOOK_LINKS,
    RUNBOOK_ALLOW,
    RUNBOOK_NEVER,
    RUNBOOK_ACTIONS,
    RUNBOOK_VERIFY,
    RUNBOOK_MESSAGES,
    RUNBOOK_ROLES,
    RUNBOOK_ORDER,
    RUNBOOK_KEYS
};
enum {
    INPUT_KEY_TYPE,
    INPUT_KEY_DEFAULT,
    INPUT_KEY_ASK,
    INPUT_KEY_ONE_OF,
    INPUT_KEY_FROM,
    INPUT_KEY_MATCH,
    INPUT_KEY_SECRET,
    INPUT_KEYS
};
enum { ALLOW_RUN, ALLOW_READ, ALLOW_HTTP, ALLOW_ENV, ALLOW_KEYS };
enum { CAUSE_KEY_TITLE, CAUSE_KEY_CATEGORY, CAUSE_KEY_ODDS, CAUSE_KEY_WAS, CAUSE_KEYS };
enum {
    STEP_KEY_ID,
    STEP_KEY_CLUE,
    STEP_KEY_ANOMALY,
    STEP_KEY_PATTERN,
    STEP_KEY_WHY,
    STEP_KEY_HOW,
    STEP_KEY_WHEN,
    STEP_KEY_TYPE,
    STEP_KEY_UNIT,
    STEP_KEY_ANSWERS,
    STEP_KEY_UNKNOWN,
    STEP_KEY_NEXT,
    STEP_KEY_MAX,
    STEP_KEY_CHECK,
    STEP_KEY_LUA,
    STEP_KEY_WITH,
    STEP_KEY_TIMEOUT,
    STEP_KEY_FRESH,
    STEP_KEY_SEE,
    STEP_KEY_COPY,
    STEP_KEY_CAPTURE,
    STEP_KEY_COST,
    STEP_KEY_WAS,
    STEP_KEY_DO, /* from here: in place of a question */
    STEP_KEY_CALL,
    STEP_KEY_SAY,
    STEP_KEYS
};
enum {
    ANSWER_LABEL,
    ANSWER_SUSPECTS,
    ANSWER_RULES_OUT,
    ANSWER_CONFIRMS,
    ANSWER_NOTE,
    ANSWER_NEXT,
    ANSWER_MAX,
    ANSWER_DO,
    ANSWER_CALL,
    ANSWER_ALONE,
    ANSWER_KEYS
};
enum { UNKNOWN_NOTE, UNKNOWN_NEXT, UNKNOWN_MAX, UNKNOWN_DO, UNKNOWN_CALL, UNKNOWN_KEYS };
enum {
    ACTION_KEY_TITLE,
    ACTION_KEY_FOR,
    ACTION_KEY_WHEN,
    ACTION_KEY_KIND,
    ACTION_KEY_RISK,
    ACTION_KEY_DANGER,
    ACTION_KEY_HOW,
    ACTION_KEY_GUARD,
    ACTION_KEY_SAVE,
    ACTION_KEY_CONFIRM,
    ACTION_KEY_RUN,
    ACTION_KEY_STDIN,
    ACTION_KEY_ENV,
    ACTION_KEY_TIMEOUT,
    ACTION_KEY_VERIFY,
    ACTION_KEY_ON_FAIL,
    ACTION_KEY_TEMPORARY,
    ACTION_KEY_UNDO,
    ACTION_KEY_THEN,
    ACTION_KEYS
};
enum { GUARD_ASK, GUARD_IS, GUARD_ROLE, GUARD_KEYS };
enum { THEN_SUSPECTS, THEN_RULES_OUT, THEN_CONFIRMS, THEN_KEYS };
enum {
    VERIFY_KEY_CHECK,
    VERIFY_KEY_LUA,
    VERIFY_KEY_WITH,
    VERIFY_KEY_TIMEOUT,
    VERIFY_KEY_EVERY,
    VERIFY_KEY_HOLD,
    VERIFY_KEY_WITHIN,
    VERIFY_KEYS
};
enum { NEVER_MATCH, NEVER_TEXT, NEVER_KEYS };
enum { RESOLVE_WHEN, RESOLVE_ELSE, RESOLVE_KEYS };
enum { ELSE_AFTER, ELSE_HAND_OVER, ELSE_KEYS };
enum { CALL_RUNBOOK, CALL_WITH, CALL_FOR, CALL_KEYS };
enum { USED_ROLES, USED_LINKS, USED_CAUSES, USED_MESSAGES, USED_NEVER, USED_KEYS };
enum { SETTINGS_TIME_ZONE, SETTINGS_KEYS };
enum { SEVERITY_FILE_SEVERITY, SEVERITY_FILE_KEYS };
enum { SEVERITY_ASK, SEVERITY_LEVELS, SEVERITY_KEYS };
enum { QUESTION_ID, QUESTION_QUESTION, QUESTION_ANSWERS, QUESTION_KEYS };
enum {
    LEVEL_ID,
    LEVEL_TITLE,
    LEVEL_WHEN,
    LEVEL_PAGE,
    LEVEL_ACKNOWLEDGE,
    LEVEL_UPDATE_EVERY,
    LEVEL_TELL,
    LEVEL_POSTMORTEM,
    LEVEL_KEYS
};
enum { POSTMORTEM_DUE, POSTMORTEM_KEYS };
enum {
    DRILL_DRILL,
    DRILL_TITLE,
    DRILL_RUNBOOK,
    DRILL_CLOCK,
    DRILL_ALERT,
    DRILL_INPUTS,
    DRILL_SEVERITY,
    DRILL_ANSWERS,
    DRILL_CAPTURE,
    DRILL_ACTIONS,
    DRILL_WORLD,
    DRILL_EXPECT,
    DRILL_KEYS
};
enum { DO_GUARD, DO_CONFIRM, DO_OUTCOME, DO_UNDO, DO_KEYS };
enum { WORLD_RUN, WORLD_HTTP, WORLD_FILES, WORLD_HOST, WORLD_KEYS };
enum {
    ITEM_MATCH, /* these four: the same number in each list of the world */
    ITEM_AFTER,
    ITEM_FAILS,
    ITEM_TAKES,
    ITEM_SHARED
};
enum { RUN_OUT = ITEM_SHARED, RUN_ERR, RUN_CODE, RUN_KEYS };
enum { HTTP_METHOD = ITEM_SHARED, HTTP_STATUS, HTTP_BODY, HTTP_HEADERS, HTTP_KEYS };
enum { FILE_FROM = ITEM_SHARED, FILE_TEXT, FILE_MODIFIED, FILE_KEYS };
enum { HOST_JSON = ITEM_SHARED, HOST_KEYS };
enum {
    EXPECT_SEVERITY,
    EXPECT_CONFIRMED,
    EXPECT_SUSPECTED,
    EXPECT_RULED_OUT,
    EXPECT_OPEN,
    EXPECT_NOT_ASKED,
    EXPECT_ASKED_AT_MOST,
    EXPECT_ACTIONS,
    EXPECT_OPEN_CHANGES,
    EXPECT_MITIGATED_WITHIN,
    EXPECT_ENDS,
    EXPECT_KEYS
};

#define KEYS_MAX STEP_KEYS /* of the place that has most */

/* The keys of a place, and how many; `what`, where not NULL, gets "a step" and the like. */
const struct key *keys_of(enum key_place place, size_t *count, const char **what);

/* The name of a place in the schema: one word. */
const char *keys_place_name(enum key_place place);

/* NULL for what is no scalar, and for KEY_WORD, KEY_WHOLE: their keys say what they are. */
const struct key_form *keys_form(enum key_type type);

/* The number of the key in its place, or -1. */
int keys_find(enum key_place place, const char *name, size_t len);

/*
 * Words that conditions, the record and Lua use: no step, input, action, verify or saved output may
 * be called so. In a severity framework the same holds for questions.
 */
bool keys_word_is_taken(const char *word);
const char *const *keys_words_taken(size_t *count);

#endif
