#include <stdlib.h>

#include "book/lint_inside.h"

#define TOLD 6 /* names in one message */

/* What moves a cause: numbers of answers with the kind, in order. */
struct signature {
    uint32_t *at;
    size_t count;
    int cause;
};

struct signing {
    struct lint *l;
    struct signature *of;
    uint32_t answer; /* numbered from 1 */
    bool count_only;
};

static void sign(struct signing *g, const struct effect *effects, size_t count)
{
    g->answer++;
    for (size_t i = 0; i < count; i++) {
        struct signature *s = &g->of[effects[i].cause];
        if (!g->count_only)
            s->at[s->count] = g->answer * 4 + (uint32_t)effects[i].kind;
        s->count++;
    }
}

static void sign_answer(struct signing *g, const struct answer *a)
{
    sign(g, a->effects, a->effect_count);
    if (a->call && a->call->cause >= 0)
        sign(g, &(struct effect){EFFECT_CONFIRMS, a->call->cause, NULL}, 1);
}

static void sign_all(struct signing *g)
{
    const struct book *b = g->l->book;
    g->answer = 0;
    for (size_t i = 0; i < b->step_count; i++) {
        size_t count;
        const struct edge *e = lint_edges(g->l, (int)i, &count);
        const struct answer *last = NULL;
        for (size_t k = 0; g->l->reached[i] && k < count; k++) {
            if (e[k].answer && e[k].answer != last)
                sign_answer(g, e[k].answer);
            last = e[k].answer;
        }
    }
    for (size_t i = 0; i < b->action_count; i++)
        sign(g, b->actions[i].then, b->actions[i].then_count);
}

static struct signature *signatures(struct lint *l)
{
    size_t causes = l->book->cause_count;
    struct signing g = {.l = l, .count_only = true};
    g.of = arena_alloc(l->arena, (causes + 1) * sizeof *g.of);
    sign_all(&g);
    for (size_t i = 0; i < causes; i++) {
        g.of[i].at = arena_alloc(l->arena, (g.of[i].count + 1) * sizeof *g.of[i].at);
        g.of[i].count = 0;
        g.of[i].cause = (int)i;
    }
    g.count_only = false;
    sign_all(&g);
    return g.of;
}

static unsigned kinds_of(const struct signature *s)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < s->count; i++)
        kinds |= KIND(s->at[i] % 4);
    return kinds;
}

/* Causes that answers move at all, and what is missing among the moves. */
static void look(struct lint *l, const struct cause *c, unsigned kinds)
{
    if (!c->used)
        return; /* told as unused */
    l->to.source = c->source;
    bool suspected = kinds & KIND(EFFECT_SUSPECTS), confirmed = kinds & KIND(EFFECT_CONFIRMS);
    if (!suspected && !confirmed)
        complain_hint(lint_say(l, RB_NEVER_SUSPECTED, c->span,
                               "cause \"%s\": no answer suspects or confirms it", c->id),
                      "say which answer speaks for it, under suspects or confirms");
    else if (!confirmed)
        complain_hint(lint_say(l, RB_NEVER_CONFIRMED, c->span,
                               "cause \"%s\": no answer can confirm it, and no action", c->id),
                      "say which answer settles it, under confirms, or what an action that "
                      "helped says: then: {confirms: [%s]}",
                      c->id);
    if (kinds && !(kinds & KIND(EFFECT_RULES_OUT)))
        complain_hint(lint_say(l, RB_NEVER_RULED_OUT, c->span,
                               "cause \"%s\": no answer can rule it out", c->id),
                      "say which answer clears it, under rules_out");
    l->to.source = l->book->source;
}

/* Causes that are moved alike. */

static int by_moves(const void *x, const void *y)
{
    const struct signature *a = x, *b = y;
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    int differ = a->count ? memcmp(a->at, b->at, a->count * sizeof *a->at) : 0;
    return differ ? differ : (a->cause > b->cause) - (a->cause < b->cause);
}

static bool alike(const struct signature *a, const struct signature *b)
{
    return a->count && a->count == b->count && memcmp(a->at, b->at, a->count * sizeof *a->at) == 0;
}

static void say_alike(struct lint *l, const struct signature *s, size_t count)
{
    const struct cause *causes = l->book->causes;
    struct text names = {0};
    for (size_t i = 0; i < count && i < TOLD; i++)
        text_format(&names, "%s\"%s\"",
                    i == 0           ? ""
                    : i + 1 == count ? " and "
                                     : ", ",
                    causes[s[i].cause].id);
    if (count > TOLD)
        text_format(&names, " and %zu more", count - TOLD);
    l->to.source = causes[s[1].cause].source;
    complain_hint(
        lint_say(l, RB_NOT_SEPARATED, causes[s[1].cause].span,
                 "nothing tells causes %s apart: every answer moves them in the same way",
                 text_get(&names)),
        "ask a question whose answers move one and not the other, or make them one cause");
    l->to.source = l->book->source;
    text_release(&names);
}

void lint_causes(struct lint *l)
{
    size_t causes = l->book->cause_count;
    struct signature *s = signatures(l);
    for (size_t i = 0; i < causes; i++)
        look(l, &l->book->causes[i], kinds_of(&s[i]));
    if (causes)
        qsort(s, causes, sizeof *s, by_moves);
    for (size_t i = 0, n; i < causes; i += n) {
        for (n = 1; i + n < causes && alike(&s[i], &s[i + n]);)
            n++;
        if (n > 1)
            say_alike(l, &s[i], n);
    }
}
