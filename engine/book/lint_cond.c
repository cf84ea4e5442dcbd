#include "book/lint_inside.h"
#include "book/yaml.h"

struct span lint_cond_span(const struct lint *l, const struct cond *whole, const struct cond *part)
{
    return yaml_within(l->book->source, whole->span, whole->text, part->at, part->len);
}

/* The condition that is looked at, and what hangs on it. */
struct looked {
    struct lint *l;
    const struct cond *whole;
    int step, action; /* -1; both -1: resolve */
};

static bool never(const struct looked *k, const struct cond *c)
{
    return lint_truth(k->l, c, k->step, false) == TRUTH_NEVER;
}

/* The smallest part that is to blame. */
static const struct cond *narrow(const struct looked *k, const struct cond *c)
{
    while (c->kind == COND_AND) {
        if (never(k, c->left))
            c = c->left;
        else if (never(k, c->right))
            c = c->right;
        else
            return c;
    }
    return c;
}

static const struct cond *step_of(const struct cond *c)
{
    if (c->kind < COND_EQ || c->kind > COND_GE)
        return NULL;
    return c->left->kind == COND_NAME ? c->left : c->right->kind == COND_NAME ? c->right : NULL;
}

static void explain(const struct looked *k, struct diag *d, const struct cond *c)
{
    const struct book *b = k->l->book;
    const char *before = k->step >= 0 ? " that comes before" : "";
    bool asked = c->kind == COND_ANSWERED || c->kind == COND_HAS;
    const struct cond *name = asked ? c : step_of(c);
    if (c->kind == COND_SUSPECTED)
        complain_hint(d, "no answer%s suspects \"%s\" without settling it", before,
                      b->causes[c->index].id);
    else if (c->kind == COND_CONFIRMED)
        complain_hint(d, "no answer%s confirms \"%s\", and no action does", before,
                      b->causes[c->index].id);
    else if (c->kind == COND_RULED_OUT)
        complain_hint(d, "no answer%s rules \"%s\" out", before, b->causes[c->index].id);
    else if (c->kind == COND_VERIFIED)
        complain_hint(d, "no action names the verify \"%s\"", b->verifies[c->index].id);
    else if (name && k->step >= 0 && !lint_leads(k->l, name->index, k->step))
        complain_hint(d, "\"%s\" is not asked before it", b->steps[name->index].id);
    else if (name && k->step >= 0)
        complain_hint(d, "no answer of \"%s\" that makes it true leads here",
                      b->steps[name->index].id);
    else
        complain_hint(d, "its parts exclude each other; mend it, or remove what hangs on it");
}

static void say_never(const struct looked *k)
{
    const struct cond *part = narrow(k, k->whole);
    struct span span = lint_cond_span(k->l, k->whole, part);
    struct diag *d;
    if (k->step >= 0)
        d = lint_say(k->l, RB_NEVER_HOLDS, span,
                     "step \"%s\" is never asked: whatever is answered, this is not true",
                     k->l->book->steps[k->step].id);
    else if (k->action >= 0)
        d = lint_say(k->l, RB_NEVER_HOLDS, span,
                     "action \"%s\" is never offered: whatever is answered, this is not true",
                     k->l->book->actions[k->action].id);
    else
        d = lint_say(k->l, RB_NEVER_HOLDS, span,
                     "nobody is asked whether it is resolved: whatever is answered, this is not "
                     "true");
    explain(k, d, part);
}

static void say_always(const struct looked *k)
{
    struct diag *d =
        lint_say(k->l, RB_ALWAYS_HOLDS, lint_cond_span(k->l, k->whole, k->whole),
                 k->step < 0 && k->action < 0
                     ? "whether it is resolved is asked from the start: this is always true"
                     : "the condition says nothing: whatever is answered, this is true");
    complain_hint(d, k->step < 0 && k->action < 0
                         ? "say what must be so: verified(\"...\") and any_confirmed()"
                         : "leave it out, or name what it should depend on");
}

/* A part behind `or` that is never true does nothing. */
static void look_at_parts(const struct looked *k, const struct cond *c)
{
    if (c->kind == COND_OR) {
        look_at_parts(k, c->left);
        look_at_parts(k, c->right);
        return;
    }
    if (c == k->whole || !never(k, c))
        return;
    const struct cond *part = narrow(k, c);
    struct diag *d =
        lint_say(k->l, RB_NEVER_HOLDS, lint_cond_span(k->l, k->whole, part),
                 "this part of the condition does nothing: whatever is answered, it is not true");
    explain(k, d, part);
}

static void look(struct looked k)
{
    if (k.step >= 0 && !k.l->reached[k.step])
        return;
    if (never(&k, k.whole)) {
        say_never(&k);
        if (k.step >= 0)
            k.l->reached[k.step] = false;
        return;
    }
    if (lint_truth(k.l, k.whole, k.step, true) == TRUTH_ALWAYS)
        say_always(&k);
    else
        look_at_parts(&k, k.whole);
    if (k.step >= 0)
        lint_unanswered(k.l, k.whole, k.step);
}

void lint_conds(struct lint *l)
{
    const struct book *b = l->book;
    for (size_t i = 0; i < b->step_count; i++)
        if (b->steps[i].when)
            look((struct looked){l, b->steps[i].when, (int)i, -1});
    for (size_t i = 0; i < b->action_count; i++)
        if (b->actions[i].when)
            look((struct looked){l, b->actions[i].when, -1, (int)i});
    if (b->resolve.when)
        look((struct looked){l, b->resolve.when, -1, -1});
}
