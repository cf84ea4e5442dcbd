#include "book/lint_inside.h"

/*
 * Comparisons with a step that may have no answer. `when` is looked at once, before its question;
 * conditions of actions and of `resolve` are looked at again after every answer, so there "not yet"
 * is what a false comparison means.
 */

/* Steps that are known to have an answer where a part of the condition counts. */
struct guards {
    int step;
    const struct guards *next;
};

struct reading {
    struct lint *l;
    const struct cond *whole;
    int step;
    const struct guards *told; /* each step once */
};

static bool guarded(const struct guards *g, int step)
{
    while (g && g->step != step)
        g = g->next;
    return g;
}

static const struct guards *add(struct reading *r, const struct guards *g, int step)
{
    struct guards *more = arena_alloc(r->l->arena, sizeof *more);
    *more = (struct guards){step, g};
    return more;
}

/* What `c` says where it is `sense`: answered("s") and ..., not answered("s") or ... */
static const struct guards *add_said(struct reading *r, const struct guards *g,
                                     const struct cond *c, bool sense)
{
    if (c->kind == COND_ANSWERED && sense)
        return add(r, g, c->index);
    if (c->kind == COND_NOT)
        return add_said(r, g, c->left, !sense);
    if (c->kind == (sense ? COND_AND : COND_OR))
        return add_said(r, add_said(r, g, c->left, sense), c->right, sense);
    return g;
}

static void say(struct reading *r, const struct cond *name)
{
    r->told = add(r, r->told, name->index);
    const struct step *s = &r->l->book->steps[name->index];
    struct diag *d =
        lint_say(r->l, RB_MAYBE_UNANSWERED, lint_cond_span(r->l, r->whole, name),
                 "step \"%s\": \"%s\" may have no answer here, and then the comparison is false",
                 r->l->book->steps[r->step].id, s->id);
    const char *why = name->index >= r->step ? "it is asked further down"
                      : s->when              ? "it is asked only where its own condition holds"
                                             : "an answer can lead past it";
    complain_hint(d, "%s; write answered(\"%s\") and ... where that is meant", why, s->id);
}

static void compare(struct reading *r, const struct cond *side, const struct guards *g)
{
    if (side->kind == COND_NAME && !guarded(g, side->index) && !guarded(r->told, side->index) &&
        !lint_sure_answered(r->l, r->step, side->index))
        say(r, side);
}

static void read(struct reading *r, const struct cond *c, const struct guards *g)
{
    if (c->kind == COND_AND || c->kind == COND_OR) {
        bool sense = c->kind == COND_AND;
        read(r, c->left, add_said(r, g, c->right, sense));
        read(r, c->right, add_said(r, g, c->left, sense));
    } else if (c->kind == COND_NOT) {
        read(r, c->left, g);
    } else if (c->kind >= COND_EQ && c->kind <= COND_GE) {
        compare(r, c->left, g);
        compare(r, c->right, g);
    }
}

void lint_unanswered(struct lint *l, const struct cond *c, int step)
{
    struct reading r = {l, c, step, NULL};
    if (l->sure.rows)
        read(&r, c, NULL);
}
