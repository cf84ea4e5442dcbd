#include "check/world_facts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "check/proc_file.h"

#define PROCESSES_MOST 4096

struct process {
    char name[64];
    unsigned long long user, system, started; /* clock ticks; since the boot */
    long long pages;
};

/* The name in brackets may hold anything, brackets too. */
static bool read_process(const char *pid, struct process *p)
{
    char path[64], stat[1024];
    snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
    if (!proc_file(path, stat, sizeof stat, NULL))
        return false;
    char *open = strchr(stat, '('), *close = strrchr(stat, ')');
    if (!open || !close || close < open)
        return false;
    *close = '\0';
    snprintf(p->name, sizeof p->name, "%s", open + 1);
    return sscanf(close + 1,
                  " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %*d %*d %*d %*d %*d %*d "
                  "%llu %*u %lld",
                  &p->user, &p->system, &p->started, &p->pages) == 4;
}

/* The kernel's name is cut at 15 bytes; the first argument has the rest. */
static bool is_called(const char *pid, const struct process *p, const char *name)
{
    char path[64], words[4096];
    if (!name || !*name || strcmp(p->name, name) == 0)
        return true;
    snprintf(path, sizeof path, "/proc/%.20s/cmdline", pid);
    if (!proc_file(path, words, sizeof words, NULL))
        return false;
    const char *slash = strrchr(words, '/');
    return strcmp(slash ? slash + 1 : words, name) == 0;
}

static int64_t boot_second(void)
{
    static char stat[1u << 16];
    int64_t second = 0;
    if (proc_file("/proc/stat", stat, sizeof stat, NULL))
        proc_field(stat, "btime ", &second);
    return second;
}

static struct jval *describe(const char *pid, const struct process *p, int64_t boot)
{
    unsigned long long ticks = (unsigned long long)sysconf(_SC_CLK_TCK);
    struct jval *j = jval_object();
    jval_put_int(j, "pid", atoll(pid));
    jval_put_text(j, "name", p->name);
    jval_put_int(j, "rss", p->pages * sysconf(_SC_PAGESIZE));
    jval_put_int(j, "cpu_seconds", (int64_t)((p->user + p->system) / ticks));
    jval_put_int(j, "started", boot + (int64_t)(p->started / ticks));
    return j;
}

struct jval *world_processes(const char *name, struct text *why)
{
    DIR *proc = opendir("/proc");
    if (!proc) {
        text_format(why, "/proc: %s", strerror(errno));
        return NULL;
    }
    struct jval *list = jval_array();
    int64_t boot = boot_second();
    int count = 0;
    for (const struct dirent *entry; count < PROCESSES_MOST && (entry = readdir(proc));) {
        struct process p;
        const char *pid = entry->d_name;
        if (*pid < '0' || *pid > '9' || !read_process(pid, &p) || !is_called(pid, &p, name))
            continue;
        jval_add(list, describe(pid, &p, boot));
        count++;
    }
    closedir(proc);
    return list;
}
