#ifndef RULEOUT_TESTS_CHECKS_H
#define RULEOUT_TESTS_CHECKS_H

/*
 * checks: what the tests of engine/check share. The Lua host here is a stand-in: its "Lua" is the
 * name of a C function, so that a worker can do what no Lua could. A program that includes this has
 * no other Lua host.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/checker.h"
#include "check/http_fetch.h"
#include "check/lua_host.h"
#include "suite.h"

/*
 * Some tests count processes, beside which others may run the same tests: those of this program
 * bear its mark. What is forked from it has its name, and what commands start has its HOME.
 */
static char mark[16], marked_home[64];

static inline void mark_own(void)
{
    snprintf(mark, sizeof mark, "t%d", getpid());
    snprintf(marked_home, sizeof marked_home, "HOME=/tmp/of-%s", mark);
    if (prctl(PR_SET_NAME, mark, 0, 0, 0) != 0 || setenv("HOME", marked_home + 5, 1) != 0)
        abort();
}

struct act {
    const char *name;
    void (*play)(const struct world *outside, const struct check_job *job, struct job_result *out);
};

/* Defined by each test program; ends with {NULL}. */
static const struct act acts[];

struct lua_host {
    int none;
};

struct lua_host *lua_host_new(void)
{
    static struct lua_host host;
    return &host;
}

void lua_host_free(struct lua_host *h)
{
    (void)h;
}

void lua_host_check(struct lua_host *h, const struct world *outside, const struct check_job *job,
                    struct job_result *out)
{
    (void)h;
    for (size_t i = 0; acts[i].name; i++)
        if (strcmp(acts[i].name, job->lua) == 0) {
            acts[i].play(outside, job, out);
            return;
        }
    out->outcome = CHECK_CANNOT;
    out->why = mem_text("no such act");
}

bool lua_host_header(struct lua_host *h, const char *name, const char *lua, size_t len,
                     struct text *json, struct text *why)
{
    (void)h;
    (void)len;
    if (strcmp(lua, "hang") == 0)
        for (;;)
            pause();
    if (strcmp(lua, "bad") == 0) {
        text_add(why, "3: it is bad");
        return false;
    }
    text_format(json, "{\"about\": \"%s\"}", name);
    return true;
}

bool lua_host_compile(struct lua_host *h, const struct lua_piece *piece, struct text *why)
{
    struct text header = {0};
    bool fits = lua_host_header(h, piece->name, piece->lua, piece->len, &header, why);
    text_release(&header);
    return fits;
}

bool http_fetch(const struct world_request *what, struct world_response *out, struct text *why)
{
    (void)why;
    out->status = 200;
    text_format(&out->body, "%s %s", what->method, what->url);
    return true;
}

static inline bool under_valgrind(void)
{
    const char *variant = getenv("RULEOUT_VARIANT");
    return variant && strcmp(variant, "val") == 0;
}

static inline int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline struct checker *begin(const struct world *world)
{
    struct diags ds = {0};
    struct checker *c = checker_start(world, &ds);
    CHECK(c && ds.count == 0);
    diags_release(&ds);
    return c;
}

static inline struct check_job job_of(const char *act, const struct pair *inputs, size_t count)
{
    return (struct check_job){.name = act,
                              .lua = act,
                              .lua_len = strlen(act),
                              .inputs = inputs,
                              .input_count = count,
                              .timeout_ms = 20000};
}

/* Waits for one result, whatever is written meanwhile. */
static inline struct job_result result_of(struct checker *c, struct text *output)
{
    struct job_result r = {0};
    struct text dropped = {0};
    enum checker_news news;
    do
        news = checker_wait(c, 30000, output ? output : &dropped, &r);
    while (news == NEWS_OUTPUT);
    CHECK_INT(news, NEWS_RESULT);
    text_release(&dropped);
    return r;
}

static inline struct job_result check(struct checker *c, const struct check_job *job)
{
    int number = checker_check(c, job);
    CHECK(number > 0);
    struct job_result r = result_of(c, NULL);
    CHECK_INT(r.job, number);
    return r;
}

static inline bool has_bytes(const char *pid, const char *file, const char *bytes, size_t len)
{
    char path[64], all[16384];
    snprintf(path, sizeof path, "/proc/%.20s/%s", pid, file);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, all, sizeof all);
    if (fd >= 0)
        close(fd);
    return n > 0 && memmem(all, (size_t)n, bytes, len);
}

/* Other processes of this test that live: `words`, which holds NULs, is a part of their words;
 * NULL: those that were forked from this program, which are brokers, keepers and workers. */
static inline int count_marked(const char *words, size_t len)
{
    DIR *proc = opendir("/proc");
    char name[20];
    size_t name_len = (size_t)snprintf(name, sizeof name, "%s\n", mark);
    int count = 0;
    for (struct dirent *e; (e = readdir(proc));) {
        if (!isdigit((unsigned char)e->d_name[0]) || atoi(e->d_name) == getpid())
            continue;
        count += words ? has_bytes(e->d_name, "cmdline", words, len) &&
                             has_bytes(e->d_name, "environ", marked_home, strlen(marked_home) + 1)
                       : has_bytes(e->d_name, "comm", name, name_len) &&
                             has_bytes(e->d_name, "cmdline", "", 0);
    }
    closedir(proc);
    return count;
}

static inline int count_processes(const char *words, size_t len)
{
    return count_marked(words, len);
}

static inline int count_ours(void)
{
    return count_marked(NULL, 0);
}

/* The children of a process that live, the oldest first: those that lead a session, as keepers do,
 * or those that do not. */
static inline int children_of(pid_t of, bool leaders, pid_t *out, int most)
{
    DIR *proc = opendir("/proc");
    int count = 0;
    for (struct dirent *e; count < most && (e = readdir(proc));) {
        char path[64], state = 0;
        int parent = 0, session = 0, pid = atoi(e->d_name);
        snprintf(path, sizeof path, "/proc/%.20s/stat", e->d_name);
        FILE *f = pid > 0 ? fopen(path, "re") : NULL;
        bool read = f && fscanf(f, "%*d (%*[^)]) %c %d %*d %d", &state, &parent, &session) == 3;
        if (f)
            fclose(f);
        if (read && state != 'Z' && parent == of && (session == pid) == leaders)
            out[count++] = pid;
    }
    closedir(proc);
    return count;
}

/* The broker of the only checker. */
static inline pid_t broker_of(void)
{
    pid_t broker = 0;
    children_of(getpid(), true, &broker, 1);
    return broker;
}

/* A moment for what was killed to be gone: ends when `count` says 0. */
#define CHECK_NONE_LEFT(count)                          \
    do {                                                \
        int left_ = (count);                            \
        for (int i_ = 0; i_ < 200 && left_ > 0; i_++) { \
            usleep(10000);                              \
            left_ = (count);                            \
        }                                               \
        CHECK_INT(left_, 0);                            \
    } while (0)

static inline void write_file(const char *path, const char *content)
{
    FILE *f = fopen(path, "we");
    CHECK(f && fputs(content, f) >= 0 && fclose(f) == 0);
}

#endif
