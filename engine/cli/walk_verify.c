#include <string.h>
#include <time.h>

#include "base/time.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "tty/prompt.h"

/* One look: yes, or not, with what was seen. */
static bool look(struct walk *w, int verify, struct text *seen)
{
    struct text why = {0};
    struct job_result r = {0};
    const struct verify *v = &session_book(w->o.session)->verifies[verify];
    int job = runner_start_verify(&w->runner, w->o.session, verify, &why);
    bool yes = false;
    text_clear(seen);
    if (job && walk_wait_job(w, job, v->id, &r) && r.outcome == CHECK_TOLD) {
        yes = strcmp(r.answer, "yes") == 0;
        text_add(seen, r.evidence ? r.evidence : r.answer);
    } else {
        text_add(seen, r.why ? r.why : text_get(&why));
    }
    job_result_release(&r);
    text_release(&why);
    return yes;
}

static void rest(int64_t ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL); /* a signal ends it: that is wanted */
}

/* Looks every so often until it was yes for `hold` in one piece, or `within` is over. */
static bool holds(struct walk *w, const struct verify *v, int index, struct text *seen)
{
    int64_t began = time_mono_ms(), since = -1;
    while (!prompt_signal()) {
        bool yes = look(w, index, seen);
        int64_t now = time_mono_ms();
        say_wrapped(w->screen.width, yes ? "  yes: " : "  not yet: ", text_get(seen));
        since = !yes ? -1 : since < 0 ? now : since;
        if (since >= 0 && now - since >= v->hold_ms)
            return true;
        if (now - began + v->every_ms > v->within_ms)
            return false;
        rest(v->every_ms);
    }
    return false;
}

void walk_verify(struct walk *w, int action)
{
    const struct action *a = &session_book(w->o.session)->actions[action];
    const struct verify *v = &session_book(w->o.session)->verifies[a->verify];
    struct text seen = {0};
    char span[TIME_TEXT_MAX];
    bool yes = false;
    time_span(v->within_ms, span);
    say_line("Did it help? Watching %s, for up to %s.", v->id, span);
    if (w->runner.checker && !w->dry_run)
        yes = holds(w, v, a->verify, &seen);
    walk_add_fact(w, (struct event){.kind = EVENT_VERIFIED,
                                    .step = a->id,
                                    .value = yes ? "yes" : "no",
                                    .evidence = seen.len ? text_get(&seen) : NULL});
    say_line(yes ? "It helped." : "It has not helped, as far as can be seen.");
    text_release(&seen);
}
