#ifndef RULEOUT_CORE_BATCH_H
#define RULEOUT_CORE_BATCH_H

/*
 * batch: filling a batch. Hosts use the functions of core/walk.h.
 */
#include "core/walk.h"

/*
 * Gives the event its seq, its actor and its times (`at_ms` is kept where it is not 0), adds it to
 * the batch with the causes that it moves, and folds it into the session.
 */
void batch_add(struct session *s, struct batch *b, struct moment m, struct event e);

#endif
