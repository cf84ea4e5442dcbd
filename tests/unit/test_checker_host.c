#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "base/text.h"
#include "base/time.h"
#include "check/proc_file.h"
#include "check/world_real.h"
#include "suite.h"

/* The number behind "key": in the JSON; -1 where there is none. */
static long long number(const char *json, const char *key)
{
    char named[64];
    snprintf(named, sizeof named, "\"%s\":", key);
    const char *at = strstr(json, named);
    return at ? atoll(at + strlen(named)) : -1;
}

static char *fact(const char *what, const char *about)
{
    struct world w = world_real();
    struct text json = {0}, why = {0};
    if (!w.host(w.self, what, about, &json, &why))
        text_format(&json, "cannot: %s", text_get(&why));
    text_release(&why);
    return text_take(&json);
}

static void check_refused(const char *what, const char *about, const char *want)
{
    char *got = fact(what, about);
    CHECK_TEXT(got, want);
    free(got);
}

static void a_disk_is_described(void)
{
    struct statvfs fs;
    char *json = fact("disk", "/");
    CHECK(statvfs("/", &fs) == 0);
    CHECK_HOLDS(json, "\"mount\":");
    CHECK_HOLDS(json, "\"/\"");
    CHECK_INT(number(json, "size"), (long long)(fs.f_blocks * fs.f_frsize));
    CHECK(number(json, "used_percent") >= 0 && number(json, "used_percent") <= 100);
    CHECK(number(json, "inodes_used_percent") >= 0 && number(json, "inodes_used_percent") <= 100);
    CHECK(number(json, "used") + number(json, "free") <= number(json, "size"));
    free(json);
    json = fact("disk", "/proc");
    CHECK_HOLDS(json, "\"/proc\"");
    free(json);
}

static void memory_and_load_are_described(void)
{
    struct sysinfo info;
    char *json = fact("memory", NULL);
    CHECK(sysinfo(&info) == 0);
    CHECK_INT(number(json, "total") / 1048576,
              (long long)(info.totalram * info.mem_unit) / 1048576);
    CHECK(number(json, "available") > 0 && number(json, "available_percent") <= 100);
    CHECK(number(json, "swap_used") >= 0);
    CHECK(number(json, "oom_kills") >= 0);
    free(json);
    json = fact("cpu", NULL);
    CHECK_INT(number(json, "cores"), sysconf(_SC_NPROCESSORS_ONLN));
    CHECK(number(json, "load1") >= 0 && number(json, "load15") >= 0);
    free(json);
    json = fact("load", NULL);
    CHECK(number(json, "load5") >= 0);
    free(json);
    json = fact("uptime", NULL);
    CHECK(atoll(json) > 0 && llabs(atoll(json) - info.uptime) <= 5);
    free(json);
    char name[256], want[300];
    CHECK(gethostname(name, sizeof name) == 0);
    snprintf(want, sizeof want, "\"%s\"", name);
    json = fact("hostname", NULL);
    CHECK_TEXT(json, want);
    free(json);
}

static void processes_are_found(void)
{
    char comm[64], pid[64];
    CHECK(proc_file("/proc/self/comm", comm, sizeof comm, NULL));
    comm[strcspn(comm, "\n")] = '\0';
    snprintf(pid, sizeof pid, "\"pid\":%d", (int)getpid());
    char *json = fact("processes", comm);
    CHECK_HOLDS(json, pid);
    CHECK(number(json, "rss") > 0 && number(json, "cpu_seconds") >= 0);
    CHECK(llabs(number(json, "started") - time_now_ms() / 1000) < 3600);
    free(json);
    json = fact("processes", "");
    CHECK_HOLDS(json, pid);
    free(json);
    check_refused("processes", "no-such-process", "[]");
}

static void what_is_not_there_is_told(void)
{
    check_refused("disk", "var", "cannot: disk wants an absolute path");
    check_refused("disk", NULL, "cannot: disk wants an absolute path");
    check_refused("disk", "/no/such", "cannot: \"/no/such\": No such file or directory");
    check_refused("weather", "",
                  "cannot: nothing is known of \"weather\"; there is cpu, deleted, disk, "
                  "disks, hostname, load, memory, net, ports, pressure, processes, uptime");
    check_refused(NULL, NULL,
                  "cannot: nothing is known of \"\"; there is cpu, deleted, disk, disks, hostname, "
                  "load, memory, net, ports, pressure, processes, uptime");
}

int main(void)
{
    return suite_run("checker_host",
                     (CU_TestInfo[]){
                         {"a disk is described", a_disk_is_described},
                         {"memory and load are described", memory_and_load_are_described},
                         {"processes are found", processes_are_found},
                         {"what is not there is told", what_is_not_there_is_told},
                         CU_TEST_INFO_NULL,
                     });
}
