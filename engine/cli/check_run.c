#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/checked.h"
#include "cli/progress.h"
#include "core/expr.h"
#include "core/question.h"
#include "core/ready.h"
#include "tty/signals.h"

#define AHEAD_MOST(jobs) (4 * (jobs) + 64) /* steps that are looked at for one to start */

/* One step's check, started perhaps before its turn. */
struct ahead {
    int job; /* 0: it does not run */
    bool has;
    struct job_result result;
    char *reads; /* what it was started with; NULL: it was not */
};

struct run {
    struct checked_list *all;
    struct checker *checker;
    int jobs, running;
    size_t ended;
    struct progress progress;
};

static void forget(struct ahead *a)
{
    job_result_release(&a->result);
    free(a->reads);
    *a = (struct ahead){0};
}

static struct seen *see(struct checked *c, int step)
{
    struct seen *one = &c->seen[c->count++];
    *one = (struct seen){.step = step, .at_ms = time_now_ms()};
    return one;
}

static void tell(struct checked *c, struct seen *one, const struct job_result *r)
{
    struct arena *a = arena_new();
    struct want w = {WANT_STEP, one->step, 1, true};
    struct question q = question_of(a, c->session, w);
    struct text said = {0};
    if (question_take(&q, r->answer, &said)) {
        struct batch b = {0};
        struct checked_answer answer = {text_get(&said), r->evidence, r->value, 0};
        one->answer = mem_text(text_get(&said));
        one->evidence = mem_text(r->evidence);
        walk_answer_checked(c->session, &b, (struct moment){time_now_ms(), own_name()}, w, &answer);
        batch_release(&b);
        c->told++;
    } else {
        one->error = mem_text(text_get(&said));
    }
    text_release(&said);
    arena_free(a);
}

static void take_result(struct checked *c, int step, const struct job_result *r)
{
    struct seen *one = see(c, step);
    one->ran = true;
    one->at_ms = r->started_ms;
    one->took_ms = r->took_ms;
    if (r->outcome == CHECK_TOLD)
        tell(c, one, r);
    else
        one->error = mem_text(r->why ? r->why : "no reason given");
}

static bool same_reads(const struct checked *c, int step)
{
    struct text now = {0};
    ready_reads(c->session, step, &now);
    bool same = strcmp(text_get(&now), c->ahead[step].reads) == 0;
    text_release(&now);
    return same;
}

/* False: it cannot start; `why` says why. */
static bool start(struct run *r, struct checked *c, int step, struct text *why)
{
    struct ahead *a = &c->ahead[step];
    struct text reads = {0};
    ready_reads(c->session, step, &reads);
    int job = runner_start_step(&c->runner, c->session, step, why);
    if (job) {
        *a = (struct ahead){.job = job, .reads = text_take(&reads)};
        r->running++;
        const struct check *check = c->texts.book->steps[step].check;
        progress_add(&r->progress, job, check->name ? check->name : c->texts.book->steps[step].id);
    }
    text_release(&reads);
    return job != 0;
}

/* What was started too early is not looked at; its job still ends, and is counted then. */
static void drop(struct run *r, struct ahead *a)
{
    if (a->job)
        checker_cancel(r->checker, a->job);
    forget(a);
}

/* It is this step's turn. False: its check is at work now. */
static bool fold_check(struct run *r, struct checked *c, int step)
{
    struct ahead *a = &c->ahead[step];
    struct text why = {0};
    if (a->reads && !same_reads(c, step))
        drop(r, a);
    if (a->has) {
        take_result(c, step, &a->result);
        forget(a);
        return true;
    }
    if (a->job || r->running >= r->jobs)
        return false;
    bool started = start(r, c, step, &why);
    if (!started)
        see(c, step)->error = mem_text(text_get(&why));
    text_release(&why);
    return !started;
}

static bool fold_step(struct run *r, struct checked *c, int step)
{
    const struct step *at = &c->texts.book->steps[step];
    if (!at->check || !session_entered(c->session, at->part))
        return true;
    if (!at->when || expr_holds(at->when, c->session))
        return fold_check(r, c, step);
    struct text why = {0};
    drop(r, &c->ahead[step]);
    text_format(&why, "not run: needs %s", at->when_text);
    see(c, step)->error = text_take(&why);
    return true;
}

/* As far as what is known lets it. */
static void fold(struct run *r, struct checked *c)
{
    int steps = (int)c->texts.book->step_count;
    while (c->through < steps && fold_step(r, c, c->through))
        c->through++;
}

static void start_ahead(struct run *r, struct checked *c)
{
    struct ready ready = {c->session, true, c->through};
    int looked = 0, steps = (int)c->texts.book->step_count;
    for (int i = c->through; i < steps && r->running < r->jobs && looked < AHEAD_MOST(r->jobs);
         i++) {
        bool idle = c->texts.book->steps[i].check && !c->ahead[i].reads;
        looked += idle;
        if (idle && ready_now(&ready, i)) {
            struct text why = {0};
            start(r, c, i, &why); /* where it cannot, its turn says why */
            text_release(&why);
        }
    }
}

static struct ahead *by_job(const struct run *r, int job)
{
    for (size_t i = 0; i < r->all->count; i++) {
        struct checked *c = &r->all->items[i];
        for (size_t k = (size_t)c->through; c->loaded && k < c->texts.book->step_count; k++)
            if (c->ahead[k].job == job)
                return &c->ahead[k];
    }
    return NULL;
}

static void hear(struct run *r)
{
    struct text output = {0};
    struct job_result result = {0};
    if (checker_wait(r->checker, PROGRESS_EVERY_MS, &output, &result) == NEWS_RESULT) {
        struct ahead *a = by_job(r, result.job);
        r->running--;
        r->ended++;
        progress_remove(&r->progress, result.job);
        if (a) {
            a->job = 0;
            a->has = true;
            a->result = result;
        } else {
            job_result_release(&result);
        }
    }
    text_release(&output);
}

/* True while there is something to wait for. */
static bool go_on(struct run *r)
{
    for (size_t i = 0; i < r->all->count; i++)
        if (r->all->items[i].loaded)
            fold(r, &r->all->items[i]);
    for (size_t i = 0; i < r->all->count; i++)
        if (r->all->items[i].loaded)
            start_ahead(r, &r->all->items[i]);
    return r->running > 0;
}

static void begin(struct checked *c)
{
    size_t steps = c->texts.book->step_count;
    c->seen = mem_alloc((steps + 1) * sizeof *c->seen);
    c->ahead = mem_alloc((steps + 1) * sizeof *c->ahead);
}

static void end(struct checked *c)
{
    for (size_t i = 0; i < c->texts.book->step_count; i++)
        forget(&c->ahead[i]);
    free(c->ahead);
    c->ahead = NULL;
    for (size_t i = 0; i < c->count; i++) {
        int64_t took = c->seen[i].at_ms + c->seen[i].took_ms - c->seen[0].at_ms;
        c->took_ms = took > c->took_ms ? took : c->took_ms;
    }
}

bool checked_run(struct checked_list *all, struct checker *checker, int jobs)
{
    struct run r = {.all = all, .checker = checker, .jobs = jobs};
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].loaded)
            begin(&all->items[i]);
    progress_start(&r.progress, "checking");
    while (!signals_ended() && go_on(&r)) {
        hear(&r);
        progress_show(&r.progress);
    }
    progress_stop(&r.progress);
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].loaded)
            end(&all->items[i]);
    return !signals_ended();
}
