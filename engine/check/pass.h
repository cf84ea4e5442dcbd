#ifndef RULEOUT_CHECK_PASS_H
#define RULEOUT_CHECK_PASS_H

/*
 * pass: descriptors that go along with a message over a Unix socket.
 */
#include <sys/socket.h>

#define PASS_MOST 2

union pass_room {
    char bytes[CMSG_SPACE(PASS_MOST * sizeof(int))];
    struct cmsghdr align;
};

/* `room` must live until the message was sent. */
void pass_put(struct msghdr *message, union pass_room *room, const int *fds, int count);
/* Before receiving: the message may bring descriptors. */
void pass_expect(struct msghdr *message, union pass_room *room);
/* After: returns how many came; the rest of `fds` is -1. */
int pass_take(struct msghdr *message, int fds[PASS_MOST]);

#endif
