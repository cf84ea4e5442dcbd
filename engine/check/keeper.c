#include "check/keeper.h"

#include <errno.h>
#include <fcntl.h>
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
#include "check/close_above.h"
#include "check/keeper_inside.h"
#include "check/message.h"
#include "check/reap.h"

#define EXIT_NO_MEMORY 3 /* mem_out() */
#define COMMAND_GRACE_MS                                                     \
    1000 /* a command's world ends it in time; this is for one that does not \
          */

/* For the handler, which may touch nothing else. One keeper is one process. */
static struct {
    int walk;
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

/* Signals. */

static void on_signal(int signo)
{
    bool late = signo == SIGALRM;
    reap_children();
    send(signalled.walk, late ? signalled.late : signalled.ended,
         late ? signalled.late_len : signalled.ended_len, MSG_NOSIGNAL);
    _exit(0);
}

static void set_timer(int64_t ms)
{
    setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {ms / 1000, ms % 1000 * 1000}}, NULL);
}

static void hear_signals(int64_t limit_ms)
{
    struct sigaction act = {.sa_handler = on_signal};
    sigset_t others;
    sigfillset(&act.sa_mask);
    sigaction(SIGALRM, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    if (limit_ms > 0)
        set_timer(limit_ms);
    sigemptyset(&others);
    sigaddset(&others, SIGCHLD);
    sigprocmask(SIG_SETMASK, &others, NULL);
}

/* From here on the result is the one that is sent. An alarm that comes now is for no other job. */
static void hear_no_more(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    set_timer(0);
    signal(SIGALRM, SIG_IGN);
}

static void lay_out_signalled(const struct keeper *k, int64_t limit_ms)
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
}

/* A job. */

static void begin_job(struct keeper *k, const struct frame *frame)
{
    k->job = frame->job;
    k->arena = arena_new();
    k->began_ms = time_mono_ms();
    k->started_ms = k->world.now_ms(k->world.self);
    lay_out_signalled(k, frame->limit_ms);
}

/* Ends what is left of the job and sends its result. Exits where nothing can follow. */
static void end_job(struct keeper *k, struct job_result *result)
{
    hear_no_more();
    bool ended = !k->ends_all || reap_children();
    result->took_ms = time_mono_ms() - k->began_ms;
    result->started_ms = k->started_ms;
    struct text body = {0};
    message_put_result(&body, result);
    struct frame frame = {
        .kind = FRAME_RESULT, .job = k->job, .body = body.at, .len = body.len, .fd = -1};
    int sent = frame_send(k->tools->walk, &frame);
    if (sent != 0)
        _exit(errno == EPIPE ? 0 : 1);
    if (!ended)
        _exit(0);
    text_wipe(&body);
    job_result_release(result);
    arena_wipe(k->arena);
}

/* Checks. */

/* Why a worker that is gone, or sends what no check sends, gave no result. */
static void tell_lost(struct keeper *k, struct text *why)
{
    static const char word = KEEPER_SAYS_LOST;
    int status = 0;
    hear_no_more();
    if (!k->link.gone)
        text_add(why, "it sent what no check sends: ended");
    else if (send(k->line, &word, 1, MSG_NOSIGNAL) != 1 ||
             recv(k->line, &status, sizeof status, 0) != sizeof status)
        text_add(why, "its process ended unexpectedly");
    else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        text_add(why, "it used more processor time than it may: ended");
    else if (WIFSIGNALED(status))
        text_format(why, "its process ended unexpectedly: %s", strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) == EXIT_NO_MEMORY)
        text_add(why, "it wanted more memory than it may have");
    else
        text_format(why, "its process ended unexpectedly: exit status %d", WEXITSTATUS(status));
}

/* The worker has the job as it came; its keeper reads it too, to hold the worker to it. */
static void serve(struct keeper *k, struct frame *frame, struct job_result *result)
{
    struct unpack u = {frame->body, frame->len, false};
    struct text why = {0};
    if (!message_get_check(&u, k->arena, &k->check))
        text_add(&why, "the job could not be read");
    else if ((frame->len > LINK_AT_ONCE && !link_send_job(&k->link, frame)) ||
             !keeper_serve(k, result))
        tell_lost(k, &why);
    if (!why.len)
        return;
    job_result_release(result);
    *result = (struct job_result){.outcome = CHECK_CANNOT, .why = text_take(&why)};
}

static void keep_check(struct keeper *k, struct frame *frame)
{
    static const char word = KEEPER_SAYS_FREE;
    struct job_result result = {0};
    begin_job(k, frame);
    k->link = (struct link){.fd = frame->fd};
    hear_signals(frame->limit_ms);
    serve(k, frame, &result);
    end_job(k, &result);
    frame_release(frame);
    send(k->line, &word, 1, MSG_NOSIGNAL);
}

/* Of what the broker has open, the lines to others above all, it keeps nothing else. */
static void keep_open(int *line, int *live)
{
    int last = KEEPER_WALK_FD + 1,
        high = live && *live >= 0 ? fcntl(*live, F_DUPFD_CLOEXEC, 16) : -1;
    if (*line != last)
        *line = dup3(*line, last, O_CLOEXEC);
    if (high >= 0)
        *live = dup3(high, ++last, O_CLOEXEC);
    close_above(last);
}

static struct keeper begin(const struct keeper_tools *tools, int *line, int *live, int broker)
{
    keep_open(line, live);
    struct keeper k = {.tools = tools, .line = *line};
    k.world = tools->world ? *tools->world : world_real();
    setsid();
    signal(SIGCHLD, SIG_DFL);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    if (getppid() != broker)
        _exit(1);
    return k;
}

_Noreturn void keeper_of_checks(const struct keeper_tools *tools, int line, int broker)
{
    struct frame frame;
    struct keeper k = begin(tools, &line, NULL, broker);
    k.ends_all = true;
    while (frame_receive(line, &frame, true) == 1)
        keep_check(&k, &frame);
    _exit(0);
}

/* Commands. */

/* The end of a command is not the end of what it left in the background, such as a service. */
_Noreturn void keeper_of_command(const struct keeper_tools *tools, struct frame *frame, int line,
                                 int broker)
{
    struct keeper k = begin(tools, &line, &frame->fd, broker);
    struct unpack u = {frame->body, frame->len, false};
    struct world_run run = {0};
    struct job_result result = {.outcome = CHECK_TOLD};
    struct text why = {0};
    begin_job(&k, frame);
    hear_signals(frame->limit_ms > 0 ? frame->limit_ms + COMMAND_GRACE_MS : 0);
    bool ran = message_get_run(&u, k.arena, &run) && run.argv[0];
    if (!ran)
        text_add(&why, "the job could not be read");
    run.live_fd = frame->fd;
    ran = ran && k.world.run(k.world.self, &run, &result.ran, &why);
    if (!ran) {
        result.outcome = CHECK_CANNOT;
        result.why = text_take(&why);
    }
    k.ends_all = result.ran.timed_out;
    end_job(&k, &result);
    _exit(0);
}
