#include "check/checker.h"

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
#define LIVE_ROOM 65536
#define SEND_WAIT_MS 2000
#define STOP_WAIT_MS 5000
#define HEADER_MS 2000
#define GONE "the checks' broker ended unexpectedly"

struct pending {
    int job;
    int live; /* what its command writes; -1: it is a check */
};

struct checker {
    pid_t broker;
    int socket; /* -1 once the broker is gone */
    int death;  /* readable when the broker has ended; -1 where the kernel cannot tell */
    int news;   /* the epoll descriptor that stands for all */
    int held;   /* an event descriptor: readable while results are held here */
    bool holding;
    int last_job;
    struct pending *pending;
    size_t pending_count, pending_cap;
    struct job_result *results; /* that came and were not taken */
    size_t result_count, result_cap;
};

static bool watch(const struct checker *c, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    return epoll_ctl(c->news, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void forget(const struct checker *c, int *fd)
{
    if (*fd < 0)
        return;
    epoll_ctl(c->news, EPOLL_CTL_DEL, *fd, NULL);
    close(*fd);
    *fd = -1;
}

static bool open_news(struct checker *c, struct diags *ds)
{
    c->news = epoll_create1(EPOLL_CLOEXEC);
    c->held = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    c->death = pidfd_of(c->broker);
    if (c->news >= 0 && c->held >= 0 && watch(c, c->socket) && watch(c, c->held) &&
        (c->death < 0 || watch(c, c->death)))
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

static struct pending *find_pending(const struct checker *c, int job)
{
    for (size_t i = 0; i < c->pending_count; i++)
        if (c->pending[i].job == job)
            return &c->pending[i];
    return NULL;
}

/* Results for jobs that have one are dropped: a keeper and the broker may both have told. */
static void hold(struct checker *c, struct job_result *result)
{
    bool known = find_pending(c, result->job) != NULL;
    for (size_t i = 0; i < c->result_count; i++)
        known = known && c->results[i].job != result->job;
    if (!known) {
        job_result_release(result);
        return;
    }
    c->results = mem_grow(c->results, c->result_count, &c->result_cap, sizeof *c->results);
    c->results[c->result_count++] = *result;
}

static void lose_broker(struct checker *c)
{
    forget(c, &c->socket);
    forget(c, &c->death);
    for (size_t i = 0; i < c->pending_count; i++) {
        struct job_result result = {.job = c->pending[i].job,
                                    .outcome = CHECK_CANNOT,
                                    .why = mem_text(GONE),
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
static void receive(struct checker *c)
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
        lose_broker(c);
}

/* The descriptor of all is readable while something is held here. */
static void show_held(struct checker *c)
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

/* A broker that reads nothing for so long is as good as gone. */
static bool send_order(struct checker *c, const struct frame *frame)
{
    int64_t until = mono_ms() + SEND_WAIT_MS;
    receive(c);
    while (c->socket >= 0) {
        if (frame_send(c->socket, frame) == 0)
            return true;
        struct pollfd p = {c->socket, POLLIN | POLLOUT, 0};
        if (errno != EAGAIN || mono_ms() >= until)
            break;
        poll(&p, 1, 100);
        receive(c);
    }
    if (c->socket >= 0)
        lose_broker(c);
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
    show_held(c);
    text_release(body);
    if (!sent)
        return 0;
    c->pending = mem_grow(c->pending, c->pending_count, &c->pending_cap, sizeof *c->pending);
    c->pending[c->pending_count++] = (struct pending){.job = frame.job, .live = live};
    return c->last_job = frame.job;
}

int checker_check(struct checker *c, const struct check_job *job)
{
    struct text body = {0};
    assert(job->timeout_ms > 0);
    message_put_check(&body, job);
    return start(c, FRAME_CHECK, &body, job->timeout_ms, -1, -1);
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
        watch(c, live[0]);
    return number;
}

void checker_cancel(struct checker *c, int job)
{
    struct frame frame = {.kind = FRAME_CANCEL, .job = job, .fd = -1};
    if (find_pending(c, job))
        send_order(c, &frame);
    show_held(c);
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
            forget(c, &p->live);
    }
    return false;
}

static void take_result(struct checker *c, size_t at, struct job_result *result)
{
    *result = c->results[at];
    memmove(&c->results[at], &c->results[at + 1], (--c->result_count - at) * sizeof *c->results);
    struct pending *p = find_pending(c, result->job);
    forget(c, &p->live);
    *p = c->pending[--c->pending_count];
}

enum checker_news checker_take(struct checker *c, struct text *output, struct job_result *result)
{
    enum checker_news news = NEWS_NONE;
    receive(c);
    if (take_output(c, output)) {
        news = NEWS_OUTPUT;
    } else if (c->result_count > 0) {
        take_result(c, 0, result);
        news = NEWS_RESULT;
    }
    show_held(c);
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

/* Other jobs' results stay held; the sockets alone are waited for. */
static bool wait_for_job(struct checker *c, int job, struct job_result *result)
{
    for (;;) {
        receive(c);
        for (size_t i = 0; i < c->result_count; i++)
            if (c->results[i].job == job) {
                take_result(c, i, result);
                return true;
            }
        struct pollfd fds[] = {{c->socket, POLLIN, 0}, {c->death, POLLIN, 0}};
        poll(fds, 2, -1);
    }
}

bool checker_header(struct checker *c, const char *name, const char *lua, size_t len,
                    struct text *json, struct text *why)
{
    struct check_job job = {.name = name, .lua = lua, .lua_len = len, .timeout_ms = HEADER_MS};
    struct job_result result = {0};
    struct text body = {0};
    message_put_check(&body, &job);
    int number = start(c, FRAME_HEADER, &body, HEADER_MS, -1, -1);
    if (number == 0) {
        text_add(why, GONE);
        return false;
    }
    wait_for_job(c, number, &result);
    bool told = result.outcome == CHECK_TOLD;
    text_add(told ? json : why, told ? result.value : result.why);
    job_result_release(&result);
    show_held(c);
    return told;
}
