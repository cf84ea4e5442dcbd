#include "check/keeper.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "check/keeper_inside.h"
#include "check/message.h"
#include "check/reap.h"
#include "check/worker.h"

#define EXIT_NO_MEMORY 3 /* mem_out() */
#define COMMAND_GRACE_MS                                                     \
    1000 /* a command's world ends it in time; this is for one that does not \
          */

/* For the handler, which may touch nothing else. One keeper is one process. */
static struct {
    int walk;
    pid_t worker;
    char late[KEEPER_CANNOT_MOST], ended[KEEPER_CANNOT_MOST];
    size_t late_len, ended_len;
} signalled;

size_t keeper_lay_out_cannot(int job, const char *why, char packet[KEEPER_CANNOT_MOST])
{
    struct job_result result = {.outcome = CHECK_CANNOT, .why = (char *)(uintptr_t)why};
    struct text body = {0};
    message_put_result(&body, &result);
    struct frame frame = {
        .kind = FRAME_RESULT, .job = job, .body = body.at, .len = body.len, .fd = -1};
    size_t len = frame_lay_out(&frame, packet, KEEPER_CANNOT_MOST);
    text_release(&body);
    return len;
}

static void end_job(void)
{
    int status;
    if (signalled.worker > 0) {
        kill(signalled.worker, SIGKILL);
        while (waitpid(signalled.worker, &status, 0) < 0 && errno == EINTR)
            ;
        signalled.worker = 0;
    }
    reap_children();
}

static void on_signal(int signo)
{
    bool late = signo == SIGALRM;
    end_job();
    send(signalled.walk, late ? signalled.late : signalled.ended,
         late ? signalled.late_len : signalled.ended_len, MSG_NOSIGNAL);
    _exit(0);
}

static void hear_signals(int64_t limit_ms)
{
    struct sigaction act = {.sa_handler = on_signal};
    struct itimerval timer = {.it_value = {limit_ms / 1000, limit_ms % 1000 * 1000}};
    sigset_t ours;
    sigfillset(&act.sa_mask);
    sigaction(SIGALRM, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    if (limit_ms > 0)
        setitimer(ITIMER_REAL, &timer, NULL);
    sigemptyset(&ours);
    sigaddset(&ours, SIGALRM);
    sigaddset(&ours, SIGTERM);
    sigprocmask(SIG_UNBLOCK, &ours, NULL);
}

/* From here on the result is the one that is sent. */
static void hear_no_more(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
}

_Noreturn static void finish(struct keeper *k, struct job_result *result)
{
    hear_no_more();
    if (k->ends_all)
        end_job();
    result->took_ms = time_mono_ms() - k->began_ms;
    result->started_ms = k->started_ms;
    struct text body = {0};
    message_put_result(&body, result);
    struct frame frame = {
        .kind = FRAME_RESULT, .job = k->job, .body = body.at, .len = body.len, .fd = -1};
    int sent = frame_send(k->tools->walk, &frame);
    _exit(sent == 0 || errno == EPIPE ? 0 : 1);
}

_Noreturn static void cannot(struct keeper *k, const char *why)
{
    struct job_result result = {.outcome = CHECK_CANNOT, .why = mem_text(why)};
    finish(k, &result);
}

static void start_worker(struct keeper *k, bool inspect)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        cannot(k, "no socket could be had");
    pid_t keeper = getpid();
    signalled.worker = fork();
    if (signalled.worker < 0)
        cannot(k, "no process could be started");
    if (signalled.worker == 0) {
        close(ends[0]);
        worker_main(k->tools, ends[1], keeper, &k->check, inspect);
    }
    close(ends[1]);
    k->link.fd = ends[0];
}

/* Waits a little for a worker whose line is closed. False: it lives, and so has sent nonsense. */
static bool worker_ended(int *status)
{
    for (int i = 0; i < 100; i++) {
        if (waitpid(signalled.worker, status, WNOHANG) == signalled.worker) {
            signalled.worker = 0;
            return true;
        }
        usleep(1000);
    }
    return false;
}

_Noreturn static void worker_lost(struct keeper *k)
{
    int status = 0;
    struct text why = {0};
    hear_no_more();
    if (!worker_ended(&status))
        text_add(&why, "it sent what no check sends: ended");
    else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        text_add(&why, "it used more processor time than it may: ended");
    else if (WIFSIGNALED(status))
        text_format(&why, "its process ended unexpectedly: %s", strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) == EXIT_NO_MEMORY)
        text_add(&why, "it wanted more memory than it may have");
    else
        text_format(&why, "its process ended unexpectedly: exit status %d", WEXITSTATUS(status));
    cannot(k, why.at);
}

static void read_check(struct keeper *k, const struct frame *frame)
{
    struct unpack u = {frame->body, frame->len, false};
    if (!message_get_check(&u, k->arena, &k->check))
        cannot(k, "the job could not be read");
}

_Noreturn static void keep_check(struct keeper *k, const struct frame *frame)
{
    struct job_result result = {0};
    k->ends_all = true;
    read_check(k, frame);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    start_worker(k, frame->kind == FRAME_INSPECT);
    hear_signals(frame->limit_ms);
    if (!keeper_serve(k, &result))
        worker_lost(k);
    finish(k, &result);
}

/* The end of a command is not the end of what it left in the background, such as a service. */
_Noreturn static void keep_command(struct keeper *k, const struct frame *frame)
{
    struct unpack u = {frame->body, frame->len, false};
    struct world_run run = {0};
    struct job_result result = {.outcome = CHECK_TOLD};
    struct text why = {0};
    if (!message_get_run(&u, k->arena, &run) || !run.argv[0])
        cannot(k, "the job could not be read");
    run.live_fd = frame->fd;
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    hear_signals(frame->limit_ms > 0 ? frame->limit_ms + COMMAND_GRACE_MS : 0);
    if (!k->world.run(k->world.self, &run, &result.ran, &why)) {
        result.outcome = CHECK_CANNOT;
        result.why = text_take(&why);
    }
    k->ends_all = result.ran.timed_out;
    finish(k, &result);
}

static void prepare_signals(struct keeper *k, int64_t limit_ms)
{
    char span[TIME_TEXT_MAX], late[128];
    if (limit_ms % 1000 == 0)
        snprintf(span, sizeof span, "%lld s", (long long)limit_ms / 1000);
    else
        snprintf(span, sizeof span, "%lld ms", (long long)limit_ms);
    snprintf(late, sizeof late, "no answer within %s: ended", span);
    signalled.walk = k->tools->walk;
    signalled.late_len = keeper_lay_out_cannot(k->job, late, signalled.late);
    signalled.ended_len = keeper_lay_out_cannot(k->job, KEEPER_ENDED, signalled.ended);
    signal(SIGCHLD, SIG_DFL);
}

_Noreturn void keeper_main(const struct keeper_tools *tools, struct frame *frame, int broker)
{
    struct keeper k = {.tools = tools, .job = frame->job, .arena = arena_new()};
    k.world = tools->world ? *tools->world : world_real();
    k.began_ms = time_mono_ms();
    k.started_ms = k.world.now_ms(k.world.self);
    setsid();
    prepare_signals(&k, frame->limit_ms);
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    if (getppid() != broker)
        raise(SIGTERM);
    if (frame->kind == FRAME_COMMAND)
        keep_command(&k, frame);
    keep_check(&k, frame);
}
