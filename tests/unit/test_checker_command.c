#include "checks.h"

#include <poll.h>

static void run_words(const struct world *w, const struct check_job *job, struct job_result *out)
{
    const char *argv[64] = {NULL}, *env[] = {"LD_PRELOAD=/tmp/evil.so", "PATH=/tmp", NULL};
    struct world_ran ran = {0};
    struct text why = {0};
    for (size_t i = 0; i < job->input_count; i++)
        argv[i] = job->inputs[i].value;
    struct world_run run = {
        .argv = argv, .env = env, .timeout_ms = 10000, .output_max = 1000, .live_fd = -1};
    out->outcome = CHECK_CANNOT;
    if (w->run(w->self, &run, &ran, &why)) {
        out->outcome = CHECK_TOLD;
        out->answer = mem_text(ran.cut ? "cut" : ran.timed_out ? "late" : "all");
        out->evidence = text_take(&ran.out);
    } else {
        out->why = text_take(&why);
    }
    text_release(&ran.out);
    text_release(&ran.err);
}

static const struct act acts[] = {{"run", run_words}, {NULL}};

static struct command_job command_of(const char *const *argv)
{
    return (struct command_job){
        .run = {.argv = argv, .timeout_ms = 20000, .output_max = 65536, .live_fd = -1}};
}

static struct job_result command(struct checker *c, const struct command_job *job,
                                 struct text *output)
{
    int number = checker_command(c, job);
    CHECK(number > 0);
    struct job_result r = result_of(c, output);
    CHECK_INT(r.job, number);
    return r;
}

static struct job_result shell(struct checker *c, const char *script, struct text *output)
{
    const char *argv[] = {"sh", "-c", script, NULL};
    struct command_job job = command_of(argv);
    return command(c, &job, output);
}

static void output_comes_live(void)
{
    struct checker *c = begin(NULL);
    struct text output = {0};
    struct job_result r =
        shell(c, "printf one; sleep 0.2; printf two >&2; sleep 0.2; printf three; exit 3", &output);
    CHECK_INT(r.outcome, CHECK_TOLD);
    CHECK_INT(r.ran.status, 3);
    CHECK(!r.ran.timed_out && !r.ran.cut);
    CHECK_TEXT(text_get(&r.ran.out), "onethree");
    CHECK_TEXT(text_get(&r.ran.err), "two");
    CHECK_TEXT(text_get(&output), "onetwothree");
    CHECK(r.took_ms >= 400 && r.started_ms > 1600000000000);
    job_result_release(&r);
    text_release(&output);
    checker_stop(c);
}

/* Before the command has ended, what it wrote is there, and the descriptor says so. */
static void the_descriptor_tells_of_news(void)
{
    struct checker *c = begin(NULL);
    struct pollfd p = {checker_fd(c), POLLIN, 0};
    const char *argv[] = {"sh", "-c", "echo begun; exec sleep 86433", NULL};
    struct command_job job = command_of(argv);
    struct job_result r = {0};
    struct text output = {0};
    CHECK_INT(poll(&p, 1, 50), 0);
    CHECK_INT(checker_take(c, &output, &r), NEWS_NONE);
    int number = checker_command(c, &job);
    CHECK_INT(poll(&p, 1, 20000), 1);
    CHECK_INT(checker_take(c, &output, &r), NEWS_OUTPUT);
    CHECK_TEXT(text_get(&output), "begun\n");
    CHECK_INT(checker_take(c, &output, &r), NEWS_NONE);
    CHECK_INT(poll(&p, 1, 50), 0);
    CHECK_INT(checker_wait(c, 50, &output, &r), NEWS_NONE);
    checker_cancel(c, number);
    CHECK_INT(poll(&p, 1, 20000), 1);
    r = result_of(c, NULL);
    CHECK_INT(r.job, number);
    CHECK_INT(r.outcome, CHECK_CANNOT);
    CHECK_INT(poll(&p, 1, 50), 0);
    CHECK_INT(count_processes("sleep\00086433", 11), 0);
    job_result_release(&r);
    text_release(&output);
    checker_stop(c);
}

static const char *const words[] = {
    "a b",
    " lead and trail ",
    "",
    "'",
    "\"",
    "it's \"quoted\"",
    "$(touch executed)",
    "`touch executed`",
    "; touch executed",
    "| touch executed",
    "&& touch executed",
    "& touch executed",
    "|| touch executed",
    "> executed",
    "x\ntouch executed\n",
    "\r\ntouch executed",
    "${HOME}",
    "$HOME",
    "$IFS",
    "$'\\x41'",
    "~",
    "*",
    "?[a-z]",
    "{a,b}",
    "-rf",
    "--help",
    "--",
    "-",
    "-c touch executed",
    "#comment",
    "!!",
    "\\",
    "a\\",
    "%s%n%d",
    "\x1b[31mred\x07",
    "\t\v\f",
    "\xff\xfe",
    "PATH=/tmp",
    "@file",
    "<(touch executed)",
};
#define WORDS (sizeof words / sizeof *words)

/* What a shell prints of its arguments, each in angle brackets. */
static const char *print_them[] = {"sh", "-c", "for a; do printf '<%s>' \"$a\"; done", "sh"};

static void words_stay_words(void)
{
    struct checker *c = begin(NULL);
    static const char *const allowed[] = {"sh -c", NULL};
    for (size_t i = 0; i < WORDS; i++) {
        const char *argv[] = {print_them[0], print_them[1], print_them[2], print_them[3],
                              words[i],      "last",        NULL};
        struct pair inputs[6];
        struct text want = {0};
        for (size_t k = 0; k < 6; k++)
            inputs[k] = (struct pair){"word", argv[k]};
        text_format(&want, "<%s><last>", words[i]);
        struct command_job job = command_of(argv);
        struct job_result r = command(c, &job, NULL);
        CHECK_TEXT(text_get(&r.ran.out), want.at);
        job_result_release(&r);
        struct check_job check_it = job_of("run", inputs, 6);
        check_it.permits.run = allowed;
        r = check(c, &check_it);
        CHECK_TEXT(r.evidence, want.at);
        job_result_release(&r);
        text_release(&want);
    }
    checker_stop(c);
    printf("  %zu words through commands and checks\n", WORDS);
    CHECK(access("executed", F_OK) != 0);
}

/* A program's name is a name, whatever is in it. */
static void programs_are_no_shell_text(void)
{
    static const struct {
        const char *name, *why;
    } cases[] = {
        {"no-such-program", "there is no program \"no-such-program\""},
        {"true; touch executed", "there is no program \"true; touch executed\""},
        {"$(touch executed)", "there is no program \"$(touch executed)\""},
        {" true", "there is no program \" true\""},
        {"", "there is no program \"\""},
        {"./no-such-program", "there is no program \"./no-such-program\""},
        {"/etc", "could not start \"/etc\": Permission denied"},
        {"/etc/passwd", "could not start \"/etc/passwd\": Permission denied"},
        {"/etc/passwd/x", "could not start \"/etc/passwd/x\": Not a directory"},
    };
    struct checker *c = begin(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *argv[] = {cases[i].name, NULL};
        struct command_job job = command_of(argv);
        struct job_result r = command(c, &job, NULL);
        CHECK_INT(r.outcome, CHECK_CANNOT);
        CHECK_TEXT(r.why, cases[i].why);
        job_result_release(&r);
    }
    checker_stop(c);
    CHECK(access("executed", F_OK) != 0);
}

static void the_environment_is_clean(void)
{
    static const char *const given[] = {"TOKEN=a b=c", "LANG=C", NULL};
    static const char *const allowed[] = {"env", NULL}, *const names[] = {"DEPLOY", "UNSET", NULL};
    const char *argv[] = {"env", NULL};
    struct pair input = {"word", "env"};
    struct text want = {0};
    setenv("SECRET", "x", 1);
    setenv("DEPLOY", "prod", 1);
    setenv("LD_LIBRARY_PATH", "/nowhere", 1);
    struct checker *c = begin(NULL);
    struct command_job job = command_of(argv);
    job.run.env = given;
    struct job_result r = command(c, &job, NULL);
#define PATH_LINE "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n"
    text_format(&want, PATH_LINE "LANG=C\nHOME=%s\nTOKEN=a b=c\n", getenv("HOME"));
    CHECK_TEXT(text_get(&r.ran.out), want.at);
    job_result_release(&r);
    struct check_job check_it = job_of("run", &input, 1);
    check_it.permits.run = allowed;
    check_it.permits.env = names;
    r = check(c, &check_it);
    text_clear(&want);
    text_format(&want, PATH_LINE "LANG=C.UTF-8\nHOME=%s\nDEPLOY=prod\n", getenv("HOME"));
    CHECK_TEXT(r.evidence, want.at);
    job_result_release(&r);
    checker_stop(c);
    text_release(&want);
    unsetenv("LD_LIBRARY_PATH");
}

static void much_output_is_capped(void)
{
    struct checker *c = begin(NULL);
    const char *argv[] = {"sh", "-c", "yes x | head -c 300000; yes y | head -c 70000 >&2", NULL};
    struct command_job job = command_of(argv);
    struct text output = {0};
    job.run.output_max = 1000;
    struct job_result r = command(c, &job, &output);
    CHECK_INT(r.ran.status, 0);
    CHECK(r.ran.cut);
    CHECK_INT(r.ran.out.len, 1000);
    CHECK_INT(r.ran.err.len, 1000);
    CHECK_INT(output.len, 370000);
    job_result_release(&r);
    text_release(&output);
    checker_stop(c);
}

static void input_is_given_or_nothing(void)
{
    struct checker *c = begin(NULL);
    const char *argv[] = {"wc", "-c", NULL}, *none[] = {"true", NULL};
    struct text large = {0};
    text_add_repeat(&large, 'z', 200000);
    struct command_job job = command_of(argv);
    struct job_result r = command(c, &job, NULL);
    CHECK_TEXT(text_get(&r.ran.out), "0\n");
    job_result_release(&r);
    job.run.input = large.at;
    job.run.input_len = large.len;
    r = command(c, &job, NULL);
    CHECK_TEXT(text_get(&r.ran.out), "200000\n");
    job_result_release(&r);
    job.run.argv = none; /* reads nothing of it */
    r = command(c, &job, NULL);
    CHECK_INT(r.ran.status, 0);
    job_result_release(&r);
    text_release(&large);
    checker_stop(c);
}

static void there_is_no_terminal_and_no_descriptor(void)
{
    struct checker *c = begin(NULL);
    struct job_result r = shell(c, "(: </dev/tty) 2>/dev/null && echo tty; ls /proc/$$/fd", NULL);
    if (under_valgrind())
        printf("  skipped: valgrind leaves descriptors of its own to commands\n");
    else
        CHECK_TEXT(text_get(&r.ran.out), "0\n1\n2\n");
    job_result_release(&r);
    r = shell(c, "kill -SEGV $$", NULL);
    CHECK_INT(r.ran.status, 128 + SIGSEGV);
    job_result_release(&r);
    r = shell(c, "kill -TERM $$; echo lives", NULL);
    CHECK_INT(r.ran.status, 128 + SIGTERM);
    job_result_release(&r);
    r = shell(c, "(yes; echo $? >&2) | true; exit 5", NULL); /* SIGPIPE is as it should be */
    CHECK_INT(r.ran.status, 5);
    CHECK_TEXT(text_get(&r.ran.err), "141\n");
    job_result_release(&r);
    checker_stop(c);
}

static void the_limit_ends_a_command(void)
{
    struct checker *c = begin(NULL);
    const char *argv[] = {
        "sh", "-c", "trap '' TERM HUP; echo begun; (setsid sleep 86432 &); sleep 86432", NULL};
    struct command_job job = command_of(argv);
    job.run.timeout_ms = under_valgrind() ? 3000 : 500;
    int64_t began = clock_ms();
    struct job_result r = command(c, &job, NULL);
    int64_t took = clock_ms() - began;
    CHECK_INT(r.outcome, CHECK_TOLD);
    CHECK(r.ran.timed_out);
    CHECK_INT(r.ran.status, 128 + SIGKILL);
    CHECK_TEXT(text_get(&r.ran.out), "begun\n");
    CHECK(took >= job.run.timeout_ms && took < job.run.timeout_ms + 2000);
    CHECK_INT(count_processes("sleep\00086432", 11), 0);
    job_result_release(&r);
    checker_stop(c);
}

/* A service that an action starts outlives it, and is not waited for even where it has its output.
 */
static void what_it_left_stays(void)
{
    static const char *const scripts[] = {
        "sleep 86434 >/dev/null 2>&1 & echo $!",
        "sleep 86434 & echo $!",
        "setsid sh -c 'echo $$; exec sleep 86434' & sleep 0.3",
    };
    for (size_t i = 0; i < 3; i++) {
        struct checker *c = begin(NULL);
        struct job_result r = shell(c, scripts[i], NULL);
        pid_t left = (pid_t)atoi(text_get(&r.ran.out));
        CHECK_INT(r.ran.status, 0);
        checker_stop(c);
        for (int k = 0; k < 500 && count_processes("sleep\00086434", 11) == 0; k++)
            usleep(10000); /* its shell may be about to become it */
        CHECK_INT(count_processes("sleep\00086434", 11), 1);
        if (CHECK(left > 1))
            CHECK_INT(kill(left, SIGKILL), 0);
        CHECK_NONE_LEFT(count_processes("sleep\00086434", 11));
        job_result_release(&r);
    }
}

static void a_check_may_run_what_is_allowed_alone(void)
{
    static const char *const allowed[] = {"echo yes", NULL};
    struct checker *c = begin(NULL);
    struct pair good[] = {{"a", "echo"}, {"b", "yes"}, {"c", "indeed"}},
                bad[] = {{"a", "echo"}, {"b", "yes indeed"}};
    struct check_job job = job_of("run", good, 3);
    job.permits.run = allowed;
    struct job_result r = check(c, &job);
    CHECK_TEXT(r.evidence, "yes indeed\n");
    job_result_release(&r);
    job = job_of("run", bad, 2);
    job.permits.run = allowed;
    r = check(c, &job);
    CHECK_TEXT(r.why, "not allowed to run \"echo yes indeed\"; allow has run: echo yes");
    job_result_release(&r);
    checker_stop(c);
}

int main(void)
{
    mark_own();
    char folder[] = "/tmp/command.XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return 2;
    int status = suite_run(
        "checker_command",
        (CU_TestInfo[]){
            {"output comes live", output_comes_live},
            {"the descriptor tells of news", the_descriptor_tells_of_news},
            {"words stay words", words_stay_words},
            {"programs are no shell text", programs_are_no_shell_text},
            {"the environment is clean", the_environment_is_clean},
            {"much output is capped", much_output_is_capped},
            {"input is given or nothing", input_is_given_or_nothing},
            {"there is no terminal and no descriptor", there_is_no_terminal_and_no_descriptor},
            {"the limit ends a command", the_limit_ends_a_command},
            {"what it left stays", what_it_left_stays},
            {"a check may run what is allowed alone", a_check_may_run_what_is_allowed_alone},
            CU_TEST_INFO_NULL,
        });
    return chdir("/") != 0 || rmdir(folder) != 0 ? 2 : status;
}
