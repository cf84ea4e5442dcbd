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

/* What a check saw may hold a secret: before it is cut into lines or shortened. */
static void hide(const struct walk *w, char **s)
{
    struct text out = {0};
    if (*s && redact(w->secrets, *s, strlen(*s), &out)) {
        free(*s);
        *s = text_take(&out);
    }
    text_release(&out);
}

bool walk_wait_job(struct walk *w, int job, const char *name, struct job_result *out)
{
    int64_t began = time_mono_ms();
    bool told = false, cancelled = false, got = false;
    struct text output = {0};
    while (!got) {
        enum checker_news news = checker_wait(w->runner.checker, TELL_EVERY_MS / 2, &output, out);
        got = news == NEWS_RESULT && out->job == job;
        if (news == NEWS_RESULT && !got)
            job_result_release(out);
        if (!got)
            tell_elapsed(w, name, time_mono_ms() - began, &told);
        if (prompt_signal() && !cancelled) {
            checker_cancel(w->runner.checker, job);
            cancelled = true;
        }
    }
    wipe(told);
    text_release(&output);
    hide(w, &out->answer);
    hide(w, &out->evidence);
    hide(w, &out->value);
    hide(w, &out->why);
    return !cancelled;
}

/* The question goes to a person: why the check could not tell is a fact too. */
static void could_not_tell(struct walk *w, const char *step, const char *raw, const char *why)
{
    struct board *before;
    struct deed d = {.kind = DEED_FACT,
                     .fact = {.kind = EVENT_CHECKED, .step = step, .value = raw, .evidence = why}};
    say_wrapped(w->screen.width, "The check cannot tell: ", why);
    walk_do(w, &d, &before);
    board_free(before);
}

static void told(struct walk *w, const struct question *q, const struct job_result *r)
{
    struct text said = {0};
    if (question_take(q, r->answer, &said)) {
        if (r->evidence)
            say_wrapped(w->screen.width, "Checked: ", r->evidence);
        walk_give_checked(w, &(struct checked_answer){text_get(&said), r->evidence, r->value, 0});
    } else {
        could_not_tell(w, q->name, r->answer, text_get(&said));
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

bool walk_check(struct walk *w)
{
    struct want want = walk_target(w);
    bool again = w->check_again;
    w->check_again = false;
    if (w->changing || want.kind != WANT_STEP || !w->runner.checker || !(want.check || again))
        return false;
    struct arena *a = arena_new();
    struct question q = question_of(a, w->o.session, want);
    struct text why = {0};
    struct job_result r = {0};
    int job = runner_start_step(&w->runner, w->o.session, want.index, &why);
    const struct check *check = session_book(w->o.session)->steps[want.index].check;
    tell_question(w, &q);
    if (!job)
        could_not_tell(w, q.name, NULL, text_get(&why));
    else if (!walk_wait_job(w, job, check->name ? check->name : q.name, &r))
        could_not_tell(w, q.name, NULL, "stopped by the responder");
    else if (r.outcome == CHECK_TOLD)
        told(w, &q, &r);
    else
        could_not_tell(w, q.name, NULL, r.why ? r.why : "no reason given");
    job_result_release(&r);
    text_release(&why);
    arena_free(a);
    return true;
}
