#ifndef RULEOUT_BOOK_KEYS_INSIDE_H
#define RULEOUT_BOOK_KEYS_INSIDE_H

/*
 * keys_inside: how the tables of keys are written, for the files that they stand in.
 */
#include "book/keys.h"

/* Behind the example: what the key holds, .place = IN_CAUSE. */
#define KEY(name, type, help, example, ...)                            \
    {                                                                  \
        name, sizeof name - 1, type, false, help, example, __VA_ARGS__ \
    }
#define NEEDED(name, type, help, example, ...)                        \
    {                                                                 \
        name, sizeof name - 1, type, true, help, example, __VA_ARGS__ \
    }
#define LIST_OF(type) .item = type
#define MAPS(in) .item = KEY_MAP, .place = in
#define NAMES(type) .names = type
#define WORDS(...)                 \
    .words = (const char *const[]) \
    {                              \
        __VA_ARGS__, NULL          \
    }

/* Of a call, and of a file that runbooks use. */
extern const struct key KEYS_CALL[CALL_KEYS], KEYS_USED[USED_KEYS];

/* Of ruleout.yaml. */
extern const struct key KEYS_SETTINGS[SETTINGS_KEYS];

/* Of a severity framework. */
extern const struct key KEYS_SEVERITY_FILE[SEVERITY_FILE_KEYS], KEYS_SEVERITY[SEVERITY_KEYS],
    KEYS_QUESTION[QUESTION_KEYS], KEYS_LEVEL[LEVEL_KEYS], KEYS_POSTMORTEM[POSTMORTEM_KEYS];

/* Of a drill. */
extern const struct key KEYS_DRILL[DRILL_KEYS], KEYS_DRILL_ACTION[DO_KEYS], KEYS_WORLD[WORLD_KEYS],
    KEYS_WORLD_RUN[RUN_KEYS], KEYS_WORLD_HTTP[HTTP_KEYS], KEYS_WORLD_FILE[FILE_KEYS],
    KEYS_WORLD_HOST[HOST_KEYS], KEYS_EXPECT[EXPECT_KEYS];

#endif
