#include "cli/drill_jobs.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/say.h"
#include "drill/rehearse.h"

/* What the processes share. */
struct queue {
    atomic_size_t next; /* the first that nobody has taken */
    atomic_bool stop;
};

/* One of the processes, as the one that started it knows it. */
struct worker {
    pid_t pid;
    int results; /* a file in memory, which it writes */
};

/* In the worker itself. */
struct working {
    const struct drill_set *set;
    struct queue *queue;
    int results;
    struct fake *world;
    struct checker *checker;
    struct runner *runners;     /* by the shelf: with the checker */
    struct coverage **coverage; /* by the shelf */
};

/* How a result is written; its failures, then what it reached, stand behind. */
struct written {
    size_t drill, failures_len, reached_len;
    int64_t took_ms;
    int answered;
};

/* Waits for a job, and takes its texts. */
static void told_by(struct checker *c, int job, struct text *why, struct told *out)
{
    struct text output = {0};
    struct job_result r = {0};
    enum checker_news news = NEWS_NONE;
    while (job && news != NEWS_RESULT)
        news = checker_wait(c, -1, &output, &r);
    bool told = job && r.outcome == CHECK_TOLD;
    *out =
        (struct told){.answer = told ? r.answer : NULL, .evidence = r.evidence, .found = r.value};
    out->why = told ? NULL : mem_text(r.why ? r.why : text_get(why));
    r.evidence = r.value = NULL;
    if (told)
        r.answer = NULL;
    job_result_release(&r);
    text_release(&output);
    text_release(why);
}

static void check_step(void *self, const struct session *s, int step, struct told *out)
{
    struct runner *r = self;
    struct text why = {0};
    int job = runner_start_step(r, s, step, &why);
    told_by(r->checker, job, &why, out);
}

static void check_verify(void *self, const struct session *s, int verify, struct told *out)
{
    struct runner *r = self;
    struct text why = {0};
    int job = runner_start_verify(r, s, verify, &why);
    told_by(r->checker, job, &why, out);
}

static void write_result(const struct working *w, size_t i, const struct rehearsal *r,
                         int64_t took_ms, const struct coverage *c)
{
    struct text all = {0}, reached = {0};
    coverage_write(c, &reached);
    struct written head = {i, r->failures.len, reached.len, took_ms, r->answered};
    text_add_n(&all, (const char *)&head, sizeof head);
    text_add_n(&all, text_get(&r->failures), r->failures.len);
    text_add_n(&all, text_get(&reached), reached.len);
    if (write(w->results, all.at, all.len) != (ssize_t)all.len)
        exit(1);
    text_release(&all);
    text_release(&reached);
}

static bool run_one(const struct working *w, size_t i)
{
    const struct drill *d = w->set->drills[i];
    if (!d)
        return false;
    int64_t began = time_mono_ms();
    struct outside outside = {&w->runners[d->on_shelf], check_step, check_verify};
    struct coverage *c = w->coverage[d->on_shelf];
    fake_begin(w->world, i);
    coverage_clear(c);
    struct rehearsal r = rehearse(d, w->world, w->checker ? &outside : NULL, c);
    bool passed = !r.failures.len;
    write_result(w, i, &r, time_mono_ms() - began, c);
    text_release(&r.failures);
    return passed;
}

static bool open_world(struct working *w)
{
    const struct drill_set *s = w->set;
    bool needed = false;
    w->world = fake_new(s->drills, s->count);
    w->runners = mem_alloc((s->stage_count + 1) * sizeof *w->runners);
    w->coverage = mem_alloc((s->stage_count + 1) * sizeof *w->coverage);
    for (size_t i = 0; i < s->stage_count; i++) {
        if (!s->stages[i].ready)
            continue;
        w->runners[i] = s->stages[i].runner;
        w->coverage[i] = coverage_new(s->shelf.books[i]->book);
        needed = needed || runner_needed(&w->runners[i]);
    }
    if (!needed || !w->world)
        return w->world;
    struct world world = fake_world(w->world);
    struct diags ds = {0};
    w->checker = checker_start(&world, &ds);
    say_diags(&ds);
    diags_release(&ds);
    for (size_t i = 0; i < s->stage_count; i++)
        w->runners[i].checker = w->checker;
    return w->checker;
}

static void close_world(struct working *w)
{
    checker_stop(w->checker);
    for (size_t i = 0; i < w->set->stage_count; i++)
        coverage_free(w->coverage[i]);
    free(w->coverage);
    free(w->runners);
    fake_free(w->world);
}

/* It ends by exit(), so that a sanitizer's report of leaks is written. */
_Noreturn static void work(const struct drill_set *s, struct queue *queue, int results,
                           bool fail_fast, pid_t starter)
{
    struct working w = {.set = s, .queue = queue, .results = results};
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != starter)
        exit(1);
    bool open = open_world(&w);
    while (open && !atomic_load(&queue->stop)) {
        size_t i = atomic_fetch_add(&queue->next, 1);
        if (i >= s->count)
            break;
        if (!run_one(&w, i) && fail_fast)
            atomic_store(&queue->stop, true);
    }
    close_world(&w);
    exit(open ? 0 : 1);
}

static bool start(struct worker *w, const struct drill_set *s, struct queue *queue, bool fail_fast)
{
    pid_t self = getpid();
    *w = (struct worker){-1, memfd_create("results", MFD_CLOEXEC)};
    if (w->results < 0)
        return false;
    w->pid = fork();
    if (w->pid == 0)
        work(s, queue, w->results, fail_fast, self);
    if (w->pid < 0)
        close(w->results);
    return w->pid > 0;
}

/* What came of each drill, while it is put together. */
struct takings {
    const struct drill_set *set;
    struct drill_result *items;
    struct text *reached; /* by drill, as the rest */
    bool *taken;
};

/* How many bytes the result at `at` took; 0 where it is not whole: its worker was killed. */
static size_t take_one(struct takings *t, const char *at, size_t left)
{
    struct written head;
    if (left < sizeof head)
        return 0;
    memcpy(&head, at, sizeof head);
    size_t whole = sizeof head + head.failures_len + head.reached_len;
    if (left < whole)
        return 0;
    struct drill_result *r = &t->items[head.drill];
    text_add_n(&r->failures, at + sizeof head, head.failures_len);
    text_add_n(&t->reached[head.drill], at + sizeof head + head.failures_len, head.reached_len);
    r->answered = head.answered;
    r->took_ms = head.took_ms;
    t->taken[head.drill] = true;
    return whole;
}

/* Waits for a worker's end. False: it did not end as it should. */
static bool take_all(struct takings *t, struct worker *w)
{
    int status;
    struct stat st;
    while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
        ;
    size_t len = fstat(w->results, &st) == 0 ? (size_t)st.st_size : 0;
    const char *all = len ? mmap(NULL, len, PROT_READ, MAP_SHARED, w->results, 0) : MAP_FAILED;
    for (size_t at = 0, took = 1; all != MAP_FAILED && took; at += took)
        took = take_one(t, all + at, len - at);
    if (all != MAP_FAILED)
        munmap((void *)(uintptr_t)all, len);
    close(w->results);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* In order, up to the first that failed where that is the end. */
static void put_together(struct takings *t, bool fail_fast, struct drill_results *out,
                         struct coverage *const *coverage)
{
    const struct drill_set *s = t->set;
    bool stop = false;
    for (out->count = 0; out->count < s->count && !stop; out->count++) {
        size_t i = out->count;
        const struct drill *d = s->drills[i];
        if (!d)
            text_add(&t->items[i].failures, "it does not load\n");
        else if (!t->taken[i])
            text_add(&t->items[i].failures, "its process ended before it was through\n");
        else
            coverage_add(coverage[d->on_shelf], text_get(&t->reached[i]), t->reached[i].len);
        stop = fail_fast && t->items[i].failures.len;
    }
    out->skipped += s->count - out->count;
}

static struct takings takings_new(const struct drill_set *s, struct drill_result *items)
{
    return (struct takings){s, items, mem_alloc((s->count + 1) * sizeof(struct text)),
                            mem_alloc(s->count + 1)};
}

static void takings_release(struct takings *t)
{
    for (size_t i = 0; i < t->set->count; i++)
        text_release(&t->reached[i]);
    free(t->reached);
    free(t->taken);
}

bool drill_jobs_run(const struct drill_set *s, int jobs, bool fail_fast, struct drill_results *out,
                    struct coverage *const *coverage, struct diags *ds)
{
    struct queue *queue =
        mmap(NULL, sizeof *queue, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct worker *workers = mem_alloc((size_t)jobs * sizeof *workers);
    struct takings t = takings_new(s, out->items);
    int started = 0;
    bool ok = true;
    while (queue != MAP_FAILED && started < jobs && (size_t)started < s->count &&
           start(&workers[started], s, queue, fail_fast))
        started++;
    if (!started && s->count)
        diag_environment(ds, "no process could be started: %s", strerror(errno));
    for (int i = 0; i < started; i++)
        ok = take_all(&t, &workers[i]) && ok;
    if (!ok)
        diag_environment(ds, "a process that ran drills ended before its time");
    put_together(&t, fail_fast, out, coverage);
    takings_release(&t);
    free(workers);
    if (queue != MAP_FAILED)
        munmap(queue, sizeof *queue);
    return ok && (started || !s->count);
}

int drill_jobs_usual(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count > 0 ? count : 1;
}
