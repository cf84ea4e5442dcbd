#ifndef RULEOUT_CORE_AHEAD_H
#define RULEOUT_CORE_AHEAD_H

/*
 * ahead: what the walk may ask next where the order is not the written one.
 *
 * On its way from the cursor on it finds the steps within reach: all that are open, to the first
 * behind which it is not known where the walk goes (book/order.h). The first is always within
 * reach, and those of other runbooks than its own are not; it alone can be a step that is asked in
 * its place. Of those within reach a question may be
 * asked when its `when` holds now, and nothing in front of it that it names is open.
 */
#include "core/session.h"
#include "core/walk.h"

struct ahead {
    int *steps; /* within reach, as written */
    size_t count;
};

struct ahead ahead_of(const struct session *s, struct arena *a);
/* Whether the i-th may be asked now. */
bool ahead_may_ask(const struct session *s, const struct ahead *ahead, size_t i);
/* Whether the i-th waits for the k-th. */
bool ahead_waits_for(const struct session *s, const struct ahead *ahead, size_t i, size_t k);

/* The step that was recorded as asked, where it is within reach; -1. */
int ahead_asked(const struct session *s);

#endif
