#ifndef RULEOUT_CHECK_PROC_PROCESS_H
#define RULEOUT_CHECK_PROC_PROCESS_H

/*
 * proc_process: the processes of /proc, one after another.
 */
#include <dirent.h>
#include <stdbool.h>

#include "base/text.h"

struct proc_process {
    int pid, parent;
    char name[64]; /* the kernel's, cut at 15 bytes */
    char state;    /* R, S, D, Z ... as ps has it */
    unsigned flags;
    unsigned long long user, system, started; /* clock ticks; since the boot */
    long threads;
    long long pages;
};

/* The next of an opened /proc. One that ends meanwhile is passed over. False after the last. */
bool proc_process_next(DIR *proc, struct proc_process *p);
bool proc_process_is_kernel(const struct proc_process *p); /* a thread of the kernel's own */

/* The service or scope that systemd runs it in, as "nginx.service"; "" where none does. */
void proc_process_unit(int pid, char unit[256]);

#define PROC_PROCESS_NONE "/proc lists no process, not even the first"

/*
 * Each descriptor of each process: `folder` and `name` lead to its link. Returns how many processes
 * could not be looked into, which is the others' where this one is not root's; at least 1 where
 * /proc hides these (hidepid), as it then hides the first one. -1: there were none.
 */
typedef void proc_see(void *self, const struct proc_process *p, int folder, const char *name);
int proc_process_descriptors(proc_see *see, void *self, struct text *why);

#endif
