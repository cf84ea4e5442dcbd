#include "book/load.h"

static void load_cause(struct load *l, struct cause *c, const struct node *key)
{
    struct node *f[CAUSE_KEYS];
    c->id = key->text;
    c->title = key->text;
    c->odds = 1;
    c->span = key->span;
    l->r.owner_id = key->text;
    reader_id(&l->r, key, true, "the id of a cause");
    if (reader_fields(&l->r, key->value, IN_CAUSE, f)) {
        c->title = reader_text(f[CAUSE_KEY_TITLE]);
        c->category = reader_text(f[CAUSE_KEY_CATEGORY]);
        c->odds = reader_number(&l->r, f[CAUSE_KEY_ODDS]);
    }
}

void load_causes(struct load *l, const struct node *key)
{
    size_t count = key ? key->value->count : 0;
    l->cause_names = names_new(l->r.arena, count);
    l->causes = arena_alloc(l->r.arena, count * sizeof *l->causes);
    l->cause_ids = arena_alloc(l->r.arena, count * sizeof *l->cause_ids);
    l->moved_by = arena_alloc(l->scratch, count * sizeof *l->moved_by);
    l->r.owner_kind = "cause";
    for (struct node *k = key ? key->value->first : NULL; k; k = k->next) {
        int i = (int)l->cause_count++;
        load_cause(l, &l->causes[i], k);
        l->cause_ids[i] = k->text;
        names_put(l->cause_names, k->text, k->count, i);
    }
    l->r.owner_id = NULL;
}

int load_find_cause(struct load *l, const struct node *id)
{
    int i = names_get(l->cause_names, id->text, id->count);
    if (i >= 0)
        l->causes[i].used = true;
    if (i >= 0 || l->causes_unsure)
        return i;
    struct diag *d =
        reader_error(&l->r, RB_UNKNOWN_CAUSE, id->span, "unknown cause \"%s\"", id->text);
    if (!complain_nearest(d, id->text, l->cause_ids, l->cause_count))
        complain_hint(d, "add it under \"causes\"");
    return -1;
}
