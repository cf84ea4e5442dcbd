#include "book/lint_inside.h"

/*
 * Answers that contradict each other in one walk: one confirms a cause, and a later one rules it
 * out. A pair is told only where a walk was found in which both are given: made of "unknown", the
 * two answers, and what the conditions of the two questions want.
 */

#define WORK_MAX 10000000 /* steps walked over, and pairs looked at */
#define CHOICES_MAX 256   /* of what conditions want, for one pair */
#define WANTED_MAX 16

struct pair {
    int first, second; /* steps */
    const struct answer *confirms, *rules_out;
    int cause;
};

struct clashing {
    struct lint *l;
    size_t left; /* work */
    uint16_t *choice;
    struct walked walked;
    int wanted[WANTED_MAX]; /* steps that conditions name */
    size_t wanted_count;
};

static bool moves(const struct answer *a, int cause, enum effect_kind kind)
{
    for (size_t i = 0; i < a->effect_count; i++)
        if (a->effects[i].cause == cause && a->effects[i].kind == kind)
            return true;
    return false;
}

static uint16_t point_of(const struct lint *l, int step, const struct answer *a)
{
    const struct domain *d = &l->steps[step];
    for (size_t i = POINTS_KNOWN; i < d->count && i < UINT16_MAX; i++)
        if (d->points[i].answer == a)
            return (uint16_t)i;
    return 0;
}

static void want(struct clashing *c, const struct pair *p, int step)
{
    for (size_t i = 0; i < c->wanted_count; i++)
        if (c->wanted[i] == step)
            return;
    if (step != p->first && step != p->second && c->wanted_count < WANTED_MAX)
        c->wanted[c->wanted_count++] = step;
}

static void want_names(struct clashing *c, const struct pair *p, const struct cond *when)
{
    if (when->kind == COND_NAME || when->kind == COND_ANSWERED)
        want(c, p, when->index);
    if (when->left)
        want_names(c, p, when->left);
    if (when->right)
        want_names(c, p, when->right);
}

/* What the two conditions name, and what the conditions of those name. */
static void gather_wanted(struct clashing *c, const struct pair *p)
{
    const struct step *steps = c->l->book->steps;
    c->wanted_count = 0;
    if (steps[p->first].when)
        want_names(c, p, steps[p->first].when);
    if (steps[p->second].when)
        want_names(c, p, steps[p->second].when);
    for (size_t i = 0; i < c->wanted_count; i++)
        if (steps[c->wanted[i]].when)
            want_names(c, p, steps[c->wanted[i]].when);
}

static bool walks(struct clashing *c, const struct pair *p)
{
    return lint_walk(c->l, c->choice, &c->walked) && c->walked.asked[p->first] &&
           c->walked.asked[p->second];
}

static bool next_choice(struct clashing *c)
{
    for (size_t i = 0; i < c->wanted_count; i++) {
        uint16_t *at = &c->choice[c->wanted[i]];
        *at = *at ? *at + 1 : POINTS_KNOWN;
        if (*at < c->l->steps[c->wanted[i]].count)
            return true;
        *at = 0;
    }
    return false;
}

static bool together(struct clashing *c, const struct pair *p)
{
    bool found = false;
    gather_wanted(c, p);
    c->choice[p->first] = point_of(c->l, p->first, p->confirms);
    c->choice[p->second] = point_of(c->l, p->second, p->rules_out);
    bool both = c->choice[p->first] && c->choice[p->second];
    size_t cost = c->l->book->step_count;
    for (size_t n = 0; both && n < CHOICES_MAX && c->left >= cost; n++) {
        c->left -= cost;
        found = walks(c, p);
        if (found || !next_choice(c))
            break;
    }
    c->choice[p->first] = c->choice[p->second] = 0;
    for (size_t i = 0; i < c->wanted_count; i++)
        c->choice[c->wanted[i]] = 0;
    return found;
}

static void say(struct clashing *c, const struct pair *p)
{
    const struct book *b = c->l->book;
    struct diag *d = lint_say(c->l, RB_CONTRADICTING, p->rules_out->span,
                              "\"%s: %s\" confirms \"%s\", and \"%s: %s\", which can follow it, "
                              "rules it out",
                              b->steps[p->first].id, p->confirms->key, b->causes[p->cause].id,
                              b->steps[p->second].id, p->rules_out->key);
    complain_note(d, p->confirms->span, "it is confirmed here");
    complain_hint(d,
                  "what is confirmed need not be ruled out: ask step \"%s\" when: not "
                  "confirmed(\"%s\"), or let one of the two only suspect",
                  b->steps[p->second].id, b->causes[p->cause].id);
}

/* A pair is told for the first of its causes. */
static bool told_before(struct clashing *c, const struct pair *p)
{
    const struct answer *a = p->confirms;
    for (size_t i = 0; i < a->effect_count; i++) {
        c->left -= c->left > 0;
        if (a->effects[i].kind == EFFECT_CONFIRMS && a->effects[i].cause < p->cause &&
            moves(p->rules_out, a->effects[i].cause, EFFECT_RULES_OUT))
            return true;
    }
    return false;
}

/* An answer that moves the cause in one way. */
struct mover {
    int step;
    const struct answer *answer;
};

static size_t list(const struct lint *l, int cause, enum effect_kind kind, struct mover *out)
{
    const struct movers *m = &l->movers[cause];
    size_t count = 0;
    for (size_t i = 0; i < m->count; i++) {
        const struct step *s = &l->book->steps[m->steps[i]];
        for (size_t k = 0; l->reached[m->steps[i]] && k < s->answer_count; k++)
            if (moves(&s->answers[k], cause, kind))
                out[count++] = (struct mover){m->steps[i], &s->answers[k]};
    }
    return count;
}

static void look_at_cause(struct clashing *c, int cause, struct mover *for_it,
                          struct mover *against)
{
    size_t fors = list(c->l, cause, EFFECT_CONFIRMS, for_it);
    size_t againsts = list(c->l, cause, EFFECT_RULES_OUT, against);
    for (size_t i = 0; i < fors; i++)
        for (size_t k = 0; k < againsts; k++) {
            struct pair p = {for_it[i].step, against[k].step, for_it[i].answer, against[k].answer,
                             cause};
            if (c->left == 0 || complaints_warned_enough(&c->l->to))
                return;
            c->left--;
            if (p.first < p.second && !told_before(c, &p) && together(c, &p))
                say(c, &p);
        }
}

void lint_clashes(struct lint *l)
{
    const struct book *b = l->book;
    struct clashing c = {.l = l, .left = WORK_MAX};
    size_t answers = 0;
    for (size_t i = 0; i < b->step_count; i++)
        answers += b->steps[i].answer_count;
    struct mover *for_it = arena_alloc(l->arena, (answers + 1) * sizeof *for_it);
    struct mover *against = arena_alloc(l->arena, (answers + 1) * sizeof *against);
    c.choice = arena_alloc(l->arena, (b->step_count + 1) * sizeof *c.choice);
    c.walked.asked = arena_alloc(l->arena, b->step_count + 1);
    c.walked.kinds = arena_alloc(l->arena, b->cause_count + 1);
    for (size_t cause = 0; cause < b->cause_count; cause++)
        look_at_cause(&c, (int)cause, for_it, against);
}
