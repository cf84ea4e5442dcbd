#include "lua_checks_help.h"

/* Checks that ask Prometheus, PostgreSQL and name servers. */
#define API "http://p:9090/api/v1/"
#define URL                    \
    {                          \
        "url", "http://p:9090" \
    }
#define QUERY             \
    {                     \
        "query", "errors" \
    }
#define VECTOR(items) \
    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" items "]}}"
#define ITEM(host, value) "{\"metric\":{\"host\":\"" host "\"},\"value\":[1,\"" value "\"]}"
#define TARGETS(items) "{\"status\":\"success\",\"data\":{\"activeTargets\":[" items "]}}"
#define TARGET(job, instance, health, error)                                               \
    "{\"labels\":{\"job\":\"" job "\",\"instance\":\"" instance "\"},\"health\":\"" health \
    "\",\"lastError\":\"" error "\"}"
#define DIG(more, name, type) \
    "dig -r +noall +comments +answer +stats +tries=1 " more " -q " name " -t " type
#define ANSWER(status, records) \
    ";; ->>HEADER<<- opcode: QUERY, status: " status ", id: 7\n;; flags: qr\n" records
#define RECORD(value) "a.example.\t60\tIN\tA\t" value "\n"
#define TWO(name)                             \
    {                                         \
        {"name", name},                       \
        {                                     \
            "servers", "192.0.2.1, 192.0.2.2" \
        }                                     \
    }
#define FROM(server) DIG("+time=3 @" server, "a.example", "A")
#define QUICK(server) DIG("+time=1 @" server, "a.example", "A")

static const struct check_row rows[] = {
    {"prom/value",
     {URL, QUERY},
     "told 7.5 | errors is 7.5 for {host=\"b\"}, the highest of 2 | {\"labels\":{\"host\":\"b\"}}",
     .responses = {{API "query?query=errors", VECTOR(ITEM("a", "2") "," ITEM("b", "7.5")), 200}}},
    {"prom/value",
     {URL, QUERY, {"take", "lowest"}},
     "told 2 | errors is 2 for {host=\"a\"}, the lowest of 2 | {\"labels\":{\"host\":\"a\"}}",
     .responses = {{API "query?query=errors", VECTOR(ITEM("a", "2") "," ITEM("b", "7.5")), 200}}},
    {"prom/value",
     {URL, QUERY},
     "told 3 | errors is 3 | {\"labels\":{}}",
     .responses = {{API "query?query=errors",
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,"
                    "\"3\"]}}",
                    200}}},
    {"prom/value",
     {URL, QUERY},
     "cannot: the query gives nothing",
     .responses = {{API "query?query=errors", VECTOR(""), 200}}},
    {"prom/value",
     {URL, QUERY},
     "cannot: the query gives no number, but NaN or the like",
     .responses = {{API "query?query=errors", VECTOR(ITEM("a", "NaN")), 200}}},
    {"prom/value",
     {URL, QUERY},
     "cannot: the query gives a text",
     .responses = {{API "query?query=errors",
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"string\",\"result\":[1,"
                    "\"x\"]}}",
                    200}}},
    {"prom/value", {URL, QUERY}, "cannot: not expected: " API "query?query=errors"},

    {"prom/targets",
     {URL},
     "told 1 | 1 of 2 targets are down: a:1 of web (connection refused) | "
     "{\"down\":[{\"error\":\"connection refused\",\"instance\":\"a:1\",\"job\":\"web\"}]}",
     .responses = {{API "targets?state=active",
                    TARGETS(TARGET("web", "a:1", "down",
                                   "connection refused") "," TARGET("db", "b:1", "up", "")),
                    200}}},
    {"prom/targets",
     {URL, {"job", "db"}},
     "told 0 | 0 of 1 targets are down | {\"down\":{}}",
     .responses = {{API "targets?state=active",
                    TARGETS(TARGET("web", "a:1", "down", "x") "," TARGET("db", "b:1", "up", "")),
                    200}}},
    {"prom/targets",
     {URL, {"job", "none"}},
     "cannot: Prometheus has no targets of job none",
     .responses = {{API "targets?state=active", TARGETS(""), 200}}},
    {"prom/targets",
     {URL},
     "cannot: none of the targets was asked yet",
     .responses = {{API "targets?state=active", TARGETS(TARGET("a", "a:1", "unknown", "")), 200}}},

    {"dns/answers", TWO("a.example"),
     "told the same | a.example A, 192.0.2.1: 192.0.2.7 192.0.2.8; 192.0.2.2: 192.0.2.7 192.0.2.8",
     .runs = {{FROM("192.0.2.1"), ANSWER("NOERROR", RECORD("192.0.2.8") RECORD("192.0.2.7"))},
              {FROM("192.0.2.2"), ANSWER("NOERROR", RECORD("192.0.2.7") RECORD("192.0.2.8"))}}},
    {"dns/answers", TWO("a.example"),
     "told different | a.example A, 192.0.2.1: 192.0.2.7; 192.0.2.2: SERVFAIL",
     .runs = {{FROM("192.0.2.1"), ANSWER("NOERROR", RECORD("192.0.2.7"))},
              {FROM("192.0.2.2"), ANSWER("SERVFAIL", "")}}},
    {"dns/answers", TWO("a.example"),
     "told nothing | a.example A, 192.0.2.1: NXDOMAIN; 192.0.2.2: no A",
     .runs = {{FROM("192.0.2.1"), ANSWER("NXDOMAIN", "")},
              {FROM("192.0.2.2"), ANSWER("NOERROR", "")}}},
    {"dns/answers", TWO("a.example"),
     "told the same | a.example A, 192.0.2.1: dig ended with status 9 and no answer; 192.0.2.2: "
     "192.0.2.7",
     .runs = {{FROM("192.0.2.1"), "", 9, ""},
              {FROM("192.0.2.2"), ANSWER("NOERROR", RECORD("192.0.2.7"))}}},
    {"dns/answers",
     {{"name", "a.example"}},
     "told the same | a.example A, 192.0.2.9: 192.0.2.7",
     .runs = {{FROM("192.0.2.9"), ANSWER("NOERROR", RECORD("192.0.2.7"))}},
     .files = {{"/etc/resolv.conf", "# 192.0.2.1\nnameserver 192.0.2.9\noptions edns0\n"}}},
    {"dns/answers",
     {{"name", "a.example"}},
     "cannot: /etc/resolv.conf names no server",
     .files = {{"/etc/resolv.conf", "search example\n"}}},
    {"dns/answers", TWO("a.example"),
     "cannot: 192.0.2.1: not expected: " FROM("192.0.2.1") "; 192.0.2.2: not expected: " FROM(
         "192.0.2.2")},

    {"dns/servfail",
     {{"names", "a.example"}, {"servers", "192.0.2.1 192.0.2.2"}, {"times", "2"}},
     "told 50 | 2 of 4 look-ups failed: a.example of 192.0.2.2: SERVFAIL",
     .runs = {{QUICK("192.0.2.1"), ANSWER("NXDOMAIN", "")},
              {QUICK("192.0.2.2"), ANSWER("SERVFAIL", "")}}},
    {"dns/servfail",
     {{"names", "a.example"}},
     "told 0 | 0 of 3 look-ups failed",
     .runs = {{QUICK("192.0.2.9"), ANSWER("NOERROR", RECORD("192.0.2.7"))}},
     .files = {{"/etc/resolv.conf", "nameserver 192.0.2.9\n"}}},
    {"dns/servfail",
     {{"names", " "}, {"servers", "192.0.2.1"}},
     "cannot: there is no name to ask for"},

    {"tls/file_days",
     {{"file", "/a.pem"}},
     "told 2.5 | /a.pem holds a certificate of CN=R that ends at 2026-09-16T22:20:00Z | "
     "{\"ends\":\"2026-09-16T22:20:00Z\",\"names\":{},\"subject\":\"CN=a\"}",
     .runs = {{"openssl x509 -noout -subject -issuer -dates -fingerprint -sha256 -ext "
               "subjectAltName -nameopt RFC2253,utf8,-esc_msb -in /a.pem",
               "subject=CN=a\nissuer=CN=R\nnotAfter=Sep 16 22:20:00 2026 GMT\n"}}},
    {"tls/file_days",
     {{"file", "/a.pem"}},
     "cannot: openssl cannot read /a.pem: No such file",
     .runs = {{"openssl x509 -noout -subject -issuer -dates -fingerprint -sha256 -ext "
               "subjectAltName -nameopt RFC2253,utf8,-esc_msb -in /a.pem",
               "", 1, "Could not open file: No such file or directory\n"}}},
};

static void checks_of_servers_do_what_they_say(void)
{
    check_rows_hold_alone(rows, COUNT(rows));
}

/* What psql prints, whatever the query. */
struct sql_row {
    const char *check;
    struct pair input;
    const char *printed, *want;
};

static bool run_psql(void *self, const struct world_run *what, struct world_ran *out,
                     struct text *why)
{
    const struct sql_row *row = self;
    size_t at = strcmp(what->argv[0], "runuser") == 0 ? 4 : 0;
    if (strcmp(what->argv[at], "psql") != 0) {
        text_format(why, "not expected: %s", what->argv[0]);
        return false;
    }
    text_add(&out->out, row->printed);
    out->status = !row->printed;
    text_add(&out->err, row->printed ? NULL : "psql: error: connection refused\n");
    return true;
}

#define USED "most,reserved,used,active,idle,open,waiting,longest\n"
#define LOCKS "pid,waits,query,by_pid,by_user,by_app,by_state,by_open,by_query,first\n"
#define LAG "standby,behind,receivers,standbys,lag,states,unused\n"

static const struct sql_row sql_rows[] = {
    {"sql/connections",
     {NULL},
     USED "103,3,97,10,27,60,5,754\n",
     "told 97 | 97 of 100 connections are in use: 10 active, 27 idle, 60 idle in a transaction "
     "(for "
     "12m 34s at most), 5 waiting for a lock | {\"active\":10,\"idle\":27,\"longest\":754,"
     "\"most\":103,\"open\":60,\"reserved\":3,\"used\":97,\"waiting\":5}"},
    {"sql/connections",
     {"as", "postgres"},
     USED "100,0,1,1,0,0,0,0\n",
     "told 1 | 1 of 100 connections are in use: 1 active, 0 idle, 0 idle in a transaction, 0 "
     "waiting for a lock | {\"active\":1,\"idle\":0,\"longest\":0,\"most\":100,\"open\":0,"
     "\"reserved\":0,\"used\":1,\"waiting\":0}"},
    {"sql/connections", {NULL}, NULL, "cannot: psql: error: connection refused"},
    {"sql/locks", {NULL}, LOCKS, "told 0 | no session waits for a lock"},
    {"sql/locks",
     {NULL},
     LOCKS "7,0,select 1,8,app,,active,1,select 2,t\n",
     "told 0 | no session waits for a lock for long"},
    {"sql/locks",
     {NULL},
     LOCKS "7,90,\"update t\nset a = 1\",8,app,shop,idle in transaction,95,select 2,t\n"
           "9,30,update t,7,app,,active,40,update t,f\n",
     "told 2 | 2 wait for a lock, for 1m 30s at most: update t set a = 1. pid 8 (app, shop) holds "
     "it, idle in transaction, its transaction open for 1m 35s: select 2 | {\"blocked_by\":8}"},
    {"sql/replication",
     {NULL},
     LAG "f,0,0,2,12.345,\"a streaming, b catchup\",\\N\n",
     "told 12.3 | 2 standbys (a streaming, b catchup), the slowest 12.3 s behind"},
    {"sql/replication",
     {NULL},
     LAG "t,3.21,1,0,0,\\N,old\n",
     "told 3.2 | this standby is 3.2 s behind what it received; nobody reads the slots old"},
    {"sql/replication",
     {NULL},
     LAG "t,0,0,0,0,\\N,\\N\n",
     "cannot: this standby receives nothing from a primary"},
    {"sql/replication",
     {NULL},
     LAG "f,0,0,0,0,\\N,gone\n",
     "cannot: no standby is connected to this server; nobody reads the slots gone"},
    {"sql/replication",
     {NULL},
     LAG "t,\\N,1,0,0,\\N,\\N\n",
     "cannot: this standby has replayed no transaction yet"},
};

static void checks_of_databases_do_what_they_say(void)
{
    for (size_t i = 0; i < COUNT(sql_rows); i++) {
        struct sql_row row = sql_rows[i];
        struct fake f = {0};
        struct world w = fake_world(&f);
        w.self = &row;
        w.run = run_psql;
        char *lua = read_check(row.check);
        struct check_job job = {.name = row.check,
                                .lua = lua,
                                .lua_len = strlen(lua),
                                .inputs = &row.input,
                                .input_count = row.input.name != NULL,
                                .timeout_ms = 10000};
        char *got = lua_outcome_in(&w, &job);
        suite_check_text(got, row.want, row.check, __FILE__, __LINE__);
        free(got);
        free(lua);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"checks of servers do what they say", checks_of_servers_do_what_they_say},
        {"checks of databases do what they say", checks_of_databases_do_what_they_say},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_checks_servers", tests);
}
