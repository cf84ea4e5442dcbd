#include "check/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/close_above.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define UNDER_SANITIZER 1
#endif

#ifdef RULEOUT_VALGRIND
#define WANTED CONFINE_LIMITS
#elif defined UNDER_SANITIZER
#define WANTED (CONFINE_LIMITS | CONFINE_SECCOMP | CONFINE_LANDLOCK)
#else
#define WANTED (CONFINE_LIMITS | CONFINE_MEMORY_LIMIT | CONFINE_SECCOMP | CONFINE_LANDLOCK)
#endif

struct confine {
    unsigned parts;
    struct sock_fprog filter;
    int landlock; /* a rule set that allows nothing; -1 where the kernel has none */
};

/* What Lua, its host, the C library's memory and the sanitizers need. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(preadv),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendto),
    SCMP_SYS(recvmsg),
    SCMP_SYS(recvfrom),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(fadvise64),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(mmap),
    SCMP_SYS(mremap),
    SCMP_SYS(mprotect),
    SCMP_SYS(munmap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

static bool add_rules(scmp_filter_ctx ctx)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0) != 0)
            return false;
    /* The C library's fstat(); of a path, which the flag does not forbid, it tells no content. */
    return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
                            SCMP_A3(SCMP_CMP_EQ, AT_EMPTY_PATH)) == 0 &&
           seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0;
}

/* Reads the finished program back, because building it anew takes longer than all of the rest. */
static bool read_filter(int fd, struct sock_fprog *filter)
{
    off_t size = lseek(fd, 0, SEEK_END);
    if (size <= 0 || size % (off_t)sizeof *filter->filter != 0)
        return false;
    filter->filter = mem_alloc((size_t)size);
    filter->len = (unsigned short)((size_t)size / sizeof *filter->filter);
    return pread(fd, filter->filter, (size_t)size, 0) == size;
}

static bool build_filter(struct sock_fprog *filter)
{
    int fd = memfd_create("filter", MFD_CLOEXEC);
    scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool ok = fd >= 0 && ctx && add_rules(ctx) && seccomp_export_bpf(ctx, fd) == 0 &&
              read_filter(fd, filter);
    if (ctx)
        seccomp_release(ctx);
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool kernel_has_filters(void)
{
    uint32_t action = SECCOMP_RET_ERRNO;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

/*
 * A rule set that handles all that the running kernel knows and allows none of it. The interface
 * grows by version; what is handled of each is a number of lowest bits, so that headers older than
 * the kernel will do.
 */
static int open_landlock(void)
{
    static const unsigned files[] = {0, 13, 14, 15, 15, 16};
    struct {
        uint64_t files, ports, scopes;
    } handled = {0};
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return -1;
    handled.files = (UINT64_C(1) << files[version > 5 ? 5 : version]) - 1;
    handled.ports = version >= 4 ? 3 : 0;
    handled.scopes = version >= 6 ? 3 : 0;
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    return (int)syscall(SYS_landlock_create_ruleset, &handled, size, 0);
}

struct confine *confine_new(struct text *why)
{
    struct confine *c = mem_alloc(sizeof *c);
    c->parts = WANTED;
    c->landlock = -1;
    if ((WANTED & CONFINE_LANDLOCK) && (c->landlock = open_landlock()) < 0)
        c->parts &= ~(unsigned)CONFINE_LANDLOCK;
    if ((WANTED & CONFINE_SECCOMP) && (!kernel_has_filters() || !build_filter(&c->filter))) {
        text_add(why, "this kernel has no seccomp filters, and without them no check runs");
        confine_free(c);
        return NULL;
    }
    return c;
}

void confine_free(struct confine *c)
{
    if (!c)
        return;
    free(c->filter.filter);
    if (c->landlock >= 0)
        close(c->landlock);
    free(c);
}

unsigned confine_parts(const struct confine *c)
{
    return c->parts;
}

static bool limit(int what, rlim_t most)
{
    return setrlimit(what, &(struct rlimit){most, most}) == 0;
}

static bool set_limits(const struct confine *c)
{
#ifndef RULEOUT_VALGRIND /* which needs descriptors of its own */
    if (!limit(RLIMIT_NOFILE, 32))
        return false;
#endif
    return limit(RLIMIT_NPROC, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) &&
           (!(c->parts & CONFINE_MEMORY_LIMIT) || limit(RLIMIT_DATA, CONFINE_MEMORY));
}

bool confine_limit_time(pid_t worker, int64_t timeout_ms)
{
    rlim_t seconds = (rlim_t)(timeout_ms / 1000) + 2;
    /* The signal that is told apart from others comes at the lower one. */
    return prlimit(worker, RLIMIT_CPU, &(struct rlimit){seconds, seconds + 1}, NULL) == 0;
}

bool confine_enter(const struct confine *c, int link)
{
    int landlock = -1;
    if ((link != 0 && dup2(link, 0) != 0) ||
        (c->landlock >= 0 && (landlock = c->landlock == 1 ? 1 : dup2(c->landlock, 1)) != 1))
        return false;
    close_above(landlock >= 0 ? 1 : 0);
    if (!set_limits(c) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return false;
    if (landlock >= 0) {
        if (syscall(SYS_landlock_restrict_self, landlock, 0) != 0)
            return false;
        close(landlock);
    }
    return !(c->parts & CONFINE_SECCOMP) ||
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &c->filter, 0, 0) == 0;
}
