#include "check/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_at(int folder, const char *path, uint64_t flags)
{
#ifdef RULEOUT_VALGRIND /* which does not know the call */
    (void)folder, (void)path, (void)flags;
    errno = ENOSYS;
    return -1;
#else
    struct open_how how = {.flags = flags | O_CLOEXEC,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
#endif
}

/* The part of `path` behind the folder, from which it is resolved; "." is the folder itself. */
static const char *rest_of(const char *folder, const char *path)
{
    size_t len = strlen(folder);
    path += strncmp(folder, path, len) == 0 ? len : 0;
    path += strspn(path, "/");
    return *path ? path : ".";
}

static int resolve(const char *folder, const char *path, uint64_t flags, struct text *why)
{
    int at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    int fd = at < 0 ? -1 : open_at(at, rest_of(folder, path), flags);
    int error = errno;
    if (at >= 0)
        close(at);
    if (fd >= 0)
        return fd;
    if (error == EXDEV || error == ELOOP)
        text_format(why, "\"%s\": a link on the way leads out of \"%s\"", path, folder);
    else if (error == ENOSYS)
        text_format(why, "\"%s\": this kernel cannot open files safely (openat2 is missing)", path);
    else
        text_format(why, "\"%s\": %s", path, strerror(error));
    return -1;
}

/* The file that `found` stands for is opened anew, for reading: it cannot be exchanged any more. */
static int reopen(int found, const char *path, struct text *why)
{
    struct stat file;
    char self[64];
    if (fstat(found, &file) != 0 || !S_ISREG(file.st_mode)) {
        text_format(why, "\"%s\" is not a regular file", path);
        return -1;
    }
    snprintf(self, sizeof self, "/proc/self/fd/%d", found);
    int fd = open(self, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        text_format(why, "\"%s\": %s", path, strerror(errno));
    return fd;
}

int beneath_open(const char *folder, const char *path, struct text *why)
{
    char parent[PATH_MAX];
    if (strcmp(folder, path) == 0) {
        snprintf(parent, sizeof parent, "%.*s", (int)(strrchr(path, '/') - path), path);
        folder = parent[0] ? parent : "/";
    }
    int found = resolve(folder, path, O_PATH, why);
    if (found < 0)
        return -1;
    int fd = reopen(found, path, why);
    close(found);
    return fd;
}

int beneath_open_folder(const char *folder, const char *path, struct text *why)
{
    return resolve(folder, path, O_RDONLY | O_DIRECTORY, why);
}
