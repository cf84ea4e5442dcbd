#include "book/lint_inside.h"

/* Both, as one choice of points for the steps that conditions name and for inputs. */
struct walking {
    const struct lint *l;
    struct walked *out;
    uint16_t *named, *inputs;
};

static bool settled(unsigned kinds)
{
    bool for_it = kinds & KIND(EFFECT_CONFIRMS), against = kinds & KIND(EFFECT_RULES_OUT);
    return for_it != against && (for_it || !(kinds & KIND(EFFECT_SUSPECTS)));
}

static bool decides_nothing(const struct walking *w, const struct step *s)
{
    if (!lint_only_moves(s))
        return false;
    for (size_t i = 0; i < s->answer_count; i++)
        for (size_t k = 0; k < s->answers[i].effect_count; k++)
            if (!settled(w->out->kinds[s->answers[i].effects[k].cause]))
                return false;
    return true;
}

/* What comes of an action that is offered is not known here. */
static bool may_be_offered(const struct walking *w, const struct step *s)
{
    const struct action *a = &w->l->book->actions[s->action];
    for (size_t i = 0; i < a->cause_count; i++) {
        unsigned kinds = w->out->kinds[a->causes[i]];
        if (kinds && kinds != KIND(EFFECT_RULES_OUT))
            return true;
    }
    return false;
}

static bool passes_over(const struct walking *w, const struct step *s)
{
    struct trial t = {w->named, w->inputs, w->out->kinds, NULL, NULL, NULL, -1};
    return (s->when && !lint_holds(w->l, s->when, &t)) || decides_nothing(w, s);
}

/* Where the answer leads; -1 where the walk cannot be followed. */
static int answer(struct walking *w, int at, uint16_t chosen)
{
    const struct lint *l = w->l;
    const struct step *s = &l->book->steps[at];
    uint16_t point = s->kind >= STEP_DO ? POINTS_KNOWN : chosen ? chosen : POINT_UNKNOWN;
    const struct answer *a = l->steps[at].points[point].answer;
    const struct next *next = a ? &a->next : &s->next;
    if (a && a->call && a->call->cause >= 0)
        return -1; /* what it confirms is not known here */
    w->out->asked[at] = true;
    if (l->named[at] >= 0)
        w->named[l->named[at]] = point;
    for (size_t i = 0; a && i < a->effect_count; i++)
        w->out->kinds[a->effects[i].cause] |= (uint8_t)KIND(a->effects[i].kind);
    if (next->kind == NEXT_END)
        return (int)l->book->step_count;
    if (next->kind == NEXT_FOLLOWING)
        return at + 1;
    return next->step > at ? next->step : -1;
}

bool lint_walk(const struct lint *l, const uint16_t *choice, struct walked *out)
{
    const struct book *b = l->book;
    struct arena *a = arena_new();
    struct walking w = {.l = l, .out = out};
    w.named = arena_alloc(a, (l->named_count + 1) * sizeof *w.named);
    w.inputs = arena_alloc(a, (b->input_count + 1) * sizeof *w.inputs);
    memset(out->asked, 0, b->step_count * sizeof *out->asked);
    memset(out->kinds, 0, b->cause_count);
    for (size_t i = 0; i < b->input_count; i++)
        w.inputs[i] = (uint16_t)lint_input_point(l, (int)i);
    int at = 0;
    while (at >= 0 && at < (int)b->step_count) {
        const struct step *s = &b->steps[at];
        if (passes_over(&w, s) || (s->kind == STEP_DO && !may_be_offered(&w, s)))
            at++;
        else
            at = s->kind == STEP_DO ? -1 : answer(&w, at, choice[at]);
    }
    arena_free(a);
    return at >= 0;
}
