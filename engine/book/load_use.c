#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "book/load.h"

struct node *load_section(struct load *l, size_t which, struct node *own, int field)
{
    l->r.to.source = which ? l->used[which - 1].source : l->book->source;
    return which ? l->used[which - 1].f[field] : own;
}

size_t load_section_count(const struct load *l, const struct node *own, int field)
{
    size_t count = own ? own->value->count : 0;
    for (size_t u = 0; u < l->used_count; u++)
        count += l->used[u].f[field] ? l->used[u].f[field]->value->count : 0;
    return count;
}

void load_brought_twice(struct load *l, const char *what, const struct node *id,
                        const struct source *source, struct span first)
{
    struct diag *d = complain_error(&l->r.to, RB_DUPLICATE_ID, id->span,
                                    "%s \"%s\" is there already, in the runbook that uses this "
                                    "file or in another that it uses",
                                    what, id->text);
    complain_hint(d, "rename one of the two, or keep it in one place");
    if (d && source)
        diag_note(d, source, first, "the first is here");
}

void load_keep_file(struct load *l, enum file_kind kind, const char *name,
                    const struct source *source)
{
    for (size_t i = 0; i < l->read_count; i++)
        if (l->read[i].kind == kind && strcmp(l->read[i].name, name) == 0)
            return;
    if (l->read_count == l->read_room) {
        struct file *more = arena_alloc(l->r.arena, (l->read_room * 2 + 8) * sizeof *more);
        if (l->read_count)
            memcpy(more, l->read, l->read_count * sizeof *more);
        l->read = more;
        l->read_room = l->read_room * 2 + 8;
    }
    l->read[l->read_count++] = (struct file){kind, name, source};
}

static void unusable(struct load *l, const struct node *n, const char *why)
{
    complain_hint(
        reader_error(&l->r, RB_UNUSABLE, n->span, "\"%s\" cannot be used: %s", n->text, why),
        "write its path from the runbook's folder on: lib/roles.yaml");
}

static const struct source *open_used(struct load *l, const struct node *n)
{
    struct text why = {0};
    const char *name = arena_format(l->r.arena, "%s:%s", l->book->id ? l->book->id : "", n->text);
    const struct source *s = NULL;
    if (l->files)
        s = l->files->open(l->files, FILE_USED, name, l->book->source, n->text, &why);
    if (s)
        load_keep_file(l, FILE_USED, name, s);
    else
        unusable(l, n, why.len ? text_get(&why) : "no other files are read here");
    text_release(&why);
    return s;
}

void load_used(struct load *l, const struct node *key)
{
    size_t most = key ? key->value->count : 0;
    l->used = arena_alloc(l->scratch, (most + 1) * sizeof *l->used);
    for (struct node *n = key ? key->value->first : NULL; n; n = n->next) {
        const struct source *s = reader_is_text(&l->r, n, "a file") ? open_used(l, n) : NULL;
        if (!s)
            continue;
        struct used *u = &l->used[l->used_count];
        l->r.to.source = u->source = s;
        const struct node *root = yaml_parse(l->r.arena, &l->r.to);
        if (root && reader_fields(&l->r, root, IN_USED, u->f))
            l->used_count++;
        l->r.to.source = l->book->source;
    }
}

static void load_role(struct load *l, const struct node *key)
{
    for (size_t i = 0; i < l->role_count; i++)
        if (strcmp(l->roles[i].id, key->text) == 0) {
            load_brought_twice(l, "role", key, l->roles[i].source, l->roles[i].span);
            return;
        }
    reader_id(&l->r, key, true, "a role");
    if (reader_is_text(&l->r, key->value, "what is said of a role"))
        l->roles[l->role_count++] =
            (struct role){key->text, key->value->text, l->r.to.source, key->span};
}

void load_roles(struct load *l, const struct node *key)
{
    size_t most = load_section_count(l, key, USED_ROLES);
    l->roles = arena_alloc(l->r.arena, (most + 1) * sizeof *l->roles);
    for (size_t u = 0; u <= l->used_count; u++) {
        const struct node *from = load_section(l, u, (struct node *)key, USED_ROLES);
        for (const struct node *k = from ? from->value->first : NULL; k; k = k->next)
            load_role(l, k);
    }
    load_section(l, 0, NULL, USED_ROLES);
}

const char *const *load_was(struct load *l, const struct node *key, size_t *count)
{
    return reader_texts(&l->r, key, count);
}

/* An old id means the renamed one, so it can be nobody else's. */
static void check_was(struct load *l, const char *what, const char *id, const char *const *was,
                      size_t count, const struct source *source, struct span span,
                      struct names *taken)
{
    for (size_t i = 0; i < count; i++) {
        if (names_put(taken, was[i], strlen(was[i]), 0) < 0)
            continue;
        l->r.to.source = source;
        complain_hint(complain_error(&l->r.to, RB_DUPLICATE_ID, span,
                                     "%s \"%s\" was \"%s\", but that is the id of another one now, "
                                     "or was before",
                                     what, id, was[i]),
                      "an id that was in use stays with what it named: choose another one");
        l->r.to.source = l->book->source;
    }
}

void load_check_was(struct load *l)
{
    size_t steps = l->ids[ID_STEP].count;
    struct names *taken = names_new(l->scratch, steps);
    for (size_t i = 0; i < steps; i++)
        names_put(taken, l->ids[ID_STEP].at[i], strlen(l->ids[ID_STEP].at[i]), 0);
    for (size_t i = 0; i < steps; i++)
        check_was(l, "step", l->steps[i].id, l->steps[i].was, l->steps[i].was_count,
                  l->book->source, l->steps[i].span, taken);
    taken = names_new(l->scratch, l->cause_count);
    for (size_t i = 0; i < l->cause_count; i++)
        names_put(taken, l->causes[i].id, strlen(l->causes[i].id), 0);
    for (size_t i = 0; i < l->cause_count; i++)
        check_was(l, "cause", l->causes[i].id, l->causes[i].was, l->causes[i].was_count,
                  l->causes[i].source, l->causes[i].span, taken);
}
