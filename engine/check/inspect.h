#ifndef RULEOUT_CHECK_INSPECT_H
#define RULEOUT_CHECK_INSPECT_H

/*
 * inspect: Lua that is looked at and not run, many pieces in one worker.
 *
 * The worker takes a fresh Lua state for each file, so that none finds what another left. It may
 * tell of fewer pieces than it was asked about, the first ones, where the telling grows too long.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "check/checker.h"

void inspect_pack(struct text *t, const struct lua_piece *pieces, size_t count);

/* In the worker: what is to be told, as JSON. False: these are no pieces, or there is no Lua. */
bool inspect_run(const char *packed, size_t len, struct text *told);

/* Fills in what was told, in the order of the pieces; how many. */
size_t inspect_read(const char *told, struct lua_seen *seen, size_t count);

#endif
