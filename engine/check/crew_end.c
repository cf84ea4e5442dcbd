#include "check/crew_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check/mono.h"
#include "check/reap.h"

#define END_ROUNDS 500
#define END_ROUND_US 200

void crew_send_cannot(const struct crew *c, int job, const char *why)
{
    char packet[KEEPER_CANNOT_MOST];
    size_t len = keeper_lay_out_cannot(job, why, packet);
    while (send(c->tools.walk, packet, len, MSG_NOSIGNAL) < 0 && errno == EINTR)
        ;
}

int crew_end_worker(pid_t worker)
{
    int status = SIGKILL;
    for (int i = 0; i < END_ROUNDS; i++) {
        kill(worker, SIGKILL);
        if (waitpid(worker, &status, WNOHANG) != 0)
            break;
        usleep(END_ROUND_US);
    }
    return status;
}

void crew_let_worker_go(struct post *p)
{
    if (p->worker > 0)
        kill(p->worker, SIGKILL);
    p->worker = 0;
}

void crew_let_go(struct post *p)
{
    p->last = true;
    shutdown(p->line, SHUT_WR);
}

bool crew_waits(const struct post *p)
{
    return p->job == 0 && !p->last && !p->ending;
}

/* A keeper that was killed has ended nothing: what it started is found by its session. */
static void bury_keeper(struct crew *c, size_t at, const siginfo_t *end)
{
    struct post gone = c->posts[at];
    bool sent = end->si_code == CLD_EXITED && end->si_status == 0;
    if (!sent)
        reap_session(gone.keeper);
    waitpid(gone.keeper, NULL, 0);
    crew_let_worker_go(&gone);
    close(gone.line);
    c->posts[at] = c->posts[--c->count];
    c->idle_ms = mono_ms() + CREW_IDLE_MS;
    if (!sent && !gone.told && gone.job != 0)
        crew_send_cannot(c, gone.job, "its keeper ended unexpectedly");
}

static void bury_worker(struct crew *c, pid_t pid)
{
    int status = 0;
    waitpid(pid, &status, 0);
    if (pid == c->spare.pid) {
        close(c->spare.link);
        c->spare = (struct worker){0, -1};
    }
    for (size_t i = 0; i < c->count; i++)
        if (c->posts[i].worker == pid) {
            c->posts[i].worker = 0;
            c->posts[i].status = status;
        }
}

bool crew_take_ended(struct crew *c)
{
    for (;;) {
        siginfo_t end = {0};
        if (waitid(P_ALL, 0, &end, WEXITED | WNOHANG | WNOWAIT) != 0)
            return false;
        if (end.si_pid == 0)
            return true;
        size_t at = 0;
        while (at < c->count && c->posts[at].keeper != end.si_pid)
            at++;
        if (at < c->count)
            bury_keeper(c, at, &end);
        else
            bury_worker(c, end.si_pid);
    }
}

static void end_stuck(struct crew *c, struct post *p)
{
    p->stuck_ms = INT64_MAX;
    reap_tree(p->keeper);
    crew_send_cannot(c, p->job, "no answer in its time, and it would not end: killed");
    p->told = true;
}

static void let_idle_go(struct crew *c)
{
    c->ahead = false;
    if (c->spare.pid > 0) {
        crew_end_worker(c->spare.pid);
        close(c->spare.link);
    }
    c->spare = (struct worker){0, -1};
    for (size_t i = 0; i < c->count; i++)
        if (crew_waits(&c->posts[i]))
            crew_let_go(&c->posts[i]);
}

/* No job runs, and somebody waits for one. */
static bool is_idle(const struct crew *c)
{
    bool any = c->ahead;
    for (size_t i = 0; i < c->count; i++) {
        if (c->posts[i].job != 0)
            return false;
        any = any || crew_waits(&c->posts[i]);
    }
    return any;
}

void crew_look_after(struct crew *c)
{
    int64_t now = mono_ms();
    for (size_t i = 0; i < c->count; i++)
        if (now >= c->posts[i].stuck_ms)
            end_stuck(c, &c->posts[i]);
    if (is_idle(c) && now >= c->idle_ms)
        let_idle_go(c);
}

int crew_next_ms(const struct crew *c)
{
    int64_t first = is_idle(c) ? c->idle_ms : INT64_MAX;
    for (size_t i = 0; i < c->count; i++)
        if (c->posts[i].stuck_ms < first)
            first = c->posts[i].stuck_ms;
    if (first == INT64_MAX)
        return -1;
    int64_t left = first - mono_ms();
    return left <= 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

void crew_dismiss(struct crew *c)
{
    let_idle_go(c);
    for (size_t i = 0; i < c->count; i++) {
        if (c->posts[i].job != 0)
            kill(c->posts[i].keeper, SIGTERM);
        crew_let_go(&c->posts[i]);
    }
}

void crew_kill(struct crew *c)
{
    for (size_t i = 0; i < c->count; i++) {
        reap_tree(c->posts[i].keeper);
        crew_let_worker_go(&c->posts[i]);
    }
}
