#include <glob.h>

#include "lua_checks_help.h"

/* The checks that ship, each in a written world. */
#define LINE(clock, status) \
    "9.9.9.9 - - [14/Sep/2026:" clock " +0000] \"GET /a HTTP/1.1\" " status " 5 \"-\" \"curl\"\n"

#define NGINX(clock, what, upstream)                                                        \
    "2026/09/14 " clock " [error] 12#12: *7 " what ", client: 9.9.9.9, server: , request: " \
    "\"GET / HTTP/1.1\", upstream: \"http://" upstream "/\", host: \"shop\"\n"

static const struct fake_row runs[] = {
    {"stat -c %Y /srv/current", "1789380000\n"}, /* 10:00 */
    {"stat -c %Y /srv/none", "stat: no such file\n", 1},
    {"git -C /srv/app log -g -1 --date=unix --format=%gd", "HEAD@{1789380000}\n"},
    {"ss -ltn", "State  Recv-Q Send-Q Local Address:Port Peer Address:Port\n"
                "LISTEN 0      511        127.0.0.1:8080      0.0.0.0:*\n"
                "LISTEN 0      128             [::]:22           [::]:*\n"
                "LISTEN 0      128    10.0.0.5%eth0:90        0.0.0.0:*\n"
                "LISTEN 0      128                *:53              *:*\n"},
    {"ip -o addr", "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever\n"
                   "2: eth0    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0\n"
                   "2: eth0    inet6 fe80::1/64 scope link\n"},
    {"git -C /srv/new log -g -1 --date=unix --format=%gd", ""},
    {NULL}};
static const struct fake_row files[] = {
    {"/access", LINE("10:01:00", "200") LINE("10:19:10", "200") LINE("10:19:20", "502")
                    LINE("10:19:30", "200") LINE("10:19:40", "503") "8.8.8.8 garbage\n"},
    {"/good", LINE("10:19:10", "200") LINE("10:19:20", "304")},
    {"/old", LINE("08:19:10", "200")},
    {"/empty", ""},
    {"/error", "2026/09/14 10:00:00 [notice] started\n2026/09/14 10:01:00 [error] refused\n"
               "2026/09/14 10:02:00 [crit] worse\n"},
    {"/began", LINE("09:50:00", "502") LINE("09:50:01", "200") LINE("09:55:00", "200")
                   LINE("10:00:00", "200") LINE("10:10:03", "502") LINE("10:10:13", "200")
                       LINE("10:11:23", "503") LINE("10:19:10", "502")},
    {"/busy", LINE("10:09:00", "200") LINE("10:09:30", "200") LINE("10:09:50", "200")
                  LINE("10:19:10", "502") LINE("10:19:20", "502") LINE("10:19:40", "502")
                      LINE("10:19:50", "502") LINE("10:19:55", "502") LINE("10:19:58", "502")},
    {"/nginx",
     NGINX("10:18:00",
           "connect() failed (111: Connection refused) while connecting to "
           "upstream",
           "127.0.0.1:81")
         NGINX("10:19:00", "upstream timed out (110: Connection timed out) while reading",
               "127.0.0.1:80") NGINX("10:19:01",
                                     "upstream timed out (110: Connection timed out) while "
                                     "reading",
                                     "127.0.0.1:80")},
    {"/socket", NGINX("10:19:00", "x", "unix:/run/app.sock:")},
    {"/app", "2026-09-14 10:00:00 ERROR cannot charge order 17 of \"Ann\"\n"
             "2026-09-14 10:18:30 ERROR cannot charge order 18 of \"Bob\"\n"
             "2026-09-14 10:19:00 ERROR no such column: vat at 0x7ffe12\n"
             "2026-09-14 10:19:30 ERROR no such column: vat at 0x7ffe99\n"},
    {NULL}};
static const struct fake_row responses[] = {
    {"http://up/", "", 502}, {"http://well/", "", 200}, {NULL}};
static const struct fake_row facts[] = {
    {"disk /",
     "{\"mount\":\"/\",\"free\":1288490189,\"used_percent\":91,\"inodes_used_percent\":95}"},
    {"memory ",
     "{\"total\":8589934592,\"available\":1073741824,\"available_percent\":12,\"oom_kills\":0}"},
    {"cpu ", "{\"cores\":4,\"load1\":6,\"load5\":3.5,\"load15\":1}"},
    {"processes app", "[{\"pid\":7,\"started\":1789380600},{\"pid\":8,\"started\":1789380900}]"},
    {"processes gone", "[]"},
    {NULL}};

static const struct check_row rows[] = {
    {"log/rate_below",
     {{"file", "/access"}, {"match", "\" 5\\d\\d "}},
     "told no | 2 of 5 lines of the last 1m match (40.0%; the limit is 1%) | "
     "{\"lines\":5,\"matched\":2,\"share\":40}"},
    {"log/rate_below",
     {{"file", "/access"}, {"match", "\" 5\\d\\d "}, {"below", "50%"}},
     "told yes | 2 of 5 lines of the last 1m match (40.0%; the limit is 50%) | "
     "{\"lines\":5,\"matched\":2,\"share\":40}"},
    {"log/rate_below",
     {{"file", "/good"}, {"match", "\" 5\\d\\d "}},
     "told yes | 0 of 2 lines of the last 1m match (0.0%; the limit is 1%) | "
     "{\"lines\":2,\"matched\":0,\"share\":0}"},
    {"log/rate_below",
     {{"file", "/old"}, {"match", "5"}},
     "cannot: /old has 0 lines of the last 1m, too few to tell"},
    {"log/rate_below",
     {{"file", "/good"}, {"match", "5"}, {"at_least", "3"}},
     "cannot: /good has 2 lines of the last 1m, too few to tell"},
    {"log/rate_below", {{"file", "/x"}, {"match", "5"}}, "cannot: not expected: /x"},
    {"log/rate_below",
     {{"file", "/good"}},
     "cannot: input \"match\" is missing: give it under \"with\""},
    {"log/first_error",
     {{"file", "/error"}},
     "told 2026/09/14 10:01:00 [error] refused | /error:2: 2026/09/14 10:01:00 [error] refused | "
     "{\"number\":2,\"text\":\"2026/09/14 10:01:00 [error] refused\",\"time\":1789380060}"},
    {"log/first_error",
     {{"file", "/error"}, {"match", "crit"}, {"since", "2026-09-14T10:00:30Z"}},
     "told 2026/09/14 10:02:00 [crit] worse | /error:3: 2026/09/14 10:02:00 [crit] worse | "
     "{\"number\":3,\"text\":\"2026/09/14 10:02:00 [crit] worse\",\"time\":1789380120}"},
    {"log/first_error",
     {{"file", "/good"}, {"match", "nowhere"}},
     "cannot: no line of /good matches nowhere"},
    {"log/status_share",
     {{"file", "/access"}, {"over", "1m"}},
     "told 50 | 2 of 4 requests of the last 1m were answered 5xx (50.0%): 502 1 times, 503 1 times "
     "| "
     "{\"matched\":2,\"requests\":4,\"share\":50}"},
    {"log/status_share",
     {{"file", "/access"}, {"class", "2"}},
     "told 60 | 3 of 5 requests were answered 2xx (60.0%): 200 3 times | "
     "{\"matched\":3,\"requests\":5,\"share\":60}"},
    {"log/status_share",
     {{"file", "/good"}},
     "told 0 | 0 of 2 requests were answered 5xx (0.0%) | "
     "{\"matched\":0,\"requests\":2,\"share\":0}"},
    {"log/status_share", {{"file", "/empty"}}, "cannot: /empty has no request in that time"},
    {"log/top_share",
     {{"file", "/access"}},
     "told 83.33 | 2 different in 6 lines; the most frequent: 9.9.9.9 5 times, 8.8.8.8 1 times | "
     "{\"distinct\":2,\"share\":83.333333333333,\"value\":\"9.9.9.9\"}"},
    {"log/top_share",
     {{"file", "/access"}, {"text", "nowhere"}},
     "cannot: no line of /access matches"},
    {"deploys/errors_after",
     {{"started", "2026-09-14T10:10:00Z"}, {"path", "/srv/current"}},
     "told yes | The last deploy was at 2026-09-14T10:00:00Z, 10m before the first error. | "
     "{\"deployed\":\"2026-09-14T10:00:00Z\"}"},
    {"deploys/errors_after",
     {{"started", "2026-09-14T09:50:00Z"}, {"path", "/srv/app"}, {"kind", "git"}},
     "told no | The last deploy was at 2026-09-14T10:00:00Z, 10m after the first error. | "
     "{\"deployed\":\"2026-09-14T10:00:00Z\"}"},
    {"deploys/errors_after",
     {{"started", "2026-09-14T09:59:30Z"}, {"path", "/srv/current"}},
     "told yes | The last deploy was at 2026-09-14T10:00:00Z, 30s after the first error. | "
     "{\"deployed\":\"2026-09-14T10:00:00Z\"}"},
    {"deploys/errors_after",
     {{"started", "2026-09-20T10:00:00Z"}, {"path", "/srv/current"}},
     "told no | The last deploy was at 2026-09-14T10:00:00Z, 6d before the first error. "
     "| "
     "{\"deployed\":\"2026-09-14T10:00:00Z\"}"},
    {"deploys/errors_after",
     {{"started", "2026-09-14T10:00:00Z"}, {"path", "/srv/none"}},
     "cannot: stat: stat: no such file"},
    {"deploys/errors_after",
     {{"started", "2026-09-14T10:00:00Z"}, {"path", "/srv/new"}, {"kind", "git"}},
     "cannot: git gave no time"},
    {"proc/running",
     {{"name", "app"}},
     "told yes | 2 of app (process 7 8), the oldest for 10m | "
     "{\"count\":2,\"oldest\":\"2026-09-14T10:10:00Z\"}"},
    {"proc/running",
     {{"name", "app"}, {"at_least", "3"}},
     "told no | 2 of app (process 7 8), the oldest for 10m | "
     "{\"count\":2,\"oldest\":\"2026-09-14T10:10:00Z\"}"},
    {"proc/running", {{"name", "gone"}}, "told no | no process is called gone | {\"count\":0}"},
    {"disk/used",
     {{NULL}},
     "told 95 | / is 91% full, 1.2 GiB left; 95% of its inodes are used | "
     "{\"free\":1288490189,\"inodes_used_percent\":95,\"mount\":\"/\",\"used_percent\":91}"},
    {"http/status",
     {{"url", "http://up/"}},
     "told 502 | GET http://up/ answered 502 in 0 ms | {\"status\":502}"},
    {"http/status", {{"url", "http://other/"}}, "cannot: not expected: http://other/"},
    {"http/status",
     {{"url", "http://down/"}},
     "told 0 | http://down/: no answer: Connection refused"},
    {"memory/available",
     {{NULL}},
     "told 12 | 1.0 GiB of 8.0 GiB are available (12%), 0 bytes of swap is used | "
     "{\"available\":1073741824,\"available_percent\":12,\"oom_kills\":0,\"total\":8589934592}"},
    {"cpu/load",
     {{NULL}},
     "told 1.5 | load 6, 3.5, 1 over 1, 5 and 15 minutes on 4 processors | "
     "{\"cores\":4,\"load1\":6,\"load15\":1,\"load5\":3.5}"},
    {"log/errors_began",
     {{"file", "/began"}},
     "told 2026-09-14T10:10:03Z | 3 of 4 lines match since 2026-09-14T10:10:03Z, and 1 of "
     "4 "
     "in the time before it"},
    {"log/errors_began",
     {{"file", "/began"}, {"calm", "2h"}},
     "told 2026-09-14T09:50:00Z | 4 of 8 lines match since 2026-09-14T09:50:00Z, and 0 of "
     "0 "
     "in the time before it"},
    {"log/errors_began",
     {{"file", "/good"}},
     "cannot: in no 10 s of the last 12h do 2% of the lines of /good match"},
    {"log/errors_began", {{"file", "/x"}}, "cannot: not expected: /x"},
    {"log/traffic",
     {{"file", "/busy"}, {"started", "2026-09-14T10:10:00Z"}, {"at_least", "3"}},
     "told 2 | 0.1 lines a second now, 0.05 before 2026-09-14T10:10:00Z"},
    {"log/traffic",
     {{"file", "/busy"}, {"started", "2026-09-14T10:10:00Z"}},
     "cannot: 3 lines are from before, too few to tell"},
    {"log/traffic",
     {{"file", "/busy"}, {"started", "2026-09-14T10:19:59Z"}, {"at_least", "3"}},
     "cannot: only 1s of the log are there, too few to tell"},
    {"log/traffic",
     {{"file", "/busy"}, {"started", "2026-09-14T10:09:01Z"}},
     "cannot: only 1s of the log are there, too few to tell"},
    {"log/traffic",
     {{"file", "/empty"}, {"started", "2026-09-14T10:10:00Z"}},
     "cannot: /empty has no line of that time"},
    {"log/signature",
     {{"file", "/nginx"}, {"classes", "refused: Connection refused\n timed out : timed out\n"}},
     "told timed out | refused 1 times, timed out 2 times; the first: 2026/09/14 10:19:00 [error] "
     "12#12: *7 upstream timed out (110: Connection timed out) while reading, client: 9.9.9.9, "
     "server: , request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:80/\", host: \"shop\""},
    {"log/signature",
     {{"file", "/nginx"}, {"classes", "crashed: premature"}, {"over", "90s"}},
     "told none | of 2 lines of /nginx none fits a known class"},
    {"log/signature",
     {{"file", "/nginx"}, {"classes", "refused"}},
     "cannot: \"refused\" is no class: write a name, a colon and a regular expression"},
    {"log/signature", {{"file", "/x"}, {"classes", "a: b"}}, "cannot: not expected: /x"},
    {"log/new_class",
     {{"file", "/app"}, {"since", "2026-09-14T10:18:00Z"}},
     "told yes | new since 2026-09-14T10:18:00Z: \"no such column: vat at <*>\" 2 times | "
     "{\"classes\":1}"},
    {"log/new_class",
     {{"file", "/app"}, {"since", "2026-09-14T10:19:20Z"}},
     "told no | every class of error was there before 2026-09-14T10:19:20Z"},
    {"log/new_class",
     {{"file", "/app"}, {"since", "2026-09-14T10:19:40Z"}},
     "cannot: /app has no error since 2026-09-14T10:19:40Z"},
    {"log/new_class",
     {{"file", "/nginx"}, {"since", "2026-09-14T10:17:00Z"}},
     "cannot: /nginx holds nothing from before 2026-09-14T10:17:00Z"},
    {"log/new_class",
     {{"file", "/nginx"}, {"since", "2026-09-14T10:17:00Z"}, {"beside", "/app"}},
     "told yes | new since 2026-09-14T10:17:00Z: \"upstream timed out (<*>: Connection timed "
     "out) "
     "while reading\" 2 times, \"connect() failed (<*>: Connection refused) while connecting to "
     "upstream\" 1 times | {\"classes\":2}"},
    {"nginx/upstream",
     {{"file", "/nginx"}},
     "told 127.0.0.1:80 | 2 different in 3 errors: 127.0.0.1:80 2 times, 127.0.0.1:81 1 times | "
     "{\"addresses\":2}"},
    {"nginx/upstream",
     {{"file", "/socket"}},
     "told unix:/run/app.sock | every error that names an address names unix:/run/app.sock (1) | "
     "{\"addresses\":1}"},
    {"nginx/upstream",
     {{"file", "/error"}},
     "told none | none of 3 lines of /error names an address"},
    {"net/listens",
     {{"address", "127.0.0.1:8080"}},
     "told yes | ss -ltn: somebody listens on port 8080 of 127.0.0.1"},
    {"net/listens",
     {{"address", "localhost:53"}},
     "told yes | ss -ltn: somebody listens on port 53 of *"},
    {"net/listens",
     {{"address", "[::1]:22"}},
     "told yes | ss -ltn: somebody listens on port 22 of [::]"},
    {"net/listens",
     {{"address", "10.0.0.5:90"}},
     "told yes | ss -ltn: somebody listens on port 90 of 10.0.0.5"},
    {"net/listens",
     {{"address", "127.0.0.1:8081"}},
     "told no | ss -ltn: nobody listens on 127.0.0.1:8081"},
    {"net/listens",
     {{"address", "10.0.0.6:53"}},
     "cannot: 10.0.0.6:53 is not an address that this machine listens on; look on the machine that "
     "has it"},
    {"net/listens",
     {{"address", "unix:/run/app.sock"}},
     "cannot: unix:/run/app.sock is no host and port"},
    {"net/local",
     {{"address", "127.0.0.1:8080"}},
     "told yes | 127.0.0.1:8080 is this machine, by the address itself"},
    {"net/local",
     {{"address", "[::1]:8080"}},
     "told yes | [::1]:8080 is this machine, by the address itself"},
    {"net/local",
     {{"address", "unix:/run/app.sock"}},
     "told yes | unix:/run/app.sock is a socket of this machine"},
    {"net/local",
     {{"address", "10.0.0.5:8080"}},
     "told yes | ip addr: 10.0.0.5 is an address of this machine"},
    {"net/local",
     {{"address", "[fe80::1]:80"}},
     "told yes | ip addr: fe80::1 is an address of this machine"},
    {"net/local",
     {{"address", "10.0.0.50"}},
     "told no | ip addr: 10.0.0.50 is no address of this machine"},
    {"net/local", {{"address", "none"}}, "cannot: none is no address"},
    {"proc/restarted",
     {{"name", "app"}, {"since", "2026-09-14T10:10:01Z"}},
     "told running | process 7, the oldest of 2 called app, has run since 2026-09-14T10:10:00Z | "
     "{\"count\":2}"},
    {"proc/restarted",
     {{"name", "app"}, {"since", "2026-09-14T10:09:00Z"}},
     "told restarted | process 7, the oldest of 2 called app, has run since 2026-09-14T10:10:00Z | "
     "{\"count\":2}"},
    {"proc/restarted",
     {{"name", "gone"}, {"since", "2026-09-14T10:09:00Z"}},
     "told gone | no process is called gone | {\"count\":0}"},
    {"memory/short",
     {{NULL}},
     "told enough | 1.0 GiB of 8.0 GiB are available (12%), and the kernel has ended no process "
     "for "
     "want of it | "
     "{\"available\":1073741824,\"available_percent\":12,\"oom_kills\":0,\"total\":8589934592}"},
    {"memory/short",
     {{"least", "20%"}},
     "told low | 1.0 GiB of 8.0 GiB are available (12%) | "
     "{\"available\":1073741824,\"available_percent\":12,\"oom_kills\":0,\"total\":8589934592}"},
    {"http/recovered",
     {{"url", "http://well/"}, {"file", "/good"}, {"over", "1m"}},
     "told yes | GET http://well/ answered 200, and 0 of 2 requests of the last 1m failed"},
    {"http/recovered",
     {{"url", "http://well/"}, {"file", "/access"}, {"over", "1m"}},
     "told no | GET http://well/ answered 200, and 2 of 5 requests of the last 1m failed"},
    {"http/recovered",
     {{"url", "http://well/"}, {"file", "/old"}},
     "cannot: GET http://well/ answered 200, but /old has no request of the last 20s"},
    {"http/recovered",
     {{"url", "http://up/"}, {"file", "/good"}},
     "told no | GET http://up/ answered 502"},
    {"http/recovered",
     {{"url", "http://down/"}, {"file", "/good"}},
     "told no | http://down/: no answer: Connection refused"},
    {"http/recovered", {{"url", "http://well/"}, {"file", "/x"}}, "cannot: not expected: /x"},
};

static void checks_do_what_they_say(void)
{
    const struct fake shared = {
        .runs = runs, .files = files, .responses = responses, .facts = facts};
    check_rows_hold(rows, COUNT(rows), &shared);
}

/* What was before cannot be told from what there is now. */
static void memory_that_was_short_is_not_enough(void)
{
    static const struct {
        const char *memory, *want;
    } cases[] = {
        {"{\"total\":8589934592,\"available\":4294967296,\"available_percent\":50,\"oom_kills\":2}",
         "told something ended | 4.0 GiB of 8.0 GiB are available (50%), but since it started the "
         "kernel has ended a process for want of memory 2 times | "
         "{\"available\":4294967296,\"available_percent\":50,\"oom_kills\":2,\"total\":"
         "8589934592}"},
        {"{\"total\":8589934592,\"available\":4294967296,\"available_percent\":50}",
         "cannot: 4.0 GiB of 8.0 GiB are available (50%), and this kernel does not say whether it "
         "ended a process"},
    };
    char *lua = read_check("memory/short");
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct fake_row memory[] = {{"memory ", cases[i].memory}, {NULL}};
        struct fake f = {.facts = memory};
        struct check_job job = {
            .name = "memory/short", .lua = lua, .lua_len = strlen(lua), .timeout_ms = 10000};
        char *got = lua_outcome(&f, &job);
        CHECK_TEXT(got, cases[i].want);
        free(got);
        text_release(&f.asked);
    }
    free(lua);
}

static void add_file(struct text *t, const char *path)
{
    char piece[4096];
    FILE *from = fopen(path, "r");
    for (size_t n; from && (n = fread(piece, 1, sizeof piece, from)) > 0;)
        text_add_n(t, piece, n);
    if (from)
        fclose(from);
}

/* The rows of all programs of this kind, as they are written. */
static void add_cases(struct text *t)
{
    glob_t found;
    if (glob("tests/unit/test_lua_checks*.c", 0, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++)
        add_file(t, found.gl_pathv[i]);
    globfree(&found);
}

static bool has_a_case(const char *cases, const char *check)
{
    struct text start = {0};
    text_format(&start, "\n    {\"%s\",", check);
    bool has = strstr(cases, start.at) != NULL;
    text_release(&start);
    return has;
}

/* Each has a header, stands in the manual with the same words, and is met by a case. */
static void checks_are_in_the_manual(void)
{
    struct text manual = {0}, cases = {0};
    char piece[4096];
    FILE *found =
        popen("cd scripts/checks && find . -name '*.lua' | sed 's/^..//; s/.lua$//'", "r");
    add_file(&manual, "docs/checks.md");
    add_cases(&cases);
    size_t count = 0;
    for (; found && fgets(piece, sizeof piece, found); count++) {
        piece[strcspn(piece, "\n")] = '\0';
        struct text json = {0}, why = {0}, row = {0};
        struct lua_host *h = lua_host_new();
        char *lua = read_check(piece);
        CHECK(lua_host_header(h, piece, lua, strlen(lua), &json, &why));
        CHECK_TEXT(text_get(&why), "");
        const char *about = strstr(text_get(&json), "\"about\":\"");
        about = about ? about + 9 : "";
        text_format(&row, "\n| `%s` | %.*s |\n", piece, (int)strcspn(about, "\""), about);
        suite_check(strstr(text_get(&manual), row.at) != NULL, row.at, __FILE__, __LINE__);
        suite_check(has_a_case(text_get(&cases), piece), piece, __FILE__, __LINE__);
        lua_host_free(h);
        free(lua);
        text_release(&json);
        text_release(&why);
        text_release(&row);
    }
    CHECK(count >= 10);
    if (found)
        pclose(found);
    text_release(&manual);
    text_release(&cases);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"checks do what they say", checks_do_what_they_say},
        {"memory that was short is not enough", memory_that_was_short_is_not_enough},
        {"checks are in the manual", checks_are_in_the_manual},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_checks", tests);
}
