#include "cli/drill_work.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/drill_stage.h"
#include "cli/exits.h"
#include "cli/say.h"
#include "drill/rehearse.h"

struct working {
    const struct drill_orders *orders;
    int results;
    struct fake *world;
    struct drill_stage stage;
    struct coverage **coverage; /* by the shelf; NULL while a runbook was not met */
    size_t coverage_count, coverage_cap;
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

/* Of a runbook, with nothing reached. */
static struct coverage *coverage_of(struct working *w, const struct drill *d)
{
    for (; w->coverage_count <= d->on_shelf; w->coverage_count++) {
        w->coverage =
            mem_grow(w->coverage, w->coverage_count, &w->coverage_cap, sizeof *w->coverage);
        w->coverage[w->coverage_count] = NULL;
    }
    struct coverage **c = &w->coverage[d->on_shelf];
    if (!*c)
        *c = coverage_new(d->book);
    coverage_clear(*c);
    return *c;
}

static struct rehearsal run(struct working *w, const struct staged *one, struct text *reached)
{
    struct outside outside = {one->runner, check_step, check_verify};
    struct coverage *c = w->orders->coverage ? coverage_of(w, one->drill) : NULL;
    struct rehearsal r = rehearse(one->drill, w->world, &outside, c);
    if (c)
        coverage_write(c, reached);
    return r;
}

/* Each as it is printed, so that what two processes say of one runbook is the same. */
static const char *const *complaints_of(struct diags *ds, struct arena *a)
{
    const char **list = arena_alloc(a, (ds->count + 1) * sizeof *list);
    diags_sort(ds);
    for (size_t i = 0; i < ds->count; i++) {
        struct text t = {0};
        diag_write(&ds->items[i], &t, say_color(STDERR_FILENO));
        list[i] = arena_text(a, text_get(&t));
        text_release(&t);
    }
    return list;
}

/* In one piece, behind its length: what is not whole was never written. */
static void tell(int results, const struct drill_told *t)
{
    struct text body = {0}, all = {0};
    pack_int(&body, (int64_t)t->drill);
    pack_text(&body, t->title);
    pack_text(&body, t->book);
    pack_text(&body, t->failures);
    pack_bytes(&body, t->reached, t->reached_len);
    pack_list(&body, t->complaints);
    pack_int(&body, t->took_ms);
    pack_int(&body, t->answered);
    pack_bytes(&all, body.at, body.len);
    if (write(results, all.at, all.len) != (ssize_t)all.len)
        exit(EXIT_ENVIRONMENT);
    text_release(&body);
    text_release(&all);
}

bool drill_told_next(struct unpack *u, struct arena *a, struct drill_told *out)
{
    size_t len;
    const char *bytes = u->left ? unpack_bytes(u, &len) : NULL;
    if (!bytes || u->bad)
        return false;
    struct unpack body = {bytes, len, false};
    out->drill = (size_t)unpack_int(&body);
    out->title = unpack_text(&body);
    out->book = unpack_text(&body);
    out->failures = unpack_text(&body);
    out->reached = unpack_bytes(&body, &out->reached_len);
    out->complaints = unpack_list(&body, a);
    out->took_ms = unpack_int(&body);
    out->answered = (int)unpack_int(&body);
    return !body.bad;
}

static bool run_one(struct working *w, size_t i)
{
    struct diags ds = {0};
    struct arena *a = arena_new();
    struct text reached = {0};
    struct rehearsal r = {0};
    struct staged one = drill_stage_load(&w->stage, w->orders->files[i], &ds);
    struct drill_told t = {.drill = i, .complaints = complaints_of(&ds, a)};
    if (one.drill) {
        int64_t began = time_mono_ms();
        r = run(w, &one, &reached);
        t.took_ms = time_mono_ms() - began;
        t.title = one.drill->title;
        t.book = w->stage.shelf.books[one.drill->on_shelf]->path;
    }
    t.failures = text_get(&r.failures);
    t.answered = r.answered;
    t.reached = text_get(&reached);
    t.reached_len = reached.len;
    tell(w->results, &t);
    bool passed = one.drill && !r.failures.len;
    diags_release(&ds);
    staged_release(&one);
    text_release(&r.failures);
    text_release(&reached);
    arena_free(a);
    return passed;
}

static bool open_world(struct working *w)
{
    struct diags ds = {0};
    w->world = fake_new();
    if (w->world) {
        struct world world = fake_world(w->world);
        w->stage.checker = checker_start(&world, &ds);
    } else {
        diag_environment(&ds, "no memory can be shared with the processes of a drill");
    }
    say_diags(&ds);
    diags_release(&ds);
    return w->stage.checker;
}

static void close_world(struct working *w)
{
    struct checker *checker = w->stage.checker;
    for (size_t i = 0; i < w->coverage_count; i++)
        coverage_free(w->coverage[i]);
    free(w->coverage);
    drill_stage_release(&w->stage);
    checker_stop(checker);
    fake_free(w->world);
}

/* It ends by exit(), so that a sanitizer says what was not freed. */
_Noreturn void drill_work(const struct drill_orders *o, struct drill_queue *queue, int results,
                          pid_t starter)
{
    struct working w = {.orders = o, .results = results};
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != starter)
        exit(EXIT_ENVIRONMENT);
    bool open = open_world(&w);
    while (open && !atomic_load(&queue->stop)) {
        size_t i = atomic_fetch_add(&queue->next, 1);
        if (i >= o->count)
            break;
        if (!run_one(&w, i) && o->fail_fast)
            atomic_store(&queue->stop, true);
    }
    close_world(&w);
    exit(open ? EXIT_DONE : EXIT_ENVIRONMENT);
}
