#ifndef RULEOUT_BOOK_KEYS_INSIDE_H
#define RULEOUT_BOOK_KEYS_INSIDE_H

/*
 * keys_inside: how the tables of keys are written, for the files that they stand in.
 */
#include "book/keys.h"

#define KEY(name, type, help, example)                           \
    {                                                            \
        name, sizeof name - 1, type, false, false, help, example \
    }
#define NEEDED(name, type, help, example)                       \
    {                                                           \
        name, sizeof name - 1, type, true, false, help, example \
    }
#define LATER(name, help, example)                                    \
    {                                                                 \
        name, sizeof name - 1, KEY_EITHER, false, true, help, example \
    }

/* Of a drill. */
extern const struct key KEYS_DRILL[DRILL_KEYS], KEYS_DRILL_ACTION[DO_KEYS], KEYS_WORLD[WORLD_KEYS],
    KEYS_WORLD_RUN[RUN_KEYS], KEYS_WORLD_HTTP[HTTP_KEYS], KEYS_WORLD_FILE[FILE_KEYS],
    KEYS_WORLD_HOST[HOST_KEYS], KEYS_EXPECT[EXPECT_KEYS];

#endif
