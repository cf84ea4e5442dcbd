#include "book/lint.h"

#include "book/lint_inside.h"
#include "book/order.h"

#define TRIALS_MAX 3000000

struct bits bits_new(struct arena *a, size_t rows, size_t bits)
{
    size_t words = (bits + 63) / 64;
    return (struct bits){arena_alloc(a, (rows * words + 1) * sizeof(uint64_t)), words, rows};
}

bool bits_get(const struct bits *b, size_t row, size_t i)
{
    return b->at[row * b->words + i / 64] >> (i % 64) & 1;
}

void bits_set(struct bits *b, size_t row, size_t i)
{
    b->at[row * b->words + i / 64] |= (uint64_t)1 << (i % 64);
}

/* What a called runbook confirms counts for the cause that it was called for. */
static void add_call(struct lint *l, const struct answer *a)
{
    if (a->call && a->call->cause >= 0)
        l->then[a->call->cause] |= KIND(EFFECT_CONFIRMS);
}

static void add_then(struct lint *l)
{
    const struct book *b = l->book;
    l->then = arena_alloc(l->arena, b->cause_count + 1);
    for (size_t i = 0; i < b->step_count; i++) {
        add_call(l, &b->steps[i].unknown);
        for (size_t k = 0; k < b->steps[i].answer_count; k++)
            add_call(l, &b->steps[i].answers[k]);
    }
    for (size_t i = 0; i < b->action_count; i++)
        for (size_t k = 0; k < b->actions[i].then_count; k++)
            l->then[b->actions[i].then[k].cause] |= KIND(b->actions[i].then[k].kind);
}

/* Counts first, then fills in. A step's answers stand together, so it is there once. */
static void add_mover(struct movers *m, int step, enum effect_kind kind, bool fill)
{
    m->kinds |= KIND(kind);
    if (fill && m->count && m->steps[m->count - 1] == step)
        return;
    if (fill)
        m->steps[m->count] = step;
    m->count++;
}

static void add_step(struct lint *l, int step, bool fill)
{
    const struct step *s = &l->book->steps[step];
    for (size_t k = 0; k < s->answer_count; k++)
        for (size_t e = 0; e < s->answers[k].effect_count; e++) {
            const struct effect *effect = &s->answers[k].effects[e];
            add_mover(&l->movers[effect->cause], step, effect->kind, fill);
        }
}

static void add_movers(struct lint *l)
{
    const struct book *b = l->book;
    l->movers = arena_alloc(l->arena, (b->cause_count + 1) * sizeof *l->movers);
    for (size_t i = 0; i < b->step_count; i++)
        add_step(l, (int)i, false);
    for (size_t c = 0; c < b->cause_count; c++) {
        struct movers *m = &l->movers[c];
        m->steps = arena_alloc(l->arena, (m->count + 1) * sizeof *m->steps);
        m->count = 0;
    }
    for (size_t i = 0; i < b->step_count; i++)
        add_step(l, (int)i, true);
}

static void lint_order(struct lint *l)
{
    const struct book *b = l->book;
    if (b->order != ORDER_BEST || b->step_count < 2 || order_has_choice(b))
        return;
    complain_hint(
        lint_say(l, RB_NO_ORDER, b->order_span,
                 "the order is best, and no two questions can change places"),
        "leave it out, or untie questions: a \"next\", or a name in a text, keeps them in "
        "their place");
}

/* The runbook itself: those that it calls are linted as files of their own. */
static struct book own_part(const struct book *b)
{
    struct book own = *b;
    own.step_count = (size_t)b->parts[0].steps.count;
    own.cause_count = (size_t)b->parts[0].causes.count;
    own.input_count = (size_t)b->parts[0].inputs.count;
    own.action_count = (size_t)b->parts[0].actions.count;
    own.verify_count = (size_t)b->parts[0].verifies.count;
    own.saved_count = b->saved_own;
    return own;
}

void lint_book(const struct book *b, int64_t now_ms, struct diags *ds)
{
    static void (*const passes[])(struct lint *) = {
        lint_domains, lint_flow,    lint_sure,         lint_flow_again, lint_unreachable,
        lint_conds,   lint_parts,   lint_allow,        lint_ranges,     lint_steps,
        lint_causes,  lint_clashes, lint_nothing_left, lint_order,      NULL};
    struct book own = own_part(b);
    struct lint l = {.book = &own,
                     .to = {.source = b->source, .ds = ds},
                     .arena = arena_new(),
                     .now_ms = now_ms,
                     .trials = TRIALS_MAX};
    add_then(&l);
    add_movers(&l);
    for (size_t i = 0; passes[i]; i++)
        passes[i](&l);
    arena_free(l.arena);
}
