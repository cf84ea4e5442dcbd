#ifndef RULEOUT_CHECK_WORLD_REAL_H
#define RULEOUT_CHECK_WORLD_REAL_H

/*
 * world_real: the machine itself.
 *
 * Commands are found in a PATH of their own, run in the folder where ruleout was started, in a
 * process group of their own, with an environment that holds PATH, LANG, HOME and what is given,
 * and with no descriptor but their three. `timeout_ms` 0 is no limit. At the limit, the command and
 * its descendants are killed. What a command leaves behind in the background keeps running; what it
 * wrote until it ended itself is what was captured.
 */
#include "core/world.h"

struct world world_real(void);

/* The parts: one file each. */
bool world_real_run(void *self, const struct world_run *what, struct world_ran *out,
                    struct text *why);
bool world_real_host(void *self, const char *what, const char *about, struct text *json,
                     struct text *why);
/* `path` lies beneath `root` or is it: see beneath.h. */
bool world_real_list(const char *root, const char *path, struct text *out, struct text *why);

#endif
