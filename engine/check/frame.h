#ifndef RULEOUT_CHECK_FRAME_H
#define RULEOUT_CHECK_FRAME_H

/*
 * frame: messages between the walk, the broker and keepers, on a SOCK_SEQPACKET socket.
 *
 * Each arrives whole or not at all, so that several processes may write to one socket. A body that
 * is too large for a packet lies in a memory file whose descriptor goes along.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum frame_kind { FRAME_CHECK = 1, FRAME_INSPECT, FRAME_COMMAND, FRAME_CANCEL, FRAME_RESULT };

struct frame {
    enum frame_kind kind;
    int job;
    int64_t limit_ms; /* of a job: how long it may take */
    char *body;       /* a NUL stands behind it; NULL where there is none */
    size_t len;
    int fd; /* a descriptor that goes along; -1: none */
};

/* -1 with errno; EAGAIN: a socket that does not block is full. A signal does not end it. */
int frame_send(int socket, const struct frame *frame);

/* 1: there is one, to be released. 0: the other side is gone. -1: nothing now, when not blocking.
 */
int frame_receive(int socket, struct frame *frame, bool block);
void frame_release(struct frame *frame); /* closes its descriptor too */

/*
 * For a signal handler: a frame of a kind that goes in one packet, laid out before. frame_lay_out()
 * returns its length, which is at most `cap`.
 */
size_t frame_lay_out(const struct frame *frame, char *packet, size_t cap);

#endif
