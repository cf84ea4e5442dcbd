#include "check/checker_inside.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "check/frame.h"
#include "check/message.h"
#include "check/mono.h"

#define LIVE_ROOM 65536

bool checker_watch(const struct checker *c, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    return epoll_ctl(c->news, EPOLL_CTL_ADD, fd, &event) == 0;
}

void checker_forget(const struct checker *c, int *fd)
{
    if (*fd < 0)
        return;
    epoll_ctl(c->news, EPOLL_CTL_DEL, *fd, NULL);
    close(*fd);
    *fd = -1;
}

struct pending *checker_find(const struct checker *c, int job)
{
    for (size_t i = 0; i < c->pending_count; i++)
        if (c->pending[i].job == job)
            return &c->pending[i];
    return NULL;
}

/* Results for jobs that have one are dropped: a keeper and the broker may both have told. */
static void hold(struct checker *c, struct job_result *result)
{
    bool known = checker_find(c, result->job) != NULL;
    for (size_t i = 0; i < c->result_count; i++)
        known = known && c->results[i].job != result->job;
    if (!known) {
        job_result_release(result);
        return;
    }
    c->results = mem_grow(c->results, c->result_count, &c->result_cap, sizeof *c->results);
    c->results[c->result_count++] = *result;
}

void checker_lose_broker(struct checker *c)
{
    checker_forget(c, &c->socket);
    checker_forget(c, &c->death);
    for (size_t i = 0; i < c->pending_count; i++) {
        struct job_result result = {.job = c->pending[i].job,
                                    .outcome = CHECK_CANNOT,
                                    .why = mem_text(CHECKER_GONE),
                                    .started_ms = time_now_ms()};
        hold(c, &result);
    }
}

/* Its keepers have its socket too, so that this does not close when it dies. */
static bool broker_ended(const struct checker *c)
{
    siginfo_t end = {0};
    return waitid(P_PID, (id_t)c->broker, &end, WEXITED | WNOHANG | WNOWAIT) != 0 ||
           end.si_pid != 0;
}

/* Receives what is there. Whether the broker is dead is looked up first, so that nothing that was
 * sent before is missed. */
void checker_receive(struct checker *c)
{
    bool dead = c->socket >= 0 && broker_ended(c);
    int got = -1;
    struct frame frame;
    while (c->socket >= 0 && (got = frame_receive(c->socket, &frame, false)) > 0) {
        struct unpack u = {frame.body, frame.len, false};
        struct job_result result = {.job = frame.job};
        if (frame.kind == FRAME_RESULT && message_get_result(&u, &result))
            hold(c, &result);
        else
            job_result_release(&result);
        frame_release(&frame);
    }
    if (c->socket >= 0 && (dead || got == 0))
        checker_lose_broker(c);
}

/* The descriptor of all is readable while something is held here. */
void checker_show_held(struct checker *c)
{
    uint64_t value = 1;
    bool holding = c->result_count > 0;
    if (holding == c->holding)
        return;
    c->holding = holding;
    ssize_t n =
        holding ? write(c->held, &value, sizeof value) : read(c->held, &value, sizeof value);
    assert(n == sizeof value);
}

int checker_fd(const struct checker *c)
{
    return c->news;
}

/* Reads a command's output; its end only closes it, and the result says the rest. */
static bool take_output(struct checker *c, struct text *output)
{
    char bytes[LIVE_ROOM];
    for (size_t i = 0; i < c->pending_count; i++) {
        struct pending *p = &c->pending[i];
        ssize_t n = p->live < 0 ? 0 : read(p->live, bytes, sizeof bytes);
        if (n > 0) {
            text_add_n(output, bytes, (size_t)n);
            return true;
        }
        if (p->live >= 0 && (n == 0 || errno != EAGAIN))
            checker_forget(c, &p->live);
    }
    return false;
}

static void take_result(struct checker *c, size_t at, struct job_result *result)
{
    *result = c->results[at];
    memmove(&c->results[at], &c->results[at + 1], (--c->result_count - at) * sizeof *c->results);
    struct pending *p = checker_find(c, result->job);
    checker_forget(c, &p->live);
    *p = c->pending[--c->pending_count];
}

enum checker_news checker_take(struct checker *c, struct text *output, struct job_result *result)
{
    enum checker_news news = NEWS_NONE;
    checker_receive(c);
    if (take_output(c, output)) {
        news = NEWS_OUTPUT;
    } else if (c->result_count > 0) {
        take_result(c, 0, result);
        news = NEWS_RESULT;
    }
    checker_show_held(c);
    return news;
}

/* False when the time is up or a signal came. */
static bool wait_until(const struct checker *c, int64_t until)
{
    int64_t left = until < 0 ? -1 : until - mono_ms();
    struct pollfd p = {c->news, POLLIN, 0};
    if (until >= 0 && left <= 0)
        return false;
    return poll(&p, 1, left > INT32_MAX ? INT32_MAX : (int)left) > 0;
}

enum checker_news checker_wait(struct checker *c, int64_t timeout_ms, struct text *output,
                               struct job_result *result)
{
    int64_t until = timeout_ms < 0 ? -1 : mono_ms() + timeout_ms;
    enum checker_news news;
    while ((news = checker_take(c, output, result)) == NEWS_NONE)
        if (!wait_until(c, until))
            return NEWS_NONE;
    return news;
}

/* The sockets alone are waited for: the descriptor for news is readable while others are held. */
void checker_wait_for(struct checker *c, int job, struct job_result *result)
{
    for (;;) {
        checker_receive(c);
        for (size_t i = 0; i < c->result_count; i++)
            if (c->results[i].job == job) {
                take_result(c, i, result);
                return;
            }
        struct pollfd fds[] = {{c->socket, POLLIN, 0}, {c->death, POLLIN, 0}};
        poll(fds, 2, -1);
    }
}
