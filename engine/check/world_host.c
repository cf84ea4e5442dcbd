#include "check/world_real.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "check/proc_file.h"
#include "check/world_facts.h"

static bool put(struct jval *j, struct text *json)
{
    char *line = jval_write(j, JSON_LINE);
    text_add(json, line);
    free(line);
    jval_free(j);
    return true;
}

/* Kernels before 4.13 do not count it. */
static void put_oom_kills(struct jval *j)
{
    char file[16384];
    int64_t kills;
    if (proc_file("/proc/vmstat", file, sizeof file, NULL) && proc_field(file, "oom_kill ", &kills))
        jval_put_int(j, "oom_kills", kills);
}

/* What the kernel does not name is left out. */
static void put_bytes(struct jval *j, const char *key, const char *file, const char *name)
{
    int64_t kib;
    if (proc_field(file, name, &kib))
        jval_put_int(j, key, kib * 1024);
}

static bool tell_memory(const char *about, struct text *json, struct text *why)
{
    (void)about;
    char file[8192];
    int64_t total, available, swap, swap_free;
    if (!proc_file("/proc/meminfo", file, sizeof file, why))
        return false;
    if (!proc_field(file, "MemTotal:", &total) || !proc_field(file, "MemAvailable:", &available) ||
        total <= 0) {
        text_add(why, "/proc/meminfo does not say it");
        return false;
    }
    struct jval *j = jval_object();
    jval_put_int(j, "total", total * 1024);
    jval_put_int(j, "available", available * 1024);
    jval_put_int(j, "available_percent", available * 100 / total);
    put_bytes(j, "free", file, "MemFree:");
    put_bytes(j, "cached", file, "Cached:");
    put_bytes(j, "shared", file, "Shmem:");
    put_bytes(j, "dirty", file, "Dirty:");
    put_bytes(j, "swap_total", file, "SwapTotal:");
    if (proc_field(file, "SwapTotal:", &swap) && proc_field(file, "SwapFree:", &swap_free))
        jval_put_int(j, "swap_used", (swap - swap_free) * 1024);
    put_oom_kills(j);
    return put(j, json);
}

/* The kernel's own digits: "0.52 0.58 0.59 1/602 12345". */
static bool read_load(char load[3][16], struct text *why)
{
    char file[128];
    if (!proc_file("/proc/loadavg", file, sizeof file, why))
        return false;
    if (sscanf(file, "%15[0-9.] %15[0-9.] %15[0-9.]", load[0], load[1], load[2]) == 3)
        return true;
    text_add(why, "/proc/loadavg does not say it");
    return false;
}

static bool tell_load(const char *about, struct text *json, struct text *why)
{
    (void)about;
    char load[3][16];
    if (!read_load(load, why))
        return false;
    text_format(json, "{\"load1\": %s, \"load5\": %s, \"load15\": %s}", load[0], load[1], load[2]);
    return true;
}

static bool tell_cpu(const char *about, struct text *json, struct text *why)
{
    char load[3][16];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (!read_load(load, why))
        return false;
    struct jval *j = jval_object();
    jval_put_int(j, "cores", cores > 0 ? cores : 1);
    jval_put_real(j, "load1", strtod(load[0], NULL), 2);
    jval_put_real(j, "load5", strtod(load[1], NULL), 2);
    jval_put_real(j, "load15", strtod(load[2], NULL), 2);
    if (!about || !*about || world_cpu_use(about, j, why))
        return put(j, json);
    jval_free(j);
    return false;
}

static bool tell_uptime(const char *about, struct text *json, struct text *why)
{
    (void)about;
    char file[128];
    size_t digits;
    if (!proc_file("/proc/uptime", file, sizeof file, why))
        return false;
    if ((digits = strspn(file, "0123456789")) == 0) {
        text_add(why, "/proc/uptime does not say it");
        return false;
    }
    text_add_n(json, file, digits);
    return true;
}

static bool tell_hostname(const char *about, struct text *json, struct text *why)
{
    (void)about;
    char name[256];
    if (gethostname(name, sizeof name) != 0) {
        text_add(why, strerror(errno));
        return false;
    }
    name[sizeof name - 1] = '\0';
    struct jval *list = jval_array();
    jval_add_text(list, name);
    char *line = jval_write(list, JSON_LINE);
    text_add_n(json, line + 1, strlen(line) - 2); /* a JSON text is what stands in the brackets */
    free(line);
    jval_free(list);
    return true;
}

static bool put_or_not(struct jval *j, struct text *json)
{
    return j && put(j, json);
}

static bool tell_disk(const char *about, struct text *json, struct text *why)
{
    return put_or_not(world_disk(about, why), json);
}

static bool tell_disks(const char *about, struct text *json, struct text *why)
{
    (void)about;
    return put_or_not(world_disks(why), json);
}

static bool tell_processes(const char *about, struct text *json, struct text *why)
{
    return put_or_not(world_processes(about, why), json);
}

static bool tell_pressure(const char *about, struct text *json, struct text *why)
{
    (void)about;
    return put_or_not(world_pressure(why), json);
}

static bool tell_net(const char *about, struct text *json, struct text *why)
{
    return put_or_not(world_net(about, why), json);
}

static bool tell_ports(const char *about, struct text *json, struct text *why)
{
    (void)about;
    return put_or_not(world_ports(why), json);
}

static bool tell_deleted(const char *about, struct text *json, struct text *why)
{
    return put_or_not(world_deleted(about, why), json);
}

static const struct fact {
    const char *name;
    bool (*tell)(const char *about, struct text *json, struct text *why);
} facts[] = {
    {"cpu", tell_cpu},
    {"deleted", tell_deleted},
    {"disk", tell_disk},
    {"disks", tell_disks},
    {"hostname", tell_hostname},
    {"load", tell_load},
    {"memory", tell_memory},
    {"net", tell_net},
    {"ports", tell_ports},
    {"pressure", tell_pressure},
    {"processes", tell_processes},
    {"uptime", tell_uptime},
};

#define FACTS (sizeof facts / sizeof *facts)

bool world_real_host(void *self, const char *what, const char *about, struct text *json,
                     struct text *why)
{
    (void)self;
    for (size_t i = 0; i < FACTS; i++)
        if (what && strcmp(facts[i].name, what) == 0)
            return facts[i].tell(about, json, why);
    text_format(why, "nothing is known of \"%.100s\"; there is", what ? what : "");
    for (size_t i = 0; i < FACTS; i++)
        text_format(why, "%s %s", i > 0 ? "," : "", facts[i].name);
    return false;
}
