#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "clues/log_time.h"

/* Times of all kinds of logs. The zone is Berlin's, two hours ahead of UTC in summer. */
#define COUNT(array) (sizeof(array) / sizeof *(array))

static int64_t at(const char *rfc3339)
{
    int64_t ms = -1;
    CHECK(time_parse_rfc3339(rfc3339, &ms));
    return ms;
}

struct time_row {
    const char *line, *want; /* NULL: none */
};

static void rows_hold(const struct time_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t ms = -7, now = at("2026-09-20T00:00:00Z");
        bool found = log_time(rows[i].line, strlen(rows[i].line), now, &ms);
        suite_check_int(found, rows[i].want != NULL, rows[i].line, __FILE__, __LINE__);
        suite_check_int(ms, rows[i].want ? at(rows[i].want) : -7, rows[i].line, __FILE__, __LINE__);
    }
}

static void knows_servers(void)
{
    static const struct time_row rows[] = {
        {"9.9.9.9 - - [14/Sep/2026:10:02:00 +0000] \"GET /\"", "2026-09-14T10:02:00Z"},
        {"1.1.1.1, 2.2.2.2, 3.3.3.3 - ann lee [14/Sep/2026:10:02:00 +0000] \"GET /\"",
         "2026-09-14T10:02:00Z"},
        {"shop:443 ::1 - - [04/Sep/2026:10:02:00 -0530] x", "2026-09-04T15:32:00Z"},
        {"[14/Sep/2026:10:02:00 +0000] x", "2026-09-14T10:02:00Z"},
        {"2026/09/14 10:02:00 [error] 7#7: *1 x", "2026-09-14T08:02:00Z"},
        {"[Mon Sep 14 10:02:00.123456 2026] [core:error] x", "2026-09-14T08:02:00.123Z"},
        {"[Sun Dec 04 04:47:44 2005] [notice] x", "2005-12-04T03:47:44Z"},
        {"Mon, 14 Sep 2026 10:02:00 GMT x", "2026-09-14T10:02:00Z"},
        {"10.0.1.2:33317 [14/Sep/2026:10:02:00.655] http-in web/s1 10/0/30/69/109 200 2750",
         "2026-09-14T08:02:00.655Z"},
        {"Sep 14 10:02:00 lb haproxy[9]: 10.0.1.2:33317 [14/Sep/2026:10:01:59.655] in web/s1",
         "2026-09-14T08:02:00Z"},
        {"1789380120.123    345 10.0.0.9 TCP_MISS/200 x", "2026-09-14T10:02:00.123Z"},
        {"2026-09-14 10:02:00.123 UTC [123] ERROR:  x", "2026-09-14T10:02:00.123Z"},
        {"2026-09-14 10:02:00.123 GMT [123] ERROR:  x", "2026-09-14T10:02:00.123Z"},
        {"2026-09-14 10:02:00.123 CEST [123] ERROR:  x", "2026-09-14T08:02:00.123Z"},
        {"2026-09-14 10:02:00.1+02 LOG", "2026-09-14T08:02:00.100Z"},
        {"260914 10:02:00 [Note] InnoDB: x", "2026-09-14T08:02:00Z"},
        {"260914  1:02:03 [Note] x", "2026-09-13T23:02:03Z"},
        {"1:M 14 Sep 2026 10:02:00.123 * Ready", "2026-09-14T08:02:00.123Z"},
        {"14-Sep-2026 10:02:00.123 INFO [main] org.apache.catalina", "2026-09-14T08:02:00.123Z"},
        {"2026-09-14\t10:02:00\tFRA2\t200", "2026-09-14T08:02:00Z"},
        {"I0914 10:02:00.123456   12345 a.go:1] x", "2026-09-14T08:02:00.123Z"},
        {"E1231 23:00:00.000000 1 a.go:1] x", "2025-12-31T22:00:00Z"},
    };
    rows_hold(rows, COUNT(rows));
}

static void knows_syslog(void)
{
    static const struct time_row rows[] = {
        {"Sep 14 10:02:00 host app[7]: x", "2026-09-14T08:02:00Z"},
        {"Sep  4 10:02:00 host x", "2026-09-04T08:02:00Z"},
        {"Dec 31 23:00:00 host x", "2025-12-31T22:00:00Z"},
        {"Feb 29 12:00:00 host x", "2024-02-29T11:00:00Z"},
        {"Sep 14 2019 10:02:00 host x", "2019-09-14T08:02:00Z"},
        {"Sep 14 10:02:00 2019 host x", "2019-09-14T08:02:00Z"},
        {"<34>Sep 14 10:02:00 host x", "2026-09-14T08:02:00Z"},
        {"<34>1 2026-09-14T10:02:00.003Z host app 7 - - x", "2026-09-14T10:02:00.003Z"},
        {"2026-09-14T10:02:00.123456+02:00 host app[7]: x", "2026-09-14T08:02:00.123Z"},
        {"<34>x Sep 14 10:02:00", NULL},
        {"Sep 14 10:02 x", NULL},
        {"Feb 30 10:02:00 host x", NULL},
        {"Sept 14 10:02:00 host x", NULL},
    };
    rows_hold(rows, COUNT(rows));
}

static void knows_programs(void)
{
    static const struct time_row rows[] = {
        {"2026-09-14T10:02:00.123Z error", "2026-09-14T10:02:00.123Z"},
        {"2026-09-14T10:02:00-0330 x", "2026-09-14T13:32:00Z"},
        {"2026-09-14 10:02:00,123 error", "2026-09-14T08:02:00.123Z"},
        {"14 Sep 2026 10:02:00,123 [main] x", "2026-09-14T08:02:00.123Z"},
        {"2015-07-29 17:41:44,747 - INFO  [main] - x", "2015-07-29T15:41:44.747Z"},
        {"2026-09-14 10:02:00.5 -12 degrees", "2026-09-14T08:02:00.500Z"},
        {"2026-09-14 10:02:00 +0000 UTC x", "2026-09-14T10:02:00Z"},
        {"2026/09/14 10:02:00.123 x", "2026-09-14T08:02:00.123Z"},
        {"2016-09-28 04:30:30, Info    CBS   x", "2016-09-28T02:30:30Z"},
        {"[2026-09-14 10:02:00] x", "2026-09-14T08:02:00Z"},
        {"ERROR 2026-09-14 10:02:00,123 views x", "2026-09-14T08:02:00.123Z"},
        {"app-1  | 2026-09-14T10:02:00Z x", "2026-09-14T10:02:00Z"},
        {"[pod/app-1/web] 2026-09-14T10:02:00Z x", "2026-09-14T10:02:00Z"},
        {"nova-api.log.1.2017-05-16_13:53:08 2017-05-16 00:00:00.008 25746 INFO x",
         "2017-05-15T22:00:00.008Z"},
        {"time=\"2026-09-14T10:02:00Z\" level=error msg=x", "2026-09-14T10:02:00Z"},
        {"level=info ts=2026-09-14T10:02:00.5Z caller=a.go:1", "2026-09-14T10:02:00.500Z"},
        {"lvl=info msg=x t=1789380120", "2026-09-14T10:02:00Z"},
        {"1789380120 x", "2026-09-14T10:02:00Z"},
        {"[1789380120123] x", "2026-09-14T10:02:00.123Z"},
        {"1789380120123456 x", "2026-09-14T10:02:00.123Z"},
        {"20260914T100200Z x", "2026-09-14T10:02:00Z"},
        {"20171223-22:15:29:606|Step_LSC|30002312|x", "2017-12-23T21:15:29.606Z"},
        {"081109 203615 148 INFO dfs.DataNode: x", "2008-11-09T19:36:15Z"},
        {"17/06/09 20:10:40 INFO executor.X: x", "2017-06-09T18:10:40Z"},
        {"17/06/09 20:10:40 x", NULL},
        {"03-17 16:13:38.811  1702  2395 D WindowManager: x", "2026-03-17T15:13:38.811Z"},
        {"03-17 16:13:38.811 x", NULL},
        {"[10.30 16:49:06] chrome.exe - x", "2025-10-30T15:49:06Z"},
        {"- 1117838570 2005.06.03 R02-M1 2005-06-03-15.42.50.363779 x", "2005-06-03T22:42:50Z"},
        {"KERNDTLB 1117838570 2005.06.03 R02-M1 x", "2005-06-03T22:42:50Z"},
    };
    rows_hold(rows, COUNT(rows));
}

static void knows_json(void)
{
    static const struct time_row rows[] = {
        {"{\"time\": \"2026-09-14T10:02:00Z\"}", "2026-09-14T10:02:00Z"},
        {"{\"msg\":\"at 2020-01-01 00:00:00 \\\"x\",\"ts\":1789380120.5}",
         "2026-09-14T10:02:00.500Z"},
        {"{\"a\":{\"time\":\"2020-01-01T00:00:00Z\"},\"timestamp\":1789380120123}",
         "2026-09-14T10:02:00.123Z"},
        {"{\"@timestamp\":\"2026-09-14T10:02:00.123Z\",\"t\":5}", "2026-09-14T10:02:00.123Z"},
        {"{\"t\":{\"$date\":\"2026-09-14T10:02:00.123+00:00\"},\"s\":\"I\"}",
         "2026-09-14T10:02:00.123Z"},
        {"{\"__CURSOR\":\"s=1\",\"__REALTIME_TIMESTAMP\":\"1789380120123456\"}",
         "2026-09-14T10:02:00.123Z"},
        {"{\"asctime\": \"2026-09-14 10:02:00,123\"}", "2026-09-14T08:02:00.123Z"},
        {"{\"time\":0.12,\"date\":\"2026-09-14\",\"datetime\":1789380120123456789}",
         "2026-09-14T10:02:00.123Z"},
        {"{\"id\":1789380120}", NULL},
        {"{\"time\":12}", NULL},
        {"{\"time\":\"", NULL},
        {"{\"time\"", NULL},
        {"{", NULL},
    };
    rows_hold(rows, COUNT(rows));
}

static void takes_no_other(void)
{
    static const struct time_row rows[] = {
        {"2026-09-14T10:02:00Z until 2031-01-01 00:00:00", "2026-09-14T10:02:00Z"},
        {"Sep 14 10:02:00 h ftpd[1]: x at Sat Jul  9 12:16:51 2005", "2026-09-14T08:02:00Z"},
        {"the licence ends at 2031-01-01 00:00:00", NULL},
        {"one two three four five six 2031-01-01 00:00:00", NULL},
        {"Caused by: x 2031-01-01 00:00:00", NULL},
        {"    at x (2031-01-01 00:00:00)", NULL},
        {"\tat x.Y.z(Y.java:1)", NULL},
        {"  1789380120 x", NULL},
        {"order 1789380120 x", NULL},
        {"1789380120-7 x", NULL},
        {"1989-09-14 10:02:00 x", NULL},
        {"2101-09-14 10:02:00 x", NULL},
        {"0123456789 x", NULL},
        {"2026-13-14 10:02:00 x", NULL},
        {"2026-09-31 10:02:00 x", NULL},
        {"2025-02-29 10:02:00 x", NULL},
        {"2026-09-14 24:02:00 x", NULL},
        {"2026-09/14 10:02:00 x", NULL},
        {"12026-09-14 10:02:00 x", NULL},
        {"no time", NULL},
        {"", NULL},
        {"[", NULL},
        {"<34>", NULL},
        {"2026-09-1", NULL},
        {"[14/Sep/2026:10:02", NULL},
    };
    rows_hold(rows, COUNT(rows));
    for (size_t i = 0; i < COUNT(rows); i++) { /* cut anywhere, it reads no further */
        for (size_t len = strlen(rows[i].line); len--;) {
            char *cut = malloc(len ? len : 1);
            int64_t ms = -7;
            memcpy(cut, rows[i].line, len);
            bool found = log_time(cut, len, at("2026-09-20T00:00:00Z"), &ms);
            CHECK(found == (ms != -7));
            free(cut);
        }
    }
}

static void follows_the_clock_change(void)
{
    static const struct time_row rows[] = {
        {"2026-03-29 01:59:59 x", "2026-03-29T00:59:59Z"},
        {"2026-03-29 03:00:00 x", "2026-03-29T01:00:00Z"},
        {"2026-10-25 01:59:59 x", "2026-10-24T23:59:59Z"},
        {"2026-10-25 03:00:00 x", "2026-10-25T02:00:00Z"},
    };
    rows_hold(rows, COUNT(rows));
}

/* Every line of the real logs has a time. */
static void reads_real_logs(void)
{
    static const char *const names[] = {"Apache", "Linux", "OpenSSH", "Zookeeper"};
    const char *data = getenv("RULEOUT_DATA");
    for (size_t i = 0; i < COUNT(names); i++) {
        struct text path = {0};
        char *line = NULL;
        size_t size = 0, lines = 0, timed = 0;
        int64_t ms;
        text_format(&path, "%s/logs/%s.log", data ? data : "../shared/data", names[i]);
        FILE *f = fopen(path.at, "re");
        if (!f)
            printf("  skipped: there is no %s (RULEOUT_DATA)\n", path.at);
        for (ssize_t n; f && (n = getline(&line, &size, f)) > 0; lines++)
            timed += log_time(line, (size_t)n, at("2026-09-20T00:00:00Z"), &ms);
        suite_check_int((int64_t)timed, f ? 2000 : 0, names[i], __FILE__, __LINE__);
        CHECK_INT(lines, timed);
        if (f)
            fclose(f);
        free(line);
        text_release(&path);
    }
}

int main(void)
{
    setenv("TZ", "Europe/Berlin", 1);
    CU_TestInfo tests[] = {
        {"knows servers", knows_servers},
        {"knows syslog", knows_syslog},
        {"knows programs", knows_programs},
        {"knows JSON", knows_json},
        {"takes no other", takes_no_other},
        {"follows the clock change", follows_the_clock_change},
        {"reads real logs", reads_real_logs},
        CU_TEST_INFO_NULL,
    };
    return suite_run("log_time", tests);
}
