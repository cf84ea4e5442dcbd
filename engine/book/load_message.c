#include "book/load.h"

static void load_message(struct load *l, struct names *taken, struct message *all, struct node *key)
{
    struct book *b = l->book;
    int first = names_put(taken, key->text, key->count, (int)b->message_count);
    if (first >= 0) {
        load_brought_twice(l, "message", key, all[first].source, all[first].span);
        return;
    }
    struct message *m = &all[b->message_count++];
    *m = (struct message){.id = key->text, .source = l->r.to.source, .span = key->span};
    l->r.owner_id = NULL;
    reader_id(&l->r, key, true, "the name of a message");
    l->r.owner_id = key->text;
    m->text = load_prose(l, -1, key->value, "a message");
}

void load_messages(struct load *l, struct node *key)
{
    size_t count = load_section_count(l, key, USED_MESSAGES);
    struct names *taken = names_new(l->scratch, count);
    struct message *all = arena_alloc(l->r.arena, (count + 1) * sizeof *all);
    l->r.owner_kind = "message";
    l->takes_moments = true;
    for (size_t u = 0; u <= l->used_count; u++) {
        struct node *from = load_section(l, u, key, USED_MESSAGES);
        struct node *k = from ? from->value->first : NULL;
        for (; k && !complaints_full(&l->r.to); k = k->next)
            load_message(l, taken, all, k);
    }
    load_section(l, 0, NULL, USED_MESSAGES);
    l->takes_moments = false;
    l->book->messages = all;
}
