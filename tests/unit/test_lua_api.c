#include "suite.h"

#include "lua_help.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define ACCESS                                                             \
    "9.9.9.9 - - [14/Sep/2026:10:01:00 +0000] \"GET /a HTTP/1.1\" 200 5\n" \
    "8.8.8.8 - - [14/Sep/2026:10:15:00 +0000] \"GET /b HTTP/1.1\" 502 5\n" \
    "  a line without a time\n"                                            \
    "8.8.8.8 - - [14/Sep/2026:10:16:00 +0000] \"GET /c HTTP/1.1\" 502 5\n" \
    "7.7.7.7 - - [14/Sep/2026:10:19:30 +0000] \"GET /d HTTP/1.1\" 200 5"

static const struct fake_row runs[] = {
    {"git log -1", "abc\n"}, {"false", "no\n", 1}, {"sleep 9", "", 124}, {"echo 5", "5"}, {NULL}};
static const struct fake_row files[] = {
    {"/a", "one\ntwo\r\n\nlast"},
    {"/empty", ""},
    {"/log", ACCESS},
    {"/plain", "a\nb\n"},
    {"/out-of-order", "x\n2026-09-14T10:00:59Z\n2026-09-14T10:02:01Z\n2026-09-14T09:59:00Z\n"
                      "2026-09-14T10:00:00Z\n2026-09-14T10:01:00Z\n"},
    {NULL}};
static const struct fake_row folders[] = {{"/d", "x\ny z\n"}, {"/none", ""}, {NULL}};
static const struct fake_row responses[] = {
    {"http://a/", "{\"ok\": true}", 200}, {"http://b/", "", 503}, {NULL}};
static const struct fake_row facts[] = {{"disk /", "{\"used_percent\":91,\"free\":1288490189}"},
                                        {"memory ", "{\"available_percent\":12.5}"},
                                        {"cpu ", "{\"cores\":2,\"load1\":0.5}"},
                                        {"processes nginx", "[{\"pid\":7}]"},
                                        {"processes ", "["},
                                        {NULL}};

struct row {
    const char *lua, *want;
};

static struct fake world(void)
{
    return (struct fake){
        .runs = runs, .files = files, .folders = folders, .responses = responses, .facts = facts};
}

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fake f = world();
        char *got = lua_inline(&f, rows[i].lua);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        free(got);
        text_release(&f.asked);
    }
}

static void runs_commands(void)
{
    static const struct row rows[] = {
        {"local r = run('git', 'log', '-1') return r.code, r.out", "told 0 | abc\n"},
        {"local r = run{'git', 'log', -1, timeout = '5s'} return r.cut, r.out", "told no | abc\n"},
        {"local r = run('false') return r.code, r.err", "told 1 | no\n"},
        {"return run('sleep', 9)", "cannot: sleep did not end in time"},
        {"return run('rm', '-rf', '/')", "cannot: not expected: rm -rf /"},
        {"return run('git log')",
         "cannot: step:1: run: \"git log\" is one word; pass the words of a "
         "command separately, as in run(\"git\", \"log\")"},
        {"return run()", "cannot: step:1: run: there is no command, as in run(\"uptime\")"},
        {"return run('')", "cannot: step:1: run: the command is empty"},
        {"return run('git', {})", "cannot: step:1: run: word 2 must be a text, not a table"},
        {"return run('git', nil, 'a')", "cannot: step:1: run: word 2 must be a text, not nil"},
        {"return run('git', 'a\\0b')", "cannot: step:1: run: word 2 holds a NUL byte"},
        {"return run{'git', timout = 1}", "cannot: step:1: run: it knows no \"timout\""},
        {"return run{'git', timeout = 'soon'}",
         "cannot: step:1: run: timeout \"soon\" is not a duration, as \"30s\" is"},
        {"return run{'git', timeout = -1}", "cannot: step:1: run: timeout must not be negative"},
        {"return run{'git', stdin = {}}", "cannot: step:1: run: stdin must be a text, not a table"},
        {"return run{'git', max = 1.5}",
         "cannot: step:1: run: max must be a whole number, not a number"},
    };
    check_rows(rows, COUNT(rows));

    struct fake f = world();
    free(lua_inline(&f, "run{'echo', 5, stdin = 'in', timeout = 2} return 1"));
    CHECK_TEXT(text_get(&f.asked), "run echo 5 <in> 2000\n");
    text_release(&f.asked);
}

static void reads_files(void)
{
    static const struct row rows[] = {
        {"local t, cut = file.read('/a') return t, tostring(cut)",
         "told one\ntwo\r\n\nlast | false"},
        {"local t, cut = file.read('/a', 3) return t, tostring(cut)", "told one | true"},
        {"return #file.read('/empty')", "told 0"},
        {"return file.read('/etc/shadow')", "cannot: not expected: /etc/shadow"},
        {"return file.read()", "cannot: step:1: file.read: path must be a text, not no value"},
        {"return file.read('/a\\0')", "cannot: step:1: file.read: path holds a NUL byte"},
        {"return file.read('/a', -1)", "cannot: step:1: file.read: max must not be negative"},
        {"return file.tail('/a', 6)", "told \nlast"},
        {"return file.tail('/a', 4)", "told last"},
        {"return #file.tail('/a', 3)", "told 0"},
        {"return file.tail('/a', 99)", "told one\ntwo\r\n\nlast"},
        {"local n = 0 for l in file.lines('/a') do n = n + 1 end return n", "told 4"},
        {"local t = {} for l in file.lines('/a') do t[#t + 1] = '<' .. l .. '>' end return "
         "table.concat(t)",
         "told <one><two\r><><last>"},
        {"for l in file.lines('/empty') do return 1 end return 0", "told 0"},
        {"for i = 1, 100 do for l in file.lines('/a') do break end end return 1", "told 1"},
        {"local t = {} for i = 1, 17 do t[i] = {file.lines('/a')} end return t[17][1], t[17][2]",
         "cannot: more than 16 files are open"},
        {"for l in assert(file.lines('/b')) do end", "cannot: step:1: not expected: /b"},
        {"return #file.list('/d'), file.list('/d')[2]", "told 2 | y z"},
        {"return #file.list('/none')", "told 0"},
        {"return file.list('/e')", "cannot: not expected: /e"},
        {"local s = file.stat('/a') return s.size, math.type(s.modified) and 'time'",
         "told 14 | time"},
    };
    check_rows(rows, COUNT(rows));
}

static void scans_logs(void)
{
#define SERIES(call)                                                                          \
    "local s, why = " call " if not s then return nil, why end local t = '' "                 \
    "for _, p in ipairs(s) do t = t .. time.format(p.time):sub(12, 16) .. ' ' .. p.lines .. " \
    "' ' .. p.matched .. ',' end return t"
#define SHOW(call) \
    "local r, why = " call " if not r then return r, why end return r.matched, r.lines"
    static const struct row rows[] = {
        {SHOW("log.count{file = '/log', match = '\" 5\\\\d\\\\d '}"), "told 2 | 5"},
        {SHOW("log.count{file = '/log', text = '8.8.8.8'}"), "told 2 | 5"},
        {SHOW("log.count{file = '/log', text = '8.8.8.8', match = '/c'}"), "told 1 | 5"},
        {SHOW("log.count{file = '/log'}"), "told 5 | 5"},
        {SHOW("log.count{file = '/empty', match = 'x'}"), "told 0 | 0"},
        {SHOW("log.count{file = '/log', last = '5m', match = ' 502 '}"), "told 2 | 4"},
        {SHOW("log.count{file = '/log', last = 60}"), "told 1 | 1"},
        {SHOW("log.count{file = '/log', since = '2026-09-14T10:15:30Z'}"), "told 2 | 2"},
        {SHOW("log.count{file = '/log', since = time.now() - 3600, until_ = 1}"),
         "cannot: step:1: log.count: it knows no \"until_\""},
        {SHOW("log.count{file = '/log', ['until'] = '2026-09-14T10:15:30Z'}"), "told 3 | 3"},
        {SHOW("log.count{file = '/plain', last = '5m'}"),
         "cannot: the log's lines have no time that can be read"},
        {SHOW("log.count{file = '/log', match = '('}"),
         "cannot: step:1: log.count: match: missing closing parenthesis at character 2"},
        {SHOW("log.count{file = '/x'}"), "cannot: not expected: /x"},
        {SHOW("log.count('/log')"),
         "cannot: step:1: log.count: it wants a table, as {file = \"/var/log/app.log\"}"},
        {SHOW("log.count{}"), "cannot: step:1: log.count: file must be a text, not nil"},
        {"local l = log.first{file = '/log', match = '\" 5..'} return l.number, l.text",
         "told 2 | 8.8.8.8 - - [14/Sep/2026:10:15:00 +0000] \"GET /b HTTP/1.1\" 502 5"},
        {"return log.first{file = '/log', text = 'nowhere'}", "told no"},
        {"return time.format(log.first{file = '/log', text = '/b'}.time)",
         "told 2026-09-14T10:15:00Z"},
        {"return time.format(log.first{file = '/log', text = 'without', last = '5m'}.time)",
         "told 2026-09-14T10:15:00Z"},
        {"return log.first{file = '/plain', text = 'b'}.time == nil", "told yes"},
        {SERIES("log.series{file = '/log', match = ' 502 '}"),
         "told 10:01 1 0,10:15 2 1,10:16 1 1,10:19 1 0,"},
        {SERIES("log.series{file = '/log', match = ' 502 ', every = '10m', last = '10m'}"),
         "told 10:10 4 2,"},
        {SERIES("log.series{file = '/out-of-order', every = '1m'}"),
         "told 09:59 1 1,10:00 2 2,10:01 1 1,10:02 1 1,"},
        {"return #log.series{file = '/empty'}", "told 0"},
        {SERIES("log.series{file = '/plain'}"),
         "cannot: the log's lines have no time that can be read"},
        {SERIES("log.series{file = '/log', every = '10ms'}"),
         "cannot: step:1: log.series: every must be 1s or longer"},
        {SERIES("log.series{file = '/x'}"), "cannot: not expected: /x"},
        {"return log.first{file = '/x'}", "cannot: not expected: /x"},
        {"local t = log.top{file = '/log', match = '^(\\\\S+) - '} return t.distinct, t[1].value "
         ".. "
         "' ' .. t[1].count .. ' ' .. t[2].value .. ' ' .. #t",
         "told 3 | 8.8.8.8 2 7.7.7.7 3"},
        {"local t = log.top{file = '/log', match = '\" (\\\\d)', max = 1} return #t, t[1].value, "
         "t.matched",
         "told 1 | 2 | 4"},
        {"return log.top{file = '/log'}",
         "cannot: step:1: log.top: match is missing: a pattern with a group, as '\" (\\d+) '"},
    };
    check_rows(rows, COUNT(rows));
}

/* Memory that a log's times decide about is bounded. */
static void counts_so_many_spans(void)
{
    struct text lines = {0};
    for (int i = 0; i <= 10000; i++)
        text_format(&lines, "2026-09-14T%02d:%02d:%02dZ\n", i / 3600, i / 60 % 60, i % 60);
    const struct fake_row many[] = {{"/many", lines.at}, {NULL}};
    static const struct row rows[] = {
        {"return log.series{file = '/many', every = '1s'}",
         "cannot: the log goes over more than 10000 spans"},
        {"local s = log.series{file = '/many', every = '2s'} return #s, s[1].lines + s[5001].lines",
         "told 5001 | 3"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fake f = {.files = many};
        char *got = lua_inline(&f, rows[i].lua);
        CHECK_TEXT(got, rows[i].want);
        free(got);
        text_release(&f.asked);
    }
    text_release(&lines);
}

static void asks_the_host(void)
{
    static const struct row rows[] = {
        {"local d = host.disk() return d.used_percent, size(d.free)", "told 91 | 1.2 GiB"},
        {"return host.disk('/x')", "cannot: not expected: disk /x"},
        {"return host.disk(5)", "cannot: step:1: host.disk: path must be a text, not a number"},
        {"return host.memory().available_percent", "told 12.5"},
        {"return host.cpu().load1", "told 0.5"},
        {"return #host.processes('nginx'), host.processes('nginx')[1].pid", "told 1 | 7"},
        {"return host.processes()", "cannot: line 1: ']' expected near end of file"},
    };
    check_rows(rows, COUNT(rows));
}

static void speaks_http(void)
{
    static const struct row rows[] = {
        {"local r = http.get('http://a/') return r.status, r.headers['set-cookie'], "
         "json.decode(r.body)",
         "told 200 | a, b | {\"ok\":true}"},
        {"local r = http.get('http://b/', {timeout = '2s'}) return r.status, "
         "r.headers['content-type']",
         "told 503 | text/plain"},
        {"return http.get('http://c/')", "cannot: not expected: http://c/"},
        {"return http.get()", "cannot: step:1: http: url must be a text, not nil"},
        {"return http.get('http://a/', {header = {}})",
         "cannot: step:1: http.get: it knows no \"header\""},
        {"return http.get('http://a/', {headers = {A = 'b\\r\\nc'}})",
         "cannot: step:1: http: the value of a header holds a line end"},
        {"return http.get('http://a/', {headers = {'A: b'}})",
         "cannot: step:1: http: the name of a header must be a text, not a number"},
        {"return http.get('http://a/', 5)",
         "cannot: step:1: http.get: the options must be a table, not a number"},
        {"return http.post('http://a/')",
         "cannot: step:1: http.post: body must be a text, not a no value"},
    };
    check_rows(rows, COUNT(rows));

    struct fake f = world();
    free(lua_inline(&f,
                    "http.post('http://a/', 'hi', {headers = {A = 'b'}}) http.head('http://a/')"));
    CHECK_TEXT(text_get(&f.asked), "POST http://a/ [A: b] <hi>\nHEAD http://a/ <>\n");
    text_release(&f.asked);
}

static void reads_and_writes_json(void)
{
    static const struct row rows[] = {
        {"return json.decode('{\"a\": [1, 2.5, \"x\", null, true]}').a[4] == json.null",
         "told yes"},
        {"local v = json.decode('[1, 2.5, \"\\\\u0000x\"]') return math.type(v[1]) .. "
         "math.type(v[2]) .. #v[3]",
         "told integerfloat2"},
        {"return json.decode('')", "cannot: line 1: unexpected token near end of file"},
        {"return json.decode('5')", "told 5"},
        {"return json.decode('{\"a\": 1, \"a\": 2}')",
         "cannot: line 1: duplicate object key near '\"a\"'"},
        {"return json.decode(('['):rep(65) .. (']'):rep(65))", "cannot: nested too deep"},
        {"return #json.decode(('['):rep(64) .. (']'):rep(64))", "told 1"},
        {"return json.decode('[' .. ('1,'):rep(400000) .. '1]')", "cannot: too many values"},
        {"return json.decode(('x'):rep(9000000))", "cannot: longer than 8 MiB"},
        {"return json.decode(5)", "cannot: step:1: json.decode: text must be a text, not a number"},
        {"return json.encode({b = 1, a = {1, 2, {}}, c = 'ü'})",
         "told {\"a\":[1,2,{}],\"b\":1,\"c\":\"ü\"}"},
        {"return json.encode(json.null)", "told null"},
        {"return json.encode(print)", "cannot: step:1: a value holds a function"},
    };
    check_rows(rows, COUNT(rows));
}

static void knows_time_and_sizes(void)
{
    setenv("TZ", "UTC", 1);
    static const struct row rows[] = {
        {"return time.now()", "told 1789381200"},
        {"return time.format(time.now())", "told 2026-09-14T10:20:00Z"},
        {"return time.parse('2026-09-14T10:20:00.5Z')", "told 1789381200.5"},
        {"return time.now() - time.parse('10:00')", "told 1200"},
        {"return time.now() - time.parse('-20m')", "told 1200"},
        {"return time.parse('soon')", "cannot: \"soon\" is not a time"},
        {"return time.format(0/0)", "cannot: step:1: time.format: time is out of range"},
        {"return duration('1h30m')", "told 5400"},
        {"return duration(5400)", "told 1h 30m"},
        {"return duration(1/0)", "cannot: step:1: duration: the duration is out of range"},
        {"return duration('x')",
         "cannot: step:1: duration: the duration \"x\" is not a duration, as \"30s\" is"},
        {"return size(0) .. size(1023) .. size(1024) .. size(150 * 1024)",
         "told 0 bytes1023 bytes1.0 KiB150 KiB"},
        {"return size(-3 * 1024^3)", "told -3.0 GiB"},
        {"return size(0/0)", "cannot: step:1: size: bytes is not finite"},
        {"return size('x')", "cannot: step:1: size: bytes must be a number, not a string"},
    };
    check_rows(rows, COUNT(rows));
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"runs commands", runs_commands},
        {"reads files", reads_files},
        {"scans logs", scans_logs},
        {"asks the host", asks_the_host},
        {"counts so many spans", counts_so_many_spans},
        {"speaks HTTP", speaks_http},
        {"reads and writes JSON", reads_and_writes_json},
        {"knows time and sizes", knows_time_and_sizes},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_api", tests);
}
