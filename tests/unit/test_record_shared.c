#include "record_help.h"

#include <signal.h>
#include <sys/wait.h>

/* Several processes on one record. A child says by its exit status how often it went wrong. */

#define WRITERS 4
#define ANSWERS 250

static bool settled(pid_t child)
{
    int status;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Appends behind what it knows, and reads the news where somebody else came first. */
static int write_answers(const char *path, int writer)
{
    struct diags ds = {0};
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    int64_t known = 1;
    int wrong = r == NULL;
    for (int n = 0; !wrong && n < ANSWERS;) {
        char step[32];
        snprintf(step, sizeof step, "w%d_%d", writer, n);
        enum record_result result = put(r, 1, known, answer(step, "yes"), &ds);
        struct events news = {0};
        if (result == RECORD_FAILED || !record_events(r, 1, known, &news, &ds) || !news.count)
            wrong = 1;
        else
            known = news.items[news.count - 1].seq;
        events_release(&news);
        n += result == RECORD_OK;
    }
    if (wrong)
        printf("writer %d: %s\n", writer, first_message(&ds));
    record_close(r);
    diags_release(&ds);
    return wrong;
}

/* Every answer of every writer, once, in its writer's order. */
static void check_answers(const char *path)
{
    struct diags ds = {0};
    struct events all = {0};
    struct incident i;
    int next[WRITERS] = {0}, strange = 0;
    struct record *r = record_open(path, RECORD_READ, &ds);
    CHECK(record_find(r, "last", &i, &ds) && record_events(r, 1, 0, &all, &ds));
    CHECK_INT(all.count, 1 + WRITERS * ANSWERS);
    for (size_t n = 1; n < all.count; n++) {
        int writer = -1, number = -1;
        sscanf(all.items[n].step, "w%d_%d", &writer, &number);
        if (all.items[n].seq != (int64_t)n + 1 || writer < 0 || number != next[writer]++)
            strange++;
    }
    CHECK_INT(strange, 0);
    CHECK(record_verify(r, &i, &ds));
    CHECK_TEXT(first_message(&ds), "");
    events_release(&all);
    record_close(r);
    diags_release(&ds);
}

static void writers_take_turns(void)
{
    char *folder = temp_folder(), *path = path_in(folder, "record.db");
    struct diags ds = {0};
    struct incident i;
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    CHECK(begin(r, &i, &ds));
    record_close(r);
    pid_t children[WRITERS];
    for (int n = 0; n < WRITERS; n++) {
        children[n] = fork();
        if (children[n] == 0)
            leave(write_answers(path, n), folder, path);
    }
    for (int n = 0; n < WRITERS; n++)
        CHECK(settled(children[n]));
    check_answers(path);
    diags_release(&ds);
    free(path);
    remove_folder(folder);
}

static int open_and_begin(const char *path)
{
    struct diags ds = {0};
    struct incident i;
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    int wrong = !r || !begin(r, &i, &ds);
    if (wrong)
        printf("%s\n", first_message(&ds));
    record_close(r);
    diags_release(&ds);
    return wrong;
}

static void many_make_it_at_once(void)
{
    enum { ROUNDS = 5, MAKERS = 8 };
    for (int round = 0; round < ROUNDS; round++) {
        char *folder = temp_folder(), *path = path_in(folder, "state/ruleout/record.db");
        pid_t children[MAKERS];
        for (int n = 0; n < MAKERS; n++) {
            children[n] = fork();
            if (children[n] == 0)
                leave(open_and_begin(path), folder, path);
        }
        for (int n = 0; n < MAKERS; n++)
            CHECK(settled(children[n]));
        struct diags ds = {0};
        struct incident i = {0};
        struct record *r = record_open(path, RECORD_READ, &ds);
        CHECK(record_find(r, "20260914-1020-checkout-5xx-8", &i, &ds));
        CHECK_INT(i.id, MAKERS);
        record_close(r);
        diags_release(&ds);
        free(path);
        remove_folder(folder);
    }
}

/* Appends for ever; says on `out` each answer that is on disk. */
static void append_until_killed(const char *path, int out)
{
    struct diags ds = {0};
    struct incident i;
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    bool ok = r && begin(r, &i, &ds);
    struct text evidence = {0};
    text_add_repeat(&evidence, 'x', 300);
    for (int32_t n = 2; ok; n++) {
        struct batch b = answer("step", "yes");
        text_format(&evidence, "%d", n); /* evidence of its own each time, growing */
        b.events.items[0].evidence = arena_text(b.events.arena, text_get(&evidence));
        ok = put(r, i.id, n - 1, b, &ds) == RECORD_OK && write(out, &n, sizeof n) == sizeof n;
    }
    printf("child: %s\n", first_message(&ds));
    _exit(1);
}

/* Kills it so long after its start, or after its first answer. Returns the last answer that was
 * acknowledged. */
static int kill_one(const char *path, bool started, int delay_us)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0)
        append_until_killed(path, ends[1]);
    close(ends[1]);
    int32_t n, acknowledged = 0;
    if (started && read(ends[0], &n, sizeof n) == sizeof n)
        acknowledged = n;
    usleep((useconds_t)delay_us);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    while (read(ends[0], &n, sizeof n) == sizeof n)
        acknowledged = n;
    close(ends[0]);
    struct diags ds = {0};
    struct events all = {0};
    struct incident i = {0};
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    CHECK_TEXT(first_message(&ds), "");
    if (acknowledged && record_find(r, "last", &i, &ds)) {
        CHECK(record_events(r, i.id, 0, &all, &ds) && record_verify(r, &i, &ds));
        CHECK((int32_t)all.count == acknowledged || (int32_t)all.count == acknowledged + 1);
    }
    CHECK_TEXT(first_message(&ds), "");
    events_release(&all);
    record_close(r);
    diags_release(&ds);
    return acknowledged;
}

static void kills_lose_nothing(void)
{
    char *folder = temp_folder(), *path = path_in(folder, "record.db");
    unsigned seed = (unsigned)getpid();
    printf("seed %u\n", seed);
    int acknowledged = 0;
    for (int n = 0; n < 60; n++)
        acknowledged += kill_one(path, n % 2, rand_r(&seed) % 20000);
    CHECK(acknowledged > 0);
    free(path);
    remove_folder(folder);
}

int main(void)
{
    return suite_run("record, shared", (CU_TestInfo[]){{"turns", writers_take_turns},
                                                       {"making", many_make_it_at_once},
                                                       {"kills", kills_lose_nothing},
                                                       CU_TEST_INFO_NULL});
}
