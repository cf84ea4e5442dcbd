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
#include "check/crew.h"
#include "check/mono.h"
#include "check/worker.h"

#define GIVE_UP_MS 3000
#define GAP_MOST (32u << 10)
#define GAPS_MOST 500

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

/* False when the walk is gone. */
static bool take_order(struct crew *c)
{
    struct frame frame;
    int got = frame_receive(c->tools.walk, &frame, false);
    if (got <= 0)
        return got < 0;
    if (frame.kind == FRAME_CANCEL)
        crew_cancel(c, frame.job);
    else if (frame.kind == FRAME_CHECK || frame.kind == FRAME_INSPECT ||
             frame.kind == FRAME_COMMAND)
        crew_start(c, &frame);
    frame_release(&frame);
    return true;
}

/*
 * Keepers end what they hold; those that do not in time are killed with it. Only here are children
 * waited for by their signal: else the lines of keepers tell, and workers are reaped by the way.
 */
static void end_all(struct crew *c)
{
    int64_t until = mono_ms() + GIVE_UP_MS;
    sigset_t none;
    sigemptyset(&none);
    crew_dismiss(c);
    while (crew_take_ended(c) && mono_ms() < until)
        crew_wait(c, -1, 100, &none);
    crew_kill(c);
}

static void handle_signals(sigset_t *while_waiting)
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
    sigemptyset(while_waiting);
    sigaddset(while_waiting, SIGCHLD);
    sigemptyset(&ours);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGCHLD);
    sigprocmask(SIG_SETMASK, &ours, NULL);
}

static void leave_terminal(int walk)
{
    walk = fcntl(walk, F_DUPFD_CLOEXEC, KEEPER_WALK_FD + 1);
    setsid();
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < KEEPER_WALK_FD; fd++)
        dup2(nothing, fd);
    dup3(walk, KEEPER_WALK_FD, O_CLOEXEC);
    close_above(KEEPER_WALK_FD);
}

/* A confined process cannot read the time zone: it is read here, and not looked for again. */
static void keep_time_zone(void)
{
    setenv("TZ", ":/etc/localtime", 0);
    tzset();
}

/*
 * Takes what is free between used memory, for good: what a worker asks for then lies side by side
 * behind all that there is, and so on few pages, each of which costs it a copy. Another allocator
 * than the C library's may have no such order, so that this gives up.
 */
static void fill_gaps(void)
{
    char *end = mem_resize(NULL, GAP_MOST);
    int left = GAPS_MOST;
    for (size_t size = GAP_MOST / 2; size >= 24; size -= size > 1024 ? size / 2 : 16)
        while (left-- > 0 && (char *)mem_resize(NULL, size) < end)
            ;
}

_Noreturn void broker_main(int walk, pid_t parent, const struct world *world)
{
    struct crew c = {.tools = {.walk = KEEPER_WALK_FD, .world = world}};
    struct text why = {0};
    sigset_t while_waiting;
    handle_signals(&while_waiting);
    leave_terminal(walk);
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    keep_time_zone();
    c.tools.cell = confine_new(&why);
    c.tools.why = text_get(&why);
    c.tools.host = lua_host_new();
    worker_rehearse();
    fill_gaps();
    bool wanted = getppid() == parent;
    while (wanted && !orphaned) {
        bool order = crew_wait(&c, c.tools.walk, crew_next_ms(&c), &while_waiting);
        crew_take_ended(&c);
        if (order)
            wanted = take_order(&c);
        crew_look_after(&c);
    }
    end_all(&c);
    _exit(0);
}
