#include "book/load.h"

#include <string.h>

static const struct kind {
    const char *what, *a_what, *key;
} KINDS[ID_KINDS] = {
    [ID_STEP] = {"step", "a step", "steps"},
    [ID_INPUT] = {"input", "an input", "inputs"},
    [ID_ACTION] = {"action", "an action", "actions"},
    [ID_VERIFY] = {"verify", "a verify", "verify"},
    [ID_SAVED] = {"saved output", "a saved output", "save"},
    [ID_CAPTURE] = {"capture", "a capture", "capture"},
};

void load_ids_room(struct load *l, enum id_kind kind, size_t count)
{
    struct ids *ids = &l->ids[kind];
    ids->names = names_new(l->r.arena, count);
    ids->at = arena_alloc(l->r.arena, (count + 1) * sizeof *ids->at);
    ids->spans = arena_alloc(l->r.arena, (count + 1) * sizeof *ids->spans);
}

static void taken_word(struct load *l, enum id_kind kind, const struct node *id)
{
    struct diag *d = complain_error(&l->r.to, RB_BAD_ID, id->span,
                                    "\"%s\" is a word of the format or of Lua", id->text);
    if (kind == ID_STEP)
        complain_hint(d, "choose another id, such as %s_seen", id->text);
    else
        complain_hint(d, "choose another id, such as my_%s", id->text);
}

static void taken_id(struct load *l, enum id_kind by, struct span first, const struct node *id)
{
    struct diag *d = complain_error(&l->r.to, RB_DUPLICATE_ID, id->span,
                                    "\"%s\" is the id of %s already", id->text, KINDS[by].a_what);
    complain_hint(d, "rename one of the two: steps, inputs, actions, verifies, what is saved and "
                     "what is captured share their ids");
    complain_note(d, first, "%s is called so here", KINDS[by].a_what);
}

/* Whether nothing is called so yet. */
static bool is_free(struct load *l, enum id_kind kind, const struct node *id)
{
    for (int k = 0; k < ID_KINDS; k++) {
        const struct ids *ids = &l->ids[k];
        int first = ids->count ? names_get(ids->names, id->text, id->count) : -1;
        if (first < 0)
            continue;
        if (kind == ID_STEP && k == ID_STEP)
            reader_twice(&l->r, id->text, id->span, "step", ids->spans[first]);
        else
            taken_id(l, (enum id_kind)k, ids->spans[first], id);
        return false;
    }
    return true;
}

int load_declare(struct load *l, enum id_kind kind, const struct node *id)
{
    struct ids *ids = &l->ids[kind];
    int i = (int)ids->count++;
    char what[40] = "the id of ";
    ids->at[i] = id && id->kind == NODE_TEXT ? id->text : "";
    if (!id)
        return i;
    ids->spans[i] = id->span;
    strcat(what, KINDS[kind].a_what);
    if (!reader_id(&l->r, id, false, what))
        return i;
    if (keys_word_is_taken(id->text))
        taken_word(l, kind, id);
    if (is_free(l, kind, id))
        names_put(ids->names, id->text, id->count, i);
    return i;
}

int load_find_id(struct load *l, enum id_kind kind, const struct node *id)
{
    const struct ids *ids = &l->ids[kind];
    int i = names_get(ids->names, id->text, id->count);
    if (i >= 0 && kind == ID_VERIFY)
        l->verifies[i].used = true;
    if (i >= 0 || ids->unsure)
        return i;
    struct diag *d = reader_error(&l->r, kind == ID_ACTION ? RB_UNKNOWN_ACTION : RB_UNKNOWN_VERIFY,
                                  id->span, "unknown %s \"%s\"", KINDS[kind].what, id->text);
    if (!complain_nearest(d, id->text, ids->at, ids->count))
        complain_hint(d, "add it under \"%s\"", KINDS[kind].key);
    return -1;
}
