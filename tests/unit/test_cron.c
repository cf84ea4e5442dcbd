#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/time.h"
#include "clues/cron.h"
#include "clues/cron_falls.h"
#include "clues/cron_table.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"

static int64_t at(const char *text)
{
    int64_t ms = 0;
    if (!time_parse_rfc3339(text, &ms))
        abort();
    return ms / 1000;
}

/* The next three runs, as "11-23T02:00:00 ...". */
static char *runs_of(const struct cron_schedule *s, int64_t after)
{
    struct text t = {0};
    char shown[32];
    for (int i = 0; i < 3; i++) {
        time_t next = after = cron_next(s, after);
        if (after == CRON_NEVER) {
            text_add(&t, i ? " never" : "never");
            break;
        }
        strftime(shown, sizeof shown, "%Y-%m-%dT%H:%M:%S", gmtime(&next));
        text_format(&t, "%s%s", i ? " " : "", shown + 2);
    }
    return text_take(&t);
}

struct row {
    const char *schedule, *zone, *from, *want;
};

static void check_rows(const struct row *rows, size_t count,
                       bool (*parse)(const char *, struct cron_schedule *, struct text *))
{
    for (size_t i = 0; i < count; i++) {
        struct cron_schedule s;
        struct text why = {0};
        if (!parse(rows[i].schedule, &s, &why)) {
            suite_check_text(text_get(&why), rows[i].want, rows[i].schedule, __FILE__, __LINE__);
            text_release(&why);
            continue;
        }
        CHECK(cron_zone_parse(rows[i].zone ? rows[i].zone : "UTC", &s.zone));
        char *got = runs_of(&s, at(rows[i].from ? rows[i].from : "2026-11-20T12:00:00Z"));
        suite_check_text(got, rows[i].want, rows[i].schedule, __FILE__, __LINE__);
        free(got);
    }
}

static void crontab_lines_run(void)
{
    static const struct row rows[] = {
        {"*/20 * * * *", NULL, NULL, "26-11-20T12:20:00 26-11-20T12:40:00 26-11-20T13:00:00"},
        {"0 2 * * *", NULL, NULL, "26-11-21T02:00:00 26-11-22T02:00:00 26-11-23T02:00:00"},
        {"30 3 * * 0", NULL, NULL, "26-11-22T03:30:00 26-11-29T03:30:00 26-12-06T03:30:00"},
        {"30 3 * * sun", NULL, NULL, "26-11-22T03:30:00 26-11-29T03:30:00 26-12-06T03:30:00"},
        {"30 3 * * 5-7", NULL, NULL, "26-11-21T03:30:00 26-11-22T03:30:00 26-11-27T03:30:00"},
        {"0 9 * * Mon-Fri", NULL, NULL, "26-11-23T09:00:00 26-11-24T09:00:00 26-11-25T09:00:00"},
        {"0 0 1 * *", NULL, NULL, "26-12-01T00:00:00 27-01-01T00:00:00 27-02-01T00:00:00"},
        /* Both days are named: either will do. One is a star: both must hold. */
        {"0 0 1 * mon", NULL, NULL, "26-11-23T00:00:00 26-11-30T00:00:00 26-12-01T00:00:00"},
        {"0 0 */2 * mon", NULL, NULL, "26-11-23T00:00:00 26-12-07T00:00:00 26-12-21T00:00:00"},
        {"5,10-12/2 1 * jan,feb *", NULL, NULL,
         "27-01-01T01:05:00 27-01-01T01:10:00 27-01-01T01:12:00"},
        {"0 0 29 2 *", NULL, NULL, "28-02-29T00:00:00 32-02-29T00:00:00 36-02-29T00:00:00"},
        {"0 0 30 2 *", NULL, NULL, "never"},
        {"@weekly", NULL, NULL, "26-11-22T00:00:00 26-11-29T00:00:00 26-12-06T00:00:00"},
        {"@Reboot", NULL, NULL, "never"},
        {"0 2 * * *", BERLIN, NULL, "26-11-21T01:00:00 26-11-22T01:00:00 26-11-23T01:00:00"},
        /* Put forward: right after the change. Put back: once, but what runs all the time runs on.
         */
        {"30 2 * * *", BERLIN, "2026-03-28T12:00:00Z",
         "26-03-29T01:00:00 26-03-30T00:30:00 26-03-31T00:30:00"},
        {"30 2 * * *", BERLIN, "2026-10-24T12:00:00Z",
         "26-10-25T00:30:00 26-10-26T01:30:00 26-10-27T01:30:00"},
        {"30 * * * *", BERLIN, "2026-10-25T00:00:00Z",
         "26-10-25T00:30:00 26-10-25T01:30:00 26-10-25T02:30:00"},
        {"30 * * * *", BERLIN, "2026-03-29T00:00:00Z",
         "26-03-29T00:30:00 26-03-29T01:30:00 26-03-29T02:30:00"},
        {"0 3 * * *", "<-03>3", NULL, "26-11-21T06:00:00 26-11-22T06:00:00 26-11-23T06:00:00"},
        {"0 0 * *", NULL, NULL, "the day of the week is missing"},
        {"60 0 * * *", NULL, NULL, "\"60\" is no minute"},
        {"0 0 * * fre", NULL, NULL, "\"fre\" is no day of the week"},
        {"5/10 * * * *", NULL, NULL, "\"5/10\" is no minute"},
        {"9-5 * * * *", NULL, NULL, "\"9-5\" is no minute"},
        {"*/0 * * * *", NULL, NULL, "\"*/0\" is no minute"},
        {"@often", NULL, NULL, "\"@often\" is no such word as @daily"},
    };
    check_rows(rows, COUNT(rows), cron_parse);
}

/* The times are those that `systemd-analyze calendar` of systemd 252 tells. */
static void calendar_expressions_run(void)
{
    static const struct row rows[] = {
        {"Mon..Fri *-*-* 02:00", NULL, NULL,
         "26-11-23T02:00:00 26-11-24T02:00:00 26-11-25T02:00:00"},
        {"Sat,Sun 1:2:3", NULL, NULL, "26-11-21T01:02:03 26-11-22T01:02:03 26-11-28T01:02:03"},
        {"*-*-1..7 18:00:00", NULL, NULL, "26-12-01T18:00:00 26-12-02T18:00:00 26-12-03T18:00:00"},
        {"*-02~01", NULL, NULL, "27-02-28T00:00:00 28-02-29T00:00:00 29-02-28T00:00:00"},
        {"Mon *-05~07/1", NULL, NULL, "27-05-31T00:00:00 28-05-29T00:00:00 29-05-28T00:00:00"},
        {"*:0/15", NULL, NULL, "26-11-20T12:15:00 26-11-20T12:30:00 26-11-20T12:45:00"},
        {"2026-*-* 00/2:30", NULL, NULL, "26-11-20T12:30:00 26-11-20T14:30:00 26-11-20T16:30:00"},
        {"weekly", NULL, NULL, "26-11-23T00:00:00 26-11-30T00:00:00 26-12-07T00:00:00"},
        {"*-*-* 06,18:00", NULL, NULL, "26-11-20T18:00:00 26-11-21T06:00:00 26-11-21T18:00:00"},
        {"quarterly", NULL, NULL, "27-01-01T00:00:00 27-04-01T00:00:00 27-07-01T00:00:00"},
        {"Thu,Fri 2026-*-1,5 11:12:13", NULL, NULL, "never"},
        {"12..14:10,20,30", NULL, NULL, "26-11-20T12:10:00 26-11-20T12:20:00 26-11-20T12:30:00"},
        {"*:*:0/20", NULL, NULL, "26-11-20T12:00:20 26-11-20T12:00:40 26-11-20T12:01:00"},
        {"*-*~3 04:00", NULL, NULL, "26-11-28T04:00:00 26-12-29T04:00:00 27-01-29T04:00:00"},
        {"2027-2/3-1 3:3", NULL, NULL, "27-02-01T03:03:00 27-05-01T03:03:00 27-08-01T03:03:00"},
        {"*-*-* 06:00; *-*-* 12:30", NULL, NULL,
         "26-11-20T12:30:00 26-11-21T06:00:00 26-11-21T12:30:00"},
        {"02:30", BERLIN, "2026-03-28T11:00:00Z",
         "26-03-30T00:30:00 26-03-31T00:30:00 26-04-01T00:30:00"},
        {"02:30", BERLIN, "2026-10-24T10:00:00Z",
         "26-10-25T00:30:00 26-10-26T01:30:00 26-10-27T01:30:00"},
        {"*:30", BERLIN, "2026-10-25T00:00:00Z",
         "26-10-25T00:30:00 26-10-25T02:30:00 26-10-25T03:30:00"},
        {"Mon 25:00", NULL, NULL, "\"Mon 25:00\" is no calendar expression"},
        {"whenever", NULL, NULL, "\"whenever\" is no calendar expression"},
        {"", NULL, NULL, "there is no calendar expression"},
    };
    check_rows(rows, COUNT(rows), cron_parse_calendar);
}

static void looks_back(void)
{
    struct cron_schedule s;
    struct text why = {0};
    int64_t runs[8];
    CHECK(cron_parse("0 2 * * *", &s, &why) && cron_zone_parse("UTC", &s.zone));
    CHECK_INT(cron_before(&s, at("2026-11-20T01:59:59Z")), at("2026-11-19T02:00:00Z"));
    CHECK_INT(cron_before(&s, at("2026-11-20T02:00:00Z")), at("2026-11-20T02:00:00Z"));
    CHECK_INT(cron_runs(&s, at("2026-11-20T02:00:00Z"), at("2026-11-22T02:00:00Z"), runs, 8), 3);
    CHECK_INT(runs[2], at("2026-11-22T02:00:00Z"));
    s = (struct cron_schedule){.kind = CRON_EVERY, .period = 900, .anchor = 5000};
    CHECK_INT(cron_next(&s, 5000), 5900);
    CHECK_INT(cron_before(&s, 4999), 4100);
    CHECK_INT(cron_runs(&s, 5000, 6800, runs, 8), 3);
}

/* The process's own zone and a rule say the same, around both changes of a year. */
static void zones_agree(void)
{
    struct cron_zone own, rule;
    setenv("TZ", BERLIN, 1);
    tzset();
    cron_zone_local(&own);
    CHECK(cron_zone_parse(BERLIN, &rule));
    for (int64_t t = at("2026-01-01T00:00:00Z"); t < at("2027-01-01T00:00:00Z"); t += 1800)
        if (cron_zone_offset(&own, t) != cron_zone_offset(&rule, t))
            CHECK_INT(cron_zone_offset(&rule, t), cron_zone_offset(&own, t));
    setenv("TZ", "UTC", 1);
    tzset();
    CHECK(cron_zone_parse("NZST-12NZDT,M9.5.0,M4.1.0/3", &rule)); /* the year begins in summer */
    CHECK_INT(cron_zone_offset(&rule, at("2026-01-15T00:00:00Z")), 13 * 3600);
    CHECK_INT(cron_zone_offset(&rule, at("2026-07-15T00:00:00Z")), 12 * 3600);
    CHECK(!cron_zone_parse("CET", &rule) && !cron_zone_parse("", &rule));
    CHECK(!cron_zone_parse("CET-1CEST,M3.5.0", &rule));
    char found[CRON_RULE_MAX];
    const char file[] = "TZif2 and much more\nCET-1CEST,M3.5.0,M10.5.0/3\n";
    CHECK(cron_zone_rule(file, sizeof file - 1, found));
    CHECK_TEXT(found, BERLIN);
    CHECK(!cron_zone_rule("TZif", 4, found));
}

static void tables_are_read(void)
{
    char text[] = "# a comment\nSHELL=/bin/sh\nPATH = \"/bin\"\n\n"
                  "17 * * * *\troot  cd / && run-parts --report /etc/cron.hourly\n"
                  "CRON_TZ=Europe/Berlin\n@daily www-data mail -s 100\\% x%body\n"
                  "61 * * * * root x\n0 1 * * * root\n-*/5 * * * * root quiet";
    struct cron_table t;
    struct cron_line line;
    struct text why = {0}, all = {0};
    char folder[80];
    cron_table_start(&t, text, true);
    while (cron_table_next(&t, &line, &why))
        text_format(&all, "%zu %s|%s|%s|%s|%s\n", t.number, line.schedule,
                    line.user ? line.user : "-", line.command ? line.command : "-", t.zone,
                    line.wrong ? line.wrong : "");
    CHECK_TEXT(all.at, "5 17 * * * *|root|cd / && run-parts --report /etc/cron.hourly||\n"
                       "7 @daily|www-data|mail -s 100% x|Europe/Berlin|\n"
                       "8 61 * * * *|-|-|Europe/Berlin|\"61\" is no minute\n"
                       "9 0 1 * * *|root||Europe/Berlin|a user or a command is missing\n"
                       "10 */5 * * * *|root|quiet|Europe/Berlin|\n");
    CHECK(cron_table_parts("test -x /usr/sbin/anacron || { cd / && run-parts --report "
                           "/etc/cron.daily; }",
                           folder, sizeof folder));
    CHECK_TEXT(folder, "/etc/cron.daily");
    CHECK(!cron_table_parts("backup /etc/cron.daily", folder, sizeof folder));
    CHECK(cron_table_takes("e2scrub_all", 11) && !cron_table_takes("a.dpkg-new", 10));
    CHECK_INT(cron_span_us("1d 2h 30min"), 95400000000LL);
    CHECK_INT(cron_span_us("soon"), 0);
    text_release(&all);
    text_release(&why);
}

/* A generator with a known state, so that the figures below are the same everywhere. */
static uint64_t state;

static double chance(void)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(state >> 11) / 9007199254740992.0;
}

static int up(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

#define DAYS 10
#define JOBS 30
#ifdef RULEOUT_VALGRIND
#define ROUNDS 1
#else
#define ROUNDS 60
#endif

/* A job whose runs are one a day at `second`, for moments at `times`. */
static struct cron_fall judge(const double *times, size_t count, int second,
                              struct cron_chance *chances)
{
    int64_t runs[DAYS + 3];
    struct cron_fall c = {.odds = 1};
    for (int d = 0; d < DAYS + 3; d++)
        runs[d] = (d - 1) * 86400 + second;
    CHECK(cron_falls_judge(times, count, runs, DAYS + 3, 0, DAYS * 86400.0, 120, chances, &c));
    return c;
}

/* The p of the best of many jobs, the last of which runs at `mine`; 1 where another is the best. */
static double best_of_jobs(const double *times, int mine)
{
    static struct cron_chance chances;
    struct cron_fall best = {.odds = 2}, one;
    bool last = false;
    cron_chance_init(&chances);
    for (int j = 0; j < JOBS; j++) {
        last = j == JOBS - 1 && mine >= 0;
        one = judge(times, DAYS, last ? mine : (int)(chance() * 1440) * 60, &chances);
        if (one.odds < best.odds)
            best = one;
    }
    cron_falls_finish(&chances, &best);
    return mine >= 0 && one.odds > best.odds ? 1 : best.p;
}

static void chance_is_told_from_jobs(void)
{
    int false_alarms = 0, found = 0, rounds = ROUNDS;
    for (int r = 0; r < rounds; r++) {
        double times[DAYS], regular[DAYS];
        state = (uint64_t)r + 1;
        int phase = (int)(chance() * 86400), mine = (int)(chance() * 1440) * 60;
        for (int d = 0; d < DAYS; d++) {
            times[d] = d * 86400.0 + chance() * 86400;
            regular[d] = d * 86400.0 + phase; /* regular too, but of nothing that is known */
        }
        qsort(times, DAYS, sizeof *times, up);
        false_alarms += best_of_jobs(r % 2 ? times : regular, -1) < 0.05;
        for (int d = 0; d < DAYS; d++)
            regular[d] = d * 86400.0 + mine + 3 + chance() * 20;
        found += best_of_jobs(regular, mine) < 0.05;
    }
    CHECK(100 * false_alarms <= 7 * rounds);
    CHECK(100 * found >= 95 * rounds);
}

static void a_job_of_every_minute_explains_nothing(void)
{
    static struct cron_chance chances;
    int64_t runs[5000];
    double times[20];
    struct cron_fall c;
    for (int i = 0; i < 5000; i++)
        runs[i] = (i - 100) * 60;
    for (int i = 0; i < 20; i++)
        times[i] = 3000 + i * 3600 + 7.0 * i;
    cron_chance_init(&chances);
    CHECK(cron_falls_judge(times, 20, runs, 5000, 0, 80000, 120, &chances, &c));
    cron_falls_finish(&chances, &c);
    CHECK(c.p > 0.05);
    CHECK_INT(cron_falls_starts((double[]){1, 2, 3, 500, 600, 601, 900}, 7, 120), 3);
    CHECK(!cron_falls_judge(times, 0, runs, 5000, 0, 80000, 120, &chances, &c));
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"crontab lines run", crontab_lines_run},
        {"calendar expressions run", calendar_expressions_run},
        {"looks back", looks_back},
        {"zones agree", zones_agree},
        {"tables are read", tables_are_read},
        {"chance is told from jobs", chance_is_told_from_jobs},
        {"a job of every minute explains nothing", a_job_of_every_minute_explains_nothing},
        CU_TEST_INFO_NULL,
    };
    return suite_run("cron", tests);
}
