#ifndef RULEOUT_CORE_ACT_H
#define RULEOUT_CORE_ACT_H

/*
 * act: doing an action, in the one order that there is for it.
 *
 * Guards, what was before, the exact words, the typed confirmation, "started" as a fact before
 * anything runs, the command, how it ended, and whether it helped. Who does it - a responder at a
 * terminal, a drill - is the host, a struct of functions; nothing here has a clock, a terminal or a
 * process of its own.
 */
#include <stdbool.h>
#include <stdint.h>

#include "core/session.h"
#include "core/world.h"

enum act_ask {
    ACT_GUARD,   /* one of the action's guards, by `index` */
    ACT_CONFIRM, /* the word that must be typed */
    ACT_BY_HAND, /* how it went: done, failed or unknown */
    ACT_HELPED   /* whether it helped, where no check can look: yes or no */
};

struct act_host {
    void *self;
    bool dry_run; /* it is shown and recorded, and not done: its outcome is unknown */
    /* The session as it is now: recording a fact may put another in its place. */
    const struct session *(*session)(void *self);
    /* Records a fact, before it returns. `within`: the action goes on, so no other question is
     * asked yet. False: it could not be recorded. */
    bool (*fact)(void *self, struct event e, bool within);
    /* A line in answer to `words`, good until the next call; NULL: nobody is there. */
    const char *(*ask)(void *self, enum act_ask what, size_t index, const char *words);
    /* Talk: `words` behind a label, which may be "". */
    void (*say)(void *self, const char *label, const char *words);
    /* As in core/world.h; its output is shown as it comes. */
    bool (*run)(void *self, const struct world_run *what, struct world_ran *out, struct text *why);
    /* One look at a verify: yes, or not; what was seen. NULL where checks do not run. */
    bool (*look)(void *self, int verify, struct text *seen);
    int64_t (*clock_ms)(void *self); /* never set back */
    /* Waits that long. False: broken off. */
    bool (*rest)(void *self, int64_t ms);
};

/* Does the action, or says and records why it is not done. */
void act_do(const struct act_host *h, int action);
/* Takes it back by its `undo`. */
void act_undo(const struct act_host *h, int action);
/* Looks every so often until the verify was yes for `hold` in one piece, or `within` is over, and
 * records which. Where no check can look, the responder is asked. */
void act_verify(const struct act_host *h, int action);

#endif
