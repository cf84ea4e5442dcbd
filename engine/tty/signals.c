#include "tty/signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct caught {
    int signo;
    bool held;
    struct sigaction before;
};

static struct caught endings[] = {{SIGINT}, {SIGHUP}, {SIGTERM}};
static struct caught terminals[] = {{SIGTSTP}, {SIGQUIT}, {SIGCONT}, {SIGWINCH}};

static volatile sig_atomic_t ended;
static volatile sig_atomic_t came[NSIG];

static void on_ending(int signo)
{
    if (!ended)
        ended = signo;
}

static void on_terminal(int signo)
{
    came[signo] = 1;
}

static void hold(struct caught *c, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    sigaction(c->signo, NULL, &c->before);
    c->held = c->before.sa_handler != SIG_IGN || c->signo == SIGCONT || c->signo == SIGWINCH;
    if (c->held)
        sigaction(c->signo, &action, NULL);
}

static void let(struct caught *c)
{
    if (c->held)
        sigaction(c->signo, &c->before, NULL);
    c->held = false;
}

void signals_start(void)
{
    ended = 0;
    for (size_t i = 0; i < COUNT(endings); i++)
        hold(&endings[i], on_ending);
}

void signals_stop(void)
{
    for (size_t i = 0; i < COUNT(endings); i++)
        let(&endings[i]);
    ended = 0;
}

int signals_ended(void)
{
    return ended;
}

void signals_hold_terminal(void)
{
    for (size_t i = 0; i < COUNT(terminals); i++) {
        came[terminals[i].signo] = 0;
        hold(&terminals[i], on_terminal);
    }
}

void signals_let_terminal(void)
{
    for (size_t i = 0; i < COUNT(terminals); i++)
        let(&terminals[i]);
    signals_take(SIGCONT);
    signals_take(SIGWINCH);
    if (signals_take(SIGTSTP))
        raise(SIGTSTP);
    if (signals_take(SIGQUIT))
        raise(SIGQUIT);
}

bool signals_take(int signo)
{
    bool was = came[signo];
    came[signo] = 0;
    return was;
}

void signals_yield(int signo)
{
    for (size_t i = 0; i < COUNT(terminals); i++) {
        if (terminals[i].signo != signo)
            continue;
        let(&terminals[i]);
        raise(signo);
        hold(&terminals[i], on_terminal);
    }
}

static struct {
    int fd;
    void (*hear)(void *self);
    void *self;
} beside = {-1, NULL, NULL};

void signals_attend(int fd, void (*hear)(void *self), void *self)
{
    beside.fd = fd;
    beside.hear = hear;
    beside.self = self;
}

static bool pending(void)
{
    bool any = ended != 0;
    for (size_t i = 0; i < COUNT(terminals); i++)
        any = any || came[terminals[i].signo];
    return any;
}

bool signals_wait(int fd)
{
    sigset_t ours, before;
    sigemptyset(&ours);
    for (size_t i = 0; i < COUNT(endings); i++)
        sigaddset(&ours, endings[i].signo);
    for (size_t i = 0; i < COUNT(terminals); i++)
        sigaddset(&ours, terminals[i].signo);
    /* Blocked from the look at the flags until the wait itself opens them again. */
    sigprocmask(SIG_BLOCK, &ours, &before);
    struct pollfd wanted[] = {{.fd = fd, .events = POLLIN}, {.fd = beside.fd, .events = POLLIN}};
    bool ready = false;
    while (!ready && !pending()) {
        int n = ppoll(wanted, 2, NULL, &before);
        ready = (n > 0 && wanted[0].revents) || (n < 0 && errno != EINTR); /* reading tells why */
        if (n > 0 && wanted[1].revents)
            beside.hear(beside.self);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return ready;
}
