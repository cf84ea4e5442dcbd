#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "tty/signals.h"

#define TRIES_MOST 5 /* to put it down while others write */

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

void walk_hide_result(const struct walk *w, struct job_result *result)
{
    hide(w, &result->answer);
    hide(w, &result->evidence);
    hide(w, &result->value);
    hide(w, &result->why);
}

void walk_keep_look(struct walk *w, struct job_result *result)
{
    walk_hide_result(w, result);
    looks_keep(&w->looks, result);
    walk_start_looks(w);
}

void walk_start_looks(struct walk *w)
{
    if (session_state(w->o.session) != SESSION_RESOLVED)
        looks_start(&w->looks, w->o.session);
}

static void take_news(struct walk *w)
{
    struct text output = {0};
    struct job_result result = {0};
    enum checker_news news;
    while ((news = checker_take(w->checker, &output, &result)) != NEWS_NONE)
        if (news == NEWS_RESULT)
            walk_keep_look(w, &result);
    text_release(&output);
}

/* While a question is open. */
static void hear(void *self)
{
    take_news(self);
}

void walk_look_ahead(struct walk *w, int jobs)
{
    if (!w->runner.checker)
        return;
    w->looks.runner = &w->runner;
    w->looks.jobs = jobs;
    signals_attend(checker_fd(w->checker), hear, w);
}

/* Of one that told something which the question takes. */
static void add_unused(struct session *s, struct batch *b, struct moment m, const struct look *one)
{
    if (one->job || one->result.outcome != CHECK_TOLD)
        return;
    struct arena *a = arena_new();
    struct want to = {WANT_STEP, one->step, session_visit(s, one->step), true};
    struct question q = question_of(a, s, to);
    struct text said = {0};
    if (question_take(&q, one->result.answer, &said))
        walk_fact(s, b, m,
                  (struct event){.kind = EVENT_CHECKED,
                                 .step = q.name,
                                 .value = text_get(&said),
                                 .evidence = one->result.evidence,
                                 .source = SOURCE_AHEAD,
                                 .at_ms = one->result.started_ms + one->result.took_ms});
    text_release(&said);
    arena_free(a);
}

/* RECORD_CONFLICT: somebody else wrote meanwhile. */
static enum record_result put_unused(struct walk *w, struct diags *ds)
{
    struct session *s = w->o.session;
    struct batch b = {0};
    struct moment m = {time_now_ms(), own_name()};
    int64_t seq = session_seq(s);
    for (size_t i = 0; i < w->looks.count; i++)
        add_unused(s, &b, m, &w->looks.items[i]);
    enum record_result r = RECORD_OK;
    if (b.events.count)
        r = record_append(w->o.record, w->o.incident.id, seq, &b, ds);
    batch_release(&b);
    return r;
}

void walk_end_looks(struct walk *w)
{
    struct diags ds = {0};
    signals_attend(-1, NULL, NULL);
    if (!w->looks.jobs || w->status == EXIT_ENVIRONMENT)
        return;
    w->looks.held = true;
    take_news(w);
    enum record_result r = RECORD_CONFLICT;
    for (int i = 0; i < TRIES_MOST && r == RECORD_CONFLICT; i++) {
        r = put_unused(w, &ds);
        if (r == RECORD_CONFLICT && !opened_reload(&w->o, &ds))
            r = RECORD_FAILED;
    }
    say_diags(&ds);
    diags_release(&ds);
}
