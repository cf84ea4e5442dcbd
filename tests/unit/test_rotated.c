#include "suite.h"

#include <stdlib.h>
#include <string.h>

#include "core/rotated.h"

static void knows_what_a_log_became(void)
{
    static const struct {
        const char *log, *name;
        bool is;
    } rows[] = {
        {"app.log", "app.log.1", true},
        {"app.log", "app.log.12.gz", true},
        {"app.log", "app.log.1.zst", true},
        {"app.log", "app.1.log", true},
        {"app.log", "app.1.log.xz", true},
        {"app.log", "app.log-20260914", true},
        {"app.log", "app.log-20260914.gz", true},
        {"app.log", "app.log-2026-09-14", true},
        {"app.log", "app.log-2026091410", true},
        {"app.log", "app.log-20260914-1002.gz", true},
        {"app.log", "app-20260914.log", true},
        {"app.log", "app-20260914.log.bz2", true},
        {"syslog", "syslog.1", true},
        {"syslog", "syslog-20260914", true},
        {"app.log", "app.log", false},
        {"app.log", "app.log.gz", false},
        {"app.log", "app.log.1.key", false},
        {"app.log", "app.log.old", false},
        {"app.log", "app.log.1.gz.1", false},
        {"app.log", "app.log.01", false},
        {"app.log", "app.log.0", false},
        {"app.log", "app.log.12345", false},
        {"app.log", "app.log.1~", false},
        {"app.log", "app.log.", false},
        {"app.log", "app.log-", false},
        {"app.log", "app.log-2026", false},
        {"app.log", "app.log-20261314", false},
        {"app.log", "app.log-20260900", false},
        {"app.log", "app.log-2026-0914", false},
        {"app.log", "app.log-20260914-", false},
        {"app.log", "app.log-2026091", false},
        {"app.log", "app.log-20260914x", false},
        {"app.log", "app.log-30260914", false},
        {"app.log", "app.logs.1", false},
        {"app.log", "app2.log", false},
        {"app.log", "app-1.log", false},
        {"app.log", "app.20260914.log", false},
        {"app.log", "xapp.log.1", false},
        {"app.log", "ap-20260914.log", false},
        {"app.log", "", false},
        {"", ".1", false},
        {".log", "-20260914.log", false},
        {"shadow", "shadow-", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t age;
        suite_check_int(rotated_name(rows[i].log, rows[i].name, &age), rows[i].is, rows[i].name,
                        __FILE__, __LINE__);
    }
}

static void paths_share_their_folder(void)
{
    CHECK(rotated_path("/var/log/app.log", "/var/log/app.log.1"));
    CHECK(rotated_path("/app.log", "/app.log.1"));
    CHECK(!rotated_path("/var/log/app.log", "/var/app.log.1"));
    CHECK(!rotated_path("/var/log/app.log", "/var/lag/app.log.1"));
    CHECK(!rotated_path("/var/log/app.log", "/var/log/app.log/app.log.1"));
    CHECK(!rotated_path("/var/log/app.log", "/var/log/app.log.1/x"));
    CHECK(!rotated_path("/", "/.1"));
}

static void orders_by_age(void)
{
    static const struct {
        const char *log, *names, *want;
    } rows[] = {
        {"a.log", "a.log\na.log.1\na.log.10.gz\na.log.2\nb.log.1\n",
         "a.log.10.gz\na.log.2\na.log.1\n"},
        {"a.log", "a.log-20260914\na.log-20260901.gz\na.log-2026091406\na-20260910.log",
         "a.log-20260901.gz\na-20260910.log\na.log-20260914\na.log-2026091406\n"},
        {"a.log", "a.log.1\na.log.1.gz\na.log.2.gz\n", "a.log.2.gz\na.log.1\n"},
        {"a.log", "a.log.1.gz\na.log.1\n", "a.log.1\n"},
        {"a.log", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text got = {0};
        rotated_names(rows[i].log, rows[i].names, &got);
        CHECK_TEXT(text_get(&got), rows[i].want);
        text_release(&got);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"knows what a log became", knows_what_a_log_became},
        {"paths share their folder", paths_share_their_folder},
        {"orders by age", orders_by_age},
        CU_TEST_INFO_NULL,
    };
    return suite_run("rotated", tests);
}
