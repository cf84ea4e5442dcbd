#include "check/frame.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/pass.h"

#define PACKET_MAX 8192 /* so that the socket holds some dozens when nobody reads */

struct head {
    uint32_t kind;
    int32_t job;
    int64_t limit_ms;
    uint64_t len;
    uint32_t in_file; /* the first descriptor is the body */
    uint32_t with_fd;
};

static struct head head_of(const struct frame *frame, bool in_file)
{
    return (struct head){.kind = frame->kind,
                         .job = frame->job,
                         .limit_ms = frame->limit_ms,
                         .len = frame->len,
                         .in_file = in_file,
                         .with_fd = frame->fd >= 0};
}

static int body_to_file(const struct frame *frame)
{
    int fd = memfd_create("ruleout", MFD_CLOEXEC);
    for (size_t done = 0; fd >= 0 && done < frame->len;) {
        ssize_t n = pwrite(fd, frame->body + done, frame->len - done, (off_t)done);
        if (n < 0 && errno != EINTR) {
            close(fd);
            return -1;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return fd;
}

int frame_send(int socket, const struct frame *frame)
{
    int fds[PASS_MOST], count = 0;
    bool in_file = frame->len > PACKET_MAX;
    if (in_file && (fds[count++] = body_to_file(frame)) < 0)
        return -1;
    if (frame->fd >= 0)
        fds[count++] = frame->fd;
    struct head head = head_of(frame, in_file);
    struct iovec parts[] = {{&head, sizeof head}, {frame->body, in_file ? 0 : frame->len}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    union pass_room room;
    pass_put(&message, &room, fds, count);
    ssize_t sent;
    while ((sent = sendmsg(socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR)
        ;
    int error = errno;
    if (in_file)
        close(fds[0]);
    errno = error;
    return sent < 0 ? -1 : 0;
}

size_t frame_lay_out(const struct frame *frame, char *packet, size_t cap)
{
    struct head head = head_of(frame, false);
    assert(frame->fd < 0 && sizeof head + frame->len <= cap && frame->len <= PACKET_MAX);
    memcpy(packet, &head, sizeof head);
    if (frame->len > 0)
        memcpy(packet + sizeof head, frame->body, frame->len);
    return sizeof head + frame->len;
}

static bool body_from_file(struct frame *frame, int fd)
{
    struct stat file;
    if (fstat(fd, &file) != 0 || (uint64_t)file.st_size < frame->len)
        return false;
    frame->body = mem_alloc(frame->len + 1);
    for (size_t done = 0; done < frame->len;) {
        ssize_t n = pread(fd, frame->body + done, frame->len - done, (off_t)done);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* Takes the descriptors over. */
static bool fill(struct frame *frame, const struct head *head, const char *rest, size_t rest_len,
                 int fds[PASS_MOST])
{
    *frame = (struct frame){.kind = (enum frame_kind)head->kind,
                            .job = head->job,
                            .limit_ms = head->limit_ms,
                            .len = head->len,
                            .fd = -1};
    int next = head->in_file ? 1 : 0;
    if (head->with_fd)
        frame->fd = fds[next];
    else if (fds[next] >= 0)
        close(fds[next]);
    if (!head->in_file) {
        if (rest_len != head->len)
            return false;
        frame->body = mem_text_n(rest, rest_len);
        return true;
    }
    bool ok = fds[0] >= 0 && body_from_file(frame, fds[0]);
    if (fds[0] >= 0)
        close(fds[0]);
    return ok;
}

int frame_receive(int socket, struct frame *frame, bool block)
{
    static char rest[PACKET_MAX]; /* on the stack it would spread over pages that forks then copy */
    struct head head;
    int fds[PASS_MOST];
    struct iovec parts[] = {{&head, sizeof head}, {rest, sizeof rest}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    union pass_room room;
    pass_expect(&message, &room);
    ssize_t n;
    while ((n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | (block ? 0 : MSG_DONTWAIT))) < 0 &&
           errno == EINTR)
        ;
    if (n < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK ? -1 : 0;
    if (n == 0)
        return 0;
    pass_take(&message, fds);
    size_t rest_len = (size_t)n < sizeof head ? 0 : (size_t)n - sizeof head;
    if ((size_t)n < sizeof head)
        head = (struct head){0};
    bool whole = fill(frame, &head, rest, rest_len, fds);
    explicit_bzero(rest, rest_len);
    if (!whole) {
        frame_release(frame);
        *frame = (struct frame){.fd = -1}; /* of no kind: whoever reads passes it over */
    }
    return 1;
}

void frame_release(struct frame *frame)
{
    if (frame->body)
        explicit_bzero(frame->body, frame->len);
    free(frame->body);
    if (frame->fd >= 0)
        close(frame->fd);
    *frame = (struct frame){.fd = -1};
}
