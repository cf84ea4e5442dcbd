#include "check/checker_inside.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "check/broker.h"
#include "check/frame.h"
#include "check/message.h"
#include "check/mono.h"
#include "check/pidfd.h"

#define SOCKET_ROOM (1 << 20)
#define SEND_WAIT_MS 2000
#define STOP_WAIT_MS 5000

static bool open_news(struct checker *c, struct diags *ds)
{
    c->news = epoll_create1(EPOLL_CLOEXEC);
    c->held = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    c->death = pidfd_of(c->broker);
    if (c->news >= 0 && c->held >= 0 && checker_watch(c, c->socket) && checker_watch(c, c->held) &&
        (c->death < 0 || checker_watch(c, c->death)))
        return true;
    diag_environment(ds, "checks cannot be run: %s", strerror(errno));
    return false;
}

struct checker *checker_start(const struct world *world, struct diags *ds)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        diag_environment(ds, "checks cannot be run: no socket: %s", strerror(errno));
        return NULL;
    }
    for (int i = 0; i < 2; i++)
        setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &(int){SOCKET_ROOM}, sizeof(int));
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    pid_t walk = getpid(), broker = fork();
    if (broker == 0)
        broker_main(ends[1], walk, world);
    int error = errno;
    close(ends[1]);
    if (broker < 0) {
        close(ends[0]);
        diag_environment(ds, "checks cannot be run: no process: %s", strerror(error));
        return NULL;
    }
    struct checker *c = mem_alloc(sizeof *c);
    *c = (struct checker){.broker = broker, .socket = ends[0], .news = -1, .held = -1, .death = -1};
    if (open_news(c, ds))
        return c;
    checker_stop(c);
    return NULL;
}

static void close_if(int fd)
{
    if (fd >= 0)
        close(fd);
}

/* It ends by itself when its socket closes, unless somebody has stopped it. */
static void wait_for_end(pid_t broker)
{
    int64_t until = mono_ms() + STOP_WAIT_MS;
    pid_t ended;
    while ((ended = waitpid(broker, NULL, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) {
        if (mono_ms() >= until)
            kill(broker, SIGKILL);
        usleep(500);
    }
}

void checker_stop(struct checker *c)
{
    if (!c)
        return;
    close_if(c->socket);
    wait_for_end(c->broker);
    close_if(c->death);
    close_if(c->news);
    close_if(c->held);
    for (size_t i = 0; i < c->pending_count; i++)
        close_if(c->pending[i].live);
    for (size_t i = 0; i < c->result_count; i++)
        job_result_release(&c->results[i]);
    free(c->pending);
    free(c->results);
    free(c);
}

/* A broker that reads nothing for so long is as good as gone. */
static bool send_order(struct checker *c, const struct frame *frame)
{
    int64_t until = mono_ms() + SEND_WAIT_MS;
    checker_receive(c);
    while (c->socket >= 0) {
        if (frame_send(c->socket, frame) == 0)
            return true;
        struct pollfd p = {c->socket, POLLIN | POLLOUT, 0};
        if (errno != EAGAIN || mono_ms() >= until)
            break;
        poll(&p, 1, 100);
        checker_receive(c);
    }
    if (c->socket >= 0)
        checker_lose_broker(c);
    return false;
}

static int start(struct checker *c, enum frame_kind kind, struct text *body, int64_t limit_ms,
                 int fd, int live)
{
    struct frame frame = {.kind = kind,
                          .job = c->last_job + 1,
                          .limit_ms = limit_ms,
                          .body = body->at,
                          .len = body->len,
                          .fd = fd};
    bool sent = send_order(c, &frame);
    checker_show_held(c);
    text_release(body);
    if (!sent)
        return 0;
    c->pending = mem_grow(c->pending, c->pending_count, &c->pending_cap, sizeof *c->pending);
    c->pending[c->pending_count++] = (struct pending){.job = frame.job, .live = live};
    return c->last_job = frame.job;
}

int checker_order(struct checker *c, enum frame_kind kind, struct text *body, int64_t limit_ms)
{
    return start(c, kind, body, limit_ms, -1, -1);
}

int checker_check(struct checker *c, const struct check_job *job)
{
    struct text body = {0};
    assert(job->timeout_ms > 0);
    message_put_check(&body, job);
    return checker_order(c, FRAME_CHECK, &body, job->timeout_ms);
}

int checker_command(struct checker *c, const struct command_job *job)
{
    struct text body = {0};
    int live[2];
    if (pipe2(live, O_CLOEXEC | O_NONBLOCK) != 0)
        return 0;
    message_put_run(&body, &job->run);
    int number = start(c, FRAME_COMMAND, &body, job->run.timeout_ms, live[1], live[0]);
    close(live[1]);
    if (number == 0)
        close(live[0]);
    else
        checker_watch(c, live[0]);
    return number;
}

void checker_cancel(struct checker *c, int job)
{
    struct frame frame = {.kind = FRAME_CANCEL, .job = job, .fd = -1};
    if (checker_find(c, job))
        send_order(c, &frame);
    checker_show_held(c);
}
