#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/time.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "core/act.h"
#include "tty/prompt.h"

/* The responder at the keyboard, as the host of an action. */
struct hands {
    struct walk *w;
    int action;
    char *line; /* what was said last */
};

bool walk_add_fact(struct walk *w, struct event e)
{
    struct board *before;
    struct deed d = {.kind = DEED_FACT, .fact = e, .within = w->acting};
    bool ok = walk_do(w, &d, &before);
    if (ok && e.kind == EVENT_VERIFIED)
        walk_show_board(w, false, before);
    board_free(before);
    return ok;
}

static const struct session *now(void *self)
{
    const struct hands *h = self;
    return h->w->o.session;
}

static bool fact(void *self, struct event e, bool within)
{
    struct hands *h = self;
    h->w->acting = within;
    return walk_add_fact(h->w, e);
}

/* NULL: nobody, or a signal. */
static const char *ask(void *self, enum act_ask what, size_t index, const char *words)
{
    struct hands *h = self;
    (void)what;
    (void)index;
    say_wrapped(h->w->screen.width, "", words);
    free(h->line);
    h->line = NULL;
    if (prompt_read("> ", NULL, &h->line) != PROMPT_LINE)
        return NULL;
    return text_trim(h->line);
}

static void say(void *self, const char *label, const char *words)
{
    struct hands *h = self;
    if (*label)
        say_wrapped(h->w->screen.width, label, words);
    else
        say_line("%s", words);
}

/* To its end, its output shown as it comes. */
static void follow(struct walk *w, int number, struct job_result *out)
{
    struct text live = {0}, held = {0};
    bool line_open = false;
    for (bool ended = false; !ended;) {
        enum checker_news news = checker_wait(w->runner.checker, -1, &live, out);
        ended = news == NEWS_RESULT && out->job == number;
        if (news == NEWS_RESULT && !ended)
            walk_keep_look(w, out);
        struct text shown = {0}, safe = {0};
        redact_feed(w->secrets, &held, text_get(&live), live.len, ended, &safe);
        text_add_shown(&shown, text_get(&safe));
        say_talk(&shown);
        text_release(&safe);
        line_open = shown.len ? shown.at[shown.len - 1] != '\n' : line_open;
        text_release(&shown);
        text_clear(&live);
        if (prompt_signal() == SIGINT)
            checker_cancel(w->runner.checker, number);
    }
    text_release(&live);
    text_release(&held);
    if (line_open)
        say_line("%s", "");
}

static bool run(void *self, const struct world_run *what, struct world_ran *out, struct text *why)
{
    struct hands *h = self;
    struct command_job job = {*what};
    struct job_result r = {0};
    struct arena *a = arena_new();
    job.run.env = runner_env(session_book(h->w->o.session), h->action, what->env, a);
    int number = h->w->runner.checker ? checker_command(h->w->runner.checker, &job) : 0;
    arena_free(a);
    if (!number) {
        text_add(why, "commands cannot run here");
        return false;
    }
    follow(h->w, number, &r);
    bool ok = !r.why;
    if (!ok)
        text_add(why, r.why);
    *out = r.ran;
    r.ran = (struct world_ran){0};
    job_result_release(&r);
    return ok;
}

static bool look(void *self, int verify, struct text *seen)
{
    struct walk *w = ((struct hands *)self)->w;
    struct text why = {0};
    struct job_result r = {0};
    const struct verify *v = &session_book(w->o.session)->verifies[verify];
    int job = runner_start_verify(&w->runner, w->o.session, verify, &why);
    bool yes = false;
    text_clear(seen);
    if (job && walk_wait_job(w, job, v->id, time_mono_ms(), &r) && r.outcome == CHECK_TOLD) {
        yes = strcmp(r.answer, "yes") == 0;
        text_add(seen, r.evidence ? r.evidence : r.answer);
    } else {
        text_add(seen, r.why ? r.why : text_get(&why));
    }
    job_result_release(&r);
    text_release(&why);
    return yes;
}

static int64_t clock_ms(void *self)
{
    (void)self;
    return time_mono_ms();
}

/* A signal ends it: that is wanted. */
static bool rest(void *self, int64_t ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    (void)self;
    if (!prompt_signal())
        nanosleep(&t, NULL);
    return !prompt_signal();
}

static void with_hands(struct walk *w, void (*deed)(const struct act_host *h, int action),
                       int action)
{
    struct hands hands = {.w = w, .action = action};
    struct act_host host = {.self = &hands,
                            .dry_run = w->dry_run,
                            .session = now,
                            .fact = fact,
                            .ask = ask,
                            .say = say,
                            .run = run,
                            .look = w->runner.checker ? look : NULL,
                            .clock_ms = clock_ms,
                            .rest = rest};
    w->shown[0] = 0;
    looks_forget(&w->looks); /* what was seen before is not so any more */
    w->looks.held = true;
    deed(&host, action);
    w->looks.held = false;
    w->acting = false;
    free(hands.line);
}

void walk_act(struct walk *w, int action)
{
    with_hands(w, act_do, action);
}

void walk_undo(struct walk *w, int action)
{
    with_hands(w, act_undo, action);
}

void walk_verify(struct walk *w, int action)
{
    with_hands(w, act_verify, action);
}
