#include "check/world_facts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/proc_file.h"
#include "check/proc_process.h"

#define PROCESSES_MOST 4096
#define COMMAND_MOST 512 /* bytes */

/* Its arguments with blanks between; "" of a kernel thread and of one that may not be seen. */
static void read_command(int pid, char *command, size_t cap)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    memset(command, '\0', cap);
    if (!proc_file(path, command, cap, NULL))
        *command = '\0';
}

static void join_words(char *command, size_t cap)
{
    size_t len = cap - 1;
    while (len > 0 && !command[len - 1])
        len--;
    for (size_t i = 0; i < len; i++)
        if (!command[i])
            command[i] = ' ';
}

/* The kernel's name is cut at 15 bytes; the first argument has the rest. */
static bool is_called(const struct proc_process *p, const char *command, const char *name)
{
    if (!name || !*name || strcmp(p->name, name) == 0)
        return true;
    const char *slash = strrchr(command, '/');
    return strcmp(slash ? slash + 1 : command, name) == 0;
}

static int64_t boot_second(void)
{
    static char stat[1u << 16];
    int64_t second = 0;
    if (proc_file("/proc/stat", stat, sizeof stat, NULL))
        proc_field(stat, "btime ", &second);
    return second;
}

static int64_t open_files(int pid)
{
    char path[64];
    int64_t count = 0;
    snprintf(path, sizeof path, "/proc/%d/fd", pid);
    DIR *folder = opendir(path);
    if (!folder)
        return -1;
    while (readdir(folder))
        count++;
    closedir(folder);
    return count - 2;
}

static struct jval *describe(const struct proc_process *p, const char *command, int64_t boot)
{
    unsigned long long ticks = (unsigned long long)sysconf(_SC_CLK_TCK);
    char unit[256], state[2] = {p->state, '\0'};
    int64_t files = open_files(p->pid);
    struct jval *j = jval_object();
    jval_put_int(j, "pid", p->pid);
    jval_put_int(j, "parent", p->parent);
    jval_put_text(j, "name", p->name);
    jval_put_text(j, "command", command);
    jval_put_text(j, "state", state);
    jval_put_int(j, "threads", p->threads);
    jval_put_int(j, "rss", p->pages * sysconf(_SC_PAGESIZE));
    jval_put_int(j, "cpu_seconds", (int64_t)((p->user + p->system) / ticks));
    jval_put_int(j, "started", boot + (int64_t)(p->started / ticks));
    if (files >= 0)
        jval_put_int(j, "files", files);
    proc_process_unit(p->pid, unit);
    if (*unit)
        jval_put_text(j, "unit", unit);
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
    struct proc_process p;
    bool saw_first = false;
    for (int count = 0; count < PROCESSES_MOST && proc_process_next(proc, &p);) {
        char command[COMMAND_MOST + 1];
        saw_first = saw_first || p.pid == 1;
        read_command(p.pid, command, sizeof command);
        if (!is_called(&p, command, name))
            continue;
        join_words(command, sizeof command);
        jval_add(list, describe(&p, command, boot));
        count++;
    }
    closedir(proc);
    if (saw_first || jval_count(list) > 0)
        return list;
    jval_free(list);
    text_add(why, "/proc shows only a part of the processes (hidepid), and none like that");
    return NULL;
}
