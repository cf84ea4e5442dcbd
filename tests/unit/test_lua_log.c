#include "suite.h"

#include "lua_help.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct fake_row files[] = {
    {"/log", "9.9.9.9 - - [14/Sep/2026:10:01:00 +0000] \"GET /a HTTP/1.1\" 200 5\n"
             "8.8.8.8 - - [14/Sep/2026:10:15:00 +0000] \"GET /b HTTP/1.1\" 502 5\n"
             "9.9.9.9 - - [14/Sep/2026:10:16:00 +0000] \"GET /c HTTP/1.1\" 502 5\n"
             "a line without a time 502\n"
             "9.9.9.9 - - [14/Sep/2026:10:19:30 +0000] \"GET /c HTTP/1.1\" 200 5\n"},
    {"/var/app.log", "2026-09-14T10:10:00Z new error"},
    {"/var/app.log.1", "2026-09-14T10:00:00Z middle error\n2026-09-14T10:09:00Z middle"},
    {"/var/app.log.2", "2026-09-14T08:00:00Z old error\nof it\n2026-09-14T09:00:00Z old\n"},
    {"/var/broken.log", "2026-09-14T10:10:00Z new error\n"},
    {"/var/broken.log.1", "\x1f\x8b\x08 cut"},
    {"/far", "2026-09-14T01:00:00Z a\n2026-09-14T10:00:00Z b\n"},
    {"/plain", "b 502\n"},
    {"/empty", ""},
    {NULL}};

static const struct fake_row folders[] = {
    {"/var/app.log", "app.log.1\napp.log\napp.log.2\napp.log.1.key\n"},
    {"/var/broken.log", "broken.log.1\n"},
    {"/var/gone.log", "gone.log.1\n"},
    {"/log", ""},
    {NULL}};

struct row {
    const char *lua, *want;
};

static void run_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fake f = {.files = files, .folders = folders};
        char *got = lua_inline(&f, rows[i].lua);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        free(got);
        text_release(&f.asked);
    }
}

#define TIMES(call)                                                          \
    "local t, why = " call " if not t then return nil, why end local s = {}" \
    "for i, at in ipairs(t) do s[i] = time.format(at):match('T(.-)Z') end "  \
    "return #t, table.concat(s, ' ') .. (t.cut and ' and more' or '')"

static void tells_times(void)
{
    static const struct row rows[] = {
        {TIMES("log.times{file = '/log', match = ' 502'}"), "told 3 | 10:15:00 10:16:00 10:16:00"},
        {TIMES("log.times{file = '/log', text = '/c', last = '3m'}"), "told 1 | 10:19:30"},
        {TIMES("log.times{file = '/log', max = 2}"), "told 2 | 10:01:00 10:15:00 and more"},
        {TIMES("log.times{file = '/log', max = 5}"),
         "told 5 | 10:01:00 10:15:00 10:16:00 10:16:00 10:19:30"},
        {TIMES("log.times{file = '/log', text = 'nowhere'}"), "told 0 | "},
        {TIMES("log.times{file = '/empty'}"), "told 0 | "},
        {TIMES("log.times{file = '/plain'}"),
         "cannot: the log's lines have no time that can be read"},
        {TIMES("log.times{file = '/log', max = -1}"),
         "cannot: step:1: log.times: max must not be negative"},
    };
    run_rows(rows, COUNT(rows));
}

#define SERIES(call, points)                                                  \
    "local s, why = " call " if not s then return nil, why end local t = {} " \
    "for i, p in ipairs(" points ") do "                                      \
    "t[i] = time.format(p.time):match('T(.-):00Z') .. '=' .. p.value end "    \
    "return #s, table.concat(t, ' ')"

static void counts_over_time(void)
{
    static const struct row rows[] = {
        {SERIES("log.series{file = '/log', match = ' 502'}", "s"),
         "told 4 | 10:01=0 10:15=1 10:16=2 10:19=0"},
        {SERIES("log.series{file = '/log', match = ' 502', every = '2m', fill = true}", "s"),
         "told 10 | 10:00=0 10:02=0 10:04=0 10:06=0 10:08=0 10:10=0 10:12=0 10:14=1 10:16=2 "
         "10:18=0"},
        {SERIES("log.series{file = '/log', every = '5m', by = '^([0-9]\\\\S+)'}",
                "s.by['9.9.9.9']"),
         "told 2 | 10:00=1 10:15=2"},
        {SERIES("log.series{file = '/log', every = '5m', by = '^([0-9]\\\\S+)'}",
                "s.by['8.8.8.8']"),
         "told 2 | 10:00=0 10:15=1"},
        {SERIES("log.series{file = '/log', by = '(/[a-z])', max = 1}", "s.by['/c']"),
         "told 4 | 10:01=0 10:15=0 10:16=1 10:19=1"},
        {SERIES("log.series{file = '/log', by = '(/[a-z])', max = 1}", "s.by['/b'] or {}"),
         "told 4 | "},
        {SERIES("log.series{file = '/log', by = '(/[a-z])', text = 'nowhere'}", "s.by['/c'] or {}"),
         "told 4 | "},
        {SERIES("log.series{file = '/empty', fill = true, by = '(x)'}", "s"), "told 0 | "},
        {"return #log.series{file = '/var/app.log', rotated = true, every = 1, fill = true}",
         "told 7801"},
        {SERIES("log.series{file = '/far', every = 1, fill = true}", "s"),
         "cannot: the log goes over more than 10000 spans"},
        {SERIES("log.series{file = '/log', by = 'x'}", "s"),
         "cannot: step:1: log.series: by has no group, as '^(\\S+)' has"},
        {SERIES("log.series{file = '/log', by = '('}", "s"),
         "cannot: step:1: log.series: by: missing closing parenthesis at character 2"},
        {SERIES("log.series{file = '/log', fill = 1}", "s"),
         "cannot: step:1: log.series: fill must be true or false"},
    };
    run_rows(rows, COUNT(rows));
}

#define COUNTS(call)                                                               \
    "local n, why = " call " if not n then return nil, why end return n.matched, " \
    "tostring(n.lines)"

static void reads_rotated_sets(void)
{
    static const struct row rows[] = {
        {COUNTS("log.count{file = '/var/app.log', text = 'error'}"), "told 1 | 1"},
        {COUNTS("log.count{file = '/var/app.log', text = 'error', rotated = true}"), "told 3 | 6"},
        {COUNTS("log.count{file = '/var/app.log', text = 'error', rotated = false}"), "told 1 | 1"},
        {COUNTS("log.count{file = '/log', rotated = true}"), "told 5 | 5"},
        {COUNTS("log.count{file = '/var/app.log', text = 'error', last = '19m', rotated = true}"),
         "told 1 | 2"},
        {COUNTS("log.count{file = '/var/app.log', text = 'error', rotated = true, "
                "since = '2026-09-14T08:00:00Z', ['until'] = '2026-09-14T09:59:00Z'}"),
         "told 1 | 3"},
        {TIMES("log.times{file = '/var/app.log', match = 'error$', rotated = true}"),
         "told 3 | 08:00:00 10:00:00 10:10:00"},
        {"local l = log.first{file = '/var/app.log', text = 'middle', rotated = true} "
         "return l.file, l.number .. ' ' .. l.text",
         "told /var/app.log.1 | 1 2026-09-14T10:00:00Z middle error"},
        {COUNTS("log.count{file = '/var/broken.log', rotated = true}"),
         "cannot: cannot read /var/broken.log.1: its gzip data is damaged"},
        {COUNTS("log.count{file = '/var/gone.log', rotated = true}"),
         "cannot: not expected: /var/gone.log.1"},
        {COUNTS("log.count{file = '/nowhere', rotated = true}"), "cannot: not expected: /nowhere"},
        {COUNTS("log.count{file = '/log', rotated = 1}"),
         "cannot: step:1: log.count: rotated must be true or false"},
    };
    run_rows(rows, COUNT(rows));
}

/* Of what is wholly before or behind a window nothing is read but its beginning. */
static void passes_over_what_is_out_of_the_window(void)
{
    static const struct fake_row some_files[] = {{"/var/app.log", "2026-09-14T10:10:00Z new\n"},
                                                 {"/var/app.log.1", "2026-09-14T09:00:00Z\n"},
                                                 {NULL}};
    static const struct fake_row some_folders[] = {{"/var/app.log", "app.log.1\napp.log.2\n"},
                                                   {NULL}};
    struct fake f = {.files = some_files, .folders = some_folders};
    char *got =
        lua_inline(&f, COUNTS("log.count{file = '/var/app.log', rotated = true, last = '1h'}"));
    CHECK_TEXT(got, "told 1 | 1"); /* app.log.2, which is not there, is not asked for */
    free(got);
    text_release(&f.asked);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"tells times", tells_times},
        {"counts over time", counts_over_time},
        {"reads rotated sets", reads_rotated_sets},
        {"passes over what is out of the window", passes_over_what_is_out_of_the_window},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_log", tests);
}
