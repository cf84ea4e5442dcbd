/* The library's calls go through the same counter as those of a whole program in tests/fault. */
#include "../fault/dieat.c"

#include "record_help.h"

#include <sys/wait.h>

#define ANSWERS 3
#define RAN_THROUGH 42 /* a child's exit status: no fault came any more */

static struct batch answer_number(int n)
{
    char step[16];
    struct text evidence = {0};
    snprintf(step, sizeof step, "s%d", n);
    text_add_repeat(&evidence, (char)('a' + n), 200);
    struct batch b = answer(step, "yes");
    b.events.items[0].evidence = arena_text(b.events.arena, text_get(&evidence));
    text_release(&evidence);
    add_change(&b, "cause", CAUSE_OPEN, CAUSE_RULED_OUT, "so");
    return b;
}

static void acknowledge(int out, int n)
{
    if (write(out, &n, sizeof n) != sizeof n)
        _exit(1);
}

/* A new record, an incident, some answers. Returns how many failures were reported, each with one
 * sentence; -1 where it was not so. */
static int scenario(const char *path, int out)
{
    struct diags ds = {0};
    struct incident i;
    int failures = 0;
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    if (!r || !begin(r, &i, &ds)) {
        failures = ds.count == 1 ? 1 : -1;
    } else {
        acknowledge(out, 0);
        for (int n = 1; !failures && n <= ANSWERS; n++) {
            if (put(r, i.id, n, answer_number(n), &ds) == RECORD_OK)
                acknowledge(out, n);
            else
                failures = ds.count == 1 ? 1 : -1;
        }
    }
    bool full = says("FAILWITH", "ENOSPC");
    if (failures &&
        (!strstr(first_message(&ds), path) ||
         strstr(first_message(&ds), full ? "the disk is full" : "Input/output") == NULL)) {
        printf("%s\n", first_message(&ds));
        failures = -1;
    }
    record_close(r);
    diags_release(&ds);
    return failures;
}

/* Every answer up to the last acknowledged is there, once; at most one more is. */
static void check_record(const char *path, int acknowledged)
{
    struct diags ds = {0};
    struct incident i;
    struct events all = {0};
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    CHECK_TEXT(first_message(&ds), "");
    if (acknowledged >= 0) {
        CHECK(record_find(r, "last", &i, &ds) && record_events(r, i.id, 0, &all, &ds));
        CHECK((int)all.count == acknowledged + 1 || (int)all.count == acknowledged + 2);
        CHECK(record_verify(r, &i, &ds));
        for (size_t n = 1; n < all.count; n++)
            CHECK_INT(all.items[n].step[1] - '0', n);
        CHECK_INT(put(r, i.id, (int64_t)all.count, answer("more", "yes"), &ds), RECORD_OK);
    }
    CHECK_TEXT(first_message(&ds), "");
    events_release(&all);
    record_close(r);
    diags_release(&ds);
    struct db *db = db_open(path, DB_READ);
    struct query *q = db_query(db, "PRAGMA integrity_check");
    CHECK_TEXT(query_row(q) ? query_get_text(q, 0) : NULL, "ok");
    query_end(q);
    q = db_query(db, "PRAGMA foreign_key_check");
    CHECK(!query_row(q) && query_end(q));
    db_close(db);
}

struct fault {
    const char *at, *torn, *with, *how_long; /* the environment of dieat */
};

static int run_child(const char *path, struct fault f, int n, int out)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%d", n);
    setenv(f.at, digits, 1);
    setenv("DIEAT_TORN", f.torn, 1);
    setenv("FAILWITH", f.with, 1);
    setenv("FAILFOR", f.how_long, 1);
    dieat_start();
    int failures = scenario(path, out);
    if (failures < 0)
        return 1;
    return calls < n ? RAN_THROUGH : 0;
}

/* False once the scenario ends before its n-th call. */
static bool goes_on_after(struct fault f, int n)
{
    char *folder = memory_folder(), *path = path_in(folder, "record.db");
    int ends[2], status = 0, acknowledged = -1, said;
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0)
        leave(run_child(path, f, n, ends[1]), folder, path);
    close(ends[1]);
    while (read(ends[0], &said, sizeof said) == sizeof said)
        acknowledged = said;
    close(ends[0]);
    CHECK(waitpid(child, &status, 0) == child);
    bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    bool through = WIFEXITED(status) && WEXITSTATUS(status) == RAN_THROUGH;
    bool fails = strcmp(f.at, "FAILAT") == 0;
    if (!suite_check(through || (fails ? status == 0 : killed), "the end", __FILE__, __LINE__))
        printf("  %s=%d %s %s: status %x\n", f.at, n, f.with, f.how_long, (unsigned)status);
    check_record(path, acknowledged);
    if (through)
        CHECK_INT(acknowledged, ANSWERS);
    free(path);
    remove_folder(folder);
    return !through;
}

/* Every call in the build that ships; fewer where each takes many times as long. */
static int stride(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    if (preloaded && strstr(preloaded, "vgpreload"))
        return 17;
#ifdef __SANITIZE_ADDRESS__
    return 4;
#else
    return 1;
#endif
}

static void every_call(struct fault f)
{
    int step = stride();
    int n = 1;
    while (n < 500 && goes_on_after(f, n))
        n += step;
    CHECK(n > 30 && n < 500);
    printf("%s%s %s %s: %d calls\n", f.at, *f.torn == '1' ? " torn" : "", f.with, f.how_long,
           n - 1);
}

static void killed_at_every_call(void)
{
    every_call((struct fault){"DIEAT", "0", "", ""});
    every_call((struct fault){"DIEAT", "1", "", ""});
}

static void every_call_fails(void)
{
    every_call((struct fault){"FAILAT", "0", "EIO", "once"});
    every_call((struct fault){"FAILAT", "0", "EIO", "always"});
    every_call((struct fault){"FAILAT", "0", "ENOSPC", "once"});
    every_call((struct fault){"FAILAT", "0", "ENOSPC", "always"});
}

int main(void)
{
    return suite_run("record, faults", (CU_TestInfo[]){{"killed", killed_at_every_call},
                                                       {"failing", every_call_fails},
                                                       CU_TEST_INFO_NULL});
}
