/* Keepers do job after job, workers a single one: what is kept between jobs, and what is not. */
#include "checks.h"

static void tell_yes(const struct world *w, const struct check_job *job, struct job_result *out)
{
    (void)w;
    (void)job;
    out->outcome = CHECK_TOLD;
    out->answer = mem_text("yes");
}

/* Its process, and what a global of it holds: 0, unless an earlier job was done in it. */
static void tell_process(const struct world *w, const struct check_job *job, struct job_result *out)
{
    static int done;
    struct text t = {0};
    (void)w;
    (void)job;
    text_format(&t, "%d %d", getpid(), done++);
    out->outcome = CHECK_TOLD;
    out->answer = text_take(&t);
}

/* Sleeps as many milliseconds as the first input says. */
static void sleep_ms(const struct world *w, const struct check_job *job, struct job_result *out)
{
    usleep((useconds_t)atoi(job->inputs[0].value) * 1000);
    tell_yes(w, job, out);
}

/* Runs the inputs as words. */
static void run_words(const struct world *w, const struct check_job *job, struct job_result *out)
{
    const char *words[] = {job->inputs[0].value, job->inputs[1].value, NULL};
    struct text why = {0};
    struct world_ran ran = {0};
    struct world_run run = {.argv = words, .timeout_ms = 5000, .output_max = 1000, .live_fd = -1};
    bool ok = w->run(w->self, &run, &ran, &why);
    out->outcome = ok ? CHECK_TOLD : CHECK_CANNOT;
    out->answer = ok ? mem_text(text_get(&ran.out)) : NULL;
    out->why = ok ? NULL : text_take(&why);
}

/* Asks for all that there is; the inputs are a folder, a file and a script. */
static void ask_all(const struct world *w, const struct check_job *job, struct job_result *out)
{
    struct text why = {0}, names = {0}, json = {0};
    struct world_ran ran = {0};
    struct world_response response = {0};
    const char *const words[] = {"sh", "-c", job->inputs[2].value, NULL};
    struct world_run run = {.argv = words, .timeout_ms = 5000, .output_max = 1000, .live_fd = -1};
    struct world_request request = {.method = "GET", .url = "http://x.example/"};
    int fd = w->open(w->self, job->inputs[1].value, &why);
    bool ok = fd >= 0 && w->list(w->self, job->inputs[0].value, &names, &why) &&
              w->run(w->self, &run, &ran, &why) && w->http(w->self, &request, &response, &why) &&
              w->host(w->self, "memory", "", &json, &why);
    int bad = w->open(w->self, "/etc/shadow-", &why);
    out->outcome = ok && bad < 0 ? CHECK_TOLD : CHECK_CANNOT;
    out->answer = ok ? mem_text(text_get(&ran.out)) : NULL;
    out->why = ok ? NULL : text_take(&why);
}

static const struct act acts[] = {{"yes", tell_yes},   {"process", tell_process},
                                  {"sleep", sleep_ms}, {"run", run_words},
                                  {"ask", ask_all},    {NULL}};

static void says_yes(struct checker *c)
{
    struct check_job job = job_of("yes", NULL, 0);
    struct job_result r = check(c, &job);
    CHECK_TEXT(r.why, NULL);
    CHECK_TEXT(r.answer, "yes");
    job_result_release(&r);
}

static void each_job_has_a_worker_of_its_own(void)
{
    struct checker *c = begin(NULL);
    struct check_job job = job_of("process", NULL, 0);
    int last = 0;
    for (int i = 0; i < 50; i++) {
        int pid = 0, done = -1;
        struct job_result r = check(c, &job);
        CHECK(r.answer && sscanf(r.answer, "%d %d", &pid, &done) == 2);
        CHECK_INT(done, 0);
        CHECK(pid > 0 && pid != last);
        last = pid;
        job_result_release(&r);
    }
    checker_stop(c);
}

static inline int count_files(pid_t pid)
{
    char path[64];
    int count = 0;
    snprintf(path, sizeof path, "/proc/%d/fd", pid);
    DIR *fds = opendir(path);
    for (struct dirent *e; fds && (e = readdir(fds));)
        count += e->d_name[0] != '.';
    if (fds)
        closedir(fds);
    return count;
}

static inline long memory_kib(pid_t pid)
{
    char path[64], line[200];
    long kib = -1;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f))
        sscanf(line, "VmData: %ld", &kib);
    if (f)
        fclose(f);
    return kib;
}

/* Whatever checks ask for, the keeper has no more open and held after 200 of them than after 20. */
static void a_keeper_holds_nothing_of_earlier_jobs(void)
{
#ifdef RULEOUT_VALGRIND
    printf("  skipped: valgrind does not know openat2\n");
    CHECK(true);
#else
    char folder[256], file[300];
    CHECK(getcwd(folder, sizeof folder) != NULL);
    snprintf(file, sizeof file, "%s/log", folder);
    write_file("log", "a line\n");
    static const char *const run[] = {"sh", NULL}, *const http[] = {"http://x.example", NULL};
    const char *const read[] = {folder, NULL};
    struct pair inputs[] = {
        {"folder", folder}, {"file", file}, {"script", "echo yes; sleep 5000 &"}};
    struct checker *c = begin(NULL);
    struct check_job job = job_of("ask", inputs, 3);
    job.permits = (struct permits){.run = run, .read = read, .http = http};
    pid_t keeper[2] = {0};
    long before = 0;
    int files = 0;
    for (int i = 0; i < 200; i++) {
        struct job_result r = check(c, &job);
        CHECK_TEXT(r.why, NULL);
        CHECK_TEXT(r.answer, "yes\n");
        job_result_release(&r);
        usleep(i % 20 == 19 ? 2000 : 0); /* so that the same keeper gets most of the jobs */
        if (i != 20 && i != 199)
            continue;
        CHECK(children_of(broker_of(), true, &keeper[i > 20], 1) == 1);
        before = i == 20 ? memory_kib(keeper[0]) : before;
        files = i == 20 ? count_files(keeper[0]) : files;
    }
    CHECK_INT(keeper[1], keeper[0]);
    CHECK_INT(count_files(keeper[1]), files);
    printf("  a keeper: %d descriptors, %ld KiB, and %ld after 180 more jobs\n", files, before,
           memory_kib(keeper[1]));
#ifndef __SANITIZE_ADDRESS__ /* which holds back what was freed */
    CHECK(memory_kib(keeper[1]) < before + 512);
#endif
    checker_stop(c);
    CHECK(unlink("log") == 0);
#endif
}

/* Whether the bytes stand in what a process can write to. */
static inline bool memory_has(pid_t pid, const char *bytes)
{
    char path[64], line[300], rights[8];
    bool found = false;
    unsigned long from, to;
    snprintf(path, sizeof path, "/proc/%d/maps", pid);
    FILE *maps = fopen(path, "re");
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    int memory = open(path, O_RDONLY | O_CLOEXEC);
    CHECK(maps && memory >= 0);
    while (maps && fgets(line, sizeof line, maps)) {
        if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 || rights[1] != 'w')
            continue;
        char *copy = mem_alloc(to - from);
        ssize_t n = pread(memory, copy, to - from, (off_t)from);
        found = found || (n > 0 && memmem(copy, (size_t)n, bytes, strlen(bytes)));
        free(copy);
    }
    if (maps)
        fclose(maps);
    close(memory);
    return found;
}

/* Neither the keeper of the next job nor the broker, from which its worker is forked. */
static void nobody_remembers_what_a_job_held(void)
{
#if defined RULEOUT_VALGRIND || defined __SANITIZE_ADDRESS__ /* which keep what was freed */
    printf("  skipped: memory is another under a tool\n");
    CHECK(true);
#else
    static const char *const run[] = {"echo", NULL};
    struct checker *c = begin(NULL);
    char marker[40], *answer;
    snprintf(marker, sizeof marker, "only-in-%d-of-%lld", getpid(), (long long)clock_ms());
    struct pair inputs[] = {{"a", "echo"}, {"b", marker}};
    struct check_job job = job_of("run", inputs, 2);
    job.permits.run = run;
    for (int i = 0; i < 3; i++) {
        struct job_result r = check(c, &job);
        answer = r.answer;
        CHECK_HOLDS(answer, marker);
        job_result_release(&r);
        usleep(2000);
    }
    says_yes(c);
    usleep(20000);
    pid_t keeper = 0;
    CHECK(children_of(broker_of(), true, &keeper, 1) == 1);
    CHECK(!memory_has(broker_of(), marker));
    CHECK(!memory_has(keeper, marker));
    CHECK(memory_has(getpid(), marker));
    checker_stop(c);
#endif
}

/* No line to the broker, and none to the walk. */
static void commands_get_three_descriptors(void)
{
    static const char *const run[] = {"ls", NULL};
    static const char *const words[] = {"ls", "/proc/self/fd", NULL};
    static const char *const three = "0\n1\n2\n3\n"; /* the fourth is the list itself */
    struct pair inputs[] = {{"a", "ls"}, {"b", "/proc/self/fd"}};
    struct checker *c = begin(NULL);
    struct command_job command = {.run = {.argv = words, .output_max = 100, .live_fd = -1}};
    struct check_job job = job_of("run", inputs, 2);
    job.permits.run = run;
    CHECK(checker_command(c, &command) > 0);
    struct job_result r = result_of(c, NULL);
    CHECK_TEXT(text_get(&r.ran.out), three);
    job_result_release(&r);
    for (int i = 0; i < 3; i++) {
        r = check(c, &job);
        CHECK_TEXT(r.answer, three);
        job_result_release(&r);
    }
    checker_stop(c);
}

/* A cancel that comes when its job is through is for no other job; so is a deadline. */
static void orders_are_for_their_own_job(void)
{
    struct checker *c = begin(NULL);
    int ended = 0, count = under_valgrind() ? 10 : 200;
    for (int i = 0; i < count; i++) {
        struct check_job job = job_of("yes", NULL, 0);
        int number = checker_check(c, &job);
        usleep((useconds_t)(i * 5 % 700));
        checker_cancel(c, number);
        struct job_result r = result_of(c, NULL);
        CHECK_INT(r.job, number);
        CHECK(r.outcome == CHECK_TOLD || strstr(r.why, "ended"));
        ended += r.outcome != CHECK_TOLD;
        job_result_release(&r);
        says_yes(c);
    }
    printf("  %d of %d were cancelled in time\n", ended, count);
    for (int i = 0; i < count / 4; i++) {
        struct pair ms = {"ms", i % 2 ? "9" : "10"};
        struct check_job job = job_of("sleep", &ms, 1);
        job.timeout_ms = 10 + i % 3;
        struct job_result r = check(c, &job);
        CHECK(r.outcome == CHECK_TOLD || strstr(r.why, "no answer within"));
        job_result_release(&r);
        says_yes(c);
    }
    checker_stop(c);
    CHECK_NONE_LEFT(count_ours());
}

static void those_that_wait_may_be_killed(void)
{
    struct checker *c = begin(NULL);
    for (int i = 0; i < 20; i++) {
        pid_t all[10];
        says_yes(c);
        int count = children_of(broker_of(), i % 2 == 0, all, 10);
        for (int k = 0; k < count; k++)
            kill(all[k], SIGKILL);
        usleep(under_valgrind() ? 500000 : 50000); /* its end takes a moment */
        says_yes(c);
    }
    checker_stop(c);
    CHECK_NONE_LEFT(count_ours());
}

static int count_children(void)
{
    pid_t all[100];
    pid_t broker = broker_of();
    return children_of(broker, true, all, 100) + children_of(broker, false, all, 100);
}

/* Keepers that wait are few, and after a while nobody waits any more. */
static void who_waits_is_let_go(void)
{
    struct checker *c = begin(NULL);
    struct pair ms = {"ms", "300"};
    struct check_job job = job_of("sleep", &ms, 1);
    for (int i = 0; i < 20; i++)
        CHECK(checker_check(c, &job) > 0);
    for (int i = 0; i < 20; i++) {
        struct job_result r = result_of(c, NULL);
        CHECK_TEXT(r.answer, "yes");
        job_result_release(&r);
    }
    usleep(100000);
    if (!under_valgrind())
        CHECK(count_children() <= 3);
    CHECK_NONE_LEFT(count_children());
    says_yes(c);
    checker_stop(c);
    CHECK_NONE_LEFT(count_ours());
}

int main(void)
{
    char folder[] = "/tmp/crew.XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return 2;
    mark_own();
    int status = suite_run(
        "checker_crew",
        (CU_TestInfo[]){
            {"each job has a worker of its own", each_job_has_a_worker_of_its_own},
            {"a keeper holds nothing of earlier jobs", a_keeper_holds_nothing_of_earlier_jobs},
            {"nobody remembers what a job held", nobody_remembers_what_a_job_held},
            {"commands get three descriptors", commands_get_three_descriptors},
            {"orders are for their own job", orders_are_for_their_own_job},
            {"those that wait may be killed", those_that_wait_may_be_killed},
            {"who waits is let go", who_waits_is_let_go},
            CU_TEST_INFO_NULL,
        });
    return chdir("/") != 0 || rmdir(folder) != 0 ? 2 : status;
}
