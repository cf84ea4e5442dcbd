#include "check/world_facts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

/* Rounded up, as df does: a disk that is full says so. */
static int64_t percent(uint64_t used, uint64_t free)
{
    uint64_t all = used + free;
    return all == 0 ? 0 : (int64_t)(used / all * 100 + (used % all * 100 + all - 1) / all);
}

/* Blanks and the like are written \040 there. */
static void unescape(char *s)
{
    char *to = s;
    for (; *s; s++) {
        if (s[0] == '\\' && s[1] >= '0' && s[1] <= '3' && s[2] >= '0' && s[2] <= '7' &&
            s[3] >= '0' && s[3] <= '7') {
            *to++ = (char)((s[1] - '0') * 64 + (s[2] - '0') * 8 + (s[3] - '0'));
            s += 3;
        } else {
            *to++ = *s;
        }
    }
    *to = '\0';
}

static bool lies_beneath(const char *path, const char *mount)
{
    size_t len = strcmp(mount, "/") == 0 ? 0 : strlen(mount);
    return strncmp(path, mount, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

/*
 * The longest that the path lies beneath, among the mounts of its device; where none is (btrfs
 * gives its subvolumes devices of their own), among all. The last of those equal covers the others.
 * In a chroot the root itself is no mount, and stands for what holds it.
 */
static void find_mount(const char *path, dev_t device, char found[4096])
{
    char *line = NULL, *real = realpath(path, NULL);
    size_t cap = 0;
    bool of_device = false;
    FILE *mounts = fopen("/proc/self/mountinfo", "re");
    strcpy(found, "/");
    while (mounts && real && getline(&line, &cap, mounts) > 0) {
        unsigned high, low;
        char mount[4096];
        if (sscanf(line, "%*u %*u %u:%u %*s %4095s", &high, &low, mount) != 3)
            continue;
        unescape(mount);
        bool same = makedev(high, low) == device;
        if (!lies_beneath(real, mount) || (of_device && !same) ||
            (same == of_device && strlen(mount) < strlen(found)))
            continue;
        of_device = same;
        strcpy(found, mount);
    }
    if (mounts)
        fclose(mounts);
    free(line);
    free(real);
}

struct jval *world_disk(const char *path, struct text *why)
{
    struct stat file;
    struct statvfs fs;
    char mount[4096];
    if (!path || path[0] != '/') {
        text_add(why, "disk wants an absolute path");
        return NULL;
    }
    if (stat(path, &file) != 0 || statvfs(path, &fs) != 0) {
        text_format(why, "\"%.200s\": %s", path, strerror(errno));
        return NULL;
    }
    find_mount(path, file.st_dev, mount);
    uint64_t unit = fs.f_frsize, used = fs.f_blocks - fs.f_bfree;
    struct jval *j = jval_object();
    jval_put_text(j, "mount", mount);
    jval_put_int(j, "size", (int64_t)(fs.f_blocks * unit));
    jval_put_int(j, "used", (int64_t)(used * unit));
    jval_put_int(j, "free", (int64_t)(fs.f_bavail * unit));
    jval_put_int(j, "used_percent", percent(used, fs.f_bavail));
    jval_put_int(j, "inodes_used_percent", percent(fs.f_files - fs.f_ffree, fs.f_favail));
    return j;
}
