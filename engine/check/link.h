#ifndef RULEOUT_CHECK_LINK_H
#define RULEOUT_CHECK_LINK_H

/*
 * link: the line between a worker and its keeper, one stream socket.
 *
 * The worker asks and waits for the reply; its last message is the result. Both sides block: the
 * deadline is the keeper's, which kills. Neither believes a length above LINK_MOST.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "check/checker.h"
#include "core/world.h"

#define LINK_MOST (16u << 20)

enum link_kind {
    LINK_RUN = 1,
    LINK_OPEN,
    LINK_LIST,
    LINK_HTTP,
    LINK_HOST,
    LINK_NOW,
    LINK_RESULT,
    LINK_REPLY
};

struct link {
    int fd;
};

/* `pass` is a descriptor that goes along; -1: none. False: the other side is gone. */
bool link_send(const struct link *l, enum link_kind kind, const struct text *body, int pass);
/* Replaces `body`, of at most `most` bytes. `pass` NULL: what comes along is closed. False: gone,
 * or what came is no message. */
bool link_receive(const struct link *l, enum link_kind *kind, struct text *body, size_t most,
                  int *pass);

/* The worker's world: each function asks the keeper. `l` must live as long. */
struct world link_world(struct link *l);
void link_send_result(const struct link *l, const struct job_result *result);

#endif
