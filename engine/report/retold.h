#ifndef RULEOUT_REPORT_RETOLD_H
#define RULEOUT_REPORT_RETOLD_H

/*
 * retold: an incident folded once more, event by event, for what a single fold forgets: each event
 * as a sentence, and the causes that moved with it.
 *
 * All texts live in its arena, unescaped.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "report/story.h"
#include "report/tell.h"

struct retold_event {
    const struct event *event;
    const char *sentence; /* see tell_event() */
    bool back_dated;      /* it happened before one that was recorded earlier */
    const char *dated;    /* of such a one, in words: "back-dated", or of a check "looked ahead" */
    const struct moved *moves;
    size_t move_count;
};

struct retold {
    struct arena *arena;
    struct retold_event *items; /* in the record's order */
    size_t count;
    int64_t *touched; /* for each cause the last event that moved it; 0: none ever did */
};

void retold_make(struct retold *r, const struct story *s);
void retold_release(struct retold *r);

/* The items by when they happened, then by seq. Lives in the arena. */
const struct retold_event **retold_by_time(const struct retold *r);

#endif
