#include "core/walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "core/batch.h"
#include "core/expr.h"
#include "core/session_inside.h"

/* Has effects on causes only, and all those are settled: nothing that it could say would matter. */
static bool decides_nothing(const struct session *s, const struct step *step, struct text *reason)
{
    if (step->referred || step->next.kind != NEXT_FOLLOWING)
        return false;
    size_t effects = 0;
    for (size_t i = 0; i < step->answer_count; i++) {
        const struct answer *a = &step->answers[i];
        if (a->next.kind != NEXT_FOLLOWING || a->note || a->action >= 0)
            return false;
        for (size_t k = 0; k < a->effect_count; k++, effects++)
            if (!board_settled(session_board(s), a->effects[k].cause))
                return false;
    }
    const struct answer *unknown = &step->unknown;
    if (!effects || unknown->note || unknown->action >= 0 || unknown->next.kind != NEXT_FOLLOWING)
        return false;
    text_add(reason, "every cause that it could move is settled");
    return true;
}

static bool passes_over(const struct session *s, int at, struct text *reason)
{
    const struct step *step = &s->book->steps[at];
    if (step->when && !expr_holds(step->when, s)) {
        text_format(reason, "its condition does not hold: %s", step->when_text);
        return true;
    }
    return decides_nothing(s, step, reason);
}

/* The first step from the cursor on that has no answer and was not passed over; step_count where
 * none is left. */
static int first_open(const struct session *s)
{
    int at = s->cursor, count = (int)s->book->step_count;
    while (at < count && (s->steps[at].has_given || s->steps[at].passed))
        at = s->steps[at].has_given ? s->steps[at].goes : at + 1;
    return at;
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

struct want walk_wanted(const struct session *s)
{
    if (s->state == SESSION_RESOLVED)
        return (struct want){WANT_NOTHING, 0, 0};
    int triage = first_triage(s);
    if (triage >= 0)
        return (struct want){WANT_TRIAGE, triage, 1};
    if (may_be_resolved(s))
        return (struct want){WANT_RESOLVE, 0, 0};
    int step = first_open(s);
    if (step < (int)s->book->step_count)
        return (struct want){WANT_STEP, step, s->steps[step].visit};
    return (struct want){WANT_END, 0, 0};
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

static void ask(struct session *s, struct batch *b, struct moment m, struct want w)
{
    char name[STEP_NAME_MAX];
    want_name(s, w, name);
    if (!s->asked || strcmp(s->asked, name) != 0)
        batch_add(s, b, m, (struct event){.kind = EVENT_ASKED, .step = name});
}

struct want walk_settle(struct session *s, struct batch *b, struct moment m)
{
    struct text reason = {0};
    struct want w = walk_wanted(s);
    settle_level(s, b, m);
    while (w.kind == WANT_STEP && passes_over(s, w.index, &reason)) {
        char name[STEP_NAME_MAX];
        want_name(s, w, name);
        batch_add(s, b, m,
                  (struct event){.kind = EVENT_PASSED, .step = name, .value = text_get(&reason)});
        text_clear(&reason);
        w = walk_wanted(s);
    }
    text_release(&reason);
    if (w.kind != WANT_NOTHING)
        ask(s, b, m, w);
    return w;
}
