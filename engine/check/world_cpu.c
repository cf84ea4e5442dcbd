#include "check/world_facts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/mono.h"
#include "check/proc_file.h"
#include "check/proc_process.h"

#define HOTTEST 5

/* Clock ticks since the boot, as /proc/stat names them. What guests use is in user and nice. */
enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, KINDS };

struct spent {
    int pid;
    unsigned long long ticks, started;
    char name[64];
    double percent; /* of one processor */
};

struct reading {
    unsigned long long ticks[KINDS];
    int64_t at_ms, running, blocked;
    struct spent *all; /* in the order of /proc */
    size_t count, cap;
};

static bool read_ticks(struct reading *r, struct text *why)
{
    static char file[1u << 16];
    unsigned long long *t = r->ticks;
    if (!proc_file("/proc/stat", file, sizeof file, why))
        return false;
    if (sscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &t[USER], &t[NICE], &t[SYSTEM],
               &t[IDLE], &t[IOWAIT], &t[IRQ], &t[SOFTIRQ], &t[STEAL]) != KINDS) {
        text_add(why, "/proc/stat does not say it");
        return false;
    }
    /* A machine with very many interrupts has these beyond what was read. */
    r->running = r->blocked = -1;
    proc_field(file, "procs_running ", &r->running);
    proc_field(file, "procs_blocked ", &r->blocked);
    return true;
}

static bool read_now(struct reading *r, struct text *why)
{
    struct proc_process p;
    *r = (struct reading){.at_ms = mono_ms()};
    DIR *proc = opendir("/proc");
    if (!proc) {
        text_format(why, "/proc: %s", strerror(errno));
        return false;
    }
    bool ok = read_ticks(r, why);
    while (ok && proc_process_next(proc, &p)) {
        r->all = mem_grow(r->all, r->count, &r->cap, sizeof *r->all);
        struct spent *one = &r->all[r->count++];
        *one = (struct spent){p.pid, p.user + p.system, p.started, "", 0};
        memcpy(one->name, p.name, sizeof one->name);
    }
    closedir(proc);
    return ok;
}

static double percent(double part, double all)
{
    return all > 0 && part > 0 ? (part < all ? 100 * part / all : 100) : 0;
}

static int by_pid(const void *a, const void *b)
{
    return ((const struct spent *)a)->pid - ((const struct spent *)b)->pid;
}

static int by_percent(const void *a, const void *b)
{
    double x = ((const struct spent *)a)->percent, y = ((const struct spent *)b)->percent;
    return x != y ? (x < y) - (x > y) : by_pid(a, b);
}

/* One that began in between is not counted: what it has used, others may have used before. */
static void put_hottest(struct jval *j, struct reading *from, struct reading *to, double ticks)
{
    struct jval *list = jval_array();
    qsort(from->all, from->count, sizeof *from->all, by_pid);
    for (size_t i = 0; i < to->count; i++) {
        struct spent *one = &to->all[i];
        const struct spent *was = bsearch(one, from->all, from->count, sizeof *from->all, by_pid);
        if (was && was->started == one->started && one->ticks > was->ticks)
            one->percent = 100 * (double)(one->ticks - was->ticks) / ticks;
    }
    qsort(to->all, to->count, sizeof *to->all, by_percent);
    for (size_t i = 0; i < to->count && i < HOTTEST && to->all[i].percent > 0; i++) {
        struct jval *item = jval_object();
        jval_put_int(item, "pid", to->all[i].pid);
        jval_put_text(item, "name", to->all[i].name);
        jval_put_real(item, "percent", to->all[i].percent, 1);
        jval_add(list, item);
    }
    jval_put(j, "hottest", list);
}

static void put_use(struct jval *j, struct reading *from, struct reading *to)
{
    double spent[KINDS], all = 0, seconds = (double)(to->at_ms - from->at_ms) / 1000;
    for (int i = 0; i < KINDS; i++) {
        /* The kernel may correct a count downwards. */
        spent[i] = to->ticks[i] > from->ticks[i] ? (double)(to->ticks[i] - from->ticks[i]) : 0;
        all += spent[i];
    }
    jval_put_real(j, "over", seconds, 2);
    jval_put_real(j, "busy_percent", percent(all - spent[IDLE] - spent[IOWAIT], all), 1);
    jval_put_real(j, "user_percent", percent(spent[USER] + spent[NICE], all), 1);
    jval_put_real(j, "system_percent", percent(spent[SYSTEM] + spent[IRQ] + spent[SOFTIRQ], all),
                  1);
    jval_put_real(j, "iowait_percent", percent(spent[IOWAIT], all), 1);
    jval_put_real(j, "steal_percent", percent(spent[STEAL], all), 1);
    if (to->running >= 0 && to->blocked >= 0) {
        jval_put_int(j, "running", to->running);
        jval_put_int(j, "blocked", to->blocked);
    }
    put_hottest(j, from, to, seconds * (double)sysconf(_SC_CLK_TCK));
}

bool world_cpu_use(const char *over, struct jval *j, struct text *why)
{
    struct reading from = {0}, to = {0};
    int64_t ms = world_wait_ms(over, why);
    bool ok = ms > 0 && read_now(&from, why);
    if (ok)
        world_wait(ms);
    ok = ok && read_now(&to, why);
    if (ok)
        put_use(j, &from, &to);
    free(from.all);
    free(to.all);
    return ok;
}
