#include "core/walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/time.h"
#include "core/ahead.h"
#include "core/batch.h"
#include "core/best.h"
#include "core/expr.h"
#include "core/session_inside.h"

#define DECIDES_NOTHING "every cause that it could move is settled"

/* It has effects on causes only: nothing that it could say would matter. */
bool walk_decides_nothing(const struct session *s, int at)
{
    const struct step *step = &s->book->steps[at];
    if (step->referred || step->next.kind != NEXT_FOLLOWING || step->kind >= STEP_DO)
        return false;
    size_t effects = 0;
    for (size_t i = 0; i < step->answer_count; i++) {
        const struct answer *a = &step->answers[i];
        if (a->next.kind != NEXT_FOLLOWING || a->note || a->action >= 0 || a->call)
            return false;
        for (size_t k = 0; k < a->effect_count; k++, effects++)
            if (!board_settled(session_board(s), a->effects[k].cause))
                return false;
    }
    const struct answer *unknown = &step->unknown;
    return effects && !unknown->note && unknown->action < 0 && !unknown->call &&
           unknown->next.kind == NEXT_FOLLOWING;
}

static bool passes_over(const struct session *s, int at, struct text *reason)
{
    const struct step *step = &s->book->steps[at];
    if (step->when && !expr_holds(step->when, s)) {
        text_format(reason, "its condition does not hold: %s", step->when_text);
        return true;
    }
    if (!walk_decides_nothing(s, at))
        return false;
    text_add(reason, DECIDES_NOTHING);
    return true;
}

static int first_triage(const struct session *s)
{
    if (!s->severity || s->level_by_person)
        return -1;
    for (size_t i = 0; i < s->severity->question_count; i++)
        if (!s->triage[i].value)
            return (int)i;
    return -1;
}

static bool declined_already(const struct session *s)
{
    const struct board *b = session_board(s);
    for (size_t i = 0; s->declined && i < b->cause_count; i++)
        if (s->declined[i] != b->causes[i].state)
            return false;
    return s->declined;
}

static bool may_be_resolved(const struct session *s)
{
    const struct cond *when = s->book->resolve.when;
    bool holds = when ? expr_holds(when, s) : board_count(session_board(s), CAUSE_CONFIRMED) > 0;
    return holds && !declined_already(s);
}

/* An input that has no value yet. */
static int first_input(const struct session *s)
{
    for (size_t i = 0; i < s->book->input_count; i++)
        if (session_entered(s, s->book->inputs[i].part) && !session_input(s, (int)i))
            return (int)i;
    return -1;
}

/* Done, and nothing has shown since that it did not help. */
static bool in_force(const struct session *s, int action)
{
    const struct action_state *now = &s->actions[action];
    return now->outcome == ACTION_DONE && now->verified != VERIFIED_NO && !now->reverted;
}

/* Offered, and not in force already. */
static bool may_be_done(const struct session *s, int action)
{
    return !in_force(s, action) && action_offered(s, action);
}

/* A step that is an action, which is offered now. */
static bool waits_for_action(const struct session *s, int step)
{
    const struct step *at = &s->book->steps[step];
    return at->kind == STEP_DO && !s->steps[step].deed && (!at->when || expr_holds(at->when, s)) &&
           may_be_done(s, at->action);
}

/* What came of a step that nobody is asked about; NULL: it is a question, or passed over. */
static const char *outcome_of(const struct session *s, int at)
{
    const struct step *step = &s->book->steps[at];
    if (step->kind == STEP_SAY || step->kind == STEP_CALL)
        return step->answers[0].key;
    if (step->kind != STEP_DO)
        return NULL;
    return in_force(s, step->action) ? "done" : s->steps[at].deed;
}

static struct want want_step(const struct session *s, int step)
{
    return (struct want){WANT_STEP, step, s->steps[step].visit,
                         s->book->steps[step].check && !session_check_failed(s, step)};
}

/* That was chosen, or the next one on the way. */
static int next_step(const struct session *s)
{
    int chosen = s->best ? ahead_asked(s) : -1;
    return chosen >= 0 ? chosen : path_first_open(s);
}

struct want walk_wanted(const struct session *s)
{
    if (s->state == SESSION_RESOLVED)
        return (struct want){WANT_NOTHING, 0, 0};
    int triage = first_triage(s);
    if (triage >= 0)
        return (struct want){WANT_TRIAGE, triage, 1};
    int input = first_input(s);
    if (input >= 0)
        return (struct want){WANT_INPUT, input, 0};
    if (s->to_verify >= 0)
        return (struct want){WANT_VERIFY, s->to_verify, 0};
    if (s->offer >= 0 && may_be_done(s, s->offer))
        return (struct want){WANT_ACTION, s->offer, 0};
    int step = next_step(s);
    bool deed = step < (int)s->book->step_count && s->book->steps[step].kind == STEP_DO &&
                outcome_of(s, step); /* what came of it is an answer, before all is over */
    if (!deed && may_be_resolved(s))
        return (struct want){WANT_RESOLVE, 0, 0};
    if (step < (int)s->book->step_count && waits_for_action(s, step))
        return (struct want){WANT_ACTION, s->book->steps[step].action, 0};
    if (step < (int)s->book->step_count)
        return want_step(s, step);
    return (struct want){WANT_END, 0, 0};
}

static void pass(struct session *s, struct batch *b, struct moment m, struct want w,
                 const char *reason)
{
    char name[STEP_NAME_MAX];
    want_name(s, w, name);
    batch_add(s, b, m, (struct event){.kind = EVENT_PASSED, .step = name, .value = reason});
}

/* Whether there was something to do about the step without anybody, and it was done. */
static bool settle_step(struct session *s, struct batch *b, struct moment m, struct want w)
{
    struct text reason = {0};
    bool passed = passes_over(s, w.index, &reason);
    const char *outcome = passed ? NULL : outcome_of(s, w.index);
    if (!passed && !outcome && s->book->steps[w.index].kind == STEP_DO) {
        passed = true;
        text_add(&reason, "its action is not called for");
    }
    if (passed)
        pass(s, b, m, w, text_get(&reason));
    else if (outcome)
        walk_answer(s, b, m, w, outcome, NULL, SOURCE_RUNBOOK);
    text_release(&reason);
    return passed || outcome;
}

/* The level that the triage gives, as soon as it is through. */
static void settle_level(struct session *s, struct batch *b, struct moment m)
{
    if (!s->severity || s->level_by_person || first_triage(s) >= 0)
        return;
    const char **answers = mem_alloc((s->severity->question_count + 1) * sizeof *answers);
    for (size_t i = 0; i < s->severity->question_count; i++)
        answers[i] = s->triage[i].value;
    int level = expr_level(s->severity, answers);
    free(answers);
    if (level >= 0 && level != s->level)
        batch_add(s, b, m,
                  (struct event){.kind = EVENT_SEVERITY, .value = s->severity->levels[level].id});
}

/* Of those within reach, one that has nothing left to decide. */
static bool pass_idle(struct session *s, struct batch *b, struct moment m,
                      const struct ahead *ahead)
{
    for (size_t i = 0; i < ahead->count; i++)
        if (walk_decides_nothing(s, ahead->steps[i])) {
            pass(s, b, m, want_step(s, ahead->steps[i]), DECIDES_NOTHING);
            return true;
        }
    return false;
}

/* The question that was asked, where it may still be; else the best one. */
static int choose(const struct session *s, const struct ahead *ahead, struct text *why)
{
    int asked = ahead_asked(s);
    for (size_t i = 0; i < ahead->count; i++)
        if (ahead->steps[i] == asked && ahead_may_ask(s, ahead, i))
            return asked;
    return best_step(s, why);
}

/*
 * Passes over what has nothing left to decide, then chooses. Where no question may be asked, the
 * first on the way is settled as it is in the written order: passed over, or asked in its place.
 * True where something was settled, so that all may be otherwise.
 */
static bool settle_best(struct session *s, struct batch *b, struct moment m, struct want *w,
                        struct text *why)
{
    struct arena *a = arena_new();
    struct ahead ahead = ahead_of(s, a);
    bool settled = pass_idle(s, b, m, &ahead);
    text_clear(why);
    int step = settled ? -1 : choose(s, &ahead, why);
    if (step >= 0)
        *w = want_step(s, step);
    else if (!settled)
        settled = settle_step(s, b, m, *w = want_step(s, path_first_open(s)));
    arena_free(a);
    return settled;
}

static void ask(struct session *s, struct batch *b, struct moment m, struct want w, const char *why)
{
    char name[STEP_NAME_MAX];
    want_name(s, w, name);
    if (!session_is_asked(s, name))
        batch_add(s, b, m, (struct event){.kind = EVENT_ASKED, .step = name, .value = why});
}

/* Said once, when the next question comes. */
static void settle_overdue(struct session *s, struct batch *b, struct moment m)
{
    const struct resolve *r = &s->book->resolve;
    char after[TIME_TEXT_MAX];
    if (r->after_ms < 0 || s->overdue || s->times.opened_ms < 0 ||
        m.now_ms - s->times.opened_ms < r->after_ms)
        return;
    time_span(r->after_ms, after);
    batch_add(s, b, m,
              (struct event){.kind = EVENT_OVERDUE, .value = after, .evidence = r->hand_over});
}

struct want walk_settle(struct session *s, struct batch *b, struct moment m)
{
    struct want w = walk_wanted(s);
    settle_level(s, b, m);
    struct text why = {0};
    while (w.kind == WANT_STEP &&
           (s->best ? settle_best(s, b, m, &w, &why) : settle_step(s, b, m, w)))
        w = walk_wanted(s);
    if (w.kind != WANT_NOTHING && w.kind != WANT_VERIFY) {
        settle_overdue(s, b, m);
        ask(s, b, m, w, w.kind == WANT_STEP && why.len ? text_get(&why) : NULL);
    }
    text_release(&why);
    return w;
}
