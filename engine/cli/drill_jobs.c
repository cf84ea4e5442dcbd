#include "cli/drill_jobs.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/drill_work.h"

struct worker {
    pid_t pid;
    int results; /* a file in memory, which it writes */
};

/* What came of each drill, while it is put together. */
struct takings {
    const struct drill_orders *orders;
    struct arena *arena;
    struct drill_told *told; /* by drill */
    bool *taken;
    const char **said; /* complaints, each once */
    size_t said_count, said_cap;
};

static bool start(struct worker *w, const struct drill_orders *o, struct drill_queue *queue)
{
    pid_t self = getpid();
    *w = (struct worker){-1, memfd_create("results", MFD_CLOEXEC)};
    if (w->results < 0)
        return false;
    w->pid = fork();
    if (w->pid == 0)
        drill_work(o, queue, w->results, self);
    if (w->pid < 0)
        close(w->results);
    return w->pid > 0;
}

static void take_results(struct takings *t, int results)
{
    struct stat st;
    struct drill_told one;
    size_t len = fstat(results, &st) == 0 ? (size_t)st.st_size : 0;
    char *all = arena_alloc(t->arena, len + 1);
    struct unpack u = {all, len, false};
    if (pread(results, all, len, 0) != (ssize_t)len)
        return;
    while (drill_told_next(&u, t->arena, &one)) {
        t->told[one.drill] = one;
        t->taken[one.drill] = true;
    }
}

/* Waits for a worker's end. False: it did not end as it should. */
static bool take_all(struct takings *t, struct worker *w)
{
    int status;
    while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
        ;
    take_results(t, w->results);
    close(w->results);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Several processes may have loaded one runbook. */
static void complain_once(struct takings *t, const char *complaint, struct text *out)
{
    for (size_t i = 0; i < t->said_count; i++)
        if (strcmp(t->said[i], complaint) == 0)
            return;
    t->said = mem_grow(t->said, t->said_count, &t->said_cap, sizeof *t->said);
    t->said[t->said_count++] = complaint;
    text_add(out, complaint);
}

static void cover(struct drill_run *out, const struct drill_told *told)
{
    struct diags ds = {0};
    size_t at = shelf_take(&out->shelf, told->book, &ds), count = out->results.coverage_count;
    diags_release(&ds);
    if (at == count) {
        const struct book *book = out->shelf.books[at]->book;
        out->coverage = mem_resize(out->coverage, (count + 1) * sizeof *out->coverage);
        out->coverage[out->results.coverage_count++] = book ? coverage_new(book) : NULL;
    }
    if (out->coverage[at])
        coverage_add(out->coverage[at], told->reached, told->reached_len);
}

/* Without those whose runbook changed just now, so that it does not load any more. */
static void keep_covered(struct drill_run *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->results.coverage_count; i++)
        if (out->coverage[i])
            out->coverage[kept++] = out->coverage[i];
    out->results.coverage = out->coverage;
    out->results.coverage_count = kept;
}

static void put_one(struct takings *t, size_t i, struct drill_run *out)
{
    const struct drill_told *told = &t->told[i];
    struct drill_result *r = &out->results.items[out->results.count++];
    *r = (struct drill_result){.file = t->orders->files[i]};
    for (size_t k = 0; t->taken[i] && told->complaints[k]; k++)
        complain_once(t, told->complaints[k], &out->complaints);
    if (!t->taken[i]) {
        text_add(&r->failures, "its process ended before it was through\n");
    } else if (!told->title) {
        text_add(&r->failures, "it does not load\n");
        out->unloaded++;
    } else {
        r->title = mem_text(told->title);
        r->answered = told->answered;
        r->took_ms = told->took_ms;
        text_add(&r->failures, told->failures);
        if (t->orders->coverage)
            cover(out, told);
    }
}

/* In order, up to the first that failed where that is the end. */
static void put_together(struct takings *t, struct drill_run *out)
{
    size_t count = t->orders->count;
    out->results.items = mem_alloc((count + 1) * sizeof *out->results.items);
    for (size_t i = 0; i < count; i++) {
        put_one(t, i, out);
        if (t->orders->fail_fast && out->results.items[i].failures.len)
            break;
    }
    out->results.skipped = count - out->results.count;
    keep_covered(out);
}

static bool run_through(struct takings *t, struct drill_queue *queue, struct diags *ds)
{
    const struct drill_orders *o = t->orders;
    struct worker *workers = mem_alloc(((size_t)o->jobs + 1) * sizeof *workers);
    size_t started = 0;
    bool ok = true;
    while (started < (size_t)o->jobs && started < o->count && start(&workers[started], o, queue))
        started++;
    if (!started)
        diag_environment(ds, "no process could be started: %s", strerror(errno));
    for (size_t i = 0; i < started; i++)
        ok = take_all(t, &workers[i]) && ok;
    if (!ok)
        diag_environment(ds, "a process that ran drills ended before its time");
    free(workers);
    return ok && started;
}

bool drill_jobs_run(const struct drill_orders *o, struct drill_run *out, struct diags *ds)
{
    struct takings t = {.orders = o, .arena = arena_new()};
    struct drill_queue *queue =
        mmap(NULL, sizeof *queue, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    t.told = mem_alloc((o->count + 1) * sizeof *t.told);
    t.taken = mem_alloc(o->count + 1);
    *out = (struct drill_run){0};
    bool ok = queue != MAP_FAILED;
    if (ok)
        ok = run_through(&t, queue, ds);
    else
        diag_environment(ds, "no memory can be shared: %s", strerror(errno));
    put_together(&t, out);
    if (queue != MAP_FAILED)
        munmap(queue, sizeof *queue);
    free(t.told);
    free(t.taken);
    free(t.said);
    arena_free(t.arena);
    return ok;
}

void drill_run_release(struct drill_run *r)
{
    for (size_t i = 0; i < r->results.coverage_count; i++)
        coverage_free(r->coverage[i]);
    free(r->coverage);
    results_release(&r->results);
    shelf_release(&r->shelf);
    text_release(&r->complaints);
    *r = (struct drill_run){0};
}

int drill_jobs_usual(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count > 0 ? count : 1;
}
