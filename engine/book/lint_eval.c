#include "base/time.h"
#include "book/lint_inside.h"

static const struct point *point_of(const struct lint *l, const struct cond *c,
                                    const struct trial *t)
{
    if (c->kind == COND_NAME)
        return &l->steps[c->index].points[t->steps[l->named[c->index]]];
    return &l->inputs[c->index].points[t->inputs[c->index]];
}

static bool is_name(const struct cond *c)
{
    return c->kind == COND_NAME || c->kind == COND_INPUT;
}

static enum cond_type type_of(const struct lint *l, const struct cond *c)
{
    return c->kind == COND_NAME ? l->steps[c->index].type : l->inputs[c->index].type;
}

/* A name's point, or what stands for a constant beside it. */
static bool value_of(const struct lint *l, const struct cond *c, const struct cond *other,
                     const struct trial *t, struct point *out)
{
    if (is_name(c)) {
        *out = *point_of(l, c, t);
        return !out->none;
    }
    *out = (struct point){.text = c->text, .number = c->number};
    return type_of(l, other) != COND_TYPE_TIME || time_parse_rfc3339(c->text, &out->time_ms);
}

static int order(enum cond_type type, const struct point *a, const struct point *b)
{
    if (type == COND_TYPE_TEXT)
        return strcmp(a->text, b->text);
    if (type == COND_TYPE_TIME)
        return (a->time_ms > b->time_ms) - (a->time_ms < b->time_ms);
    return (a->number > b->number) - (a->number < b->number);
}

static bool compare(const struct lint *l, const struct cond *c, const struct trial *t)
{
    struct point a, b;
    if (!value_of(l, c->left, c->right, t, &a) || !value_of(l, c->right, c->left, t, &b))
        return false;
    return cond_order_holds(c->kind,
                            order(type_of(l, is_name(c->left) ? c->left : c->right), &a, &b));
}

static bool is_confirmed(unsigned kinds)
{
    return (kinds & KIND(EFFECT_CONFIRMS)) && !(kinds & KIND(EFFECT_RULES_OUT));
}

/* The table of core/board.h. */
static bool cause_is(enum cond_kind kind, unsigned kinds)
{
    bool for_it = kinds & KIND(EFFECT_CONFIRMS), against = kinds & KIND(EFFECT_RULES_OUT);
    if (kind == COND_CONFIRMED)
        return is_confirmed(kinds);
    if (kind == COND_RULED_OUT)
        return against && !for_it;
    return for_it == against && (for_it || (kinds & KIND(EFFECT_SUSPECTS)));
}

static bool any_confirmed(const struct lint *l, const struct trial *t)
{
    if (t->any_confirmed >= 0)
        return t->any_confirmed;
    for (size_t i = 0; i < l->book->cause_count; i++)
        if (is_confirmed(t->kinds[i]))
            return true;
    return false;
}

bool lint_holds(const struct lint *l, const struct cond *c, const struct trial *t)
{
    switch (c->kind) {
    case COND_TRUE:
    case COND_FALSE:
        return c->kind == COND_TRUE;
    case COND_AND:
        return lint_holds(l, c->left, t) && lint_holds(l, c->right, t);
    case COND_OR:
        return lint_holds(l, c->left, t) || lint_holds(l, c->right, t);
    case COND_NOT:
        return !lint_holds(l, c->left, t);
    case COND_SUSPECTED:
    case COND_CONFIRMED:
    case COND_RULED_OUT:
        return cause_is(c->kind, t->kinds[c->index]);
    case COND_ANY_CONFIRMED:
        return any_confirmed(l, t);
    case COND_VERIFIED:
        return t->verified && t->verified[c->index];
    case COND_DONE:
        return t->done && t->done[c->index];
    case COND_HAS:
        return t->captured && t->captured[c->index];
    case COND_ANSWERED:
        return t->steps[l->named[c->index]] != POINT_UNANSWERED;
    default:
        return compare(l, c, t);
    }
}
