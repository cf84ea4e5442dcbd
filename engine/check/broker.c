#include "check/broker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/close_above.h"
#include "check/frame.h"
#include "check/keeper.h"
#include "check/mono.h"
#include "check/reap.h"

#define WALK_FD 3
/* Behind a job's deadline: its keeper ends it at the deadline, unless it is stuck itself. */
#define STUCK_MS 1500
#define GIVE_UP_MS 3000

struct kept {
    pid_t keeper;
    int job;
    int64_t stuck_ms; /* on the monotonic clock */
    bool told;        /* its result was sent from here */
};

struct broker {
    struct keeper_tools tools;
    struct kept *kept;
    size_t count, cap;
    sigset_t while_waiting;
};

static volatile sig_atomic_t orphaned;

static void on_term(int signo)
{
    (void)signo;
    orphaned = 1;
}

static void on_child(int signo)
{
    (void)signo;
}

static void send_cannot(const struct broker *b, int job, const char *why)
{
    char packet[KEEPER_CANNOT_MOST];
    size_t len = keeper_lay_out_cannot(job, why, packet);
    while (send(b->tools.walk, packet, len, MSG_NOSIGNAL) < 0 && errno == EINTR)
        ;
}

static void start_job(struct broker *b, struct frame *frame)
{
    pid_t self = getpid(), keeper = fork();
    if (keeper == 0)
        keeper_main(&b->tools, frame, self);
    if (keeper < 0) {
        send_cannot(b, frame->job, "no process could be started");
        return;
    }
    b->kept = mem_grow(b->kept, b->count, &b->cap, sizeof *b->kept);
    b->kept[b->count++] = (struct kept){
        .keeper = keeper,
        .job = frame->job,
        .stuck_ms = frame->limit_ms > 0 ? mono_ms() + frame->limit_ms + STUCK_MS : INT64_MAX};
}

static void cancel_job(struct broker *b, int job)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->kept[i].job == job)
            kill(b->kept[i].keeper, SIGTERM);
}

/* False when the walk is gone. */
static bool take_order(struct broker *b)
{
    struct frame frame;
    int got = frame_receive(b->tools.walk, &frame, false);
    if (got <= 0)
        return got < 0;
    if (frame.kind == FRAME_CANCEL)
        cancel_job(b, frame.job);
    else if (frame.kind == FRAME_CHECK || frame.kind == FRAME_INSPECT ||
             frame.kind == FRAME_COMMAND)
        start_job(b, &frame);
    frame_release(&frame);
    return true;
}

/* A keeper that was killed has ended nothing: what it started is found by its session. */
static void bury(struct broker *b, size_t at, const siginfo_t *end)
{
    struct kept gone = b->kept[at];
    bool sent = end->si_code == CLD_EXITED && end->si_status == 0;
    if (!sent)
        reap_session(gone.keeper);
    waitpid(gone.keeper, NULL, 0);
    b->kept[at] = b->kept[--b->count];
    if (!sent && !gone.told)
        send_cannot(b, gone.job, "its keeper ended unexpectedly");
}

static void take_ended(struct broker *b)
{
    for (size_t i = b->count; i-- > 0;) {
        siginfo_t end = {0};
        if (waitid(P_PID, (id_t)b->kept[i].keeper, &end, WEXITED | WNOHANG | WNOWAIT) == 0 &&
            end.si_pid != 0)
            bury(b, i, &end);
    }
}

static void end_stuck(struct broker *b)
{
    int64_t now = mono_ms();
    for (size_t i = 0; i < b->count; i++) {
        struct kept *k = &b->kept[i];
        if (now < k->stuck_ms)
            continue;
        k->stuck_ms = INT64_MAX;
        reap_tree(k->keeper);
        send_cannot(b, k->job, "no answer in its time, and it would not end: killed");
        k->told = true;
    }
}

static int until_stuck(const struct broker *b)
{
    int64_t first = INT64_MAX, now = mono_ms();
    for (size_t i = 0; i < b->count; i++)
        if (b->kept[i].stuck_ms < first)
            first = b->kept[i].stuck_ms;
    if (first == INT64_MAX)
        return -1;
    return first <= now ? 0 : first - now > 60000 ? 60000 : (int)(first - now);
}

static void wait_for_news(const struct broker *b, int ms, bool orders)
{
    struct pollfd walk = {orders ? b->tools.walk : -1, POLLIN, 0};
    struct timespec most = {ms / 1000, ms % 1000 * 1000000L};
    ppoll(&walk, 1, ms < 0 ? NULL : &most, &b->while_waiting);
}

/* Keepers end what they hold; those that do not in time are killed with it. */
static void end_all(struct broker *b)
{
    int64_t until = mono_ms() + GIVE_UP_MS;
    for (size_t i = 0; i < b->count; i++)
        kill(b->kept[i].keeper, SIGTERM);
    while (b->count > 0 && mono_ms() < until) {
        take_ended(b);
        if (b->count > 0)
            wait_for_news(b, 100, false);
    }
    for (size_t i = 0; i < b->count; i++)
        reap_tree(b->kept[i].keeper);
}

static void handle_signals(struct broker *b)
{
    sigset_t ours;
    struct sigaction term = {.sa_handler = on_term}, child = {.sa_handler = on_child};
    static const int others[] = {SIGINT, SIGQUIT, SIGTSTP, SIGALRM, SIGWINCH, SIGCONT, SIGUSR1};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        signal(others[i], SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    sigaction(SIGTERM, &term, NULL);
    sigaction(SIGCHLD, &child, NULL);
    sigemptyset(&b->while_waiting);
    sigemptyset(&ours);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGCHLD);
    sigprocmask(SIG_SETMASK, &ours, NULL);
}

static void leave_terminal(int walk)
{
    walk = fcntl(walk, F_DUPFD_CLOEXEC, WALK_FD + 1);
    setsid();
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < WALK_FD; fd++)
        dup2(nothing, fd);
    dup3(walk, WALK_FD, O_CLOEXEC);
    close_above(WALK_FD);
}

/* A confined process cannot read the time zone: it is read here, and not looked for again. */
static void keep_time_zone(void)
{
    setenv("TZ", ":/etc/localtime", 0);
    tzset();
}

_Noreturn void broker_main(int walk, pid_t parent, const struct world *world)
{
    struct broker b = {.tools = {.walk = WALK_FD, .world = world}};
    struct text why = {0};
    handle_signals(&b);
    leave_terminal(walk);
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    keep_time_zone();
    b.tools.cell = confine_new(&why);
    b.tools.why = text_get(&why);
    b.tools.host = lua_host_new();
    bool wanted = getppid() == parent;
    while (wanted && !orphaned) {
        wait_for_news(&b, until_stuck(&b), true);
        wanted = take_order(&b);
        take_ended(&b);
        end_stuck(&b);
    }
    end_all(&b);
    _exit(0);
}
