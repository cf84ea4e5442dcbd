#ifndef RULEOUT_CHECK_KEEPER_INSIDE_H
#define RULEOUT_CHECK_KEEPER_INSIDE_H

/*
 * keeper_inside: what the two files of the keeper share.
 */
#include "base/arena.h"
#include "check/keeper.h"
#include "check/link.h"
#include "check/world_real.h"

struct keeper {
    const struct keeper_tools *tools;
    int line; /* to the broker */
    int job;
    struct arena *arena; /* of the job */
    struct world world;
    struct link link; /* of a check: to its worker */
    struct check_job check;
    bool ends_all; /* what the job has started ends with it */
    int64_t began_ms, started_ms;
};

/*
 * Answers the worker until its result comes: each question against `allow` first, then asked of the
 * world. False: it is gone, or speaks no sense.
 */
bool keeper_serve(struct keeper *k, struct job_result *result);

#endif
