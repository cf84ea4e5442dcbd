#include "lua_checks_help.h"

#include <time.h>

/* Checks that look for patterns, in worlds with logs that are made. Now is 2026-09-14T10:20:00Z. */
#define NOW 1789381200
#define DAY 86400

static void add_line(struct text *t, int64_t at, const char *what)
{
    char shown[32];
    time_t when = at;
    strftime(shown, sizeof shown, "%Y-%m-%dT%H:%M:%SZ", gmtime(&when));
    text_format(t, "%s %s\n", shown, what);
}

static uint32_t dice(uint32_t below)
{
    static uint64_t state = 42;
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

/* How busy a moment is: little at night, most after noon. */
static int busy(int64_t at)
{
    int hour = (int)(at % DAY / 3600);
    return hour < 7 ? 1 : hour < 19 ? 8 : 3;
}

/* Two weeks with a line every few minutes, and errors where `is_error` has them. */
static void make_log(struct text *t, int64_t back, int64_t step, int (*errors)(int64_t at),
                     bool loose)
{
    for (int64_t at = NOW - back; at < NOW; at += step) {
        for (int i = busy(at); i > 0; i--)
            add_line(t, at, "info: served");
        for (int i = errors(at); i > 0; i--)
            add_line(t, at + (loose ? (int)dice((uint32_t)step) : 7 + i), "error: no such order");
    }
}

static int nightly(int64_t at)
{
    return at % DAY == 2 * 3600 ? 4 : 0;
}

static int each_half_hour(int64_t at)
{
    return at % 1800 == 600;
}

static int mornings(int64_t at)
{
    int weekday = (int)((at / DAY + 4) % 7);
    return weekday >= 1 && weekday <= 5 && at % DAY == 8 * 3600 ? 6 : 0;
}

static int by_traffic(int64_t at)
{
    return (int)dice(40) < busy(at);
}

static int by_chance(int64_t at)
{
    (void)at;
    return dice(60) == 0;
}

static int stepped(int64_t at)
{
    return at > NOW - 3 * 3600 ? (int)dice(6) : dice(200) == 0;
}

static int grown(int64_t at)
{
    int64_t since = at - (NOW - 8 * 3600);
    return since > 0 ? (int)(since / 2400 + dice(3)) : 0;
}

static int none(int64_t at)
{
    (void)at;
    return 0;
}

static const struct fake_row folders[] = {
    {"/etc/cron.d", "app\n"}, {"/var/spool/cron/crontabs", ""}, {NULL}};
static const struct fake_row runs[] = {
    {"systemctl list-timers --all --output=json", "", 1, "System has not been booted with systemd"},
    {NULL}};

#define TABLE                                                         \
    {                                                                 \
        "/etc/crontab", "17 * * * * root tidy\n* * * * * root beat\n" \
    }
#define APP                                                                      \
    {                                                                            \
        "/etc/cron.d/app", "0 2 * * * app backup --all\n13 4 * * 1 app report\n" \
    }

/* What a row wants to begin with. */
struct row {
    const char *check;
    struct pair inputs[4];
    const char *want;
};

static void rows_hold(const struct row *rows, size_t count, const struct fake *world)
{
    for (size_t i = 0; i < count; i++) {
        struct fake f = *world;
        struct world w = fake_world(&f);
        size_t inputs = 0;
        while (inputs < COUNT(rows[i].inputs) && rows[i].inputs[inputs].name)
            inputs++;
        char *lua = read_check(rows[i].check);
        struct check_job job = {.name = rows[i].check,
                                .lua = lua,
                                .lua_len = strlen(lua),
                                .inputs = rows[i].inputs,
                                .input_count = inputs,
                                .timeout_ms = 20000};
        char *got = lua_outcome_in(&w, &job);
        if (strlen(got) > strlen(rows[i].want))
            got[strlen(rows[i].want)] = '\0';
        if (!suite_check_text(got, rows[i].want, rows[i].check, __FILE__, __LINE__))
            printf("  in row %zu\n", i);
        free(got);
        free(lua);
        text_release(&f.asked);
    }
}

static const struct {
    const char *path;
    int days;
    int (*errors)(int64_t at);
    bool loose; /* not on the clock */
} logs[] = {
    {"/nightly", 9, nightly},        {"/half", 2, each_half_hour},
    {"/mornings", 14, mornings},     {"/traffic", 6, by_traffic, true},
    {"/chance", 6, by_chance, true}, {"/step", 1, stepped, true},
    {"/growth", 1, grown, true},     {"/calm", 1, none},
};

/* The logs, then the crontabs. */
static void make_files(struct text texts[], struct fake_row *files)
{
    size_t i = 0;
    for (; i < COUNT(logs); i++) {
        make_log(&texts[i], logs[i].days * (int64_t)DAY, 300, logs[i].errors, logs[i].loose);
        files[i] = (struct fake_row){logs[i].path, texts[i].at};
    }
    files[i++] = (struct fake_row)TABLE;
    files[i++] = (struct fake_row)APP;
    files[i] = (struct fake_row){NULL};
}

static const struct row shapes[] = {
    {"log/shape",
     {{"file", "/nightly"}},
     "told times of day | they come at certain times of day: about 02:00 on 9 of 9 days with any "
     "(binomial over days, corrected for the spans tried, p < 0.001); next due at "
     "2026-09-15T02:00:08Z; 9 of 9 times followed within 28s on a run of \"backup --all\" "
     "(/etc/cron.d/app:1: 0 2 * * *)"},
    {"log/shape",
     {{"file", "/half"}, {"match", "error"}},
     "told fixed intervals | they come each 30m: "},
    {"log/shape",
     {{"file", "/mornings"}},
     "told start of work | they come at certain times of day: about 08:00 on 10 of 10 days with "
     "any, "
     "on weekdays"},
    {"log/shape", {{"file", "/traffic"}}, "told with traffic | they are a steady share"},
    {"log/shape", {{"file", "/chance"}}, "told at random | "},
    {"log/shape", {{"file", "/step"}}, "told one step up | a step up from "},
    {"log/shape", {{"file", "/growth"}}, "told slow growth | a ramp up from "},
    {"log/shape", {{"file", "/calm"}}, "cannot: no line of the last 14d in /calm matches"},
    {"log/shape", {{"file", "/none"}}, "cannot: not expected: /none"},
};

static const struct row falls[] = {
    {"jobs/on_the_errors",
     {{"file", "/nightly"}},
     "told backup --all (0 2 * * *) | 9 of 9 times followed within 15s on a run of \"backup "
     "--all\""},
    {"jobs/on_the_errors",
     {{"file", "/chance"}},
     "told none | of 4 jobs none precedes the errors more often than chance would"},
    {"jobs/on_the_errors",
     {{"file", "/chance"}, {"as", "a job"}},
     "cannot: of 4 jobs none precedes the errors more often than chance would"},
    {"jobs/around",
     {{"started", "2026-09-14T02:01:30Z"}, {"crontab", "/etc/crontab"}},
     "told backup --all (0 2 * * *) | "},
    {"jobs/around",
     {{"started", "2026-09-14T04:18:00Z"}, {"crontab", "/etc/cron.d/app"}},
     "told report (13 4 * * 1) | report ran 5m before, at 2026-09-14T04:13:00Z: 13 4 * * 1, "
     "/etc/cron.d/app:2\n2 jobs are scheduled here | "},
    {"jobs/on_the_errors", {{"file", "/calm"}}, "cannot: no line of the last 14d in /calm matches"},
    {"jobs/around",
     {{"started", "2026-09-14T02:01:30Z"}},
     "told backup --all (0 2 * * *) | backup --all ran 1m 30s before, at 2026-09-14T02:00:00Z: 0 2 "
     "* * *, "
     "/etc/cron.d/app:1\n4 jobs are scheduled here, of which 1 run all the time | "},
    {"jobs/around",
     {{"started", "2026-09-14T04:18:00Z"}, {"within", "10m"}},
     "told report (13 4 * * 1); tidy (17 * * * *) | report ran 5m before"},
    {"jobs/around",
     {{"started", "2026-09-14T05:45:00Z"}},
     "told none | no job ran in the 5m before 2026-09-14T05:45:00Z; 4 jobs are scheduled here"},
};

static void patterns_are_told(void)
{
    struct text texts[COUNT(logs)] = {0};
    struct fake_row files[COUNT(logs) + 3];
    make_files(texts, files);
    struct fake world = {.runs = runs, .files = files, .folders = folders};
    rows_hold(shapes, COUNT(shapes), &world);
    rows_hold(falls, COUNT(falls), &world);
    /* What may not be read might hold the job. */
    struct fake blind = {.runs = runs, .files = files};
    static const struct row unread[] = {
        {"jobs/around",
         {{"started", "2026-09-14T05:45:00Z"}},
         "cannot: no job ran in the 5m before 2026-09-14T05:45:00Z; 2 jobs are scheduled here, of "
         "which 1 run all the time; could not be read: /etc/cron.d: not expected"},
        {"jobs/on_the_errors", {{"file", "/nightly"}}, "cannot: of 2 jobs none precedes"},
    };
    rows_hold(unread, COUNT(unread), &blind);
    for (size_t i = 0; i < COUNT(logs); i++)
        text_release(&texts[i]);
}

#define TWICE(line) line line line line line line
static const struct fake_row inputs[] = {
    {"/decimals", TWICE("amount=9.50 currency=EUR\namount=12.25 currency=USD\n")},
    {"/integers", TWICE("amount=9 currency=EUR\namount=12 currency=USD\n")},
    {"/acme", TWICE("{\"customer\": \"acme\", \"n\": 1}\n{\"customer\": \"acme\", \"n\": 2}\n")},
    {"/others", TWICE("{\"customer\": \"abc\", \"n\": 2}\n{\"customer\": \"xyz\", \"n\": 1}\n")},
    {"/francs", TWICE("amount=9 currency=CHF\namount=12 currency=CHF\n")},
    {"/empty", ""},
    {"/blank", TWICE("name=\"\"\nname=\"\"\n")},
    {"/named", TWICE("name=\"Ann\"\nname=\"Bo\"\n")},
    {"/two", "name=Ann\nname=Bo\n"},
    {NULL}};

static const struct row shared[] = {
    {"data/shared_value",
     {{"failing", "/decimals"}, {"passing", "/integers"}},
     "told kind of number | amount is a decimal for 12 of 12 failing inputs and 0 of 12 "
     "passing "
     "ones"},
    {"data/shared_value",
     {{"failing", "/acme"}, {"passing", "/others"}},
     "told one sender | customer is acme for 12 of 12"},
    {"data/shared_value",
     {{"failing", "/francs"}, {"passing", "/integers"}},
     "told one choice | currency is CHF"},
    {"data/shared_value",
     {{"failing", "/blank"}, {"passing", "/named"}},
     "told extremes | name is empty for 12 of 12"},
    {"data/shared_value",
     {{"failing", "/named"}, {"passing", "/named"}},
     "told nothing | nothing tells the 12 failing inputs from"},
    {"data/shared_value", {{"failing", "/two"}, {"passing", "/named"}}, "cannot: nothing t"},
    {"data/shared_value",
     {{"failing", "/empty"}, {"passing", "/named"}},
     "cannot: /empty holds no line"},
    {"data/shared_value", {{"failing", "/named"}, {"passing", "/x"}}, "cannot: not expected: /x"},
};

static void shared_values_are_told(void)
{
    struct fake world = {.files = inputs};
    rows_hold(shared, COUNT(shared), &world);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"patterns are told", patterns_are_told},
        {"shared values are told", shared_values_are_told},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_checks_patterns", tests);
}
