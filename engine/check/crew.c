#include "check/crew_inside.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/link.h"
#include "check/mono.h"
#include "check/worker.h"

/* Behind a job's deadline: its keeper ends it at the deadline, unless it is stuck itself. */
#define STUCK_MS 1500
#define WAITING_MOST 2 /* keepers */
#define JOBS_MOST 500  /* of one keeper */

static int64_t stuck_at(const struct frame *job)
{
    return job->limit_ms > 0 ? mono_ms() + job->limit_ms + STUCK_MS : INT64_MAX;
}

/* Starting. */

static struct worker new_worker(struct crew *c)
{
    int ends[2];
    pid_t self = getpid();
    struct worker w = {0, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return w;
    pid_t pid = fork();
    if (pid == 0)
        worker_main(&c->tools, ends[1], self);
    close(ends[1]);
    if (pid > 0)
        return (struct worker){pid, ends[0]};
    close(ends[0]);
    return w;
}

static struct worker take_worker(struct crew *c)
{
    struct worker w = c->spare.pid > 0 ? c->spare : new_worker(c);
    c->spare = (struct worker){0, -1};
    return w;
}

/* One of a command ends with it; one of checks gets its jobs over its line, and holds no copy. */
static struct post *new_keeper(struct crew *c, struct frame *job)
{
    int ends[2];
    pid_t self = getpid();
    bool command = job->kind == FRAME_COMMAND;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return NULL;
    pid_t keeper = fork();
    if (keeper == 0 && command)
        keeper_of_command(&c->tools, job, ends[1], self);
    if (keeper == 0) {
        frame_release(job);
        keeper_of_checks(&c->tools, ends[1], self);
    }
    close(ends[1]);
    if (keeper < 0) {
        close(ends[0]);
        return NULL;
    }
    c->posts = mem_grow(c->posts, c->count, &c->cap, sizeof *c->posts);
    c->posts[c->count] =
        (struct post){.keeper = keeper, .line = ends[0], .last = command, .stuck_ms = INT64_MAX};
    return &c->posts[c->count++];
}

static struct post *waiting_keeper(struct crew *c, struct frame *job)
{
    for (size_t i = 0; i < c->count; i++)
        if (crew_waits(&c->posts[i]))
            return &c->posts[i];
    return new_keeper(c, job);
}

/* A keeper that waits may have been killed meanwhile: then another gets the job. */
static struct post *give(struct crew *c, struct frame *job)
{
    for (int i = 0; i < 2; i++) {
        struct post *p = waiting_keeper(c, job);
        if (!p || frame_send(p->line, job) == 0)
            return p;
        crew_let_go(p);
    }
    return NULL;
}

static bool start_check(struct crew *c, struct frame *job)
{
    struct worker w = take_worker(c);
    c->ahead = c->ahead || job->kind == FRAME_CHECK;
    job->fd = w.link;
    if (w.pid <= 0)
        return false;
    bool limited = confine_limit_time(w.pid, job->limit_ms);
    if (limited && job->len <= LINK_AT_ONCE)
        link_send_job(&(struct link){.fd = w.link}, job); /* its keeper sees where it fails */
    struct post *p = limited ? give(c, job) : NULL;
    if (!p) {
        kill(w.pid, SIGKILL);
        return false;
    }
    p->job = job->job;
    p->worker = w.pid;
    p->status = 0;
    p->told = false;
    p->stuck_ms = stuck_at(job);
    return true;
}

static bool start_command(struct crew *c, struct frame *job)
{
    struct post *p = new_keeper(c, job);
    if (!p)
        return false;
    p->job = job->job;
    p->stuck_ms = stuck_at(job);
    return true;
}

void crew_start(struct crew *c, struct frame *job)
{
    if (!(job->kind == FRAME_COMMAND ? start_command(c, job) : start_check(c, job)))
        crew_send_cannot(c, job->job, "no process could be started");
}

/* Its keeper ends the job and itself. */
void crew_cancel(struct crew *c, int job)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->posts[i].job == job) {
            kill(c->posts[i].keeper, SIGTERM);
            crew_let_go(&c->posts[i]);
        }
}

/* Hearing. */

static size_t count_waiting(const struct crew *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++)
        n += crew_waits(&c->posts[i]);
    return n;
}

static void set_free(struct crew *c, struct post *p)
{
    c->idle_ms = mono_ms() + CREW_IDLE_MS;
    crew_let_worker_go(p);
    p->job = 0;
    p->stuck_ms = INT64_MAX;
    if (++p->done >= JOBS_MOST || count_waiting(c) > WAITING_MOST)
        crew_let_go(p);
}

static void hear(struct crew *c, struct post *p)
{
    char word;
    ssize_t n = recv(p->line, &word, 1, MSG_DONTWAIT);
    if (n == 1 && word == KEEPER_SAYS_FREE) {
        set_free(c, p);
    } else if (n == 1 && word == KEEPER_SAYS_LOST) {
        p->status = p->worker > 0 ? crew_end_worker(p->worker) : p->status;
        p->worker = 0;
        send(p->line, &p->status, sizeof p->status, MSG_NOSIGNAL | MSG_DONTWAIT);
    } else if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        p->ending = true;
    }
}

static struct post *by_line(struct crew *c, int line)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->posts[i].line == line)
            return &c->posts[i];
    return NULL;
}

/* What is waited for; false: somebody is ending, and soon to be reaped. */
static bool list_lines(struct crew *c, int walk, size_t *count)
{
    bool none_ends = true;
    c->polled = mem_grow(c->polled, c->count + 1, &c->polled_cap, sizeof *c->polled);
    c->polled[0] = (struct pollfd){walk, POLLIN, 0};
    *count = 1;
    for (size_t i = 0; i < c->count; i++) {
        if (c->posts[i].ending)
            none_ends = false;
        else
            c->polled[(*count)++] = (struct pollfd){c->posts[i].line, POLLIN, 0};
    }
    return none_ends;
}

bool crew_wait(struct crew *c, int walk, int ms, const sigset_t *mask)
{
    size_t n;
    if (c->ahead && c->spare.pid == 0 && walk >= 0)
        c->spare = new_worker(c);
    if (!list_lines(c, walk, &n))
        ms = 1;
    struct timespec most = {ms / 1000, ms % 1000 * 1000000L};
    if (ppoll(c->polled, n, ms < 0 ? NULL : &most, mask) <= 0)
        return false;
    for (size_t i = 1; i < n; i++)
        if (c->polled[i].revents)
            hear(c, by_line(c, c->polled[i].fd));
    return c->polled[0].revents != 0;
}
