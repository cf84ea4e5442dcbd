#ifndef RULEOUT_DRILL_WORLD_FAKE_H
#define RULEOUT_DRILL_WORLD_FAKE_H

/*
 * world_fake: what a drill wrote down, in the place of the machine.
 *
 * Closed: what no item fits is refused, and kept for fake_unlisted(). All of it lies in memory that
 * is shared with processes forked after fake_new(): a check's keeper moves the same clock. One
 * drill at a time.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/world.h"
#include "drill/drill.h"

struct fake;

struct fake *fake_new(void);    /* NULL where there is no memory to share */
void fake_free(struct fake *f); /* NULL is allowed */

/* Its world and its clock, and nothing done yet. False where the world is too large. */
bool fake_begin(struct fake *f, const struct drill *d);
struct world fake_world(struct fake *f);

int64_t fake_now_ms(const struct fake *f);
void fake_pass(struct fake *f, int64_t ms);
void fake_done(struct fake *f, int action);     /* what comes `after` it counts now */
void fake_reverted(struct fake *f, int action); /* and now no more */

/* What was asked for in vain, a sentence a line, the call as it can be written down; "" where
 * nothing was. */
const char *fake_unlisted(const struct fake *f);

#endif
