#include "checks.h"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

static void tell_yes(const struct world *w, const struct check_job *job, struct job_result *out)
{
    (void)w;
    out->outcome = CHECK_TOLD;
    out->answer = mem_text("yes");
    out->evidence = mem_text(job->input_count ? job->inputs[0].value : "all of it");
    out->value = mem_text(job->answer_count ? job->answers[0].value : "{\"n\": 1}");
}

static void tell_cannot(const struct world *w, const struct check_job *job, struct job_result *out)
{
    (void)w;
    (void)job;
    out->outcome = CHECK_CANNOT;
    out->why = mem_text("the log is empty");
}

static void spin(const struct world *w, const struct check_job *job, struct job_result *out)
{
    (void)w;
    (void)job;
    (void)out;
    for (volatile int i = 0;; i++)
        ;
}

static void sleep_on(const struct world *w, const struct check_job *job, struct job_result *out)
{
    (void)w;
    (void)job;
    (void)out;
    for (;;)
        nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
}

static void crash(const struct world *w, const struct check_job *job, struct job_result *out)
{
    (void)w;
    (void)job;
    (void)out;
    signal(SIGSEGV, SIG_DFL);
    signal(SIGILL, SIG_DFL);
    __builtin_trap();
}

static void leave(const struct world *w, const struct check_job *job, struct job_result *out)
{
    (void)w;
    (void)job;
    (void)out;
    _exit(7);
}

static void talk_nonsense(const struct world *w, const struct check_job *job,
                          struct job_result *out)
{
    char junk[4096];
    memset(junk, 0x5a, sizeof junk);
    send(0, junk, sizeof junk, MSG_NOSIGNAL);
    sleep_on(w, job, out);
}

static void talk_half(const struct world *w, const struct check_job *job, struct job_result *out)
{
    send(0, "\1\0\0", 3, MSG_NOSIGNAL);
    sleep_on(w, job, out);
}

static void eat(const struct world *w, const struct check_job *job, struct job_result *out)
{
    (void)w;
    (void)job;
    (void)out;
    for (;;)
        memset(mem_alloc(1 << 20), 1, 1 << 20);
}

static char *many(char c, size_t n)
{
    struct text t = {0};
    text_add_repeat(&t, c, n);
    return text_take(&t);
}

static void tell_much(const struct world *w, const struct check_job *job, struct job_result *out)
{
    (void)w;
    const char *what = job->inputs[0].value;
    out->outcome = CHECK_TOLD;
    out->answer = strcmp(what, "answer") == 0 ? many('a', 4097) : mem_text("yes");
    out->evidence = strcmp(what, "evidence") == 0 ? many('e', 1 << 20) : NULL;
    out->value = strcmp(what, "value") == 0 ? many('1', (256 << 10) + 1) : NULL;
    if (strcmp(what, "nothing") == 0) {
        free(out->answer);
        out->answer = NULL;
    }
}

/* Runs the inputs as words; what came is told. */
static void run_words(const struct world *w, const struct check_job *job, struct job_result *out)
{
    const char *argv[64] = {NULL};
    struct world_ran ran = {0};
    struct text why = {0};
    for (size_t i = 0; i < job->input_count; i++)
        argv[i] = job->inputs[i].value;
    struct world_run run = {.argv = argv, .timeout_ms = 10000, .output_max = 65536, .live_fd = -1};
    if (w->run(w->self, &run, &ran, &why)) {
        struct text answer = {0};
        text_format(&answer, "%d", ran.status);
        out->outcome = CHECK_TOLD;
        out->answer = text_take(&answer);
        out->evidence = text_take(&ran.out);
        out->value = text_take(&ran.err);
    } else {
        out->outcome = CHECK_CANNOT;
        out->why = text_take(&why);
    }
    text_release(&ran.out);
    text_release(&ran.err);
}

static void run_then_hang(const struct world *w, const struct check_job *job,
                          struct job_result *out)
{
    run_words(w, job, out);
    spin(w, job, out);
}

static const struct act acts[] = {
    {"yes", tell_yes},
    {"cannot", tell_cannot},
    {"spin", spin},
    {"sleep", sleep_on},
    {"crash", crash},
    {"leave", leave},
    {"eat", eat},
    {"nonsense", talk_nonsense},
    {"half", talk_half},
    {"much", tell_much},
    {"run", run_words},
    {"run then hang", run_then_hang},
    {NULL},
};

static void a_check_answers(void)
{
    struct checker *c = begin(NULL);
    struct check_job job = job_of("yes", NULL, 0);
    struct job_result r = check(c, &job);
    CHECK_INT(r.outcome, CHECK_TOLD);
    CHECK_TEXT(r.answer, "yes");
    CHECK_TEXT(r.evidence, "all of it");
    CHECK_TEXT(r.value, "{\"n\": 1}");
    CHECK_TEXT(r.why, NULL);
    job_result_release(&r);
    job = job_of("cannot", NULL, 0);
    r = check(c, &job);
    CHECK_INT(r.outcome, CHECK_CANNOT);
    CHECK_TEXT(r.why, "the log is empty");
    job_result_release(&r);
    CHECK(count_ours() > 0);
    checker_stop(c);
    CHECK_INT(count_ours(), 0);
}

/* More than a packet holds goes as well; inputs and answers arrive. */
static void large_jobs_arrive(void)
{
    struct checker *c = begin(NULL);
    char *large = many('x', 60000), *answer = many('7', 100000);
    struct pair input = {"log", large}, answers = {"step", answer};
    struct check_job job = job_of("yes", &input, 1);
    job.answers = &answers;
    job.answer_count = 1;
    struct job_result r = check(c, &job);
    CHECK_TEXT(r.evidence, large);
    CHECK_TEXT(r.value, answer);
    job_result_release(&r);
    checker_stop(c);
    free(large);
    free(answer);
}

static void bad_ends_are_told(void)
{
    static const struct {
        const char *act, *why;
        bool not_under_valgrind;
    } cases[] = {
        {"crash", "its process ended unexpectedly: ", false},
        {"leave", "its process ended unexpectedly: exit status 7", false},
        {"nonsense", "it sent what no check sends: ended", false},
        {"no such", "no such act", false},
    };
    struct checker *c = begin(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct check_job job = job_of(cases[i].act, NULL, 0);
        struct job_result r = check(c, &job);
        CHECK_INT(r.outcome, CHECK_CANNOT);
        CHECK_HOLDS(r.why, cases[i].why);
        job_result_release(&r);
    }
    checker_stop(c);
    CHECK_INT(count_ours(), 0);
}

static void large_answers_are_held_to_limits(void)
{
    static const struct {
        const char *what;
        size_t evidence;
        const char *why;
    } cases[] = {{"answer", 0, "its answer is longer than 4 KiB"},
                 {"evidence", 64 << 10, NULL},
                 {"value", 0, "its value is larger than 256 KiB"},
                 {"nothing", 0, "it gave no answer and no reason"}};
    struct checker *c = begin(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pair input = {"what", cases[i].what};
        struct check_job job = job_of("much", &input, 1);
        struct job_result r = check(c, &job);
        CHECK_TEXT(r.why, cases[i].why);
        CHECK_INT(r.evidence ? strlen(r.evidence) : 0, cases[i].evidence);
        job_result_release(&r);
    }
    checker_stop(c);
}

static void the_deadline_ends_it(void)
{
    static const char *const hung[] = {"spin", "sleep", "half"};
    struct checker *c = begin(NULL);
    for (size_t i = 0; i < 3; i++) {
        struct check_job job = job_of(hung[i], NULL, 0);
        job.timeout_ms = 200;
        int64_t began = clock_ms();
        struct job_result r = check(c, &job);
        int64_t took = clock_ms() - began;
        CHECK_INT(r.outcome, CHECK_CANNOT);
        CHECK_TEXT(r.why, "no answer within 200 ms: ended");
        CHECK(took >= 200);
        CHECK(took < (under_valgrind() ? 5000 : 1000));
        printf("  %s: ended after %lld ms of 200\n", hung[i], (long long)took);
        job_result_release(&r);
    }
    checker_stop(c);
    CHECK_INT(count_ours(), 0);
}

/* What a check has started in sessions of its own ends with it, and by the deadline too. */
static void nothing_is_left(void)
{
    static const char *const scripts[] = {
        "sleep 86421 & exit 0",
        "setsid sleep 86421 & exit 0",
        "(setsid sh -c 'sleep 86421 & sleep 86421' &) & exit 0",
        "trap '' TERM HUP INT; (trap '' TERM HUP; setsid sleep 86421 &) ; exit 0",
    };
    static const char *const run[] = {"sh -c", NULL};
    for (size_t i = 0; i < 8; i++) {
        struct checker *c = begin(NULL);
        struct pair words[] = {{"a", "sh"}, {"b", "-c"}, {"c", scripts[i % 4]}};
        struct check_job job = job_of(i < 4 ? "run" : "run then hang", words, 3);
        job.permits.run = run;
        job.timeout_ms = i < 4 ? 20000 : under_valgrind() ? 4000 : 400;
        struct job_result r = check(c, &job);
        CHECK_TEXT(r.answer, i < 4 ? "0" : NULL);
        CHECK_INT(count_processes("sleep\00086421", 11), 0);
        job_result_release(&r);
        checker_stop(c);
        CHECK_INT(count_ours(), 0);
    }
}

static void a_killed_broker_is_told(void)
{
    struct checker *c = begin(NULL);
    struct check_job job = job_of("sleep", NULL, 0);
    static const char *const argv[] = {"sleep", "86422", NULL};
    struct command_job command = {.run = {.argv = argv, .output_max = 100, .live_fd = -1}};
    for (int i = 0; i < 3; i++)
        CHECK(checker_check(c, &job) > 0);
    CHECK(checker_command(c, &command) > 0);
    for (int i = 0; i < 500 && count_processes("sleep\00086422", 11) == 0; i++)
        usleep(10000);
    kill(broker_of(), SIGKILL);
    for (int i = 0; i < 4; i++) {
        struct job_result r = result_of(c, NULL);
        CHECK_INT(r.outcome, CHECK_CANNOT);
        CHECK_HOLDS(r.why, "the checks' broker ended unexpectedly");
        job_result_release(&r);
    }
    CHECK_INT(checker_check(c, &job), 0);
    CHECK_INT(checker_command(c, &command), 0);
    struct job_result none;
    struct text output = {0};
    CHECK_INT(checker_take(c, &output, &none), NEWS_NONE);
    CHECK_NONE_LEFT(count_processes("sleep\00086422", 11));
    CHECK_NONE_LEFT(count_ours());
    checker_stop(c);
    text_release(&output);
}

/* Kills the keeper or the worker of the only job: a keeper that waits is older than one with a job,
 * and a spare worker is younger. */
static void kill_one(bool keeper)
{
    pid_t all[100], found = 0;
    int count = children_of(broker_of(), keeper, all, 100);
    if (CHECK(count > 0))
        found = keeper ? all[count - 1] : all[0];
    CHECK(found > 0 && kill(found, SIGKILL) == 0);
}

static void a_killed_worker_or_keeper_is_told(void)
{
    struct checker *c = begin(NULL);
    for (int keeper = 0; keeper < 2; keeper++) {
        struct check_job job = job_of("sleep", NULL, 0);
        CHECK(checker_check(c, &job) > 0);
        usleep(under_valgrind() ? 2000000 : 200000);
        kill_one(keeper);
        struct job_result r = result_of(c, NULL);
        CHECK_INT(r.outcome, CHECK_CANNOT);
        CHECK_HOLDS(r.why, keeper ? "its keeper ended unexpectedly"
                                  : "its process ended unexpectedly: Killed");
        job_result_release(&r);
    }
    struct check_job job = job_of("yes", NULL, 0);
    struct job_result r = check(c, &job);
    CHECK_TEXT(r.answer, "yes");
    job_result_release(&r);
    checker_stop(c);
    CHECK_NONE_LEFT(count_ours());
}

static void many_at_once(void)
{
    struct checker *c = begin(NULL);
    static const char *const run[] = {"sleep", NULL};
    struct pair words[] = {{"a", "sleep"}, {"b", "0.5"}};
    struct check_job job = job_of("run", words, 2);
    bool seen[51] = {false};
    job.permits.run = run;
    job.timeout_ms = 60000;
    int64_t began = clock_ms();
    for (int i = 1; i <= 50; i++)
        CHECK_INT(checker_check(c, &job), i);
    for (int i = 0; i < 50; i++) {
        struct job_result r = result_of(c, NULL);
        CHECK_TEXT(r.answer, "0");
        CHECK(r.job >= 1 && r.job <= 50 && !seen[r.job]);
        seen[r.job] = true;
        job_result_release(&r);
    }
    int64_t took = clock_ms() - began;
    printf("  50 checks of half a second each: %lld ms\n", (long long)took);
    CHECK(took >= 500 && (under_valgrind() || took < 5000));
    checker_stop(c);
}

/* Nobody takes the results for a while: no job is lost, and no order waits. */
static void a_walk_that_does_not_look(void)
{
    enum { JOBS = 300 };
    struct checker *c = begin(NULL);
    struct check_job job = job_of("yes", NULL, 0);
    int count = under_valgrind() ? 30 : JOBS;
    job.timeout_ms = 60000;
    for (int i = 0; i < count; i++)
        CHECK(checker_check(c, &job) > 0);
    usleep(500000);
    for (int i = 0; i < count; i++) {
        struct job_result r = result_of(c, NULL);
        CHECK_TEXT(r.answer, "yes");
        job_result_release(&r);
    }
    checker_stop(c);
}

static void headers_are_read(void)
{
    struct checker *c = begin(NULL);
    struct text json = {0}, why = {0};
    struct check_job job = job_of("yes", NULL, 0);
    int before = checker_check(c, &job);
    CHECK(checker_header(c, "disk/free", "good", 4, &json, &why));
    CHECK_TEXT(text_get(&json), "{\"about\": \"disk/free\"}");
    CHECK(!checker_header(c, "x", "bad", 3, &json, &why));
    CHECK_TEXT(text_get(&why), "3: it is bad");
    text_clear(&why);
    CHECK(!checker_header(c, "x", "hang", 4, &json, &why));
    CHECK_TEXT(text_get(&why), "no answer within 2 s: ended");
    struct job_result r = result_of(c, NULL);
    CHECK_INT(r.job, before);
    job_result_release(&r);
    checker_stop(c);
    text_release(&json);
    text_release(&why);
}

static void cancelled_jobs_end(void)
{
    struct checker *c = begin(NULL);
    struct check_job job = job_of("sleep", NULL, 0);
    int number = checker_check(c, &job);
    checker_cancel(c, number);
    checker_cancel(c, 77);
    struct job_result r = result_of(c, NULL);
    CHECK_INT(r.job, number);
    CHECK_HOLDS(r.why, "ended");
    job_result_release(&r);
    checker_stop(c);
    CHECK_INT(count_ours(), 0);
}

static void too_much_memory_ends_it(void)
{
#if defined __SANITIZE_ADDRESS__ || defined RULEOUT_VALGRIND
    printf("  skipped: this build has no limit on a worker's memory\n");
    CHECK(true);
#else
    struct checker *c = begin(NULL);
    struct check_job job = job_of("eat", NULL, 0);
    struct job_result r = check(c, &job);
    CHECK_TEXT(r.why, "it wanted more memory than it may have");
    job_result_release(&r);
    checker_stop(c);
#endif
}

_Noreturn static void walk_with_jobs(bool stops)
{
    static const char *const argv[] = {"sh", "-c", "setsid sleep 86423 & sleep 86423", NULL};
    struct checker *c = begin(NULL);
    struct command_job command = {.run = {.argv = argv, .output_max = 10, .live_fd = -1}};
    struct check_job job = job_of("spin", NULL, 0);
    checker_command(c, &command);
    checker_check(c, &job);
    while (!stops || count_processes("sleep\00086423", 11) < 2)
        usleep(10000);
    checker_stop(c);
    _exit(0);
}

/* Stopping ends what still runs; a walk that is killed is the same for the broker. */
static void stopping_ends_all(void)
{
    for (int killed = 0; killed < 2; killed++) {
        pid_t walk = fork();
        if (walk == 0)
            walk_with_jobs(!killed);
        while (killed && count_processes("sleep\00086423", 11) < 2)
            usleep(10000);
        if (killed)
            kill(walk, SIGKILL);
        waitpid(walk, NULL, 0);
        CHECK_NONE_LEFT(count_processes("sleep\00086423", 11));
        CHECK_NONE_LEFT(count_ours());
    }
}

int main(void)
{
    mark_own();
    return suite_run("checker",
                     (CU_TestInfo[]){
                         {"a check answers", a_check_answers},
                         {"large jobs arrive", large_jobs_arrive},
                         {"bad ends are told", bad_ends_are_told},
                         {"large answers are held to limits", large_answers_are_held_to_limits},
                         {"the deadline ends it", the_deadline_ends_it},
                         {"nothing is left", nothing_is_left},
                         {"a killed broker is told", a_killed_broker_is_told},
                         {"a killed worker or keeper is told", a_killed_worker_or_keeper_is_told},
                         {"many at once", many_at_once},
                         {"a walk that does not look", a_walk_that_does_not_look},
                         {"headers are read", headers_are_read},
                         {"cancelled jobs end", cancelled_jobs_end},
                         {"too much memory ends it", too_much_memory_ends_it},
                         {"stopping ends all", stopping_ends_all},
                         CU_TEST_INFO_NULL,
                     });
}
