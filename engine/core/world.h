#ifndef RULEOUT_CORE_WORLD_H
#define RULEOUT_CORE_WORLD_H

/*
 * world: what checks and actions see of the outside.
 *
 * One struct of functions; check/world_real.c is the machine itself, a drill puts a written one in
 * its place. Each function blocks, at most until its deadline, and is called in a process of its
 * own, never in the walk.
 *
 * What `allow` permits was checked before any of this is called: a world does what it is told.
 * Failure is false (or -1), and `why` says in a few words what went wrong, for the evidence of
 * "can't tell".
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* A command: an argument vector, never a shell string. */
struct world_run {
    const char *const *argv; /* NULL ends it */
    const char *const *env;  /* "NAME=value", beside PATH, LANG and HOME; NULL: nothing beside */
    const char *input;       /* standard input; NULL: nothing */
    size_t input_len;
    int64_t timeout_ms;
    size_t output_max; /* bytes of each output that are kept; more is read and dropped */
    int live_fd;       /* output is also written here as it comes; -1: nowhere */
};

struct world_ran {
    int status; /* exit status; 128 + the signal that ended it */
    bool timed_out;
    bool cut; /* there was more output than was kept */
    struct text out, err;
};

void world_ran_release(struct world_ran *ran);

struct world_request {
    const char *method; /* "GET", "HEAD", "POST" ... */
    const char *url;
    const char *const *headers; /* "Name: value"; NULL ends it; NULL: none */
    const char *body;           /* NULL: none */
    size_t body_len;
    int64_t timeout_ms;
    size_t body_max;
};

struct world_response {
    int status;
    struct text headers; /* as they came, "name: value" lines, names in lower case */
    struct text body;
    bool cut;
};

void world_response_release(struct world_response *response);

struct world {
    void *self;
    bool (*run)(void *self, const struct world_run *what, struct world_ran *out, struct text *why);
    /* A descriptor for reading a regular file; -1. Follows no magic links; the caller closes it. */
    int (*open)(void *self, const char *path, struct text *why);
    /* Names in a folder, one a line; of a file, those of what it was rotated to: core/rotated.h. */
    bool (*list)(void *self, const char *path, struct text *out, struct text *why);
    bool (*http)(void *self, const struct world_request *what, struct world_response *out,
                 struct text *why);
    /* A fact of the host as one JSON value: see docs/checks.md for `what` ("disk", "memory" ...)
     * and `about` ("/var"). */
    bool (*host)(void *self, const char *what, const char *about, struct text *json,
                 struct text *why);
    int64_t (*now_ms)(void *self);
    bool own_clock; /* which is not the machine's: how long a call really takes does not matter */
};

#endif
