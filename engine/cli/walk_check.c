#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "tty/prompt.h"

#define TELL_AFTER_MS 500 /* what takes longer shows that it is at work */
#define TELL_EVERY_MS 1000

/* "  looking: log/rate_below, 3 s", over the last one. */
static void tell_elapsed(const struct walk *w, const char *name, int64_t ms, bool *told)
{
    struct text t = {0};
    if (!w->interactive || ms < TELL_AFTER_MS)
        return;
    text_add(&t, "\r  looking: ");
    text_add_shown_line(&t, name);
    text_format(&t, ", %lld s (Ctrl-C stops the look)", (long long)(ms / 1000));
    say_talk(&t);
    text_release(&t);
    *told = true;
}

static void wipe(bool told)
{
    if (told) {
        static char clear[] = "\r\x1b[K";
        say_talk(&(struct text){.at = clear, .len = sizeof clear - 1});
    }
}

bool walk_wait_job(struct walk *w, int job, const char *name, int64_t began_mono_ms,
                   struct job_result *out)
{
    bool told = false, cancelled = false, got = false;
    struct text output = {0};
    while (!got) {
        enum checker_news news = checker_wait(w->runner.checker, TELL_EVERY_MS / 2, &output, out);
        got = news == NEWS_RESULT && out->job == job;
        if (news == NEWS_RESULT && !got)
            walk_keep_look(w, out);
        if (!got)
            tell_elapsed(w, name, time_mono_ms() - began_mono_ms, &told);
        if (prompt_signal() && !cancelled) {
            checker_cancel(w->runner.checker, job);
            cancelled = true;
        }
    }
    wipe(told);
    text_release(&output);
    walk_hide_result(w, out);
    return !cancelled;
}

/* Why the check could not tell is a fact too. `at_ms` 0: now. */
static void keep_failure(struct walk *w, const char *step, const char *raw, const char *why,
                         int64_t at_ms)
{
    struct board *before;
    struct deed d = {
        .kind = DEED_FACT,
        .fact = {
            .kind = EVENT_CHECKED, .step = step, .value = raw, .evidence = why, .at_ms = at_ms}};
    walk_do(w, &d, &before);
    board_free(before);
}

/* The question goes to a person. */
static void could_not_tell(struct walk *w, const char *step, const char *raw, const char *why,
                           int64_t at_ms)
{
    say_wrapped(w->screen.width, "The check cannot tell: ", why);
    keep_failure(w, step, raw, why, at_ms);
}

/* "Checked 12s ago: " */
static void say_checked(const struct walk *w, const char *evidence, int64_t at_ms)
{
    char ago[TIME_TEXT_MAX];
    struct text label = {0};
    int64_t age = at_ms ? time_now_ms() - at_ms : 0;
    time_span(age, ago);
    text_add(&label, "Checked");
    if (age >= 1000)
        text_format(&label, " %s ago", ago);
    text_add(&label, ": ");
    say_wrapped(w->screen.width, text_get(&label), evidence);
    text_release(&label);
}

static void told(struct walk *w, const struct question *q, const struct job_result *r,
                 int64_t at_ms)
{
    struct text said = {0};
    if (question_take(q, r->answer, &said)) {
        if (r->evidence)
            say_checked(w, r->evidence, at_ms);
        walk_give_checked(w,
                          &(struct checked_answer){text_get(&said), r->evidence, r->value, at_ms});
    } else {
        could_not_tell(w, q->name, r->answer, text_get(&said), at_ms);
    }
    text_release(&said);
}

static void tell_question(struct walk *w, const struct question *q)
{
    struct text t = {0};
    text_add_char(&t, '\n');
    view_looked_at(&t, w->screen, w->o.session, q);
    say_talk(&t);
    text_release(&t);
}

static void take_result(struct walk *w, const struct question *q, const struct job_result *r,
                        int64_t at_ms)
{
    if (r->outcome == CHECK_TOLD)
        told(w, q, r, at_ms);
    else
        could_not_tell(w, q->name, NULL, r->why ? r->why : "no reason given", at_ms);
}

/* Starts the check of a step, where it has not looked ahead, and others beside it. False: it cannot
 * start. */
static bool begin(struct walk *w, int step, bool again, struct look *out, struct text *why)
{
    bool ahead = looks_take(&w->looks, w->o.session, step, time_now_ms(), out);
    if (ahead && again && out->job)
        checker_cancel(w->runner.checker, out->job);
    if (ahead && again)
        look_release(out);
    if (!ahead || again)
        *out = (struct look){.job = runner_start_step(&w->runner, w->o.session, step, why),
                             .began_mono_ms = time_mono_ms()};
    bool there = ahead && !again;
    walk_start_looks(w);
    return there || out->job;
}

static void check_now(struct walk *w, const struct question *q, int step, bool again)
{
    struct text why = {0};
    struct look one = {0};
    const struct check *check = session_book(w->o.session)->steps[step].check;
    const char *name = check->name ? check->name : q->name;
    w->looks.waited = step + 1;
    bool running = begin(w, step, again, &one, &why);
    bool ended = running && !one.job;
    if (!running)
        could_not_tell(w, q->name, NULL, text_get(&why), 0);
    else if (!ended && !walk_wait_job(w, one.job, name, one.began_mono_ms, &one.result))
        could_not_tell(w, q->name, NULL, "stopped by the responder", 0);
    else
        take_result(w, q, &one.result, ended ? one.result.started_ms + one.result.took_ms : 0);
    w->looks.waited = 0;
    look_release(&one);
    text_release(&why);
}

bool walk_check(struct walk *w)
{
    struct want want = walk_target(w);
    bool again = w->check_again;
    w->check_again = false;
    if (w->changing || want.kind != WANT_STEP || !w->runner.checker || !(want.check || again))
        return false;
    struct arena *a = arena_new();
    struct question q = question_of(a, w->o.session, want);
    /* Where the responder could not say what it needs, there is nothing to tell of it. */
    if (!again && !runner_has_values(w->o.session, want.index)) {
        keep_failure(w, q.name, NULL, "what it needs is not known", 0);
    } else {
        tell_question(w, &q);
        check_now(w, &q, want.index, again);
    }
    arena_free(a);
    return true;
}
