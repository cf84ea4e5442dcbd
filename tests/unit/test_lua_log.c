#include "suite.h"

#include "lua_help.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct fake_row files[] = {
    {"/log", "9.9.9.9 - - [14/Sep/2026:10:01:00 +0000] \"GET /a HTTP/1.1\" 200 5\n"
             "8.8.8.8 - - [14/Sep/2026:10:15:00 +0000] \"GET /b HTTP/1.1\" 502 5\n"
             "9.9.9.9 - - [14/Sep/2026:10:16:00 +0000] \"GET /c HTTP/1.1\" 502 5\n"
             "a line without a time 502\n"
             "9.9.9.9 - - [14/Sep/2026:10:19:30 +0000] \"GET /c HTTP/1.1\" 200 5\n"},
    {"/plain", "b 502\n"},
    {"/empty", ""},
    {NULL}};

struct row {
    const char *lua, *want;
};

static void run_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fake f = {.files = files};
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

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"tells times", tells_times},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_log", tests);
}
