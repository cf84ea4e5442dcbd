#include "book/load.h"

#include <string.h>

#include "base/sha256.h"

static void check_version(struct load *l, const struct node *key)
{
    if (!key || strcmp(key->value->text, KEYS_VERSION) == 0)
        return;
    struct diag *d = reader_error(&l->r, RB_WRONG_VERSION, key->value->span,
                                  "this version of ruleout reads version " KEYS_VERSION
                                  " of the format, not \"%s\"",
                                  key->value->text);
    complain_hint(d, "write ruleout: " KEYS_VERSION);
}

/* The file's name without .yaml, in the arena; NULL where it has another name. */
static const char *id_of_path(struct load *l, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    if (!dot || dot == name || (strcmp(dot, ".yaml") && strcmp(dot, ".yml")))
        return NULL;
    return arena_text_n(l->r.arena, name, (size_t)(dot - name));
}

static void load_id(struct load *l, const struct node *root, const struct node *key)
{
    const char *expected = l->called_as ? l->called_as : id_of_path(l, l->r.to.source->path);
    l->book->id = key ? reader_text(key) : expected;
    if (!key && !expected) {
        struct diag *d =
            reader_error(&l->r, RB_MISSING_KEY, reader_span(root), "a runbook needs \"id\"");
        complain_hint(d, "for example: id: checkout-5xx");
    }
    if (!key || !reader_id(&l->r, key->value, true, "the id of a runbook") || !expected ||
        strcmp(expected, key->value->text) == 0)
        return;
    struct diag *d =
        reader_error(&l->r, RB_WRONG_NAME, key->value->span,
                     "the id is \"%s\", but the file's name is \"%s\"", key->value->text, expected);
    complain_hint(d, "runbooks are found by their file's name; make the two equal");
}

static void load_resolve(struct load *l, const struct node *key)
{
    struct node *f[RESOLVE_KEYS], *e[ELSE_KEYS];
    struct resolve *r = &l->book->resolve;
    r->after_ms = -1;
    if (!key || !reader_fields(&l->r, key->value, IN_RESOLVE, f))
        return;
    r->when = load_cond(l, f[RESOLVE_WHEN]);
    if (!f[RESOLVE_ELSE] || !reader_fields(&l->r, f[RESOLVE_ELSE]->value, IN_RESOLVE_ELSE, e))
        return;
    r->after_ms = reader_time_span(&l->r, e[ELSE_AFTER]);
    r->hand_over = reader_text(e[ELSE_HAND_OVER]);
}

/* The key is there, but nothing could be made of it. */
static bool is_unread(const struct node *root, struct node *const *f, int field)
{
    return !f[field] && reader_has(root, field, field);
}

/* First all that has an id, then what may name it. */
static void load_parts(struct load *l, struct node *const *f)
{
    load_inputs(l, f[RUNBOOK_INPUTS]);
    load_roles(l, f[RUNBOOK_ROLES]);
    load_causes(l, f[RUNBOOK_CAUSES]);
    load_declare_actions(l, f[RUNBOOK_ACTIONS]);
    load_declare_verifies(l, f[RUNBOOK_VERIFY]);
    load_declare_links(l, f[RUNBOOK_LINKS]);
    load_declare_steps(l, f[RUNBOOK_STEPS]);
    load_make_scope(l);
    load_fill_links(l);
    load_fill_steps(l);
    load_fill_actions(l);
    load_fill_verifies(l);
    load_messages(l, f[RUNBOOK_MESSAGES]);
    l->r.owner_id = NULL;
    load_allow(l, f[RUNBOOK_ALLOW]);
    load_check_was(l);
}

static void load_order(struct load *l, const struct node *key)
{
    int i = key ? reader_word(&l->r, key, IN_RUNBOOK) : -1;
    l->book->order = i < 0 ? ORDER_WRITTEN : (enum order)i;
    l->book->order_span = key ? key->span : (struct span){0};
}

static void load_runbook(struct load *l, const struct node *root)
{
    struct node *f[RUNBOOK_KEYS];
    struct book *b = l->book;
    if (!reader_fields(&l->r, root, IN_RUNBOOK, f))
        return;
    check_version(l, f[RUNBOOK_RULEOUT]);
    load_id(l, root, f[RUNBOOK_ID]);
    b->title = reader_text(f[RUNBOOK_TITLE]);
    b->summary = reader_text(f[RUNBOOK_SUMMARY]);
    b->owner = reader_text(f[RUNBOOK_OWNER]);
    b->reviewed = reader_date(&l->r, f[RUNBOOK_REVIEWED]);
    load_order(l, f[RUNBOOK_ORDER]);
    if (b->reviewed)
        b->reviewed_span = f[RUNBOOK_REVIEWED]->value->span;
    b->review_every_ms = reader_time_span(&l->r, f[RUNBOOK_REVIEW_EVERY]);
    l->causes_unsure = is_unread(root, f, RUNBOOK_CAUSES);
    l->links_unsure = is_unread(root, f, RUNBOOK_LINKS);
    l->ids[ID_INPUT].unsure = is_unread(root, f, RUNBOOK_INPUTS);
    l->ids[ID_ACTION].unsure = is_unread(root, f, RUNBOOK_ACTIONS);
    l->ids[ID_VERIFY].unsure = is_unread(root, f, RUNBOOK_VERIFY);
    load_alerts(l, f[RUNBOOK_ALERTS]);
    load_used(l, f[RUNBOOK_USE]);
    load_nevers(l, f[RUNBOOK_NEVER]);
    load_parts(l, f);
    load_resolve(l, f[RUNBOOK_RESOLVE]);
    for (size_t i = 0; i < l->ids[ID_STEP].count; i++)
        l->steps[i].referred |= l->named[i] || l->all_referred;
    load_called(l);
}

/* The runbook itself, as the first part. */
static void make_part(struct book *b)
{
    struct part *p = arena_alloc(b->arena, sizeof *p);
    *p = (struct part){.id = b->id,
                       .title = b->title,
                       .prefix = "",
                       .source = b->source,
                       .parent = -1,
                       .steps = {0, (int)b->step_count},
                       .causes = {0, (int)b->cause_count},
                       .inputs = {0, (int)b->input_count},
                       .actions = {0, (int)b->action_count},
                       .verifies = {0, (int)b->verify_count},
                       .allow = &b->allow};
    b->parts = p;
    b->part_count = 1;
}

static void finish(struct load *l)
{
    struct book *b = l->book;
    b->causes = l->causes;
    b->cause_count = l->cause_count;
    b->steps = l->steps;
    b->step_count = l->ids[ID_STEP].count;
    b->inputs = l->inputs;
    b->input_count = l->ids[ID_INPUT].count;
    b->actions = l->actions;
    b->action_count = l->ids[ID_ACTION].count;
    b->saved = l->ids[ID_SAVED].at;
    b->saved_count = b->saved_own = l->ids[ID_SAVED].count;
    b->saved_spans = l->ids[ID_SAVED].spans;
    b->saved_used = l->saved_used;
    b->verifies = l->verifies;
    b->verify_count = l->ids[ID_VERIFY].count;
    b->links = l->links;
    b->link_count = l->link_count;
    b->roles = l->roles;
    b->role_count = l->role_count;
    b->files = l->read;
    b->file_count = l->read_count;
    make_part(b);
    join_called(l);
    join_index(b);
}

struct book *load_source(const struct source *source, struct book_files *files,
                         const struct load *caller, const char *called_as, struct arena *arena,
                         struct diags *ds)
{
    struct load l = {.r = {.arena = arena, .to = {.source = source, .ds = ds}},
                     .scratch = arena_new(),
                     .files = files,
                     .caller = caller,
                     .called_as = called_as};
    l.book = arena_alloc(arena, sizeof *l.book);
    l.book->arena = arena;
    l.book->source = source;
    struct node *root = yaml_parse(arena, &l.r.to);
    if (root)
        load_runbook(&l, root);
    if (!l.r.to.errors)
        finish(&l);
    arena_free(l.scratch);
    return l.r.to.errors ? NULL : l.book;
}

struct book *book_load(const struct source *source, struct book_files *files, struct diags *ds)
{
    struct arena *arena = arena_new();
    struct book *b = load_source(source, files, NULL, NULL, arena, ds);
    if (!b)
        arena_free(arena);
    return b;
}

void book_free(struct book *b)
{
    if (b)
        arena_free(b->arena);
}

const char *book_hash(const struct book *b)
{
    char *hash = ((struct book *)b)->hash;
    if (!*hash)
        sha256_hex(b->source->bytes, b->source->len, hash);
    return hash;
}

int book_step(const struct book *b, const char *id)
{
    if (b->step_names)
        return names_get(b->step_names, id, strlen(id));
    for (size_t i = 0; i < b->step_count; i++)
        if (strcmp(b->steps[i].id, id) == 0)
            return (int)i;
    return -1;
}

int book_input(const struct book *b, const char *id)
{
    for (size_t i = 0; i < b->input_count; i++)
        if (strcmp(b->inputs[i].id, id) == 0)
            return (int)i;
    return -1;
}

int book_capture(const struct book *b, const char *name)
{
    for (size_t i = 0; i < b->step_count; i++)
        if (b->steps[i].capture && strcmp(b->steps[i].capture, name) == 0)
            return (int)i;
    return -1;
}

int book_action(const struct book *b, const char *id)
{
    for (size_t i = 0; i < b->action_count; i++)
        if (strcmp(b->actions[i].id, id) == 0)
            return (int)i;
    return -1;
}

int book_verify(const struct book *b, const char *id)
{
    for (size_t i = 0; i < b->verify_count; i++)
        if (strcmp(b->verifies[i].id, id) == 0)
            return (int)i;
    return -1;
}

int book_cause(const struct book *b, const char *id)
{
    if (b->cause_names)
        return names_get(b->cause_names, id, strlen(id));
    for (size_t i = 0; i < b->cause_count; i++)
        if (strcmp(b->causes[i].id, id) == 0)
            return (int)i;
    return -1;
}
