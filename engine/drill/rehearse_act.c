#include <string.h>

#include "core/act.h"
#include "core/action.h"
#include "drill/rehearse_inside.h"

static const struct session *now(void *self)
{
    const struct rehearsing *r = self;
    return r->s;
}

/* What comes `after` an action counts from the moment it is done, until it is taken back. */
static void move_world(struct rehearsing *r, const struct event *e)
{
    int action = e->step ? book_action(r->d->book, e->step) : -1;
    if (e->kind == EVENT_ENDED && strcmp(e->value, action_outcome_name(ACTION_DONE)) == 0)
        fake_done(r->fake, action);
    else if (e->kind == EVENT_REVERTED)
        fake_reverted(r->fake, action);
}

static bool fact(void *self, struct event e, bool within)
{
    struct rehearsing *r = self;
    struct batch b = {0};
    (void)within;
    walk_fact(r->s, &b, rehearse_moment(r), e);
    batch_release(&b);
    move_world(r, &e);
    return true;
}

static const char *missing(struct rehearsing *r, const char *what, const char *words)
{
    rehearse_fail(r, r->acting->span, "%s asks for %s, which the drill does not give: %s",
                  r->d->book->actions[r->acting->action].id, what, words);
    return NULL;
}

static const char *ask(void *self, enum act_ask what, size_t index, const char *words)
{
    struct rehearsing *r = self;
    const struct drill_action *a = r->acting;
    switch (what) {
    case ACT_GUARD:
        return index < a->guard_count ? a->guards[index]
                                      : missing(r, "an answer to a guard", words);
    case ACT_CONFIRM:
        return a->confirm ? a->confirm : missing(r, "confirm", words);
    case ACT_BY_HAND:
        return a->outcome ? a->outcome : missing(r, "outcome", words);
    case ACT_HELPED:
        break;
    }
    return missing(r, "a check", words);
}

static void say(void *self, const char *label, const char *words)
{
    (void)self;
    (void)label;
    (void)words;
}

static bool run(void *self, const struct world_run *what, struct world_ran *out, struct text *why)
{
    struct rehearsing *r = self;
    return r->world.run(r->world.self, what, out, why);
}

static bool look(void *self, int verify, struct text *seen)
{
    struct rehearsing *r = self;
    struct told told = {0};
    rehearse_look(r, true, verify, &told);
    bool yes = told.answer && strcmp(told.answer, "yes") == 0;
    text_clear(seen);
    text_add(seen, told.evidence ? told.evidence : told.answer ? told.answer : told.why);
    told_release(&told);
    return yes;
}

static int64_t clock_ms(void *self)
{
    const struct rehearsing *r = self;
    return fake_now_ms(r->fake);
}

static bool rest(void *self, int64_t ms)
{
    struct rehearsing *r = self;
    fake_pass(r->fake, ms);
    return true;
}

static void with_hands(struct rehearsing *r, const struct drill_action *a,
                       void (*deed)(const struct act_host *h, int action), int action)
{
    struct act_host host = {.self = r,
                            .session = now,
                            .fact = fact,
                            .ask = ask,
                            .say = say,
                            .run = run,
                            .look = r->outside ? look : NULL,
                            .clock_ms = clock_ms,
                            .rest = rest};
    r->acting = a;
    deed(&host, action);
    r->acting = NULL;
}

void rehearse_do(struct rehearsing *r, int action)
{
    with_hands(r, rehearse_action(r, action), act_do, action);
}

void rehearse_verify(struct rehearsing *r, int action)
{
    with_hands(r, rehearse_action(r, action), act_verify, action);
}

void rehearse_take_back(struct rehearsing *r)
{
    for (size_t i = 0; i < r->d->action_count; i++) {
        const struct drill_action *a = &r->d->actions[i];
        const struct action_state *state = session_action(r->s, a->action);
        bool made = state->outcome == ACTION_DONE || state->outcome == ACTION_UNKNOWN;
        if (a->undo && made && !state->reverted)
            with_hands(r, a, act_undo, a->action);
    }
}
