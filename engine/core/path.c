#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "core/many.h"
#include "core/session_inside.h"

static void board_is_stale(struct session *s)
{
    board_free(s->board);
    s->board = NULL;
}

void path_reset(struct session *s)
{
    for (size_t i = 0; i < s->book->step_count; i++) {
        struct step_now *now = &s->steps[i];
        int *uses = now->uses;
        size_t answers = s->book->steps[i].answer_count + OTHER_ANSWERS;
        memset(uses, 0, answers * sizeof *uses);
        *now = (struct step_now){.visit = 1, .uses = uses};
    }
    s->cursor = 0;
    board_is_stale(s);
}

static struct given given_of(const struct session *s, const struct step *step, const struct fact *f)
{
    struct given g = {.seq = f->seq, .at_ms = f->at_ms, .visit = f->visit};
    g.value = g.shown = f->value, g.evidence = f->evidence, g.source = f->source,
    g.found = f->found;
    g.unknown = strcmp(f->value, VALUE_UNKNOWN) == 0;
    if (g.unknown)
        g.answer = &step->unknown;
    else if (step->type == TYPE_NUMBER)
        g.answer = step_match_number(step, g.number = strtod(f->value, NULL));
    else if (step->type == TYPE_MANY)
        many_given(s->arena, step, &g);
    else
        g.answer = step_match_text(step, f->value);
    if (step->type == TYPE_TIME && !g.unknown && !time_parse_rfc3339(f->value, &g.time_ms))
        g.time_ms = 0;
    return g;
}

static void open_anew(struct step_now *now)
{
    now->visit++;
    now->has_given = false;
    now->passed = NULL;
}

static bool a_check_said(const struct step_now *now)
{
    return now->has_given && strcmp(now->given.source, "check") == 0;
}

/* Back up to `target`: it and the asking step are opened anew, and so are steps between that their
 * checks answered, which look again. What was passed over between is looked at again; what people
 * said stands. */
static void go_back(struct session *s, int target, int from)
{
    for (int i = target; i <= from; i++) {
        struct step_now *now = &s->steps[i];
        now->passed = NULL;
        if (i == target || i == from || a_check_said(now))
            open_anew(now);
    }
}

static const struct next *next_of(const struct step *step, const struct answer *answer,
                                  size_t *which)
{
    if (answer == &step->unknown)
        *which = step->answer_count;
    else if (answer)
        *which = (size_t)(answer - step->answers);
    else
        *which = step->answer_count + 1;
    return answer ? &answer->next : &step->next;
}

static int follow(struct session *s, int at)
{
    const struct step *step = &s->book->steps[at];
    size_t which;
    const struct next *next = next_of(step, s->steps[at].given.answer, &which);
    if (next->kind == NEXT_END)
        return (int)s->book->step_count;
    if (next->kind == NEXT_FOLLOWING)
        return at + 1;
    if (next->step > at)
        return next->step;
    if (s->steps[at].uses[which] >= next->max)
        return at + 1;
    s->steps[at].uses[which]++;
    go_back(s, next->step, at);
    return next->step;
}

/* Folds one fact; one for a visit that is not open any more stands for nothing. */
static void fold(struct session *s, const struct fact *f)
{
    struct step_now *now = &s->steps[f->step];
    if (f->visit != now->visit)
        return;
    if (f->passed) {
        now->passed = f->passed;
        return;
    }
    now->given = given_of(s, &s->book->steps[f->step], f);
    now->has_given = true;
    now->passed = NULL;
    s->cursor = now->goes = follow(s, f->step);
}

static struct fact *find_answer(struct session *s, int step, int visit)
{
    for (size_t i = 0; i < s->fact_count; i++) {
        struct fact *f = &s->facts[i];
        if (!f->passed && f->step == step && f->visit == visit)
            return f;
    }
    return NULL;
}

static void add_fact(struct session *s, const struct fact *f)
{
    s->facts = mem_grow(s->facts, s->fact_count, &s->fact_cap, sizeof *s->facts);
    s->facts[s->fact_count++] = *f;
    fold(s, f);
}

static void remove_fact(struct session *s, struct fact *f)
{
    memmove(f, f + 1, (size_t)(&s->facts[s->fact_count] - (f + 1)) * sizeof *f);
    s->fact_count--;
}

/* What was passed over below a changed step was passed over for reasons that may be gone. */
static void forget_passes(struct session *s, int below)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->fact_count; i++)
        if (!s->facts[i].passed || s->facts[i].step <= below)
            s->facts[kept++] = s->facts[i];
    s->fact_count = kept;
}

/* Folds all facts again after those of `step` changed. The walk goes on from there, through the
 * answers that still stand, so that questions which the old answer had jumped over are asked. */
static void replay(struct session *s, int step, int visit)
{
    forget_passes(s, step);
    path_reset(s);
    int from = step;
    for (size_t i = 0; i < s->fact_count; i++) {
        const struct fact *f = &s->facts[i];
        fold(s, f);
        if (!f->passed && f->step == step && f->visit == visit)
            from = s->cursor;
    }
    if (from < s->cursor)
        s->cursor = from;
}

void path_answer(struct session *s, int step, int visit, const struct event *e)
{
    struct fact f = {.step = step, .visit = visit, .seq = e->seq, .at_ms = e->at_ms};
    f.value = arena_text(s->arena, e->value ? e->value : VALUE_UNKNOWN);
    f.evidence = arena_text(s->arena, e->evidence);
    f.source = arena_text(s->arena, e->source ? e->source : "person");
    f.found = s->found && s->found_seq + 1 == e->seq ? s->found : NULL;
    board_is_stale(s);
    struct fact *old = find_answer(s, step, visit);
    bool change = s->steps[step].has_given || visit < s->steps[step].visit;
    if (old && change) {
        *old = f;
        replay(s, step, visit);
        return;
    }
    if (old)
        remove_fact(s, old); /* of a visit that a change had closed, and that is open again */
    add_fact(s, &f);
}

void path_pass(struct session *s, int step, int visit, const struct event *e)
{
    struct fact f = {.step = step, .visit = visit, .seq = e->seq, .at_ms = e->at_ms};
    f.passed = arena_text(s->arena, e->value ? e->value : "");
    add_fact(s, &f);
}

void path_undo(struct session *s, int step, int visit)
{
    struct fact *f = find_answer(s, step, visit);
    if (!f)
        return;
    remove_fact(s, f);
    replay(s, step, visit);
}
