#include "book/load.h"

/* Effects that are being read. */
struct moves {
    struct load *l;
    int from;
    const char *answer;
    struct effect *effects;
    size_t count;
};

static void say_twice(struct moves *m, const struct node *id, struct span first)
{
    struct diag *d =
        m->answer ? reader_error(&m->l->r, RB_MOVED_TWICE, id->span,
                                 "answer \"%s\" moves cause \"%s\" twice", m->answer, id->text)
                  : reader_error(&m->l->r, RB_MOVED_TWICE, id->span,
                                 "\"then\" moves cause \"%s\" twice", id->text);
    complain_hint(d, "keep one of the two");
    complain_note(d, first, "the first is here");
}

/* "- config: It is old": the form with reasons is a map. */
static void no_list_of_maps(struct moves *m, const struct node *n)
{
    struct diag *d = reader_error(&m->l->r, RB_WRONG_SHAPE, reader_span(n),
                                  "a cause in a list has no reason beside it");
    if (n->first)
        complain_hint(d, "with reasons it is a map: %s: ..., without dashes and brackets",
                      n->first->text);
}

static bool add_effect(struct moves *m, enum effect_kind kind, struct node *id)
{
    struct load *l = m->l;
    if (id->kind == NODE_MAP) {
        no_list_of_maps(m, id);
        return false;
    }
    if (!reader_is_text(&l->r, id, "a cause"))
        return false;
    int cause = load_find_cause(l, id);
    if (cause < 0)
        return false;
    if (l->moved_by[cause] == l->answer_number) {
        say_twice(m, id, l->moved_at[cause]);
        return false;
    }
    l->moved_by[cause] = l->answer_number;
    l->moved_at[cause] = id->span;
    m->effects[m->count++] = (struct effect){kind, cause, NULL};
    return true;
}

static void add_effects(struct moves *m, enum effect_kind kind, const struct node *key)
{
    bool reasons = key->value->kind == NODE_MAP;
    for (struct node *n = key->value->first; n; n = n->next) {
        bool added = add_effect(m, kind, n);
        const struct prose *reason =
            reasons ? load_prose(m->l, m->from, n->value, "the reason") : NULL;
        if (added)
            m->effects[m->count - 1].reason = reason;
    }
}

const struct effect *load_effects(struct load *l, int from, const char *answer,
                                  const struct node *map, struct node *const *f, int first,
                                  size_t *count)
{
    static const enum effect_kind kinds[] = {EFFECT_SUSPECTS, EFFECT_RULES_OUT, EFFECT_CONFIRMS};
    size_t most = 0;
    *count = 0;
    for (int i = first; i < first + 3; i++)
        most += f[i] ? f[i]->value->count : 0;
    if (!most)
        return NULL;
    struct moves m = {l, from, answer, arena_alloc(l->r.arena, most * sizeof *m.effects), 0};
    l->answer_number++;
    for (const struct node *k = map->first; k; k = k->next)
        if (k->field >= first && k->field < first + 3 && f[k->field] == k)
            add_effects(&m, kinds[k->field - first], k);
    *count = m.count;
    return m.effects;
}
