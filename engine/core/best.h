#ifndef RULEOUT_CORE_BEST_H
#define RULEOUT_CORE_BEST_H

/*
 * best: which question to ask next, where that is not the next one written.
 *
 * Of those that may be asked (core/ahead.h) the one from which most is expected for its cost: the
 * information that its answer carries about the true cause (core/belief.h), in bits, less the share
 * of UNTOLD answers that tell nothing, over the time that an answer takes. A question that others
 * wait for is worth what the best of them brings beside it, half, since they may not be asked then.
 * Of equals the one that is written first; with nothing to learn from any, all are equals.
 *
 * The time is the first that is known of: the author's `cost`, how long it took in earlier
 * incidents (session_use_costs), and COST_CHECK where a check looks that can still tell; else
 * a guess by what is asked.
 *
 * The same session gives the same choice; what was chosen is a fact (EVENT_ASKED) and is not
 * chosen again on replay.
 */
#include "base/text.h"
#include "core/session.h"

#define UNTOLD 0.1
#define COST_CHECK 2000
#define COST_CLUE 30000
#define COST_ANOMALY 60000
#define COST_PATTERN 120000
#define COST_CAPTURE 60000 /* more, where something is to be pasted */

/*
 * The step, or -1 where none may be asked. Adds to `why`, in one line, what it can do:
 * "splits 6 causes 3/3, about 10s".
 */
int best_step(const struct session *s, struct text *why);

/* The same of any step, as it is now. */
void best_why(const struct session *s, int step, struct text *why);

#endif
