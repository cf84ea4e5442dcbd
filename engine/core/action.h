#ifndef RULEOUT_CORE_ACTION_H
#define RULEOUT_CORE_ACTION_H

/*
 * action: what became of the runbook's actions, from the events.
 *
 * The host does an action; the session only knows what it was told. "started" is on disk before
 * anything runs, so an action that a crash cut off is ACTION_UNKNOWN, and is not run again by
 * itself.
 */
#include <stdbool.h>
#include <stdint.h>

#include "core/session.h"

enum action_outcome {
    ACTION_UNTRIED,
    ACTION_UNKNOWN, /* started, and nobody knows how it ended; or not done in a dry run */
    ACTION_DONE,
    ACTION_FAILED
};

enum verified { VERIFIED_NOT_YET, VERIFIED_YES, VERIFIED_NO };

struct action_state {
    enum action_outcome outcome;
    enum verified verified;
    bool reverted;                /* undone after it was done */
    int64_t started_ms, ended_ms; /* -1 while not */
    int64_t seq;                  /* of the latest event about it */
};

const char *action_outcome_name(enum action_outcome outcome); /* "unknown", "done" ... */

const struct action_state *session_action(const struct session *s, int action);

/* Whether it may be done now: a cause that it is for is suspected or confirmed, and its `when`
 * holds. */
bool action_offered(const struct session *s, int action);

/* A temporary change that was made and not taken back. */
bool action_open_change(const struct session *s, int action);

/* Whether the check of the current visit was tried and could not tell: a person is asked. */
bool session_check_failed(const struct session *s, int step);

#endif
