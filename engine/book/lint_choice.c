#include "book/lint_choice.h"

static struct variable *find(struct question *q, int of, int index)
{
    for (size_t i = 0; i < q->count; i++)
        if ((int)q->variables[i].of == of && q->variables[i].index == index)
            return &q->variables[i];
    return NULL;
}

static void add(struct question *q, int of, int index, const uint16_t *options, size_t count)
{
    if (q->count == VARIABLES_MAX) {
        q->given_up = true;
        return;
    }
    q->variables[q->count++] = (struct variable){of, index, options, count};
    q->choices = q->choices > APART_MAX ? q->choices : q->choices * count;
}

/* What may stand for a step when the condition is looked at. */
static bool can_stand(const struct question *q, int step, const struct point *p)
{
    size_t count;
    const struct edge *e = lint_edges(q->l, step, &count);
    if (!q->l->reached[step])
        return false;
    for (size_t i = 0; i < count; i++)
        if (e[i].asked && e[i].answer == p->answer && lint_leads(q->l, e[i].to, q->step))
            return true;
    return false;
}

/* A question that may have been asked by then. */
static bool may_precede(const struct question *q, int step)
{
    size_t count;
    const struct edge *e = lint_edges(q->l, step, &count);
    for (size_t i = 0; q->l->reached[step] && i < count; i++)
        if (e[i].asked && lint_leads(q->l, e[i].to, q->step))
            return true;
    return false;
}

static void add_step(struct question *q, int step)
{
    const struct domain *d = &q->l->steps[step];
    if (find(q, OF_STEP, step))
        return;
    uint16_t *options = arena_alloc(q->arena, (d->count + 1) * sizeof *options);
    size_t count = 0;
    q->given_up |= d->mixed || d->count > APART_MAX;
    if (!lint_sure_answered(q->l, q->step, step))
        options[count++] = POINT_UNANSWERED;
    for (size_t i = POINT_UNKNOWN; i < d->count && i < UINT16_MAX; i++)
        if (can_stand(q, step, &d->points[i]))
            options[count++] = (uint16_t)i;
    if (!count)
        options[count++] = POINT_UNANSWERED;
    add(q, OF_STEP, step, options, count);
}

static void add_input(struct question *q, int input)
{
    const struct domain *d = &q->l->inputs[input];
    if (find(q, OF_INPUT, input))
        return;
    uint16_t *options = arena_alloc(q->arena, d->count * sizeof *options);
    size_t count = 0;
    q->given_up |= d->mixed || d->count > APART_MAX;
    for (size_t i = POINT_UNKNOWN; i < d->count && i < UINT16_MAX; i++)
        options[count++] = (uint16_t)i;
    add(q, OF_INPUT, input, options, count);
}

static void add_flag(struct question *q, int of, int index, bool possible)
{
    static const uint16_t flags[] = {0, 1};
    if (!find(q, of, index))
        add(q, of, index, flags, possible ? 2 : 1);
}

/* Kinds that may stand for a cause beside those of answers. */
static unsigned extra_kinds(const struct question *q, int cause)
{
    return q->l->then[cause] | (q->verdicts ? KIND(EFFECT_CONFIRMS) : 0);
}

static void add_sets(struct question *q, int cause, unsigned possible)
{
    uint16_t *options = arena_alloc(q->arena, (KINDS_ALL + 1) * sizeof *options);
    size_t count = 0;
    for (unsigned set = 0; set <= KINDS_ALL; set++)
        if ((set & ~possible) == 0)
            options[count++] = (uint16_t)set;
    add(q, OF_CAUSE, cause, options, count);
}

static bool is_of_cause(const struct cond *c)
{
    return c->kind == COND_SUSPECTED || c->kind == COND_CONFIRMED || c->kind == COND_RULED_OUT;
}

static bool is_verifier(const struct lint *l, int verify)
{
    for (size_t i = 0; i < l->book->action_count; i++)
        if (l->book->actions[i].verify == verify)
            return true;
    return false;
}

/* A confirmation that any cause can have. */
static bool can_be_any(const struct question *q)
{
    const struct book *b = q->l->book;
    for (size_t i = 0; i < b->cause_count; i++)
        if (extra_kinds(q, (int)i) & KIND(EFFECT_CONFIRMS))
            return true;
    for (size_t i = 0; i < b->step_count; i++)
        for (size_t k = 0; k < b->steps[i].answer_count; k++)
            for (size_t e = 0; e < b->steps[i].answers[k].effect_count; e++)
                if (b->steps[i].answers[k].effects[e].kind == EFFECT_CONFIRMS)
                    return true;
    return false;
}

/* All that a condition names, causes left out; they are marked in `causes`. */
static void add_names(struct question *q, const struct cond *c, bool *causes)
{
    if (c->kind == COND_NAME || c->kind == COND_ANSWERED)
        add_step(q, c->index);
    else if (c->kind == COND_INPUT)
        add_input(q, c->index);
    else if (c->kind == COND_VERIFIED)
        add_flag(q, OF_VERIFY, c->index, is_verifier(q->l, c->index));
    else if (c->kind == COND_DONE)
        add_flag(q, OF_ACTION, c->index, true);
    else if (c->kind == COND_HAS)
        add_flag(q, OF_CAPTURE, c->index, may_precede(q, c->index));
    else if (c->kind == COND_ANY_CONFIRMED)

        add_flag(q, OF_ANY, 0, can_be_any(q));
    else if (is_of_cause(c))
        causes[c->index] = true;
    if (c->left)
        add_names(q, c->left, causes);
    if (c->right)
        add_names(q, c->right, causes);
}

static bool moves_one(const struct answer *a, const bool *causes)
{
    for (size_t i = 0; a && i < a->effect_count; i++)
        if (causes[a->effects[i].cause])
            return true;
    return false;
}

static unsigned kinds_of(const struct answer *a, int cause)
{
    for (size_t i = 0; a && i < a->effect_count; i++)
        if (a->effects[i].cause == cause)
            return KIND(a->effects[i].kind);
    return 0;
}

/* A step that moves the causes and is not named: of its answers only what they say of those counts.
 */
static void add_mover(struct question *q, int step, const bool *causes)
{
    const struct domain *d = &q->l->steps[step];
    uint16_t *options = arena_alloc(q->arena, d->count * sizeof *options);
    size_t count = 0;
    const struct answer *last = NULL;
    q->given_up |= d->mixed;
    options[count++] = POINT_UNANSWERED;
    for (size_t i = POINTS_KNOWN; i < d->count && i < UINT16_MAX; i++) {
        const struct answer *a = d->points[i].answer;
        if (a != last && moves_one(a, causes) && can_stand(q, step, &d->points[i]))
            options[count++] = (uint16_t)i;
        last = a;
    }
    if (count > 1)
        add(q, OF_STEP, step, options, count);
}

/* Steps whose answers move the causes, and of each cause what else may. */
static void add_movers(struct question *q, const bool *causes)
{
    for (size_t c = 0; c < q->l->book->cause_count; c++) {
        if (!causes[c])
            continue;
        const struct movers *m = &q->l->movers[c];
        for (size_t i = 0; i < m->count && !q->given_up && q->choices <= TOGETHER_MAX; i++)
            if (m->steps[i] != q->step && !find(q, OF_STEP, m->steps[i]))
                add_mover(q, m->steps[i], causes);
        add_sets(q, (int)c, extra_kinds(q, (int)c));
    }
}

/* Kinds that some answers could give a cause before the condition is looked at. */
static unsigned possible_kinds(const struct question *q, int cause)
{
    const struct movers *m = &q->l->movers[cause];
    unsigned kinds = 0;
    for (size_t i = 0; i < m->count && kinds != m->kinds; i++) {
        size_t count;
        const struct edge *e = lint_edges(q->l, m->steps[i], &count);
        for (size_t k = 0; q->l->reached[m->steps[i]] && k < count && kinds != m->kinds; k++) {
            unsigned more = kinds_of(e[k].answer, cause) & ~kinds;
            if (more && lint_leads(q->l, e[k].to, q->step))
                kinds |= more;
        }
    }
    return kinds;
}

static void add_causes(struct question *q, const bool *causes)
{
    for (size_t c = 0; c < q->l->book->cause_count; c++)
        if (causes[c])
            add_sets(q, (int)c, possible_kinds(q, (int)c) | extra_kinds(q, (int)c));
}

bool choice_add(struct question *q)
{
    bool *causes = arena_alloc(q->arena, q->l->book->cause_count + 1);
    add_names(q, q->cond, causes);
    size_t names = q->count, choices = q->choices;
    if (q->given_up || choices > APART_MAX)
        return false;
    add_movers(q, causes);
    if (!q->given_up && q->choices <= TOGETHER_MAX)
        return true;
    q->count = names;
    q->choices = choices;
    q->given_up = false;
    add_causes(q, causes);
    return false;
}
