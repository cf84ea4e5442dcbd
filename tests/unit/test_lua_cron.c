#include "suite.h"

#include "lua_help.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct fake_row runs[] = {
    {"systemctl list-timers --all --output=json",
     "[{\"next\":1,\"left\":1,\"last\":1789290000000000,\"passed\":1,\"unit\":\"tidy.timer\","
     "\"activates\":\"tidy.service\"},{\"next\":1,\"last\":0,\"unit\":\"poll.timer\","
     "\"activates\":\"poll.service\"},{\"unit\":\"--evil\",\"activates\":\"x\"}]"},
    {"systemctl show --property=Id,ExecStart,User -- tidy.service poll.service",
     "User=www\nId=tidy.service\nExecStart={ path=/bin/tidy ; argv[]=/bin/tidy --all ; "
     "ignore_errors=no ; pid=0 }\n\nId=poll.service\nUser=\n"},
    {"systemctl show --property=Id,TimersCalendar,TimersMonotonic,RandomizedDelayUSec -- "
     "tidy.timer "
     "poll.timer",
     "Id=tidy.timer\nTimersCalendar={ OnCalendar=*-*-* 04:00:00 Europe/Berlin ; next_elapse=n/a }\n"
     "TimersCalendar={ OnCalendar=Sun *-*-* 05:00:00 ; next_elapse=n/a }\n"
     "RandomizedDelayUSec=1h\n\n"
     "Id=poll.timer\nTimersMonotonic={ OnUnitActiveUSec=15min ; next_elapse=1d }\n"},
    {NULL}};
static const struct fake_row files[] = {
    {"/etc/crontab", "SHELL=/bin/sh\n25 6 * * * root run-parts --report /etc/cron.daily\n"
                     "x 6 * * * root never\n"},
    {"/etc/cron.d/app", "CRON_TZ=Europe/Berlin\n0 2 * * * app report # nightly\n"},
    {"/var/spool/cron/crontabs/ann", "@daily /home/ann/sync\n"},
    {"/usr/share/zoneinfo/Europe/Berlin", "TZif2\n\nCET-1CEST,M3.5.0,M10.5.0/3\n"},
    {NULL}};
static const struct fake_row folders[] = {{"/etc/cron.d", "app\napp.dpkg-old\n"},
                                          {"/etc/cron.daily", "logrotate\n.placeholder\n"},
                                          {"/var/spool/cron/crontabs", "ann\nbob\n"},
                                          {NULL}};

struct row {
    const char *lua, *want;
};

static void run_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fake f = {.runs = runs, .files = files, .folders = folders};
        char *got = lua_inline(&f, rows[i].lua);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        free(got);
        text_release(&f.asked);
    }
}

#define LIST(call)                                                                             \
    "local all = {} local j = " call " for i, x in ipairs(j) do all[i] = x.schedule .. ' | ' " \
    ".. x.command .. ' | ' .. (x.user or '-') .. ' | ' .. x.source .. (x.rule and ' | ' .. "   \
    "x.zone or '') .. (x.spread and ' | ' .. duration(x.spread) or '') end "                   \
    "return #j, table.concat(all, '\\n') .. '\\n' .. table.concat(j.unread, '\\n')"

static void jobs_are_listed(void)
{
    static const struct row rows[] = {
        {LIST("cron.jobs()"),
         "told 6 | 25 6 * * * | /etc/cron.daily/logrotate | root | /etc/crontab:2\n"
         "0 2 * * * | report # nightly | app | /etc/cron.d/app:2 | Europe/Berlin\n"
         "@daily | /home/ann/sync | ann | /var/spool/cron/crontabs/ann:1\n"
         "*-*-* 04:00:00 | /bin/tidy --all | www | tidy.timer | Europe/Berlin | 1h\n"
         "Sun *-*-* 05:00:00 | /bin/tidy --all | www | tidy.timer | 1h\n"
         "every 900 s | poll.service | - | poll.timer\n"
         "/etc/crontab:3: \"x\" is no minute\n"
         "/var/spool/cron/crontabs/bob: not expected: /var/spool/cron/crontabs/bob"},
        {LIST("cron.jobs{files = {'/none'}, timers = false}"),
         "told 0 | \n/none: not expected: /none"},
        {"return cron.jobs{files = 7}", "cannot: step:1: cron.jobs: files must be a list of paths"},
    };
    run_rows(rows, COUNT(rows));
}

static void runs_are_told(void)
{
    static const struct row rows[] = {
        {"return time.format(cron.next('0 2 * * *'))", "told 2026-09-15T02:00:00Z"},
        {"return time.format(cron.next(cron.jobs()[2]))", "told 2026-09-15T00:00:00Z"},
        {"return time.format(cron.before({schedule = 'daily', kind = 'calendar'}))",
         "told 2026-09-14T00:00:00Z"},
        {"return time.format(cron.next({schedule = 'x', kind = 'interval', every = '15m', last = "
         "1789380000}, 1789380100))",
         "told 2026-09-14T10:15:00Z"},
        {"return cron.next(cron.jobs()[6])", "cannot: it is not known when the job ran last"},
        {"return cron.next('@reboot')", "cannot: it runs at no time that can be told"},
        {"return cron.next('a b')", "cannot: \"a\" is no minute"},
        {"return cron.next({schedule = '* * * * *', zone = 'Mars/Base'})",
         "cannot: it is not known what the clocks of the job's zone show"},
        {"return cron.next(7)",
         "cannot: step:1: cron.next: the schedule must be a text, not a number"},
    };
    run_rows(rows, COUNT(rows));
}

#define NIGHTS                                                                           \
    "local t = {} for d = 1, 8 do for i = 0, 3 do t[#t + 1] = 1788480000 + 86400 * d + " \
    "20 * i end end "

static void falls_are_told(void)
{
    static const struct row rows[] = {
        {NIGHTS "local f = cron.falls{jobs = cron.jobs(), times = t} "
                "return f[1].command, f[1].says",
         "told report # nightly | 8 of 8 times followed within 3s on a run of \"report # "
         "nightly\" (/etc/cron.d/app:2: 0 2 * * *), and 8 of its 8 runs had one; by chance 0.005 "
         "% would (binomial and shifts over a day, corrected for 5 jobs: p < 0.001)"},
        {"local f, why = cron.falls{jobs = {}, times = {}} return f, why",
         "cannot: there are no times that a job could fall on"},
        {"return cron.falls{jobs = cron.jobs(), times = {3, 1}}",
         "cannot: step:1: cron.falls: times must be in order, the oldest first"},
        {"return cron.falls{times = {3}}",
         "cannot: step:1: cron.falls: jobs must be a list, as cron.jobs gives it"},
    };
    run_rows(rows, COUNT(rows));
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"jobs are listed", jobs_are_listed},
        {"runs are told", runs_are_told},
        {"falls are told", falls_are_told},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_cron", tests);
}
