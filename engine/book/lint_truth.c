#include "book/lint_choice.h"

/*
 * Whether a condition is never or always true: every choice of what it names is tried. The states
 * of causes are worked out from the answers where the choices are few enough; else every state
 * counts that some answers could give.
 */

static void apply(struct question *q, const struct variable *v, uint16_t option)
{
    switch (v->of) {
    case OF_STEP:
        if (q->l->named[v->index] >= 0)
            q->steps[q->l->named[v->index]] = option;
        break;
    case OF_INPUT:
        q->inputs[v->index] = option;
        break;
    case OF_CAUSE:
        q->kinds[v->index] |= (uint8_t)option;
        break;
    case OF_VERIFY:
        q->verified[v->index] = (uint8_t)option;
        break;
    case OF_ACTION:
        q->done[v->index] = (uint8_t)option;
        break;
    case OF_CAPTURE:
        q->captured[v->index] = (uint8_t)option;
        break;
    case OF_ANY:
        q->any_confirmed = option;
        break;
    }
}

static void apply_moves(struct question *q, const struct variable *v, uint16_t option)
{
    const struct answer *a = q->l->steps[v->index].points[option].answer;
    for (size_t i = 0; a && i < a->effect_count; i++)
        q->kinds[a->effects[i].cause] |= (uint8_t)KIND(a->effects[i].kind);
}

static void try_one(struct question *q, const size_t *at, bool together)
{
    for (size_t i = 0; i < q->count; i++)
        if (q->variables[i].of == OF_CAUSE)
            q->kinds[q->variables[i].index] = 0;
    for (size_t i = 0; i < q->count; i++) {
        const struct variable *v = &q->variables[i];
        apply(q, v, v->options[at[i]]);
        if (together && v->of == OF_STEP)
            apply_moves(q, v, v->options[at[i]]);
    }
    struct trial t = {q->steps, q->inputs,   q->kinds,        q->verified,
                      q->done,  q->captured, q->any_confirmed};
    if (lint_holds(q->l, q->cond, &t))
        q->seen_true = true;
    else
        q->seen_false = true;
}

/* Every choice, until both were seen. */
static void try_all(struct question *q, bool together, size_t *left)
{
    size_t at[VARIABLES_MAX] = {0};
    for (;;) {
        try_one(q, at, together);
        if ((q->seen_true && q->seen_false) || *left == 0 || --*left == 0)
            return;
        size_t i = 0;
        while (i < q->count && ++at[i] == q->variables[i].count)
            at[i++] = 0;
        if (i == q->count)
            return;
    }
}

static void make_room(struct question *q)
{
    const struct book *b = q->l->book;
    q->steps = arena_alloc(q->arena, (q->l->named_count + 1) * sizeof *q->steps);
    q->inputs = arena_alloc(q->arena, (b->input_count + 1) * sizeof *q->inputs);
    q->kinds = arena_alloc(q->arena, b->cause_count + 1);
    q->verified = arena_alloc(q->arena, b->verify_count + 1);
    q->done = arena_alloc(q->arena, b->action_count + 1);
    q->captured = arena_alloc(q->arena, b->step_count + 1);
}

enum truth lint_truth(struct lint *l, const struct cond *c, int step, bool verdicts)
{
    struct question q = {.l = l,
                         .arena = arena_new(),
                         .cond = c,
                         .step = step,
                         .verdicts = verdicts,
                         .choices = 1,
                         .any_confirmed = -1};
    make_room(&q);
    bool together = choice_add(&q);
    bool open = q.given_up || q.choices > APART_MAX;
    if (!open)
        try_all(&q, together, &l->trials);
    arena_free(q.arena);
    if (open || l->trials == 0 || q.seen_true == q.seen_false)
        return TRUTH_OPEN;
    return q.seen_true ? TRUTH_ALWAYS : TRUTH_NEVER;
}
