#include "lua_checks_help.h"

/* What logs say of errors, traces, statuses and servers. */
#define APP                                                        \
    "2026-09-14 10:00:00 INFO checked, error=0, no error found\n"  \
    "2026-09-14 10:01:00 ERROR cannot charge order 17 for ann\n"   \
    "2026-09-14 10:02:00 WARN pool is at 90%\n"                    \
    "2026-09-14 10:03:00 ERROR cannot charge order 18 for bob\n"   \
    "java.lang.IllegalStateException: closed 18\n"                 \
    "\tat java.base/java.lang.Thread.run(Thread.java:829)\n"       \
    "\tat com.shop.Pay.charge(Pay.java:31)\n"                      \
    "Caused by: java.net.SocketTimeoutException: Read timed out\n" \
    "\tat com.shop.psp.Client.call(Client.java:88)\n"              \
    "\t... 3 more\n"                                               \
    "2026-09-14 10:04:00 FATAL out of file handles\n"

#define SERVED(host) "Sep 14 10:00:00 " host " shop[7]: served 200\n"
#define BROKE(host) "Sep 14 10:01:00 " host " shop[7]: failed to charge\n"
#define TWICE(x) x x
#define FIVE(x) x x x x x

static const struct fake_row files[] = {
    {"/app", APP},
    {"/calm", "2026-09-14 10:00:00 INFO checked, error=0\n2026-09-14 10:00:01 INFO 0 errors\n"},
    {"/empty", ""},
    {"/access", "1.1.1.1 - - [14/Sep/2026:10:01:00 +0000] \"GET /a HTTP/1.1\" 200 5\n"
                "1.1.1.1 - - [14/Sep/2026:10:02:00 +0000] \"GET /502 HTTP/1.1\" 404 5\n"
                "1.1.1.1 - - [14/Sep/2026:10:03:00 +0000] \"GET /a?x=\\\"1 HTTP/1.1\" 502 5\n"
                "1.1.1.1 - - [14/Sep/2026:10:04:00 +0000] \"GET /a HTTP/1.1\" 502 5\n"
                "1.1.1.1 - - [14/Sep/2026:10:05:00 +0000] \"GET /a HTTP/1.1\" 503 5\n"},
    {"/json", "{\"time\":\"2026-09-14T10:01:00Z\",\"status\":200,\"msg\":\"error 500\"}\n"
              "{\"time\":\"2026-09-14T10:02:00Z\",\"status_code\":\"504\"}\n"},
    {"/haproxy", "Sep 14 10:03:00 lb haproxy[9]: 10.0.1.2:33317 [14/Sep/2026:10:03:00.1] in web/s1 "
                 "10/0/30/69/109 503 2750 - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"\n"},
    {"/locked", "2026-09-14 10:00:00 INFO started\n"
                "2026-09-14 10:01:00 ERROR order 7 not saved\n"
                "Traceback (most recent call last):\n"
                "  File \"/srv/shop.py\", line 29, in save\n"
                "    db.execute(sql)\n"
                "sqlite3.OperationalError: database is locked\n"},
    {"/space", "2026-09-14 10:01:00 ERROR write: No space left on device\n"},
    {"/odd", "2026-09-14 10:01:00 ERROR the flux is low\n"},
    {"/refused", "2026-09-14 10:01:00 error: connect: Connection refused\n"
                 "2026-09-14 10:05:00 error: key expired\n"},
    {"/client", "1.1.1.1 - - [14/Sep/2026:10:02:00 +0000] \"GET /a HTTP/1.1\" 404 5\n"
                "1.1.1.1 - - [14/Sep/2026:10:02:01 +0000] \"GET /b HTTP/1.1\" 200 5\n"},
    {"/mixed", TWICE(FIVE(TWICE("1.1.1.1 - - [14/Sep/2026:10:02:00 +0000] \"GET /a HTTP/1.1\" "
                                "404 5\n"))) "1.1.1.1 - - [14/Sep/2026:10:02:00 +0000] "
                                             "\"GET /a HTTP/1.1\" 500 5\n"},
    {"/well", "1.1.1.1 - - [14/Sep/2026:10:02:00 +0000] \"GET /a HTTP/1.1\" 200 5\n"},
    {"/one", FIVE(SERVED("web1")) FIVE(SERVED("web2")) FIVE(BROKE("web2"))},
    {"/all", FIVE(SERVED("web1")) FIVE(SERVED("web2")) FIVE(BROKE("web2")) FIVE(BROKE("web1"))},
    {"/some", FIVE(SERVED("a")) FIVE(SERVED("b")) FIVE(SERVED("c")) TWICE(FIVE(SERVED("c")))
                  FIVE(BROKE("a")) FIVE(BROKE("b")) BROKE("c")},
    {"/alone", FIVE(SERVED("web1")) FIVE(BROKE("web1"))},
    {NULL}};

static const struct check_row rows[] = {
    {"log/error_kind",
     {{"file", "/locked"}},
     "told held | /locked:2 says: order 7 not saved; sqlite3.OperationalError: database is locked "
     "| "
     "{\"number\":2,\"text\":\"order 7 not saved; sqlite3.OperationalError: database is locked\","
     "\"time\":\"2026-09-14T10:01:00Z\",\"words\":\"is locked\"}"},
    {"log/error_kind",
     {{"file", "/space"}},
     "told no space | /space:1 says: write: No space left on device | "
     "{\"number\":1,\"text\":\"write: "
     "No space left on device\",\"time\":\"2026-09-14T10:01:00Z\",\"words\":\"no space left\"}"},
    {"log/error_kind",
     {{"file", "/refused"}, {"since", "2026-09-14T10:04:00Z"}},
     "told ended | /refused:2 says: error: key expired | {\"number\":2,\"text\":\"error: key "
     "expired\","
     "\"time\":\"2026-09-14T10:05:00Z\",\"words\":\"expired\"}"},
    {"log/error_kind", {{"file", "/odd"}}, "cannot: /odd:1 says: the flux is low"},
    {"log/error_kind", {{"file", "/calm"}}, "cannot: no line of /calm tells of an error"},
    {"log/status_class",
     {{"file", "/access"}},
     "told 5xx | of 5 requests: 502 2 times, 200 1 times, 404 1 times, 503 1 times | "
     "{\"4xx\":1,\"5xx\":3,\"requests\":5}"},
    {"log/status_class",
     {{"file", "/client"}},
     "told 4xx | of 2 requests: 200 1 times, 404 1 times | {\"4xx\":1,\"5xx\":0,\"requests\":2}"},
    {"log/status_class",
     {{"file", "/mixed"}},
     "cannot: of 21 requests: 404 20 times, 500 1 times; which of them is new?"},
    {"log/status_class", {{"file", "/well"}}, "cannot: of 1 requests: 200 1 times; none failed"},
    {"log/status_class",
     {{"file", "/access"}, {"since", "2026-09-14T10:06:00Z"}},
     "cannot: /access has no line of that time"},
    {"log/status_class", {{"file", "/app"}}, "cannot: 11 lines of /app have no status"},
    {"log/errors",
     {{"file", "/app"}},
     "told cannot charge order <*> for <*> | 3 of 5 lines of /app tell of an error: \"cannot "
     "charge order <*> for <*>\" 2 times, \"out of file handles\" 1 times; the first of the most "
     "frequent: 2026-09-14 10:01:00 ERROR cannot charge order 17 for ann | "
     "{\"count\":2,\"different\":2,\"first\":\"2026-09-14T10:01:00Z\","
     "\"last\":\"2026-09-14T10:03:00Z\",\"lines\":5,\"matched\":3}"},
    {"log/errors", {{"file", "/calm"}}, "told none | none of 2 lines of /calm tells of an error"},
    {"log/errors", {{"file", "/empty"}}, "cannot: /empty has no line of that time"},
    {"log/errors",
     {{"file", "/app"}, {"match", "WARN"}, {"since", "2026-09-14T10:01:30Z"}},
     "told pool is at <*>% | 1 of 3 lines of /app tell of an error: \"pool is at <*>%\" 1 times; "
     "the first of the most frequent: 2026-09-14 10:02:00 WARN pool is at 90% | "
     "{\"count\":1,\"different\":1,\"first\":\"2026-09-14T10:02:00Z\","
     "\"last\":\"2026-09-14T10:02:00Z\",\"lines\":3,\"matched\":1}"},
    {"log/first_error",
     {{"file", "/app"}},
     "told 2026-09-14 10:01:00 ERROR cannot charge order 17 for ann | /app:2: 2026-09-14 10:01:00 "
     "ERROR cannot charge order 17 for ann | {\"number\":2,\"text\":\"2026-09-14 10:01:00 ERROR "
     "cannot charge order 17 for ann\",\"time\":1789380060}"},
    {"log/first_error", {{"file", "/calm"}}, "cannot: no line of /calm tells of an error"},
    {"log/new_class",
     {{"file", "/app"}, {"since", "2026-09-14T10:03:30Z"}},
     "told yes | new since 2026-09-14T10:03:30Z: \"out of file handles\" 1 times | "
     "{\"classes\":1}"},
    {"log/new_class",
     {{"file", "/app"}, {"since", "2026-09-14T10:02:30Z"}, {"match", "charge"}},
     "told no | every class of error was there before 2026-09-14T10:02:30Z"},
    {"log/stack",
     {{"file", "/app"}},
     "told java.net.SocketTimeoutException in com.shop.psp.Client.call | 1 of 1 stack traces, of 1 "
     "kinds, are java.lang.IllegalStateException, caused by java.net.SocketTimeoutException: "
     "closed "
     "18\njava.lang.IllegalStateException: closed 18\n"
     "\tat java.base/java.lang.Thread.run(Thread.java:829)\n\tat "
     "com.shop.Pay.charge(Pay.java:31)\n"
     "Caused by: java.net.SocketTimeoutException: Read timed out\n"
     "\tat com.shop.psp.Client.call(Client.java:88)\n\t... 3 more | "
     "{\"all\":1,\"cause\":\"java.net.SocketTimeoutException\",\"count\":1,\"first\":\"2026-09-"
     "14T10:03:00Z\",\"frames\":[\"com.shop.psp.Client.call\"],\"last\":\"2026-09-14T10:03:00Z\","
     "\"type\":\"java.lang.IllegalStateException\"}"},
    {"log/stack", {{"file", "/calm"}}, "told none | 2 lines of /calm have no stack trace"},
    {"log/stack", {{"file", "/empty"}}, "cannot: /empty has no line of that time"},
    {"log/statuses",
     {{"file", "/access"}},
     "told 502 | 3 of 5 requests failed; 502 2 times, 200 1 times, 404 1 times, 503 1 times; the "
     "first 502 at 2026-09-14T10:03:00Z | "
     "{\"failed\":3,\"first\":\"2026-09-14T10:03:00Z\",\"requests\":5}"},
    {"log/statuses",
     {{"file", "/access"}, {"from", "504"}},
     "told 0 | 0 of 5 requests failed; 502 2 times, 200 1 times, 404 1 times, 503 1 times | "
     "{\"failed\":0,\"requests\":5}"},
    {"log/statuses",
     {{"file", "/json"}},
     "told 504 | 1 of 2 requests failed; 200 1 times, 504 1 times; the first 504 at "
     "2026-09-14T10:02:00Z | {\"failed\":1,\"first\":\"2026-09-14T10:02:00Z\",\"requests\":2}"},
    {"log/statuses",
     {{"file", "/haproxy"}},
     "told 503 | 1 of 1 requests failed; 503 1 times; the first 503 at 2026-09-14T10:03:00Z | "
     "{\"failed\":1,\"first\":\"2026-09-14T10:03:00Z\",\"requests\":1}"},
    {"log/statuses",
     {{"file", "/access"}, {"since", "2026-09-14T10:06:00Z"}},
     "cannot: /access has no line of that time"},
    {"log/statuses", {{"file", "/app"}}, "cannot: 11 lines of /app have no status"},
    {"log/which_servers",
     {{"file", "/one"}},
     "told one | errors by the host: web2 5 of 10 lines (50%), web1 0 of 5 lines (0%) | "
     "{\"of\":2,\"servers\":[\"web2\"],\"with_errors\":1}"},
    {"log/which_servers",
     {{"file", "/all"}},
     "told all | errors by the host: web1 5 of 10 lines (50%), web2 5 of 10 lines (50%) | "
     "{\"of\":2,\"servers\":[\"web1\",\"web2\"],\"with_errors\":2}"},
    {"log/which_servers",
     {{"file", "/some"}},
     "told some | errors by the host: a 5 of 10 lines (50%), b 5 of 10 lines (50%), c 1 of 16 "
     "lines (6.25%) | {\"of\":3,\"servers\":[\"a\",\"b\"],\"with_errors\":2}"},
    {"log/which_servers",
     {{"file", "/one"}, {"by", "(shop)\\["}},
     "cannot: there is only one server in it: shop 5 of 15 lines (33.3%)"},
    {"log/which_servers",
     {{"file", "/alone"}},
     "cannot: there is only one server in it: web1 5 of 10 lines (50%)"},
    {"log/which_servers",
     {{"file", "/one"}, {"match", "nothing"}},
     "cannot: 0 of 15 lines of /one are errors, too few to tell"},
    {"log/which_servers", {{"file", "/app"}}, "cannot: no line of 5 of /app names a server"},
};

static void checks_of_logs_do_what_they_say(void)
{
    static const struct fake_row none[] = {{NULL}};
    const struct fake shared = {none, files, none, none, none, NULL, {0}};
    check_rows_hold(rows, COUNT(rows), &shared);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"checks of logs do what they say", checks_of_logs_do_what_they_say},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_checks_log", tests);
}
