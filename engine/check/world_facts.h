#ifndef RULEOUT_CHECK_WORLD_FACTS_H
#define RULEOUT_CHECK_WORLD_FACTS_H

/*
 * world_facts: facts of the host that take more than a line of /proc. NULL with the reason.
 */
#include "base/json.h"
#include "base/text.h"

/* The file system that holds `path`: {mount, size, used, free, used_percent, inodes_used_percent},
 * bytes, percent as df counts them: of what is not reserved for root, rounded up. */
struct jval *world_disk(const char *path, struct text *why);

/* [{pid, name, rss, cpu_seconds, started}] of the processes whose name, or whose program's file
 * name, is `name`; of all where it is NULL or "". `rss` is bytes, `started` seconds since 1970. */
struct jval *world_processes(const char *name, struct text *why);

#endif
