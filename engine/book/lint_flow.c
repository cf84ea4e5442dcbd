#include "book/lint_inside.h"

/* More steps than that, and every step is taken to lead to every other. */
#define LEADS_MAX 8192
/* So often the steps are gone over until nothing changes; only many jumps back need more than two.
 */
#define ROUNDS_MAX 24

static void add_edge(struct lint *l, struct edge e)
{
    size_t *count = &l->first_edge[e.from + 1];
    const struct edge *mine = &l->edges[l->first_edge[e.from]];
    for (const struct edge *k = mine; k < &l->edges[*count]; k++)
        if (k->to == e.to && k->answer == e.answer && k->asked == e.asked)
            return;
    l->edges[(*count)++] = e;
}

static void add_answer(struct lint *l, int at, const struct answer *a, const struct next *next)
{
    int to = next->kind == NEXT_END         ? (int)l->book->step_count
             : next->kind == NEXT_FOLLOWING ? at + 1
                                            : next->step;
    add_edge(l, (struct edge){at, to, a, true});
    if (to <= at)
        add_edge(l, (struct edge){at, at + 1, a, true});
}

/* Points in a row have mostly the same answer, so that edges are compared seldom. */
static void add_edges(struct lint *l, int at)
{
    const struct step *s = &l->book->steps[at];
    const struct domain *d = &l->steps[at];
    const struct answer *last = NULL;
    enum truth when = l->whens ? l->whens[at] : TRUTH_OPEN;
    if ((s->when && when != TRUTH_ALWAYS) || s->kind == STEP_DO || lint_only_moves(s))
        add_edge(l, (struct edge){at, at + 1, NULL, false});
    for (size_t i = POINT_UNKNOWN; i < d->count && when != TRUTH_NEVER; i++) {
        const struct answer *a = d->points[i].answer;
        if (!a || a != last)
            add_answer(l, at, a, a ? &a->next : &s->next);
        last = a;
    }
}

static void make_edges(struct lint *l)
{
    const struct book *b = l->book;
    size_t most = 0;
    for (size_t i = 0; i < b->step_count; i++)
        most += 2 * l->steps[i].count + 1;
    l->edges = arena_alloc(l->arena, (most + 1) * sizeof *l->edges);
    l->first_edge = arena_alloc(l->arena, (b->step_count + 2) * sizeof *l->first_edge);
    for (size_t i = 0; i < b->step_count; i++) {
        l->first_edge[i + 1] = l->first_edge[i];
        add_edges(l, (int)i);
    }
}

const struct edge *lint_edges(const struct lint *l, int step, size_t *count)
{
    *count = l->first_edge[step + 1] - l->first_edge[step];
    return &l->edges[l->first_edge[step]];
}

bool lint_only_moves(const struct step *s)
{
    size_t effects = 0;
    if (s->kind >= STEP_DO || s->referred || s->next.kind != NEXT_FOLLOWING || s->unknown.note ||
        s->unknown.action >= 0 || s->unknown.call || s->unknown.next.kind != NEXT_FOLLOWING)
        return false;
    for (size_t i = 0; i < s->answer_count; i++) {
        const struct answer *a = &s->answers[i];
        effects += a->effect_count;
        if (a->next.kind != NEXT_FOLLOWING || a->note || a->action >= 0 || a->call)
            return false;
    }
    return effects > 0;
}

static void mark_reached(struct lint *l)
{
    size_t count = l->book->step_count, top = 0;
    int *stack = arena_alloc(l->arena, (count + 1) * sizeof *stack);
    l->reached = arena_alloc(l->arena, count + 1);
    l->reached[0] = true;
    stack[top++] = 0;
    while (top && count) {
        size_t edges;
        const struct edge *e = lint_edges(l, stack[--top], &edges);
        for (size_t i = 0; i < edges; i++) {
            int to = e[i].to;
            if (to >= (int)count || l->reached[to])
                continue;
            l->reached[to] = true;
            stack[top++] = to;
        }
    }
}

static bool add_row(struct bits *b, size_t to, size_t from)
{
    uint64_t *x = &b->at[to * b->words], *y = &b->at[from * b->words], changed = 0;
    for (size_t i = 0; i < b->words; i++) {
        changed |= y[i] & ~x[i];
        x[i] |= y[i];
    }
    return changed;
}

static bool leads_once(struct lint *l)
{
    int count = (int)l->book->step_count;
    bool changed = false;
    for (int i = count - 1; i >= 0; i--) {
        size_t edges;
        const struct edge *e = lint_edges(l, i, &edges);
        for (size_t k = 0; k < edges; k++)
            if (e[k].to < count && add_row(&l->leads, (size_t)i, (size_t)e[k].to))
                changed = true;
    }
    return changed;
}

static void make_leads(struct lint *l)
{
    size_t count = l->book->step_count;
    l->leads_everywhere = count > LEADS_MAX;
    if (l->leads_everywhere)
        return;
    l->leads = bits_new(l->arena, count, count);
    for (size_t i = 0; i < count; i++)
        bits_set(&l->leads, i, i);
    for (int round = 0; leads_once(l); round++)
        if (round == ROUNDS_MAX) {
            l->leads_everywhere = true;
            return;
        }
}

bool lint_leads(const struct lint *l, int from, int to)
{
    if (to < 0 || l->leads_everywhere)
        return true;
    return from < (int)l->book->step_count && bits_get(&l->leads, (size_t)from, (size_t)to);
}

void lint_flow(struct lint *l)
{
    make_edges(l);
    mark_reached(l);
    make_leads(l);
}

void lint_flow_again(struct lint *l)
{
    const struct book *b = l->book;
    bool known = false;
    enum truth *whens = arena_alloc(l->arena, (b->step_count + 1) * sizeof *whens);
    for (size_t i = 0; i < b->step_count; i++) {
        const struct cond *when = b->steps[i].when;
        if (!when || !l->reached[i])
            continue;
        if (lint_truth(l, when, (int)i, false) == TRUTH_NEVER)
            whens[i] = TRUTH_NEVER;
        else if (lint_truth(l, when, (int)i, true) == TRUTH_ALWAYS)
            whens[i] = TRUTH_ALWAYS;
        known |= whens[i] != TRUTH_OPEN;
    }
    l->whens = whens;
    if (!known)
        return;
    lint_flow(l);
    lint_sure(l);
}
