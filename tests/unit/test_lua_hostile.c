#include "suite.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "lua_help.h"

/*
 * Each file of tests/unit/hostile is the body of a check. Its first line says how it must end:
 *
 *   -- told TEXT      what lua_outcome() says begins with that
 *   -- cannot: TEXT   likewise, with the place in the file before TEXT or not
 *   -- late           it says that its time was up, or is killed as the keeper would kill it
 *
 * Whatever it does, the process must not crash and must keep to its memory. The names that begin
 * with "control" are of bodies that must succeed.
 */
#define FOLDER "tests/unit/hostile"
#define LATE_MS 200  /* the timeout of those that are late */
#define GRACE_MS 100 /* and what the keeper has to kill them */
#define FINITE_MS (slow_build() ? 60000 : 20000)
#define MEMORY_KIB (140 << 10) /* Lua's 64 MiB, and a copy of a text in C; of V=rel */

static const struct fake_row files[] = {
    {"/allowed", "allowed"},
    {"/as", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"},
    {NULL}};

static bool slow_build(void)
{
    const char *variant = getenv("RULEOUT_VARIANT");
    return variant && strcmp(variant, "rel") != 0;
}

static char *read_whole(const char *path)
{
    struct text t = {0};
    char piece[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    for (ssize_t n; fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0;)
        text_add_n(&t, piece, (size_t)n);
    close(fd);
    return text_take(&t);
}

/* In a process of its own: writes the outcome to `to`. */
static void child(const char *name, const char *lua, int64_t timeout_ms, int to)
{
    struct fake f = {.files = files};
    struct check_job job = {.name = name,
                            .lua = lua,
                            .lua_len = strlen(lua),
                            .inline_body = true,
                            .first_line = 1,
                            .timeout_ms = timeout_ms};
    char *got = lua_outcome(&f, &job);
    size_t len = strlen(got) < 4000 ? strlen(got) : 4000;
    ssize_t wrote = write(to, got, len);
    free(got);
    text_release(&f.asked);
    _exit(wrote == (ssize_t)len ? 0 : 1);
}

/* What it wrote, "killed" after `limit_ms`, or how it crashed. */
static char *outcome(const char *name, const char *lua, int64_t timeout_ms, int64_t limit_ms,
                     long *memory_kib)
{
    int ends[2], status;
    struct rusage usage;
    struct text t = {0};
    char piece[4096];
    fflush(NULL);
    if (pipe2(ends, O_CLOEXEC) != 0)
        abort();
    pid_t pid = fork();
    if (pid == 0)
        child(name, lua, timeout_ms, ends[1]);
    close(ends[1]);
    struct pollfd p = {.fd = ends[0], .events = POLLIN};
    bool late = poll(&p, 1, (int)limit_ms) == 0;
    if (late)
        kill(pid, SIGKILL);
    for (ssize_t n; (n = read(ends[0], piece, sizeof piece)) > 0;)
        text_add_n(&t, piece, (size_t)n);
    close(ends[0]);
    wait4(pid, &status, 0, &usage);
    *memory_kib = usage.ru_maxrss;
    if (late && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        text_add(&t, "killed");
    else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        text_format(&t, "crashed: status %x", (unsigned)status);
    return text_take(&t);
}

static bool begins(const char *s, const char *with)
{
    return strncmp(s, with, strlen(with)) == 0;
}

static bool as_wanted(const char *got, const char *want)
{
    if (strcmp(want, "late") == 0)
        return strcmp(got, "killed") == 0 ||
               strstr(got, "it was still running when its time was up");
    if (begins(want, "cannot: "))
        return begins(got, "cannot: ") && strstr(got, want + 8);
    return begins(got, want) ||
           (begins(want, "told no | ") && begins(got, "told no | ") && strstr(got, want + 10));
}

static void check_file(const char *file)
{
    struct text path = {0};
    long memory_kib;
    text_format(&path, FOLDER "/%s", file);
    char *lua = read_whole(path.at);
    char *want = mem_text_n(lua, strcspn(lua, "\n"));
    char *name = mem_text_n(file, strlen(file) - 4);
    bool late = strcmp(want, "-- late") == 0;
    char *got = outcome(name, lua, late ? LATE_MS : FINITE_MS,
                        late ? (slow_build() ? 3000 : LATE_MS + GRACE_MS) : FINITE_MS + GRACE_MS,
                        &memory_kib);
    bool ok = strlen(want) > 3 && as_wanted(got, want + 3);
    if (!ok)
        printf("  got:  %.300s\n  want: %s\n", got, want);
    suite_check(ok, file, __FILE__, __LINE__);
    if (!slow_build())
        suite_check(memory_kib < MEMORY_KIB, file, __FILE__, __LINE__);
    free(got);
    free(name);
    free(want);
    free(lua);
    text_release(&path);
}

/* Checks the files whose names begin with that, or do not, and returns their number. */
static int check_files(const char *prefix, bool with)
{
    struct dirent **found;
    int count = 0, all = scandir(FOLDER, &found, NULL, alphasort);
    for (int i = 0; i < all; i++) {
        size_t len = strlen(found[i]->d_name);
        bool is_lua = len > 4 && strcmp(found[i]->d_name + len - 4, ".lua") == 0;
        if (is_lua && begins(found[i]->d_name, prefix) == with) {
            check_file(found[i]->d_name);
            count++;
        }
        free(found[i]);
    }
    if (all >= 0)
        free(found);
    return count;
}

static void ends_hostile_checks(void)
{
    CHECK(check_files("control", false) >= 60);
}

static void runs_honest_checks(void)
{
    CHECK(check_files("control", true) >= 8);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"ends hostile checks", ends_hostile_checks},
        {"runs honest checks", runs_honest_checks},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_hostile", tests);
}
