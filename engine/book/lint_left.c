#include <stdlib.h>

#include "base/mem.h"
#include "book/lint_inside.h"

/*
 * A walk that rules every cause out. From each step on, the states in which the walk may come there
 * are kept, those with most causes ruled out first and a limited number of them, so a walk may be
 * missed. One that is found is walked once more from the start before it is told.
 */

#define WIDTH_MAX 64         /* states kept for a step */
#define WORK_MAX 400000000.0 /* bytes copied */
#define TOLD 8               /* answers in the message */

/* How the walk came to a state. */
struct given {
    const struct given *before;
    int step;
    uint16_t point;
    const struct answer *answer;
};

struct state {
    const struct given *last;
    uint32_t out, cost; /* causes ruled out; answers that did so */
    bool handled;       /* a step was asked because all were ruled out */
    uint16_t *named;    /* points */
    uint64_t *ruled;    /* causes */
    struct state *next;
};

struct search {
    struct lint *l;
    struct arena *arena; /* of what was given */
    size_t width, words, size;
    struct state **at; /* per step, and the end: a list */
    size_t *counts;
    uint16_t *inputs;
    uint8_t *kinds;
};

static bool cleared(const struct state *s, int cause)
{
    return s->ruled[cause / 64] >> (cause % 64) & 1;
}

/* An answer that speaks for no cause. One that rules out every cause by itself says that nothing is
 * wrong, which its author knows. */
static bool is_pure(const struct lint *l, const struct answer *a)
{
    for (size_t i = 0; a && i < a->effect_count; i++)
        if (a->effects[i].kind != EFFECT_RULES_OUT)
            return false;
    return !a || a->effect_count < l->book->cause_count;
}

/* Every cause has to be ruled out by an answer that speaks for none. */
static bool is_possible(const struct lint *l)
{
    const struct book *b = l->book;
    struct bits seen = bits_new(l->arena, 1, b->cause_count);
    size_t count = 0;
    for (size_t i = 0; i < b->step_count; i++)
        for (size_t k = 0; l->reached[i] && k < b->steps[i].answer_count; k++)
            for (size_t e = 0; e < b->steps[i].answers[k].effect_count; e++) {
                const struct answer *a = &b->steps[i].answers[k];
                size_t cause = (size_t)a->effects[e].cause;
                if (!is_pure(l, a) || bits_get(&seen, 0, cause))
                    continue;
                bits_set(&seen, 0, cause);
                count++;
            }
    return b->cause_count > 0 && count == b->cause_count;
}

static struct state *state_new(const struct search *s, const struct state *from)
{
    struct state *n = mem_alloc(s->size);
    *n = (struct state){0};
    n->ruled = (uint64_t *)(n + 1);
    n->named = (uint16_t *)(n->ruled + s->words);
    if (!from)
        return n;
    n->last = from->last, n->out = from->out, n->cost = from->cost, n->handled = from->handled;
    memcpy(n->ruled, from->ruled, s->size - sizeof *n);
    return n;
}

static int better(const void *x, const void *y)
{
    const struct state *a = *(struct state *const *)x, *b = *(struct state *const *)y;
    if (a->handled != b->handled)
        return a->handled ? 1 : -1;
    if (a->out != b->out)
        return a->out > b->out ? -1 : 1;
    return (a->cost > b->cost) - (a->cost < b->cost);
}

static bool same(const struct search *s, const struct state *a, const struct state *b)
{
    return a->out == b->out && a->handled == b->handled &&
           memcmp(a->ruled, b->ruled, s->size - sizeof *a) == 0;
}

/* Keeps the best of a list, each once. */
static void trim(struct search *s, size_t at)
{
    size_t n = 0, kept = 0;
    struct state **all = mem_alloc((s->counts[at] + 1) * sizeof *all);
    for (struct state *k = s->at[at]; k; k = k->next)
        all[n++] = k;
    qsort(all, n, sizeof *all, better);
    for (size_t i = 0; i < n; i++) {
        bool keep = kept < s->width;
        for (size_t k = 0; k < kept && keep; k++)
            keep = !same(s, all[k], all[i]);
        if (keep)
            all[kept++] = all[i];
        else
            free(all[i]);
    }
    s->at[at] = NULL;
    for (size_t i = kept; i > 0; i--) {
        all[i - 1]->next = s->at[at];
        s->at[at] = all[i - 1];
    }
    s->counts[at] = kept;
    free(all);
}

static void put(struct search *s, size_t at, struct state *n)
{
    n->next = s->at[at];
    s->at[at] = n;
    if (++s->counts[at] > 8 * s->width)
        trim(s, at);
}

/* `open`: a cause that is taken to be open after all; -1. */
static bool holds(struct search *s, const struct state *k, const struct cond *c, int open)
{
    for (size_t i = 0; i < s->l->book->cause_count; i++)
        s->kinds[i] = cleared(k, (int)i) && (int)i != open ? (uint8_t)KIND(EFFECT_RULES_OUT) : 0;
    struct trial t = {k->named, s->inputs, s->kinds, NULL, NULL, NULL, -1};
    return lint_holds(s->l, c, &t);
}

/* Asked because every single cause is ruled out. */
static bool handles(struct search *s, const struct state *k, const struct step *step)
{
    if (!step->when || k->out < s->l->book->cause_count)
        return false;
    for (size_t i = 0; i < s->l->book->cause_count; i++)
        if (holds(s, k, step->when, (int)i))
            return false;
    return true;
}

static bool decides_nothing(const struct state *k, const struct step *step)
{
    if (!lint_only_moves(step))
        return false;
    for (size_t i = 0; i < step->answer_count; i++)
        for (size_t e = 0; e < step->answers[i].effect_count; e++)
            if (!cleared(k, step->answers[i].effects[e].cause))
                return false;
    return true;
}

static void answer(struct search *s, const struct state *from, int at, uint16_t point)
{
    const struct book *b = s->l->book;
    const struct answer *a = s->l->steps[at].points[point].answer;
    const struct next *next = a ? &a->next : &b->steps[at].next;
    int to = next->kind == NEXT_STEP  ? next->step
             : next->kind == NEXT_END ? (int)b->step_count
                                      : at + 1;
    if (to <= at || !is_pure(s->l, a) || (a && a->call))
        return;
    struct state *n = state_new(s, from);
    for (size_t i = 0; a && i < a->effect_count; i++) {
        int cause = a->effects[i].cause;
        n->out += !cleared(n, cause);
        n->ruled[cause / 64] |= (uint64_t)1 << (cause % 64);
    }
    n->cost += n->out > from->out;
    if (s->l->named[at] >= 0)
        n->named[s->l->named[at]] = point;
    struct given *g = arena_alloc(s->arena, sizeof *g);
    *g = (struct given){from->last, at, point, n->out > from->out ? a : NULL};
    n->last = g;
    put(s, (size_t)to, n);
}

static void go_on(struct search *s, struct state *k, int at)
{
    const struct lint *l = s->l;
    const struct step *step = &l->book->steps[at];
    const struct answer *last = NULL;
    if ((step->when && !holds(s, k, step->when, -1)) || decides_nothing(k, step) ||
        step->kind == STEP_DO) { /* nothing is suspected, so no action is offered */
        put(s, (size_t)at + 1, state_new(s, k));
        return;
    }
    k->handled |= handles(s, k, step);
    size_t first = step->kind >= STEP_DO ? POINTS_KNOWN : POINT_UNKNOWN;
    for (size_t i = first; i < l->steps[at].count && i < UINT16_MAX; i++) {
        const struct answer *a = l->steps[at].points[i].answer;
        if (a != last || l->named[at] >= 0 || i == first)
            answer(s, k, at, (uint16_t)i);
        last = a;
    }
}

static void drop(struct search *s, size_t at)
{
    for (struct state *k = s->at[at], *next; k; k = next) {
        next = k->next;
        free(k);
    }
    s->at[at] = NULL;
}

/* The best state at the end; it lives until drop(). */
static const struct state *search(struct search *s)
{
    size_t steps = s->l->book->step_count;
    put(s, 0, state_new(s, NULL));
    for (size_t i = 0; i < steps; i++) {
        trim(s, i);
        for (struct state *k = s->at[i]; k; k = k->next)
            go_on(s, k, (int)i);
        drop(s, i);
    }
    trim(s, steps);
    return s->at[steps];
}

/* Walks it once more, as the engine would. */
static bool is_so(const struct search *s, const struct state *found)
{
    const struct book *b = s->l->book;
    uint16_t *choice = arena_alloc(s->arena, (b->step_count + 1) * sizeof *choice);
    struct walked w = {arena_alloc(s->arena, b->step_count + 1),
                       arena_alloc(s->arena, b->cause_count + 1)};
    for (const struct given *g = found->last; g; g = g->before)
        choice[g->step] = g->point;
    if (!lint_walk(s->l, choice, &w))
        return false;
    for (size_t i = 0; i < b->cause_count; i++)
        if (w.kinds[i] != KIND(EFFECT_RULES_OUT))
            return false;
    return true;
}

static void say(const struct search *s, const struct state *found)
{
    const struct book *b = s->l->book;
    const struct given **path = arena_alloc(s->arena, (found->cost + 1) * sizeof *path);
    size_t n = found->cost, i = n;
    for (const struct given *g = found->last; g; g = g->before)
        if (g->answer)
            path[--i] = g;
    struct text told = {0};
    for (i = 0; i < n && i < TOLD; i++)
        text_format(&told, "%s%s: %s", i ? ", " : "", b->steps[path[i]->step].id,
                    path[i]->answer->key);
    if (n > TOLD)
        text_format(&told, " and %zu more answers", n - TOLD);
    complain_hint(lint_say(s->l, RB_NOTHING_LEFT, path[n - 1]->answer->span,
                           "%s rule out all %zu causes, and nothing is left to look for",
                           text_get(&told), b->cause_count),
                  "let one of them claim less, or suspect what remains; or end with a step whose "
                  "\"when\" is that all are ruled out");
    text_release(&told);
}

static bool prepare(struct search *s)
{
    struct lint *l = s->l;
    const struct book *b = l->book;
    s->words = (b->cause_count + 63) / 64;
    s->size = sizeof(struct state) + s->words * sizeof(uint64_t) +
              (l->named_count * sizeof(uint16_t) + 7) / 8 * 8;
    double edges = (double)l->first_edge[b->step_count] + 1;
    double width = WORK_MAX / (edges * (double)(s->size + sizeof(struct given)));
    s->width = width > WIDTH_MAX ? WIDTH_MAX : (size_t)width;
    s->at = arena_alloc(s->arena, (b->step_count + 2) * sizeof *s->at);
    s->counts = arena_alloc(s->arena, (b->step_count + 2) * sizeof *s->counts);
    s->inputs = arena_alloc(s->arena, (b->input_count + 1) * sizeof *s->inputs);
    for (size_t i = 0; i < b->input_count; i++)
        s->inputs[i] = (uint16_t)lint_input_point(l, (int)i);
    s->kinds = arena_alloc(s->arena, b->cause_count + 1);
    return s->width > 0;
}

void lint_nothing_left(struct lint *l)
{
    if (!is_possible(l))
        return;
    struct search s = {.l = l, .arena = arena_new()};
    if (prepare(&s)) {
        const struct state *found = search(&s);
        if (found && !found->handled && found->out == l->book->cause_count && is_so(&s, found))
            say(&s, found);
        drop(&s, l->book->step_count);
    }
    arena_free(s.arena);
}
