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
    (void)about;
    char load[3][16];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (!read_load(load, why))
        return false;
    text_format(json, "{\"cores\": %ld, \"load1\": %s, \"load5\": %s, \"load15\": %s}",
                cores > 0 ? cores : 1, load[0], load[1], load[2]);
    return true;
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

static bool tell_disk(const char *about, struct text *json, struct text *why)
{
    struct jval *j = world_disk(about, why);
    return j && put(j, json);
}

static bool tell_processes(const char *about, struct text *json, struct text *why)
{
    struct jval *j = world_processes(about, why);
    return j && put(j, json);
}

static const struct fact {
    const char *name;
    bool (*tell)(const char *about, struct text *json, struct text *why);
} facts[] = {
    {"cpu", tell_cpu},       {"disk", tell_disk},     {"hostname", tell_hostname},
    {"load", tell_load},     {"memory", tell_memory}, {"processes", tell_processes},
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
