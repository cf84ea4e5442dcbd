#include "check/proc_process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/proc_file.h"

#define KERNEL_THREAD 0x00200000 /* PF_KTHREAD of linux/sched.h */

/* The name in brackets may hold anything, brackets too. */
static bool read_process(const char *pid, struct proc_process *p)
{
    char path[64], stat[1024];
    snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
    if (!proc_file(path, stat, sizeof stat, NULL))
        return false;
    char *open = strchr(stat, '('), *close = strrchr(stat, ')');
    if (!open || !close || close < open)
        return false;
    *close = '\0';
    p->pid = atoi(pid);
    snprintf(p->name, sizeof p->name, "%s", open + 1);
    return sscanf(close + 1,
                  " %c %d %*d %*d %*d %*d %u %*u %*u %*u %*u %llu %llu %*d %*d %*d %*d %ld %*d "
                  "%llu %*u %lld",
                  &p->state, &p->parent, &p->flags, &p->user, &p->system, &p->threads, &p->started,
                  &p->pages) == 8;
}

bool proc_process_next(DIR *proc, struct proc_process *p)
{
    for (const struct dirent *entry; (entry = readdir(proc));)
        if (*entry->d_name >= '0' && *entry->d_name <= '9' && read_process(entry->d_name, p))
            return true;
    return false;
}

bool proc_process_is_kernel(const struct proc_process *p)
{
    return p->flags & KERNEL_THREAD;
}

static bool ends_in(const char *s, size_t len, const char *end)
{
    size_t n = strlen(end);
    return len > n && strncmp(s + len - n, end, n) == 0;
}

/* Of "0::/system.slice/nginx.service/worker" or, with version 1, of the line "name=systemd". */
void proc_process_unit(int pid, char unit[256])
{
    char path[64], file[8192];
    snprintf(path, sizeof path, "/proc/%d/cgroup", pid);
    *unit = '\0';
    if (!proc_file(path, file, sizeof file, NULL))
        return;
    const char *at = strstr(file, "name=systemd:/");
    if (!at)
        at = strncmp(file, "0::/", 4) == 0 ? file : strstr(file, "\n0::/");
    while (at && (at = strchr(at, '/')) && *++at) {
        size_t len = strcspn(at, "/\n");
        if (len < 256 && (ends_in(at, len, ".service") || ends_in(at, len, ".scope"))) {
            memcpy(unit, at, len);
            unit[len] = '\0';
            return;
        }
        if (at[len] != '/')
            return;
    }
}

/* Whether it could be looked into; one that has ended meanwhile holds nothing. */
static bool see_all(const struct proc_process *p, proc_see *see, void *self)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/fd", p->pid);
    DIR *folder = opendir(path);
    if (!folder)
        return errno == ENOENT || errno == ESRCH;
    for (const struct dirent *entry; (entry = readdir(folder));)
        if (*entry->d_name != '.')
            see(self, p, dirfd(folder), entry->d_name);
    closedir(folder);
    return true;
}

int proc_process_descriptors(proc_see *see, void *self, struct text *why)
{
    struct proc_process p;
    DIR *proc = opendir("/proc");
    int unseen = 0, count = 0;
    bool saw_first = false;
    if (!proc) {
        text_format(why, "/proc: %s", strerror(errno));
        return -1;
    }
    for (; proc_process_next(proc, &p); count++) {
        saw_first = saw_first || p.pid == 1;
        unseen += !proc_process_is_kernel(&p) && p.state != 'Z' && !see_all(&p, see, self);
    }
    closedir(proc);
    if (count == 0)
        text_add(why, PROC_PROCESS_NONE);
    return count == 0 ? -1 : unseen + !saw_first;
}
