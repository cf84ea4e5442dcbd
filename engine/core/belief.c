#include "core/belief.h"

#include "core/session_inside.h"

static double *weight(const struct outcomes *o, size_t answer, size_t cause)
{
    return &o->chance[answer * o->causes + cause];
}

static void weigh(const struct outcomes *o, size_t at, const struct answer *a)
{
    bool proves = false;
    for (size_t i = 0; i < a->effect_count; i++)
        proves = proves || a->effects[i].kind == EFFECT_CONFIRMS;
    for (size_t c = 0; c < o->causes; c++)
        *weight(o, at, c) = proves ? WEIGHT_UNLESS : 1;
    for (size_t i = 0; i < a->effect_count; i++)
        *weight(o, at, (size_t)a->effects[i].cause) =
            a->effects[i].kind == EFFECT_RULES_OUT ? WEIGHT_AGAINST : WEIGHT_FOR;
}

static bool others_can_be_said(const struct step *step)
{
    if (type_is_listed(step->type))
        return false;
    for (size_t i = 0; i < step->answer_count; i++)
        if (step->answers[i].match == MATCH_ELSE)
            return false;
    return true;
}

struct outcomes outcomes_of(const struct session *s, int at, struct arena *a)
{
    const struct step *step = &s->book->steps[at];
    struct outcomes o = {NULL, step->answer_count + others_can_be_said(step),
                         s->book->cause_count + 1};
    o.chance = arena_alloc(a, (o.count * o.causes + 1) * sizeof *o.chance);
    for (size_t k = 0; k < o.count; k++)
        if (k < step->answer_count)
            weigh(&o, k, &step->answers[k]);
        else
            weigh(&o, k, &(struct answer){0});
    for (size_t c = 0; c < o.causes; c++) {
        double sum = 0;
        for (size_t k = 0; k < o.count; k++)
            sum += *weight(&o, k, c);
        for (size_t k = 0; k < o.count; k++)
            *weight(&o, k, c) /= sum;
    }
    return o;
}

static void scale(const struct belief *b)
{
    double sum = 0;
    for (size_t c = 0; c < b->count; c++)
        sum += b->of[c];
    for (size_t c = 0; c < b->count; c++)
        b->of[c] /= sum;
}

static void start(const struct session *s, struct belief *b)
{
    double sum = 0;
    for (size_t c = 0; c + 1 < b->count; c++) {
        const struct cause *cause = &s->book->causes[c];
        b->of[c] = session_entered(s, cause->part) ? cause->odds : 0;
        sum += b->of[c];
    }
    b->of[b->count - 1] = sum > 0 ? sum * OTHER_SHARE : 1;
}

static void take_answer(const struct session *s, struct belief *b, int at)
{
    const struct given *g = session_given(s, at);
    const struct step *step = &s->book->steps[at];
    if (!g || g->unknown || step->kind >= STEP_DO)
        return;
    struct arena *scratch = arena_new();
    struct outcomes o = outcomes_of(s, at, scratch);
    for (size_t i = 0; i < given_answers(g); i++) {
        size_t which = (size_t)(given_answer(g, i) - step->answers);
        for (size_t c = 0; which < o.count && c < b->count; c++)
            b->of[c] *= *weight(&o, which, c);
    }
    arena_free(scratch);
    scale(b);
}

/* What the board says beyond the answers: verdicts, and what actions showed. */
static void take_board(const struct session *s, struct belief *b)
{
    const struct board *board = session_board(s);
    for (size_t c = 0; c < board->cause_count; c++) {
        const struct cause_status *is = &board->causes[c];
        if (is->state == CAUSE_RULED_OUT && !is->disputed)
            b->of[c] = 0;
        else if (is->state == CAUSE_CONFIRMED)
            b->of[c] /= WEIGHT_UNLESS;
    }
    scale(b);
}

struct belief belief_of(const struct session *s, struct arena *a)
{
    struct belief b = {NULL, s->book->cause_count + 1};
    b.of = arena_alloc(a, b.count * sizeof *b.of);
    start(s, &b);
    scale(&b);
    for (size_t i = 0; i < s->book->step_count; i++)
        take_answer(s, &b, (int)i);
    take_board(s, &b);
    return b;
}
