/*
 * dieat: a preloaded library that ends or hinders a program at one of its calls that change files.
 *
 * Counted are write, pwrite, writev, pwritev, fsync, fdatasync and ftruncate on regular files (not
 * those behind descriptors 0 to 2), and rename, unlink: 1, 2, 3 ... From the environment:
 *
 *   DIEAT=n        SIGKILL in place of the n-th call; with DIEAT_TORN=1 after half of its bytes
 *   FAILAT=n       the n-th call fails with FAILWITH=EIO or ENOSPC, FAILFOR=once or always (from
 *                  then on); the default is EIO, once
 *   DIEAT_COUNT=f  writes to file f at the end how many calls there were
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static long calls, die_at, fail_at;
static bool torn, always;
static int fail_with;

static long number(const char *name)
{
    const char *value = getenv(name);
    return value ? atol(value) : 0;
}

static bool says(const char *name, const char *word)
{
    const char *value = getenv(name);
    return value && strcmp(value, word) == 0;
}

__attribute__((constructor)) static void dieat_start(void)
{
    calls = 0;
    die_at = number("DIEAT");
    fail_at = number("FAILAT");
    torn = number("DIEAT_TORN") != 0;
    always = says("FAILFOR", "always");
    fail_with = says("FAILWITH", "ENOSPC") ? ENOSPC : EIO;
}

__attribute__((destructor)) static void dieat_report(void)
{
    const char *path = getenv("DIEAT_COUNT");
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    if (fd < 0)
        return;
    char digits[32];
    int len = snprintf(digits, sizeof digits, "%ld\n", calls);
    syscall(SYS_write, fd, digits, (size_t)len);
    close(fd);
}

/* By somebody else's hand: valgrind would report on a program that kills itself. */
static void die(void)
{
    if (fork() == 0)
        execle("/bin/sh", "sh", "-c", "kill -KILL $PPID", (char *)NULL, (char *[]){NULL});
    for (;;)
        pause();
}

/* Counts a call. False: it is to fail, errno is set. */
static bool pass(void)
{
    calls++;
    if (calls == die_at)
        die();
    if (!fail_at || calls < fail_at || (calls > fail_at && !always))
        return true;
    errno = fail_with;
    return false;
}

static bool is_counted(int fd)
{
    struct stat st;
    return fd > 2 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

static bool pass_fd(int fd)
{
    return !is_counted(fd) || pass();
}

/* For a call that would write `len` bytes at `offset`, or where the file stands where it is < 0. */
static bool pass_write(int fd, const void *bytes, size_t len, off_t offset)
{
    if (!is_counted(fd))
        return true;
    if (torn && calls + 1 == die_at) {
        if (offset < 0)
            syscall(SYS_write, fd, bytes, len / 2);
        else
            syscall(SYS_pwrite64, fd, bytes, len / 2, offset);
    }
    return pass();
}

/* The function that ours stands before. */
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t len)
{
    return pass_write(fd, bytes, len, -1) ? syscall(SYS_write, fd, bytes, len) : -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
    return pass_write(fd, bytes, len, offset) ? syscall(SYS_pwrite64, fd, bytes, len, offset) : -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t offset)
{
    return pwrite(fd, bytes, len, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    return pass_fd(fd) ? NEXT(writev)(fd, parts, count) : -1;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset)
{
    return pass_fd(fd) ? NEXT(pwritev)(fd, parts, count, offset) : -1;
}

int fsync(int fd)
{
    return pass_fd(fd) ? (int)syscall(SYS_fsync, fd) : -1;
}

int fdatasync(int fd)
{
    return pass_fd(fd) ? (int)syscall(SYS_fdatasync, fd) : -1;
}

int ftruncate(int fd, off_t len)
{
    return pass_fd(fd) ? (int)syscall(SYS_ftruncate, fd, len) : -1;
}

int ftruncate64(int fd, off_t len)
{
    return ftruncate(fd, len);
}

int rename(const char *from, const char *to)
{
    return pass() ? (int)syscall(SYS_rename, from, to) : -1;
}

int unlink(const char *path)
{
    return pass() ? (int)syscall(SYS_unlink, path) : -1;
}
