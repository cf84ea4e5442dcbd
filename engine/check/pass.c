#include "check/pass.h"

#include <assert.h>
#include <string.h>

void pass_put(struct msghdr *message, union pass_room *room, const int *fds, int count)
{
    assert(count <= PASS_MOST);
    if (count == 0)
        return;
    size_t size = (size_t)count * sizeof *fds;
    memset(room, 0, sizeof *room);
    message->msg_control = room->bytes;
    message->msg_controllen = CMSG_SPACE(size);
    struct cmsghdr *c = CMSG_FIRSTHDR(message);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(c), fds, size);
}

void pass_expect(struct msghdr *message, union pass_room *room)
{
    memset(room, 0, sizeof *room);
    message->msg_control = room->bytes;
    message->msg_controllen = sizeof room->bytes;
}

int pass_take(struct msghdr *message, int fds[PASS_MOST])
{
    int count = 0;
    for (int i = 0; i < PASS_MOST; i++)
        fds[i] = -1;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        /* The room holds no more than PASS_MOST: the kernel has closed what else was sent. */
        size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof *fds;
        for (size_t i = 0; i < n && count < PASS_MOST; i++)
            memcpy(&fds[count++], CMSG_DATA(c) + i * sizeof *fds, sizeof *fds);
    }
    return count;
}
