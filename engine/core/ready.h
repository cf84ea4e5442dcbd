#ifndef RULEOUT_CORE_READY_H
#define RULEOUT_CORE_READY_H

/*
 * ready: which checks can run before the walk comes to their steps, and how long what they saw is
 * good.
 *
 * A check can run ahead when nothing that is asked or looked at before its step could change what
 * it reads, or whether it is wanted at all. Whatever finishes first, its result counts when the
 * walk comes to the step and not before; so there is one order of facts.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "core/session.h"

/* How the steps are gone through. */
struct ready {
    const struct session *session;
    bool unattended; /* nobody is asked: only checks answer, in the order of the steps */
    int through;     /* unattended: the steps before this one are done with */
};

/*
 * Whether the check of a step can start now. False where it has none, where the step has its
 * answer or will not be asked, where its condition is not decided yet or does not hold, and where a
 * value that it reads is not known yet or may still change by what comes before it. A person's
 * change of an earlier answer is not foreseen: ready_reads() tells of that.
 */
bool ready_now(const struct ready *r, int step);

/* All values of answers and inputs that its check reads, a line each: what it saw is good only
 * while these are the same. */
void ready_reads(const struct session *s, int step, struct text *out);

/* What a check saw ahead of its turn. */
struct ready_look {
    int step;
    const char *reads; /* ready_reads() when it started */
    int64_t began_ms;
};

/* Whether it can still be taken for what the check would say now: the same was read, and it is not
 * older than the step's `fresh`. */
bool ready_stands(const struct session *s, const struct ready_look *look, int64_t now_ms);

#endif
