#include "book/lint_inside.h"

/*
 * What holds whenever the walk comes to a step: which named steps have an answer, and which kinds
 * of effects stand for which cause. Of two ways to a step, only what holds on both is sure.
 */

#define BITS_MAX ((size_t)1 << 29) /* of the table: beyond, nothing is sure */
#define ROUNDS_MAX 24

static size_t cause_bit(const struct lint *l, int cause, enum effect_kind kind)
{
    return l->named_count + (size_t)cause * 3 + (size_t)kind;
}

static void set(uint64_t *row, size_t i)
{
    row[i / 64] |= (uint64_t)1 << (i % 64);
}

static void clear(uint64_t *row, size_t i)
{
    row[i / 64] &= ~((uint64_t)1 << (i % 64));
}

/* That a step has this answer. */
static void add_answer(const struct lint *l, const struct cond *name, const struct cond *text,
                       uint64_t *row)
{
    const struct domain *d = &l->steps[name->index];
    if (text->kind != COND_STRING || d->type != COND_TYPE_TEXT)
        return;
    for (size_t i = POINTS_KNOWN; i < d->count; i++) {
        const struct answer *a = d->points[i].answer;
        if (strcmp(d->points[i].text, text->text) == 0)
            for (size_t k = 0; a && k < a->effect_count; k++)
                set(row, cause_bit(l, a->effects[k].cause, a->effects[k].kind));
    }
}

/* What a condition that holds says. */
static void add_implied(const struct lint *l, const struct cond *c, uint64_t *row)
{
    switch (c->kind) {
    case COND_AND:
        add_implied(l, c->left, row);
        add_implied(l, c->right, row);
        return;
    case COND_EQ:
        if (c->left->kind == COND_NAME)
            add_answer(l, c->left, c->right, row);
        if (c->right->kind == COND_NAME)
            add_answer(l, c->right, c->left, row);
        /* fall through */
    case COND_NE:
    case COND_LT:
    case COND_LE:
    case COND_GT:
    case COND_GE:
        if (c->left->kind == COND_NAME)
            set(row, (size_t)l->named[c->left->index]);
        if (c->right->kind == COND_NAME)
            set(row, (size_t)l->named[c->right->index]);
        return;
    case COND_ANSWERED:
        set(row, (size_t)l->named[c->index]);
        return;
    case COND_CONFIRMED:
        set(row, cause_bit(l, c->index, EFFECT_CONFIRMS));
        return;
    case COND_RULED_OUT:
        set(row, cause_bit(l, c->index, EFFECT_RULES_OUT));
        return;
    default:
        return;
    }
}

/* Going back opens both ends anew, and steps between that checks answered; what they had moved is
 * withdrawn. */
static void forget(const struct lint *l, const struct edge *e, uint64_t *row)
{
    for (int i = e->to; i <= e->from; i++)
        if (l->named[i] >= 0 && (i == e->to || i == e->from || l->book->steps[i].check))
            clear(row, (size_t)l->named[i]);
    for (size_t i = l->named_count; i < l->named_count + 3 * l->book->cause_count; i++)
        clear(row, i);
}

static void along(const struct lint *l, const struct edge *e, uint64_t *row)
{
    if (e->asked && l->named[e->from] >= 0)
        set(row, (size_t)l->named[e->from]);
    for (size_t i = 0; e->answer && i < e->answer->effect_count; i++)
        set(row, cause_bit(l, e->answer->effects[i].cause, e->answer->effects[i].kind));
    if (e->to <= e->from)
        forget(l, e, row);
}

static bool keep_common(struct bits *b, size_t row, const uint64_t *other)
{
    uint64_t *mine = &b->at[row * b->words], changed = 0;
    for (size_t i = 0; i < b->words; i++) {
        changed |= mine[i] & ~other[i];
        mine[i] &= other[i];
    }
    return changed;
}

static void copy_row(struct bits *to, const struct bits *from, size_t row)
{
    memcpy(&to->at[row * to->words], &from->at[row * from->words], from->words * sizeof *from->at);
}

static bool once(struct lint *l, uint64_t *row)
{
    bool changed = false;
    for (size_t i = 0; i < l->book->step_count; i++) {
        size_t edges;
        const struct edge *e = lint_edges(l, (int)i, &edges);
        if (!l->reached[i])
            continue;
        copy_row(&l->asked, &l->sure, i);
        if (l->book->steps[i].when)
            add_implied(l, l->book->steps[i].when, &l->asked.at[i * l->asked.words]);
        for (size_t k = 0; k < edges; k++) {
            const struct bits *from = e[k].asked ? &l->asked : &l->sure;
            if (e[k].to == (int)l->book->step_count)
                continue;
            memcpy(row, &from->at[i * from->words], from->words * sizeof *row);
            along(l, &e[k], row);
            changed |= keep_common(&l->sure, (size_t)e[k].to, row);
        }
    }
    return changed;
}

static void nothing_is_sure(struct lint *l)
{
    l->sure = l->asked = (struct bits){NULL, 0, 0};
}

void lint_sure(struct lint *l)
{
    size_t count = l->book->step_count, bits = l->named_count + 3 * l->book->cause_count;
    if (count * (bits + 64) > BITS_MAX)
        return;
    l->sure = bits_new(l->arena, count, bits);
    l->asked = bits_new(l->arena, count, bits);
    if (l->sure.words == 0)
        return;
    uint64_t *row = arena_alloc(l->arena, l->sure.words * sizeof *row);
    memset(l->sure.at + l->sure.words, 0xff,
           (count ? count - 1 : 0) * l->sure.words * sizeof *l->sure.at);
    for (int round = 0; once(l, row); round++)
        if (round == ROUNDS_MAX) {
            nothing_is_sure(l);
            return;
        }
}

bool lint_sure_answered(const struct lint *l, int at, int step)
{
    return at >= 0 && l->sure.rows && l->named[step] >= 0 &&
           bits_get(&l->sure, (size_t)at, (size_t)l->named[step]);
}

unsigned lint_sure_kinds(const struct lint *l, int at, int cause)
{
    unsigned kinds = 0;
    for (int k = EFFECT_SUSPECTS; at >= 0 && l->asked.rows && k <= EFFECT_CONFIRMS; k++)
        if (bits_get(&l->asked, (size_t)at, cause_bit(l, cause, (enum effect_kind)k)))
            kinds |= KIND(k);
    return kinds;
}
