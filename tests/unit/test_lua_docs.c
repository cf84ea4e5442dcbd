#include "suite.h"

#include <fcntl.h>

#include "check/lua_api.h"
#include "lua_help.h"

/* The manual of checks against the table of the API, and its examples against a written world. */
#define MANUAL "docs/checks.md"

#define GIT                                                                           \
    "git -C /srv/app --no-optional-locks --no-pager -c core.fsmonitor=false -c "      \
    "core.hooksPath=/dev/null -c core.quotePath=false -c log.showSignature=false -c " \
    "protocol.allow=never "
#define LOG                                                                            \
    GIT "log --no-color --no-ext-diff --no-textconv --no-show-signature --no-mailmap " \
        "--decorate=short --no-renames --numstat "                                     \
        "--format=commit=%H%n%ct%n%at%n%P%n%an%n%D%n%s "
#define UNIT                                                                                   \
    "--property=Id,Description,LoadState,ActiveState,SubState,UnitFileState,Result,"           \
    "StateChangeTimestamp,ActiveEnterTimestamp,NRestarts,MainPID,ExecMainCode,ExecMainStatus," \
    "MemoryCurrent,TasksCurrent -- "
#define LISTED " --all --plain --full --no-legend --no-pager"
#define COMMIT                                                                     \
    "commit=41a9c0d3\n1789380000\n1789380000\n9b1\nAda\nHEAD -> main, tag: v1.4\n" \
    "Raise the pool size\n\n4\t1\ta.conf\n1\t0\tb.conf\n"
#define JOURNAL "journalctl --no-pager --output="
#define FIELDS                                                                                     \
    "json --all --output-fields=MESSAGE,PRIORITY,_SYSTEMD_UNIT,UNIT,SYSLOG_IDENTIFIER,_COMM,_PID," \
    "_HOSTNAME"
#define KUBECTL "kubectl get "
#define BOOT "0123456789abcdef0123456789abcdef\n"
#define X509                                                                                \
    "openssl x509 -noout -subject -issuer -dates -fingerprint -sha256 -ext subjectAltName " \
    "-nameopt RFC2253,utf8,-esc_msb"
#define CERTIFICATE                                                           \
    "subject=CN=shop.example\nissuer=CN=R11,O=Let's Encrypt\n"                \
    "notBefore=Jun 18 22:20:00 2026 GMT\nnotAfter=Sep 16 22:20:00 2026 GMT\n" \
    "X509v3 Subject Alternative Name: \n    DNS:shop.example, DNS:www.shop.example\n"

static const struct fake_row runs[] = {
    {"git -C /srv/app log -1 --format=%s", "Raise the pool size\n"},
    {"systemctl list-units --state=failed" LISTED,
     "backup.service loaded failed failed The nightly backup\n"},
    {"systemctl show --no-pager " UNIT "backup.service",
     "Id=backup.service\nActiveState=failed\nResult=exit-code\nExecMainCode=1\nExecMainStatus=3\n"
     "StateChangeTimestamp=Mon 2026-09-14 02:00:09 UTC\nMemoryCurrent=[not set]\n"},
    {"systemctl show --no-pager " UNIT "nginx.service",
     "MemoryCurrent=41943040\nId=nginx.service\nActiveState=active\nNRestarts=2\n"},
    {"systemctl list-units --type=timer" LISTED, "backup.timer loaded active waiting Nightly\n"},
    {"systemctl show --no-pager "
     "--property=Id,Description,ActiveState,Result,Unit,LastTriggerUSec,NextElapseUSecRealtime,"
     "TimersCalendar -- backup.timer",
     "Id=backup.timer\nUnit=backup.service\nLastTriggerUSec=Mon 2026-09-14 02:00:00 UTC\n"
     "TimersCalendar={ OnCalendar=*-*-* 02:00:00 ; next_elapse=Tue 2026-09-15 02:00:00 UTC }\n"},
    {JOURNAL FIELDS " --lines=50 --since=@1789377600.000 --priority=err --unit=nginx.service",
     "{\"__REALTIME_TIMESTAMP\":\"1789380843000000\",\"MESSAGE\":\"connect() failed (111: "
     "Connection "
     "refused)\"}\n"},
    {JOURNAL "cat --output-fields=_BOOT_ID --lines=100000 --since=@1789380600.000 --priority=err",
     BOOT BOOT BOOT},
    {LOG "--max-count=100 --since=@1789374000 HEAD -- :(literal)config", COMMIT},
    {LOG "--diff-merges=first-parent --max-count=1 HEAD --", COMMIT},
    {GIT "log --walk-reflogs --no-color --no-show-signature --date=unix "
         "--format=%gd%n%H%n%gs%n%s --max-count=1000 HEAD --",
     "HEAD@{1789380120}\n41a9c0d3\npull: Fast-forward\nRaise\n"},
    {GIT "for-each-ref --sort=-creatordate "
         "--format=%(creatordate:unix)%0a%(refname:short)%0a%(objectname)%0a%(contents:subject) "
         "refs/tags/v*",
     "1789380000\nv1.4\n41a9c0d3\nRelease\n"},
    {KUBECTL "pods --output=json --namespace=shop --request-timeout=10s",
     "{\"items\":[{\"metadata\":{\"name\":\"cart-6f7-x2x\",\"creationTimestamp\":"
     "\"2026-09-14T10:02:00Z\"},\"status\":{\"phase\":\"Running\",\"containerStatuses\":[{"
     "\"restartCount\":7,\"ready\":false,\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}},"
     "\"lastState\":{\"terminated\":{\"exitCode\":137,\"reason\":\"OOMKilled\"}}}]}}]}"},
    {KUBECTL "events --output=json --namespace=shop --request-timeout=10s",
     "{\"items\":[{\"lastTimestamp\":\"2026-09-14T10:19:00Z\",\"message\":\"Back-off restarting "
     "failed container\",\"involvedObject\":{\"kind\":\"Pod\",\"name\":\"cart-6f7-x2x\"}}]}"},
    {KUBECTL "replicasets --output=json --namespace=shop --request-timeout=10s",
     "{\"items\":[{\"metadata\":{\"creationTimestamp\":\"2026-09-14T10:02:00Z\",\"annotations\":{"
     "\"deployment.kubernetes.io/revision\":\"4\"},\"ownerReferences\":[{\"kind\":\"Deployment\","
     "\"name\":\"cart\"}]},\"spec\":{\"replicas\":3,\"template\":{\"spec\":{\"containers\":[{"
     "\"image\":\"shop/cart:1.4\"}]}}}}]}"},
    {KUBECTL "deployment --output=json --namespace=shop --request-timeout=10s cart",
     "{\"spec\":{\"replicas\":3},\"status\":{\"readyReplicas\":1}}"},
    {"psql -X -q -w --csv -P null=\\N -v ON_ERROR_STOP=1 -d dbname='shop' user='watch' "
     "connect_timeout=10 client_encoding=UTF8 application_name=ruleout -c BEGIN READ ONLY -c "
     "SET LOCAL statement_timeout = 10000 -c SELECT state, count(*) AS n FROM pg_stat_activity "
     "WHERE datname = 'shop' GROUP BY state -c ROLLBACK",
     "state,n\nidle in transaction,97\n"},
    {"openssl s_client -connect shop.example:443 -showcerts -servername shop.example",
     "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\nNew, TLSv1.3, Cipher is X\n", 0,
     "verify error:num=10:certificate has expired\n"},
    {X509 " -checkhost shop.example", CERTIFICATE "Hostname shop.example does match certificate\n"},
    {X509 " -in /etc/ssl/shop.pem", CERTIFICATE},
    {"dig -r +noall +comments +answer +stats +tries=1 +time=3 @192.0.2.53 -q shop.example -t A",
     ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr aa rd; QUERY: 1\n"
     "shop.example.\t300\tIN\tA\t192.0.2.7\n"},
    {NULL}};
static const struct fake_row files[] = {
    {"/etc/app.conf", "pool = 5\ndebug = no\n"},
    {"/etc/crontab", "17 * * * * root clean\n0 2 * * * root backup --all\n"},
    {"/var/log/app.log", "2026-09-14 10:00:00 ERROR cannot charge order 17 of Ann\n"
                         "2026-09-14 10:01:00 INFO checked, error=0\n"
                         "2026-09-14 10:02:00 ERROR cannot charge order 21 of Eve\n"
                         "2026-09-14 10:18:30 ERROR cannot charge order 18 of Bob\n"
                         "2026-09-14 10:19:00 ERROR no such column: vat\n"
                         "2026-09-14 10:19:30 INFO checked, error=0\n"},
    {"/var/log/shop.log", "Sep 14 10:01:00 web1 shop[7]: served\n"
                          "Sep 14 10:02:00 web2 shop[7]: served\n"
                          "Sep 14 10:03:00 web1 shop[7]: java.lang.IllegalStateException: closed\n"
                          "\tat java.base/java.lang.Thread.run(Thread.java:829)\n"
                          "\tat com.shop.Pay.charge(Pay.java:31)\n"},
    {"/var/log/nginx/access.log",
     "9.9.9.9 - - [14/Sep/2026:10:01:00 +0000] \"GET /a HTTP/1.1\" 200 5\n"
     "8.8.8.8 - - [14/Sep/2026:10:15:00 +0000] \"GET /b HTTP/1.1\" 502 5\n"
     "9.9.9.9 - - [14/Sep/2026:10:16:00 +0000] \"GET /c HTTP/1.1\" 502 5\n"
     "9.9.9.9 - - [14/Sep/2026:10:17:00 +0000] \"GET /c HTTP/1.1\" 200 5\n"
     "7.7.7.7 - - [14/Sep/2026:10:19:30 +0000] \"GET /d HTTP/1.1\" 200 5\n"},
    {NULL}};
#define SUCCESS(data) "{\"status\":\"success\",\"data\":" data "}"
#define PROMETHEUS                                                                        \
    {"http://127.0.0.1:9090/api/v1/query?query=sum%20by%20%28job%29%20%28up%29",          \
     SUCCESS("{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"job\":\"web\"},"      \
             "\"value\":[1789381200,\"2\"]}]}"),                                          \
     200},                                                                                \
        {"http://127.0.0.1:9090/api/v1/query_range?query=node_load1&start=1789377600&"    \
         "end=1789381200&step=60",                                                        \
         SUCCESS("{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":["     \
                 "[1789381080,\"0.5\"],[1789381140,\"NaN\"],[1789381200,\"4.5\"]]}]}"),   \
         200},                                                                            \
        {"http://127.0.0.1:9090/api/v1/targets?state=active",                             \
         SUCCESS("{\"activeTargets\":[{\"labels\":{\"job\":\"web\"},\"health\":\"down\"," \
                 "\"lastError\":\"connection refused\"}]}"),                              \
         200},                                                                            \
    {                                                                                     \
        "http://127.0.0.1:9090/api/v1/alerts",                                            \
            SUCCESS("{\"alerts\":[{\"labels\":{\"alertname\":\"HighErrorRate\"},"         \
                    "\"state\":\"firing\",\"activeAt\":\"2026-09-14T10:04:30Z\"}]}"),     \
            200                                                                           \
    }
static const struct fake_row folders[] = {{"/srv/releases", "2026-09-01\n2026-09-14\n"}, {NULL}};
static const struct fake_row responses[] = {{"https://status.psp.example/api/v2/status.json",
                                             "{\"status\": {\"indicator\": \"none\"}}", 200},
                                            {"http://127.0.0.1:8080/health", "", 200},
                                            {"http://127.0.0.1:9090/api/v1/query",
                                             "{\"data\": {\"result\": [{\"value\": [0, \"1\"]}]}}",
                                             200},
                                            PROMETHEUS,
                                            {NULL}};
static const struct fake_row facts[] = {
    {"disk /", "{\"mount\":\"/var\",\"size\":21474836480,\"used\":19541262336,\"free\":1288490189,"
               "\"used_percent\":91,\"inodes_used_percent\":40}"},
    {"memory ", "{\"available_percent\":12,\"available\":1006632960}"},
    {"cpu ", "{\"cores\":2,\"load1\":0.5}"},
    {"cpu 1s", "{\"cores\":2,\"busy_percent\":97.5,"
               "\"hottest\":[{\"pid\":41,\"name\":\"gzip\",\"percent\":99}]}"},
    {"pressure ", "{\"io\":{\"some\":{\"avg60\":23.4}}}"},
    {"disks ", "[{\"mount\":\"/\",\"used_percent\":91,\"inodes_free\":1200},"
               "{\"mount\":\"/mnt/share\",\"remote\":true}]"},
    {"ports ", "{\"ports\":[{\"proto\":\"tcp\",\"address\":\"0.0.0.0\",\"port\":443,\"pid\":9,"
               "\"name\":\"nginx\"}],\"unseen\":0}"},
    {"deleted /var", "{\"files\":[{\"name\":\"shop-api\",\"path\":\"/var/log/shop/debug.log\"}],"
                     "\"bytes\":16106127360,\"unseen\":0}"},
    {"net ", "{\"interfaces\":[{\"name\":\"eth0\",\"rx_dropped\":12}],"
             "\"tcp\":{\"retransmitted_percent\":0.4}}"},
    {"hostname ", "\"web1\""},
    {"uptime ", "5400"},
    {"processes nginx", "[{\"pid\":7},{\"pid\":8}]"},
    {NULL}};

static char *read_manual(void)
{
    struct text t = {0};
    char piece[4096];
    int fd = open(MANUAL, O_RDONLY | O_CLOEXEC);
    for (ssize_t n; fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0;)
        text_add_n(&t, piece, (size_t)n);
    if (fd >= 0)
        close(fd);
    return text_take(&t);
}

static void lists_what_there_is(void)
{
    char *manual = read_manual();
    size_t entries = 0, rows = 0;
    for (const struct lua_entry *const *group = lua_api_all; *group; group++) {
        for (const struct lua_entry *e = *group; e->name; e++, entries++) {
            struct text row = {0};
            text_format(&row, "\n| `%s` | %s |\n", e->signature, e->help);
            suite_check(strstr(manual, row.at) != NULL, row.at, __FILE__, __LINE__);
            suite_check(strncmp(e->signature, e->name, strlen(e->name)) == 0, e->name, __FILE__,
                        __LINE__);
            text_release(&row);
        }
    }
    for (const char *at = manual; (at = strstr(at, "\n| `")); at++)
        rows += strcspn(at + 4, "({") < strcspn(at + 4, "`");
    CHECK_INT(rows, entries); /* and nothing that there is not */
    free(manual);
}

/* Runs the example, and compares with what stands behind its arrow. */
static void check_example(const char *lua, const char *want)
{
    struct fake f = {runs, files, folders, responses, facts, NULL, {0}};
    struct check_job job = {.name = "example",
                            .lua = lua,
                            .lua_len = strlen(lua),
                            .inline_body = strncmp(lua, "return {", 8) != 0,
                            .first_line = 1,
                            .timeout_ms = 10000};
    char *got = lua_outcome(&f, &job);
    suite_check_text(strncmp(got, "told ", 5) ? got : got + 5, want, lua, __FILE__, __LINE__);
    free(got);
    text_release(&f.asked);
}

static bool is_called(const char *manual, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = manual; (at = strstr(at, name)); at += len)
        if ((at[len] == '(' || at[len] == '{') && at > manual && at[-1] != '`')
            return true;
    return false;
}

static void examples_do_what_they_say(void)
{
    char *manual = read_manual();
    size_t count = 0;
    for (const struct lua_entry *const *group = lua_api_all; *group; group++)
        for (const struct lua_entry *e = *group; e->name; e++)
            suite_check(is_called(manual, e->name), e->name, __FILE__, __LINE__);
    for (char *at = manual, *end; (at = strstr(at, "```lua\n")); at = end + 4, count++) {
        at += strlen("```lua\n");
        end = strstr(at, "\n```");
        *end = '\0';
        char *arrow = strstr(at, "\n--> ");
        CHECK(arrow != NULL);
        if (!arrow)
            continue;
        *arrow = '\0';
        check_example(at, arrow + strlen("\n--> "));
    }
    CHECK(count >= 14);
    free(manual);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"lists what there is", lists_what_there_is},
        {"examples do what they say", examples_do_what_they_say},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_docs", tests);
}
