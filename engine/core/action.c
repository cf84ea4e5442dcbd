#include "core/action.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "core/expr.h"
#include "core/prose.h"
#include "core/session_inside.h"

const char *action_outcome_name(enum action_outcome outcome)
{
    static const char *const names[] = {[ACTION_UNTRIED] = "untried",
                                        [ACTION_UNKNOWN] = "unknown",
                                        [ACTION_DONE] = "done",
                                        [ACTION_FAILED] = "failed"};
    return names[outcome];
}

const struct action_state *session_action(const struct session *s, int action)
{
    return &s->actions[action];
}

bool action_offered(const struct session *s, int action)
{
    const struct action *a = &s->book->actions[action];
    bool called_for = false;
    for (size_t i = 0; i < a->cause_count && !called_for; i++) {
        enum cause_state state = session_board(s)->causes[a->causes[i]].state;
        called_for = state != CAUSE_OPEN && state != CAUSE_RULED_OUT;
    }
    return called_for && (!a->when || expr_holds(a->when, s));
}

bool action_open_change(const struct session *s, int action)
{
    const struct action_state *now = &s->actions[action];
    bool made = now->outcome == ACTION_DONE || now->outcome == ACTION_UNKNOWN;
    return s->book->actions[action].temporary && made && !now->reverted;
}

const char *session_saved(const struct session *s, int saved)
{
    return s->saved[saved];
}

bool session_check_failed(const struct session *s, int step)
{
    return s->steps[step].check_failed == s->steps[step].visit;
}

void action_state_init(struct session *s)
{
    const struct book *b = s->book;
    s->actions = arena_alloc(s->arena, (b->action_count + 1) * sizeof *s->actions);
    s->inputs = arena_alloc(s->arena, (b->input_count + 1) * sizeof *s->inputs);
    s->passed_in = arena_alloc(s->arena, (b->input_count + 1) * sizeof *s->passed_in);
    s->saved = arena_alloc(s->arena, (b->saved_count + 1) * sizeof *s->saved);
    for (size_t i = 0; i < b->action_count; i++)
        s->actions[i] = (struct action_state){.started_ms = -1, .ended_ms = -1};
    s->offer = s->to_verify = -1;
}

static void started(struct session *s, int at, const struct event *e)
{
    s->actions[at] = (struct action_state){
        .outcome = ACTION_UNKNOWN, .started_ms = e->at_ms, .ended_ms = -1, .seq = e->seq};
    s->offer = -1;
    board_free(s->board); /* what it had said of causes when it last helped is gone */
    s->board = NULL;
}

/* What comes after an action: its verify where it may have worked, else what is to be tried in its
 * place. */
static void ended(struct session *s, int at, const struct event *e)
{
    static const enum action_outcome outcomes[] = {ACTION_DONE, ACTION_FAILED};
    const struct action *a = &s->book->actions[at];
    struct action_state *now = &s->actions[at];
    now->outcome = ACTION_UNKNOWN;
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        if (strcmp(e->value, action_outcome_name(outcomes[i])) == 0)
            now->outcome = outcomes[i];
    now->ended_ms = e->at_ms;
    now->seq = e->seq;
    if (now->outcome == ACTION_FAILED || a->verify < 0)
        path_deed(s, at, action_outcome_name(now->outcome));
    if (now->outcome == ACTION_FAILED)
        s->offer = a->on_fail;
    else
        s->to_verify = a->verify >= 0 ? at : -1;
}

static void verified(struct session *s, int at, const struct event *e)
{
    const struct action *a = &s->book->actions[at];
    bool yes = strcmp(e->value, "yes") == 0;
    s->actions[at].verified = yes ? VERIFIED_YES : VERIFIED_NO;
    s->actions[at].seq = e->seq;
    s->to_verify = -1;
    path_deed(s, at, yes ? "done" : "failed");
    if (!yes)
        s->offer = a->on_fail;
    else if (a->kind != ACTION_OBSERVE && a->kind != ACTION_ESCALATE && s->times.mitigated_ms < 0)
        s->times.mitigated_ms = e->at_ms;
    board_free(s->board);
    s->board = NULL;
}

static void saved(struct session *s, const struct event *e)
{
    for (size_t i = 0; i < s->book->saved_count; i++)
        if (strcmp(s->book->saved[i], e->value) == 0)
            s->saved[i] = arena_text(s->arena, e->evidence);
}

void action_apply(struct session *s, const struct event *e)
{
    int at = book_action(s->book, e->step);
    if (at < 0)
        return;
    s->asked = NULL;
    switch (e->kind) {
    case EVENT_STARTED:
        started(s, at, e);
        break;
    case EVENT_ENDED:
        ended(s, at, e);
        break;
    case EVENT_VERIFIED:
        verified(s, at, e);
        break;
    case EVENT_REVERTED:
        s->actions[at].reverted = true;
        break;
    case EVENT_SAVED:
        saved(s, e);
        break;
    default: /* declined */
        s->offer = -1;
        path_deed(s, at, "not done");
        break;
    }
}
