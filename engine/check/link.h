#ifndef RULEOUT_CHECK_LINK_H
#define RULEOUT_CHECK_LINK_H

/*
 * link: the line between a worker and its keeper, one stream socket.
 *
 * First the worker is sent its job. The worker asks and waits for the reply; its last message is
 * the result. Both sides block: the deadline is the keeper's. Neither believes a length above
 * LINK_MOST.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "check/checker.h"
#include "check/frame.h"
#include "core/world.h"

#define LINK_MOST (16u << 20)
/* A job up to that goes into a link at once, even if nobody reads: the broker itself sends it. */
#define LINK_AT_ONCE (32u << 10)

enum link_kind {
    LINK_RUN = 1,
    LINK_OPEN,
    LINK_LIST,
    LINK_HTTP,
    LINK_HOST,
    LINK_NOW,
    LINK_RESULT,
    LINK_REPLY,
    LINK_CHECK,
    LINK_INSPECT
};

struct link {
    int fd;
    bool gone; /* the other side has closed it, or has ended */
};

/* `pass` is a descriptor that goes along; -1: none. False: the other side is gone. */
bool link_send(struct link *l, enum link_kind kind, const struct text *body, int pass);
/* Replaces `body`, of at most `most` bytes. `pass` NULL: what comes along is closed. False: gone,
 * or what came is no message. */
bool link_receive(struct link *l, enum link_kind *kind, struct text *body, size_t most, int *pass);

/* The job of a frame, to the worker. */
bool link_send_job(struct link *l, const struct frame *frame);
/* The worker's world: each function asks the keeper. `l` must live as long. */
struct world link_world(struct link *l);
void link_send_result(struct link *l, const struct job_result *result);

#endif
