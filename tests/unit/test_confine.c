#include "checks.h"

#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "check/confine.h"

/* In a worker, each must be refused. */

static const char *const no_words[] = {NULL};

static const struct {
    const char *name;
    int number;
    long a, b, c, d;
} refused[] = {
    {"open", SYS_open, (long)"/etc/passwd", O_RDONLY},
    {"openat", SYS_openat, AT_FDCWD, (long)"/etc/passwd", O_RDONLY},
    {"openat2", SYS_openat2, AT_FDCWD, (long)"/etc/passwd"},
    {"creat", SYS_creat, (long)"confine-created", 0600},
    {"stat", SYS_stat, (long)"/etc/passwd"},
    {"access", SYS_access, (long)"/etc/passwd", R_OK},
    {"readlink", SYS_readlink, (long)"/proc/self/exe"},
    {"unlink", SYS_unlink, (long)"confine-keep"},
    {"rename", SYS_rename, (long)"confine-keep", (long)"confine-created"},
    {"link", SYS_link, (long)"confine-keep", (long)"confine-created"},
    {"symlink", SYS_symlink, (long)"/etc", (long)"confine-created"},
    {"mkdir", SYS_mkdir, (long)"confine-created", 0700},
    {"rmdir", SYS_rmdir, (long)"confine-dir"},
    {"chmod", SYS_chmod, (long)"confine-keep", 0777},
    {"chown", SYS_chown, (long)"confine-keep", 1, 1},
    {"truncate", SYS_truncate, (long)"confine-keep", 0},
    {"chdir", SYS_chdir, (long)"/"},
    {"chroot", SYS_chroot, (long)"/"},
    {"mount", SYS_mount, (long)"x", (long)"/mnt", (long)"tmpfs"},
    {"mknod", SYS_mknod, (long)"confine-created", 0600 | 010000},
    {"socket", SYS_socket, AF_INET, SOCK_STREAM, 0},
    {"unix socket", SYS_socket, AF_UNIX, SOCK_STREAM, 0},
    {"socketpair", SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, (long)(int[2]){0}},
    {"connect", SYS_connect, 0},
    {"bind", SYS_bind, 0},
    {"listen", SYS_listen, 0, 1},
    {"execve", SYS_execve, (long)"/bin/true", (long)no_words, (long)no_words},
    {"execveat", SYS_execveat, AT_FDCWD, (long)"/bin/true", (long)no_words, (long)no_words},
    {"fork", SYS_fork},
    {"vfork", SYS_vfork},
    {"clone", SYS_clone, SIGCHLD},
    {"clone3", SYS_clone3},
    {"unshare", SYS_unshare, CLONE_NEWUSER},
    {"kill the keeper", SYS_kill, -1, SIGKILL},
    {"kill all", SYS_kill, 0, SIGKILL},
    {"tgkill", SYS_tgkill, 1, 1, SIGKILL},
    {"ptrace", SYS_ptrace, PTRACE_TRACEME},
    {"process_vm_readv", SYS_process_vm_readv, 1},
    {"pidfd_open", SYS_pidfd_open, 1},
    {"setsid", SYS_setsid},
    {"setuid", SYS_setuid, 0},
    {"prctl", SYS_prctl, PR_SET_DUMPABLE, 1},
    {"seccomp", SYS_seccomp, 0},
    {"setrlimit", SYS_setrlimit, RLIMIT_CPU, (long)&(struct rlimit){1, 1}},
    {"prlimit64", SYS_prlimit64, 0, RLIMIT_CPU},
    {"ioctl", SYS_ioctl, 0, 0x5401},
    {"fcntl", SYS_fcntl, 0, F_GETFL},
    {"dup", SYS_dup, 0},
    {"memfd_create", SYS_memfd_create, (long)"x"},
    {"pipe", SYS_pipe, (long)(int[2]){0}},
    {"epoll_create1", SYS_epoll_create1, 0},
    {"inotify_init", SYS_inotify_init},
    {"io_uring_setup", SYS_io_uring_setup, 1},
    {"bpf", SYS_bpf, 0},
    {"perf_event_open", SYS_perf_event_open, 0},
    {"userfaultfd", SYS_userfaultfd, 0},
    {"keyctl", SYS_keyctl, 0},
    {"shmget", SYS_shmget, 0, 4096, 01600},
    {"msgget", SYS_msgget, 0, 01600},
    {"mq_open", SYS_mq_open, (long)"x", O_CREAT, 0600},
    {"sysinfo", SYS_sysinfo},
    {"uname", SYS_uname},
    {"settimeofday", SYS_settimeofday},
    {"clock_settime", SYS_clock_settime},
    {"personality", SYS_personality, 0},
    {"reboot", SYS_reboot, 0},
    {"sched_setaffinity", SYS_sched_setaffinity, 0},
    {"setpriority", SYS_setpriority, 0, 0, 5},
    {"timer_create", SYS_timer_create, 0},
    {"alarm", SYS_alarm, 1000},
    {"setitimer", SYS_setitimer, 0},
    {"landlock_create_ruleset", SYS_landlock_create_ruleset, 0},
};
#define REFUSED (sizeof refused / sizeof *refused)

/* Tells those that did not end with EPERM. */
static void try_all(const struct world *w, const struct check_job *job, struct job_result *out)
{
    struct text bad = {0};
    (void)w;
    (void)job;
    for (size_t i = 0; i < REFUSED; i++) {
        errno = 0;
        long got =
            syscall(refused[i].number, refused[i].a, refused[i].b, refused[i].c, refused[i].d);
        if (got != -1 || errno != EPERM)
            text_format(&bad, "%s (%ld, %d) ", refused[i].name, got, errno);
    }
    out->outcome = CHECK_TOLD;
    out->answer = mem_text(bad.len == 0 ? "yes" : "no");
    out->evidence = text_take(&bad);
}

static void count_descriptors(const struct world *w, const struct check_job *job,
                              struct job_result *out)
{
    struct text open_ones = {0};
    (void)w;
    (void)job;
    for (int fd = 0; fd < 4096; fd++) {
        struct stat file;
        if (fstat(fd, &file) == 0)
            text_format(&open_ones, "%d ", fd);
    }
    out->outcome = CHECK_TOLD;
    out->answer = text_take(&open_ones);
}

/* What a check needs works: memory, time, files that the keeper has opened. */
static void do_allowed(const struct world *w, const struct check_job *job, struct job_result *out)
{
    char got[64] = "";
    struct text why = {0};
    struct stat file;
    struct timespec now;
    int fd = w->open(w->self, job->inputs[0].value, &why);
    ssize_t n = fd < 0 ? -1 : pread(fd, got, sizeof got - 1, 0);
    void *map = fd < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
    char *memory = mem_alloc(32 << 20);
    memset(memory, 1, 32 << 20);
    bool ok = n > 0 && map != MAP_FAILED && memcmp(map, got, (size_t)n) == 0 &&
              fstat(fd, &file) == 0 && lseek(fd, 0, SEEK_END) == file.st_size &&
              write(fd, "x", 1) < 0 && clock_gettime(CLOCK_MONOTONIC, &now) == 0 &&
              w->now_ms(w->self) > 0;
    free(memory);
    out->outcome = ok ? CHECK_TOLD : CHECK_CANNOT;
    out->answer = ok ? mem_text("yes") : NULL;
    out->evidence = mem_text(got);
    out->why = ok ? NULL : mem_text(why.len > 0 ? why.at : "something that it needs was refused");
    text_release(&why);
    if (fd >= 0)
        close(fd);
}

static void open_many(const struct world *w, const struct check_job *job, struct job_result *out)
{
    struct text why = {0};
    int count = 0;
    while (count < 100 && w->open(w->self, job->inputs[0].value, &why) >= 0)
        count++;
    struct text answer = {0};
    text_format(&answer, "%d", count);
    out->outcome = CHECK_TOLD;
    out->answer = text_take(&answer);
    out->evidence = text_take(&why);
}

static void list_folder(const struct world *w, const struct check_job *job, struct job_result *out)
{
    struct text names = {0}, why = {0};
    bool ok = w->list(w->self, job->inputs[0].value, &names, &why);
    out->outcome = ok ? CHECK_TOLD : CHECK_CANNOT;
    out->answer = ok ? text_take(&names) : NULL;
    out->why = ok ? NULL : text_take(&why);
    text_release(&names);
    text_release(&why);
}

static void tell_zone(const struct world *w, const struct check_job *job, struct job_result *out)
{
    time_t noon = 1750000000;
    struct tm tm;
    char zone[64];
    (void)w;
    (void)job;
    localtime_r(&noon, &tm);
    localtime(&noon);
    strftime(zone, sizeof zone, "%H:%M %Z", &tm);
    out->outcome = CHECK_TOLD;
    out->answer = mem_text(zone);
}

static const struct act acts[] = {{"try", try_all},
                                  {"fds", count_descriptors},
                                  {"allowed", do_allowed},
                                  {"many", open_many},
                                  {"list", list_folder},
                                  {"zone", tell_zone},
                                  {NULL}};

static void the_parts_are_there(void)
{
    struct text why = {0};
    struct confine *c = confine_new(&why);
    if (CHECK(c != NULL)) {
        unsigned parts = confine_parts(c);
        printf("  here: limits%s%s%s\n", parts & CONFINE_MEMORY_LIMIT ? " memory" : "",
               parts & CONFINE_SECCOMP ? " seccomp" : "",
               parts & CONFINE_LANDLOCK ? " landlock" : "");
#ifdef RULEOUT_VALGRIND
        CHECK_INT(parts, CONFINE_LIMITS);
#else
        CHECK((parts & CONFINE_SECCOMP) != 0);
#endif
    }
    confine_free(c);
    text_release(&why);
}

static void calls_are_refused(void)
{
#ifdef RULEOUT_VALGRIND
    printf("  skipped: valgrind does not know seccomp\n");
    CHECK(REFUSED > 0);
#else
    struct checker *c = begin(NULL);
    struct check_job job = job_of("try", NULL, 0);
    write_file("confine-keep", "kept");
    CHECK(mkdir("confine-dir", 0700) == 0);
    struct job_result r = check(c, &job);
    CHECK_TEXT(r.evidence, "");
    CHECK_TEXT(r.answer, "yes");
    CHECK(access("confine-created", F_OK) != 0);
    struct stat file;
    CHECK(stat("confine-keep", &file) == 0 && file.st_size == 4);
    printf("  %zu calls refused\n", REFUSED);
    CHECK(unlink("confine-keep") == 0 && rmdir("confine-dir") == 0);
    job_result_release(&r);
    checker_stop(c);
#endif
}

static void only_the_link_is_open(void)
{
    int extra = open("/dev/null", O_RDONLY); /* the walk's own, and inheritable at that */
    struct checker *c = begin(NULL);
    struct check_job job = job_of("fds", NULL, 0);
    struct job_result r = check(c, &job);
    if (under_valgrind())
        printf("  skipped: valgrind has descriptors of its own: %s\n", r.answer);
    else
        CHECK_TEXT(r.answer, "0 ");
    job_result_release(&r);
    checker_stop(c);
    close(extra);
}

static void what_is_needed_works(void)
{
#ifdef RULEOUT_VALGRIND
    printf("  skipped: valgrind does not know openat2\n");
    CHECK(true);
#else
    char path[300], folder[256];
    CHECK(getcwd(folder, sizeof folder) != NULL);
    snprintf(path, sizeof path, "%s/log", folder);
    write_file("log", "a line\n");
    const char *const read[] = {folder, NULL};
    struct pair input = {"path", path}, where = {"path", folder};
    struct checker *c = begin(NULL);
    struct check_job job = job_of("allowed", &input, 1);
    job.permits.read = read;
    struct job_result r = check(c, &job);
    CHECK_TEXT(r.why, NULL);
    CHECK_TEXT(r.evidence, "a line\n");
    job_result_release(&r);
    job.lua = "many";
    job.lua_len = 4;
    r = check(c, &job);
    CHECK_TEXT(r.answer, "31");
    CHECK_TEXT(r.evidence, "too many files are open");
    job_result_release(&r);
    job = job_of("list", &where, 1);
    job.permits.read = read;
    r = check(c, &job);
    CHECK_TEXT(r.answer, "log\n");
    job_result_release(&r);
    job.permits.read = (const char *const[]){path, NULL};
    r = check(c, &job);
    CHECK_HOLDS(r.why, "not allowed to read");
    job_result_release(&r);
    checker_stop(c);
    CHECK(unlink("log") == 0);
#endif
}

/* A confined process cannot read the zone's file: it knows it all the same. */
static void the_time_zone_is_known(void)
{
    const char *before = getenv("TZ");
    char *kept = mem_text(before), here[64];
    time_t noon = 1750000000;
    static const char *const zones[] = {"America/New_York", NULL};
    for (size_t i = 0; i < 2; i++) {
        if (zones[i])
            setenv("TZ", zones[i], 1);
        else
            unsetenv("TZ");
        tzset();
        strftime(here, sizeof here, "%H:%M %Z", localtime(&noon));
        struct checker *c = begin(NULL);
        struct check_job job = job_of("zone", NULL, 0);
        struct job_result r = check(c, &job);
        CHECK_TEXT(r.answer, here);
        job_result_release(&r);
        checker_stop(c);
    }
    if (kept)
        setenv("TZ", kept, 1);
    free(kept);
}

int main(void)
{
    char folder[] = "/tmp/confine.XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return 2;
    int status = suite_run("confine", (CU_TestInfo[]){
                                          {"the parts are there", the_parts_are_there},
                                          {"calls are refused", calls_are_refused},
                                          {"only the link is open", only_the_link_is_open},
                                          {"what is needed works", what_is_needed_works},
                                          {"the time zone is known", the_time_zone_is_known},
                                          CU_TEST_INFO_NULL,
                                      });
    return chdir("/") != 0 || rmdir(folder) != 0 ? 2 : status;
}
