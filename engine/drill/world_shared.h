#ifndef RULEOUT_DRILL_WORLD_SHARED_H
#define RULEOUT_DRILL_WORLD_SHARED_H

/*
 * world_shared: what the processes of a drill have in common.
 *
 * Memory that processes forked after world_shared_new() see at the same place, so that a broker
 * which was forked before any drill was loaded, and is small because of that, has the world of
 * each.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drill/drill.h"

#define UNLISTED_MOST 16384

struct world_shared {
    int64_t now_ms;
    struct world_list runs, https, files, hosts;
    unsigned *done;               /* by action: which deed it was, from 1; 0: not done */
    unsigned deeds;               /* how many there were */
    char unlisted[UNLISTED_MOST]; /* lines */
    size_t used;                  /* of the room */
    _Alignas(max_align_t) char room[];
};

struct world_shared *world_shared_new(void); /* NULL where there is no memory to share */
void world_shared_free(struct world_shared *s);

/* The world of a drill at its beginning. False where it is larger than the room. */
bool world_shared_set(struct world_shared *s, const struct drill *d);

#endif
