#include "book/load.h"

static void load_cause(struct load *l, struct cause *c, const struct node *key)
{
    struct node *f[CAUSE_KEYS];
    *c = (struct cause){.id = key->text,
                        .title = key->text,
                        .odds = 1,
                        .source = l->r.to.source,
                        .span = key->span};
    l->r.owner_id = key->text;
    reader_id(&l->r, key, true, "the id of a cause");
    if (reader_fields(&l->r, key->value, IN_CAUSE, f)) {
        c->title = reader_text(f[CAUSE_KEY_TITLE]);
        c->category = reader_text(f[CAUSE_KEY_CATEGORY]);
        c->odds = reader_number(&l->r, f[CAUSE_KEY_ODDS]);
        c->was = load_was(l, f[CAUSE_KEY_WAS], &c->was_count);
    }
}

static void add_cause(struct load *l, const struct node *key)
{
    int i = (int)l->cause_count;
    int first = names_put(l->cause_names, key->text, key->count, i);
    if (first >= 0) {
        load_brought_twice(l, "cause", key, l->causes[first].source, l->causes[first].span);
        return;
    }
    l->cause_count++;
    l->cause_ids[i] = key->text;
    load_cause(l, &l->causes[i], key);
}

void load_causes(struct load *l, struct node *key)
{
    size_t count = load_section_count(l, key, USED_CAUSES);
    l->cause_names = names_new(l->r.arena, count);
    l->causes = arena_alloc(l->r.arena, count * sizeof *l->causes);
    l->cause_ids = arena_alloc(l->r.arena, count * sizeof *l->cause_ids);
    l->moved_by = arena_alloc(l->scratch, count * sizeof *l->moved_by);
    l->moved_at = arena_alloc(l->scratch, count * sizeof *l->moved_at);
    l->r.owner_kind = "cause";
    for (size_t u = 0; u <= l->used_count; u++) {
        const struct node *from = load_section(l, u, key, USED_CAUSES);
        for (const struct node *k = from ? from->value->first : NULL; k; k = k->next)
            add_cause(l, k);
        l->r.owner_id = NULL;
    }
    load_section(l, 0, NULL, USED_CAUSES);
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
