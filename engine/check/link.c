#include "check/link.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/message.h"
#include "check/pass.h"

#define FIRST_PIECE 4096

struct head {
    uint32_t kind, len;
};

static bool send_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR)
            return false;
        bytes += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool receive_all(int fd, char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = recv(fd, bytes, len, MSG_WAITALL);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        bytes += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

bool link_send(struct link *l, enum link_kind kind, const struct text *body, int pass)
{
    struct head head = {.kind = kind, .len = (uint32_t)body->len};
    struct iovec parts[] = {{&head, sizeof head}, {body->at, body->len}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    union pass_room room;
    pass_put(&message, &room, &pass, pass >= 0 ? 1 : 0);
    ssize_t n;
    while ((n = sendmsg(l->fd, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR)
        ;
    size_t sent = n < (ssize_t)sizeof head ? 0 : (size_t)n - sizeof head;
    l->gone = n < (ssize_t)sizeof head || !send_all(l->fd, body->at + sent, body->len - sent);
    return !l->gone;
}

static bool receive_head(int fd, struct head *head, int *pass)
{
    int fds[PASS_MOST];
    struct iovec part = {head, sizeof *head};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    union pass_room room;
    pass_expect(&message, &room);
    ssize_t n;
    while ((n = recvmsg(fd, &message, MSG_WAITALL | MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
        ;
    pass_take(&message, fds);
    for (int i = 0; i < PASS_MOST; i++) {
        if (i == 0 && pass && n == sizeof *head)
            *pass = fds[0];
        else if (fds[i] >= 0)
            close(fds[i]);
    }
    return n == sizeof *head;
}

bool link_receive(struct link *l, enum link_kind *kind, struct text *body, size_t most, int *pass)
{
    struct head head;
    if (pass)
        *pass = -1;
    text_clear(body);
    l->gone = !receive_head(l->fd, &head, pass);
    if (l->gone || head.len > most)
        return false;
    *kind = (enum link_kind)head.kind;
    /* Room is made as bytes come, so that a length alone costs little. */
    while (body->len < head.len) {
        size_t had = body->len, left = head.len - had;
        size_t n = had < FIRST_PIECE ? FIRST_PIECE : had;
        text_add_repeat(body, '\0', n < left ? n : left);
        l->gone = !receive_all(l->fd, body->at + had, body->len - had);
        if (l->gone)
            return false;
    }
    return true;
}

/*
 * Asks, and reads whether it was granted; where not, `why` gets the reason. `body` is the question
 * and becomes the reply, whose rest is in `u`.
 */
static bool ask(void *self, enum link_kind kind, struct text *body, int *pass, struct unpack *u,
                struct text *why)
{
    enum link_kind got;
    if (body->len > LINK_MOST) {
        text_add(why, "it asks for more than can be sent");
        return false;
    }
    if (!link_send(self, kind, body, -1) || !link_receive(self, &got, body, LINK_MOST, pass)) {
        text_add(why, "the check's keeper is gone");
        return false;
    }
    *u = (struct unpack){body->at, body->len, false};
    if (unpack_int(u) != 0 && !u->bad)
        return true;
    text_add(why, unpack_text(u));
    return false;
}

static bool ask_run(void *self, const struct world_run *what, struct world_ran *out,
                    struct text *why)
{
    struct text body = {0};
    struct unpack u;
    message_put_run(&body, what);
    bool ok = ask(self, LINK_RUN, &body, NULL, &u, why) && message_get_ran(&u, out);
    text_release(&body);
    return ok;
}

static int ask_open(void *self, const char *path, struct text *why)
{
    struct text body = {0};
    struct unpack u;
    int fd = -1;
    pack_text(&body, path);
    if (ask(self, LINK_OPEN, &body, &fd, &u, why) && fd < 0)
        text_add(why, "too many files are open");
    text_release(&body);
    return fd;
}

static bool ask_list(void *self, const char *path, struct text *out, struct text *why)
{
    struct text body = {0};
    struct unpack u;
    pack_text(&body, path);
    bool ok = ask(self, LINK_LIST, &body, NULL, &u, why);
    if (ok)
        text_add(out, unpack_text(&u));
    text_release(&body);
    return ok;
}

static bool ask_http(void *self, const struct world_request *what, struct world_response *out,
                     struct text *why)
{
    struct text body = {0};
    struct unpack u;
    message_put_request(&body, what);
    bool ok = ask(self, LINK_HTTP, &body, NULL, &u, why) && message_get_response(&u, out);
    text_release(&body);
    return ok;
}

static bool ask_host(void *self, const char *what, const char *about, struct text *json,
                     struct text *why)
{
    struct text body = {0};
    struct unpack u;
    pack_text(&body, what);
    pack_text(&body, about);
    bool ok = ask(self, LINK_HOST, &body, NULL, &u, why);
    if (ok)
        text_add(json, unpack_text(&u));
    text_release(&body);
    return ok;
}

static int64_t ask_now(void *self)
{
    struct text body = {0}, why = {0};
    struct unpack u;
    int64_t now = ask(self, LINK_NOW, &body, NULL, &u, &why) ? unpack_int(&u) : 0;
    text_release(&body);
    text_release(&why);
    return now;
}

struct world link_world(struct link *l)
{
    return (struct world){.self = l,
                          .run = ask_run,
                          .open = ask_open,
                          .list = ask_list,
                          .http = ask_http,
                          .host = ask_host,
                          .now_ms = ask_now};
}

bool link_send_job(struct link *l, const struct frame *frame)
{
    struct text body = {frame->body, frame->len, 0};
    return link_send(l, frame->kind == FRAME_INSPECT ? LINK_INSPECT : LINK_CHECK, &body, -1);
}

void link_send_result(struct link *l, const struct job_result *result)
{
    struct text body = {0};
    message_put_result(&body, result);
    link_send(l, LINK_RESULT, &body, -1);
    text_release(&body);
}
