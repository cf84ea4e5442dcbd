#include "check/world_real.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/mono.h"
#include "check/pidfd.h"
#include "check/reap.h"

#define PATH_OF_COMMANDS "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#define LIVE_PIECE 4096 /* PIPE_BUF: what a pipe that is ready takes without blocking */

/* The environment: a later NAME=value replaces an earlier one. */
struct setting {
    char **list;
    size_t count, cap;
};

static void set(struct setting *s, const char *text)
{
    size_t name = strcspn(text, "=") + 1;
    size_t at = 0;
    while (at < s->count && strncmp(s->list[at], text, name) != 0)
        at++;
    if (at == s->count) {
        s->list = mem_grow(s->list, s->count + 1, &s->cap, sizeof *s->list);
        s->list[++s->count] = NULL;
    } else {
        free(s->list[at]);
    }
    s->list[at] = mem_text(text);
}

static struct setting environment_of(const char *const *given)
{
    struct setting s = {0};
    struct text home = {0};
    const char *from = getenv("HOME");
    text_format(&home, "HOME=%s", from && *from ? from : "/");
    set(&s, "PATH=" PATH_OF_COMMANDS);
    set(&s, "LANG=C.UTF-8");
    set(&s, home.at);
    for (size_t i = 0; given && given[i]; i++)
        set(&s, given[i]);
    text_release(&home);
    return s;
}

static void free_environment(struct setting *s)
{
    for (size_t i = 0; i < s->count; i++)
        free(s->list[i]);
    free(s->list);
}

/* 0, or the error that starting it would give. */
static int can_run(const char *path)
{
    struct stat file;
    if (stat(path, &file) != 0 || access(path, X_OK) != 0)
        return errno;
    return S_ISREG(file.st_mode) ? 0 : EACCES;
}

/* Found in the command's own PATH, whose empty parts are not the current folder. */
static int find_program(const char *name, const struct setting *s, char **found)
{
    const char *path = PATH_OF_COMMANDS;
    *found = strchr(name, '/') ? mem_text(name) : NULL;
    if (*found)
        return can_run(*found);
    for (size_t i = 0; i < s->count; i++)
        if (strncmp(s->list[i], "PATH=", 5) == 0)
            path = s->list[i] + 5;
    while (*name && *path) {
        size_t len = strcspn(path, ":");
        struct text full = {0};
        text_add_n(&full, path, len);
        text_format(&full, "/%s", name);
        *found = text_take(&full);
        if (len > 0 && can_run(*found) == 0)
            return 0;
        free(*found);
        *found = NULL;
        path += len + (path[len] == ':');
    }
    return ENOENT;
}

/* A running command, and our ends of its three. */
struct command {
    pid_t pid;
    int ended; /* readable when it has; -1 where the kernel has no such descriptor */
    int in, out, err;
    int live;
    const char *input;
    size_t input_left;
    int64_t until_ms;
};

static bool make_pipes(int in[2], int out[2], int err[2], bool with_input)
{
    bool ok = pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0;
    if (ok && with_input)
        ok = pipe2(in, O_CLOEXEC) == 0 && fcntl(in[1], F_SETFL, O_NONBLOCK) == 0;
    else if (ok)
        ok = (in[0] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;
    return ok && fcntl(out[0], F_SETFL, O_NONBLOCK) == 0 && fcntl(err[0], F_SETFL, O_NONBLOCK) == 0;
}

static void close_if(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static int spawn(const char *program, const char *const *argv, const struct setting *s, pid_t *pid,
                 const int ends[3])
{
    posix_spawnattr_t attr;
    posix_spawn_file_actions_t acts;
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_init(&attr);
    posix_spawn_file_actions_init(&acts);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
                                        POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attr, 0);
    posix_spawnattr_setsigdefault(&attr, &all);
    posix_spawnattr_setsigmask(&attr, &none);
    for (int i = 0; i < 3; i++)
        posix_spawn_file_actions_adddup2(&acts, ends[i], i);
    int error = posix_spawn(pid, program, &acts, &attr, (char **)(uintptr_t)argv, s->list);
    posix_spawn_file_actions_destroy(&acts);
    posix_spawnattr_destroy(&attr);
    return error;
}

static void say_why(const char *name, int error, struct text *why)
{
    if (error == ENOENT)
        text_format(why, "there is no program \"%.200s\"", name);
    else if (error == ENOEXEC)
        text_format(why, "\"%.200s\" is not a program (a script needs a first line like #!/bin/sh)",
                    name);
    else
        text_format(why, "could not start \"%.200s\": %s", name, strerror(error));
}

static bool start(const struct world_run *what, struct command *c, struct text *why)
{
    int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
    struct setting s = environment_of(what->env);
    char *program;
    int error = find_program(what->argv[0], &s, &program);
    if (error == 0 && !make_pipes(in, out, err, what->input != NULL))
        error = errno;
    else if (error == 0)
        error = spawn(program, what->argv, &s, &c->pid, (int[]){in[0], out[1], err[1]});
    close_if(&in[0]);
    close_if(&out[1]);
    close_if(&err[1]);
    c->in = in[1];
    c->out = out[0];
    c->err = err[0];
    free(program);
    free_environment(&s);
    if (error == 0)
        c->ended = pidfd_of(c->pid);
    else
        say_why(what->argv[0], error, why);
    return error == 0;
}

static int time_left(const struct command *c)
{
    int64_t left = c->until_ms - mono_ms();
    return left < 0 ? 0 : left > 3600000 ? 3600000 : (int)left;
}

/* Somebody watches: their terminal may be slow, but no slower than the command's deadline. */
static void show(struct command *c, const char *bytes, size_t len)
{
    while (c->live >= 0 && len > 0) {
        struct pollfd ready = {c->live, POLLOUT, 0};
        size_t piece = len < LIVE_PIECE ? len : LIVE_PIECE;
        int n = poll(&ready, 1, time_left(c));
        ssize_t wrote = n > 0 ? write(c->live, bytes, piece) : n;
        if (wrote < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (wrote <= 0) {
            c->live = -1;
            return;
        }
        bytes += wrote;
        len -= (size_t)wrote;
    }
}

/* Reads at most `most` bytes and returns how many; 0 when there is no more, now or for ever. */
static size_t take(struct command *c, int *fd, struct text *into, size_t most,
                   struct world_ran *ran, size_t keep)
{
    char bytes[16384];
    ssize_t n = read(*fd, bytes, most < sizeof bytes ? most : sizeof bytes);
    if (n <= 0) {
        if (n == 0 || (errno != EAGAIN && errno != EINTR))
            close_if(fd);
        return 0;
    }
    size_t room = into->len < keep ? keep - into->len : 0;
    text_add_n(into, bytes, (size_t)n < room ? (size_t)n : room);
    if ((size_t)n > room)
        ran->cut = true;
    show(c, bytes, (size_t)n);
    explicit_bzero(bytes, (size_t)n);
    return (size_t)n;
}

static void feed(struct command *c)
{
    ssize_t n = write(c->in, c->input, c->input_left);
    if (n > 0) {
        c->input += n;
        c->input_left -= (size_t)n;
    }
    if (c->input_left == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        close_if(&c->in);
}

/* What was written before it ended is in the pipes; what its background writes is not waited for.
 */
static void take_rest(struct command *c, int *fd, struct text *into, struct world_ran *ran,
                      size_t keep)
{
    int waiting = 0;
    if (*fd < 0 || ioctl(*fd, FIONREAD, &waiting) != 0)
        return;
    for (size_t left = (size_t)waiting, n; left > 0; left -= n)
        if ((n = take(c, fd, into, left, ran, keep)) == 0)
            return;
}

/* True once it has ended and was reaped. */
static bool has_ended(const struct command *c, int *status)
{
    return waitpid(c->pid, status, WNOHANG) == c->pid;
}

static void end(const struct command *c, int *status)
{
    reap_tree(c->pid);
    kill(-c->pid, SIGKILL);
    while (waitpid(c->pid, status, 0) < 0 && errno == EINTR)
        ;
}

static void follow(struct command *c, const struct world_run *what, struct world_ran *ran,
                   int *status)
{
    while (!has_ended(c, status)) {
        int left = time_left(c);
        if (left == 0) {
            ran->timed_out = true;
            end(c, status);
            return;
        }
        struct pollfd fds[] = {
            {c->ended, POLLIN, 0}, {c->out, POLLIN, 0}, {c->err, POLLIN, 0}, {c->in, POLLOUT, 0}};
        if (poll(fds, 4, c->ended < 0 && left > 5 ? 5 : left) <= 0)
            continue;
        if (fds[1].revents)
            take(c, &c->out, &ran->out, SIZE_MAX, ran, what->output_max);
        if (fds[2].revents)
            take(c, &c->err, &ran->err, SIZE_MAX, ran, what->output_max);
        if (fds[3].revents)
            feed(c);
    }
}

bool world_real_run(void *self, const struct world_run *what, struct world_ran *out,
                    struct text *why)
{
    (void)self;
    struct command c = {.ended = -1, .live = what->live_fd, .input = what->input};
    int status = 0;
    c.input_left = what->input ? what->input_len : 0;
    c.until_ms = what->timeout_ms > 0 ? mono_ms() + what->timeout_ms : INT64_MAX / 2;
    bool ok = start(what, &c, why);
    if (ok) {
        follow(&c, what, out, &status);
        take_rest(&c, &c.out, &out->out, out, what->output_max);
        take_rest(&c, &c.err, &out->err, out, what->output_max);
        out->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }
    close_if(&c.in);
    close_if(&c.out);
    close_if(&c.err);
    close_if(&c.ended);
    return ok;
}
