#include "lua_help.h"
#include "suite.h"

/* The functions of log that tell what lines mean, as Lua calls them. */
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct fake_row none[] = {{NULL}};
static const struct fake_row files[] = {
    {"/app", "2026-09-14 10:00:00 ERROR no such order 17\n"
             "2026-09-14 10:01:00 WARN  pool is at 90%\n"
             "  with a note 5\n"
             "2026-09-14 10:02:00 ERROR no such order 18\n"
             "2026-09-14 10:15:00 INFO  error=0\n"
             "2026-09-14 10:16:00 ERROR pool is empty\n"
             "2026-09-14 10:17:00 ERROR no such order 19\n"
             "2026-09-14 10:18:00 FATAL pool is empty\n"},
    {"/plain", "a 1\nb 2\na 3\nfailed\n"},
    {"/empty", ""},
    {"/k8s", "[pod/app-1/web] 2026-09-14T10:00:00Z ERROR gone\n"
             "[pod/app-2/web] 2026-09-14T10:00:01Z INFO served\n"},
    {"/compose", "app-1  | 2026-09-14T10:00:00Z ERROR gone\n"
                 "app-2  | 2026-09-14T10:00:01Z INFO served\n"},
    {"/fmt", "ts=2026-09-14T10:00:00Z level=error host=web1 status=503 msg=\"gone 7\"\n"
             "ts=2026-09-14T10:00:01Z level=info host=web2 status=200 msg=served\n"},
    {"/nginx", "2026/09/14 10:00:00 [notice] 1#1: start\n"
               "2026/09/14 10:00:01 [error] 1#1: *1 connect() failed, client: 9.9.9.9, upstream: "
               "\"http://10.0.0.1:80/a\", host: \"x\"\n"
               "2026/09/14 10:00:02 [error] 1#1: *2 connect() failed, client: 9.9.9.9, upstream: "
               "\"http://unix:/run/app.sock:/a\", host: \"x\"\n"},
    {"/haproxy", "Sep 14 10:00:00 lb haproxy[9]: 1.1.1.1:3 [14/Sep/2026:10:00:00.1] in web/s1 "
                 "10/0/30/69/109 503 2750 - -\n"
                 "Sep 14 10:00:00 lb haproxy[9]: 1.1.1.1:3 [14/Sep/2026:10:00:00.1] in web/<NOSRV> "
                 "-1/-1/-1/-1/+109 200 2750 - -\n"},
    {"/squid", "1789380120.123    345 10.0.0.9 TCP_MISS/504 1 GET http://x/ - - -\n"},
    {NULL}};

struct lua_row {
    const char *lua, *want;
};

static void rows_hold(const struct lua_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fake f = {none, files, none, none, none, NULL, {0}};
        char *got = lua_inline(&f, rows[i].lua);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        free(got);
        text_release(&f.asked);
    }
}

#define SAID(call)                                                                          \
    "local s, why = " call " if not s then return nil, why end local t = {} for i, x in "   \
    "ipairs(s) do t[i] = x.count .. ' ' .. x.text .. (x.before and ' ' .. x.before or '') " \
    "end return s.lines .. ' ' .. s.matched .. ' ' .. s.distinct .. ' ' .. s.other, "       \
    "table.concat(t, ', ')"

static void folds_messages(void)
{
    static const struct lua_row rows[] = {
        {SAID("log.messages{file = '/app'}"),
         "told 7 7 4 0 | 3 no such order <*>, 2 pool is empty, 1 pool is at <*>%, 1 error=<*>"},
        {SAID("log.messages{file = '/app', level = 'fatal'}"), "told 7 1 1 0 | 1 pool is empty"},
        {SAID("log.messages{file = '/app', level = 'warning', max = 1}"),
         "told 7 6 3 0 | 3 no such order <*>"},
        {SAID("log.messages{file = '/app', match = 'pool', last = '10m'}"),
         "told 4 2 1 0 | 2 pool is empty"},
        {SAID("log.messages{file = '/app', keep = 1}"), "told 7 7 1 4 | 3 no such order <*>"},
        {SAID("log.messages{file = '/plain'}"), "told 4 4 3 0 | 2 a <*>, 1 b <*>, 1 failed"},
        {SAID("log.messages{file = '/plain', level = 'error'}"), "told 4 1 1 0 | 1 failed"},
        {SAID("log.messages{file = '/empty'}"), "told 0 0 0 0 | "},
        {SAID("log.messages{file = '/x'}"), "cannot: not expected: /x"},
        {"return log.messages('/app')",
         "cannot: step:1: log.messages: it wants a table, as {file = "
         "\"/var/log/app.log\"}"},
        {"return log.messages{file = '/app', level = 'loud'}",
         "cannot: step:1: log.messages: level \"loud\" is none: there are debug, info, warn, "
         "error, "
         "fatal"},
        {"return log.messages{file = '/app', level = 5}",
         "cannot: step:1: log.messages: level must be a text, not a number"},
        {"return log.messages{file = '/app', max = 0}",
         "cannot: step:1: log.messages: max must be 1 or more"},
        {"return log.messages{file = '/app', keep = 'all'}",
         "cannot: step:1: log.messages: keep must be a whole number, not a string"},
        {"return log.messages{file = '/app', top = 3}",
         "cannot: step:1: log.messages: it knows no \"top\""},
        {"local m = log.messages{file = '/app'}[1] return m.number .. ' ' .. time.format(m.first) "
         ".. ' ' .. time.format(m.last), m.example",
         "told 1 2026-09-14T10:00:00Z 2026-09-14T10:17:00Z | 2026-09-14 10:00:00 ERROR no such "
         "order 17"},
    };
    rows_hold(rows, COUNT(rows));
}

static void finds_what_is_new(void)
{
    static const struct lua_row rows[] = {
        {SAID("log.new{file = '/app', since = '2026-09-14T10:10:00Z'}"),
         "told 7 7 4 0 | 2 pool is empty 0, 1 error=<*> 0"},
        {SAID("log.new{file = '/app', since = '2026-09-14T10:10:00Z', level = 'error'}"),
         "told 7 5 2 0 | 2 pool is empty 0"},
        {SAID("log.new{file = '/app', since = '2026-09-14T10:16:30Z', level = 'error', back = 40}"),
         "told 3 3 2 0 | 1 no such order <*> 0"},
        {"local n = log.new{file = '/app', since = '2026-09-14T10:10:00Z', level = 'error', "
         "['until'] = '2026-09-14T10:16:30Z'} return n.new .. ' ' .. n.lines_before .. ' ' .. "
         "n.matched_since .. ' ' .. n[1].number .. ' ' .. time.format(n[1].first)",
         "told 1 3 1 6 2026-09-14T10:16:00Z"},
        {SAID("log.new{file = '/plain', since = '2026-09-14T10:10:00Z'}"),
         "cannot: the log's lines have no time that can be read"},
        {SAID("log.new{file = '/x', since = 0}"), "cannot: not expected: /x"},
        {"return log.new{file = '/app'}",
         "cannot: step:1: log.new: since must be a time, as time.now() or "
         "\"2026-09-14T10:02:00Z\", not nil"},
        {"return log.new('/app')", "cannot: step:1: log.new: it wants a table, as {file = "
                                   "\"/var/log/app.log\", since = ...}"},
        {"return log.new{file = '/app', since = 0, last = '5m', x = 1}",
         "cannot: step:1: log.new: it knows no \"x\""},
        {"return log.first_error{file = '/app', since = '2026-09-14T10:03:00Z'}.message",
         "told pool is empty"},
        {"return log.first_error{file = '/app', level = 'fatal'}.number", "told 8"},
        {"return log.first_error{file = '/plain'}.text", "told failed"},
        {"return log.first_error{file = '/empty'}", "told no"},
    };
    rows_hold(rows, COUNT(rows));
}

#define SERVERS(call)                                                                        \
    "local s, why = " call " if not s then return nil, why end local t = {} for i, x in "    \
    "ipairs(s) do t[i] = x.server .. ' ' .. x.matched .. '/' .. x.lines end return s.by .. " \
    "' ' .. s.without, table.concat(t, ', ')"

static void tells_servers(void)
{
    static const struct lua_row rows[] = {
        {SERVERS("log.servers{file = '/k8s'}"), "told the line's prefix 0 | app-1 1/1, app-2 0/1"},
        {SERVERS("log.servers{file = '/compose'}"),
         "told the line's prefix 0 | app-1 1/1, app-2 0/1"},
        {SERVERS("log.servers{file = '/fmt'}"), "told a field 0 | web1 1/1, web2 0/1"},
        {SERVERS("log.servers{file = '/fmt', match = 'served'}"),
         "told a field 0 | web2 1/1, web1 0/1"},
        {SERVERS("log.servers{file = '/nginx'}"),
         "told upstream 1 | 10.0.0.1:80 1/1, unix:/run/app.sock:/a 1/1"},
        {SERVERS("log.servers{file = '/haproxy'}"),
         "told upstream 0 | web/s1 1/1, web/<NOSRV> 0/1"},
        {SERVERS("log.servers{file = '/haproxy', by = 'haproxy'}"),
         "told the pattern 0 | haproxy 1/2"},
        {SERVERS("log.servers{file = '/plain'}"), "told nothing 4 | "},
        {"return log.servers{file = '/plain', by = '('}",
         "cannot: step:1: log.servers: by: missing closing parenthesis at character 2"},
        {"local s = log.statuses{file = '/fmt'} return s[1].status .. ' ' .. s[2].status .. ' ' .. "
         "s.classes['5xx'] .. ' ' .. s.requests",
         "told 200 503 1 2"},
        {"return log.statuses{file = '/squid'}[1].status", "told 504"},
        {"return #log.statuses{file = '/plain'}", "told 0"},
        {"return log.statuses{file = '/app', max = 1}",
         "cannot: step:1: log.statuses: it knows no \"max\""},
        {"return #log.stacks{file = '/app'}", "told 0"},
        {"return log.stacks{file = '/app', own = 1}",
         "cannot: step:1: log.stacks: own must be a text, not a number"},
    };
    rows_hold(rows, COUNT(rows));
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"folds messages", folds_messages},
        {"finds what is new", finds_what_is_new},
        {"tells servers", tells_servers},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_meaning", tests);
}
