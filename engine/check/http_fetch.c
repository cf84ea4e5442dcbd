#include "check/http_fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check/http_wire.h"

#define TIMEOUT_MS 30000
#define GRACE_MS 500 /* so that ruleout-http itself can say that the time was up */
#define ANSWER_MAX (HTTP_BODY_MAX + HTTP_HEADERS_MAX + 4096)

static int64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

static bool find_program(char path[PATH_MAX], struct text *why)
{
    static const char *const places[] = {"ruleout-http", "../libexec/ruleout-http"};
    char self[PATH_MAX - 64];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    for (size_t i = 0; len > 0 && i < sizeof places / sizeof *places; i++) {
        struct text at = {0};
        const char *slash = memrchr(self, '/', (size_t)len);
        text_add_n(&at, self, slash ? (size_t)(slash + 1 - self) : 0);
        text_add(&at, places[i]);
        memcpy(path, at.at, at.len + 1);
        text_release(&at);
        if (access(path, X_OK) == 0)
            return true;
    }
    text_add(why, "the program ruleout-http is not beside this one");
    return false;
}

/* Its descriptors are its socket, twice, and nothing; its environment is empty. */
static bool start(const char *path, int socket, pid_t *pid, struct text *why)
{
    char name[] = "ruleout-http", *const argv[] = {name, NULL}, *const env[] = {NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, broken_pipe;
    sigemptyset(&none);
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, socket, 0);
    posix_spawn_file_actions_adddup2(&actions, socket, 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &broken_pipe);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int error = posix_spawn(pid, path, &actions, &attributes, argv, env);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error)
        text_format(why, "cannot start ruleout-http: %s", strerror(error));
    return error == 0;
}

/* False at the deadline. */
static bool wait_for(int socket, short what, int64_t deadline_ms)
{
    for (;;) {
        int64_t left = deadline_ms - clock_ms();
        if (left <= 0)
            return false;
        struct pollfd p = {.fd = socket, .events = what};
        int ready = poll(&p, 1, left < INT_MAX ? (int)left : INT_MAX);
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return false;
    }
}

static bool again(void)
{
    return errno == EINTR || errno == EAGAIN;
}

static bool send_all(int socket, const struct text *request, int64_t deadline_ms)
{
    for (size_t sent = 0; sent < request->len;) {
        if (!wait_for(socket, POLLOUT, deadline_ms))
            return false;
        ssize_t n =
            send(socket, request->at + sent, request->len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && !again())
            return false;
        sent += n > 0 ? (size_t)n : 0;
    }
    return shutdown(socket, SHUT_WR) == 0;
}

static bool receive_all(int socket, struct text *answer, int64_t deadline_ms)
{
    char piece[16384];
    while (answer->len <= ANSWER_MAX) {
        if (!wait_for(socket, POLLIN, deadline_ms))
            return false;
        ssize_t n = recv(socket, piece, sizeof piece, MSG_DONTWAIT);
        if (n < 0 && again())
            continue;
        if (n <= 0)
            return n == 0;
        text_add_n(answer, piece, (size_t)n);
        explicit_bzero(piece, (size_t)n);
    }
    return false;
}

static bool talk(int socket, const struct world_request *what, struct text *answer)
{
    struct text request = {0};
    int64_t timeout_ms = what->timeout_ms > 0 ? what->timeout_ms : TIMEOUT_MS;
    int64_t deadline_ms = clock_ms() + timeout_ms + GRACE_MS;
    struct world_request asked = *what;
    asked.timeout_ms = timeout_ms;
    http_wire_put_request(&request, &asked);
    bool ok = send_all(socket, &request, deadline_ms) && receive_all(socket, answer, deadline_ms);
    text_wipe(&request);
    return ok;
}

bool http_fetch(const struct world_request *what, struct world_response *out, struct text *why)
{
    char path[PATH_MAX];
    int pair[2];
    pid_t pid;
    struct text answer = {0};
    if (!find_program(path, why))
        return false;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        text_format(why, "cannot start ruleout-http: %s", strerror(errno));
        return false;
    }
    bool ok = start(path, pair[1], &pid, why);
    close(pair[1]);
    if (ok) {
        ok = talk(pair[0], what, &answer);
        kill(pid, SIGKILL);
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            ;
        if (!ok)
            text_add(why, HTTP_SILENCE ": the time is up");
        ok = ok && http_wire_get_response(answer.at, answer.len, out, why);
    }
    close(pair[0]);
    text_wipe(&answer);
    return ok;
}
