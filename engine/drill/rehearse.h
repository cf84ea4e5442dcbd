#ifndef RULEOUT_DRILL_REHEARSE_H
#define RULEOUT_DRILL_REHEARSE_H

/*
 * rehearse: walks a drill to its end, and holds it against what it expects.
 *
 * It is a host of the engine like the terminal is: the same walk, the same actions, another world.
 */
#include <stdbool.h>
#include <stdint.h>

#include "core/event.h"
#include "core/session.h"
#include "drill/drill.h"
#include "drill/world_fake.h"

/* What a check told. Texts are owned; outside_told_release(). */
struct told {
    char *answer; /* NULL where it cannot tell: then `why` */
    char *evidence, *why;
    char *found; /* JSON of what it gave beside the answer; NULL */
};
void told_release(struct told *t);

/* Runs checks in the drill's world; cli/ has the means. */
struct outside {
    void *self;
    void (*step)(void *self, const struct session *s, int step, struct told *out);
    void (*verify)(void *self, const struct session *s, int verify, struct told *out);
};

/* Of one runbook, what its drills have reached: see docs/drills.md. */
struct coverage;

struct rehearsal {
    struct text failures; /* one a line; "" where it passed */
    int answered;         /* questions, by whoever */
};

/* Adds what it reached to `coverage`, which may be NULL. `outside` NULL: no check runs. */
struct rehearsal rehearse(const struct drill *d, struct fake *world, const struct outside *outside,
                          struct coverage *coverage);

#endif
