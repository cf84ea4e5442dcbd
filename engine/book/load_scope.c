#include "book/load.h"

static void add_steps(struct load *l)
{
    static const enum cond_type types[] = {[TYPE_CHOICE] = COND_TYPE_TEXT,
                                           [TYPE_NUMBER] = COND_TYPE_NUMBER,
                                           [TYPE_TEXT] = COND_TYPE_TEXT,
                                           [TYPE_TIME] = COND_TYPE_TIME,
                                           [TYPE_MANY] = COND_TYPE_TEXT};
    size_t count = l->ids[ID_STEP].count;
    struct cond_name *names = arena_alloc(l->scratch, count * sizeof *names);
    for (size_t i = 0; i < count; i++) {
        const struct step *s = &l->steps[i];
        names[i] = (struct cond_name){l->ids[ID_STEP].at[i], types[s->type],       NULL,
                                      s->answer_count,       s->type == TYPE_MANY, s->unit};
        if (!type_is_listed(s->type) || !s->answer_count)
            continue;
        const char **values = arena_alloc(l->scratch, s->answer_count * sizeof *values);
        for (size_t j = 0; j < s->answer_count; j++)
            values[j] = s->answers[j].key;
        names[i].values = values;
    }
    l->scope.names = names;
    l->scope.name_count = count;
    l->scope.name_index = l->ids[ID_STEP].names;
}

static void add_inputs(struct load *l)
{
    static const enum cond_type types[] = {[INPUT_TEXT] = COND_TYPE_TEXT,
                                           [INPUT_PATH] = COND_TYPE_TEXT,
                                           [INPUT_NUMBER] = COND_TYPE_NUMBER,
                                           [INPUT_TIME] = COND_TYPE_TIME};
    size_t count = l->ids[ID_INPUT].count;
    struct cond_name *inputs = arena_alloc(l->scratch, count * sizeof *inputs);
    for (size_t i = 0; i < count; i++) {
        const struct input *in = &l->inputs[i];
        inputs[i] = (struct cond_name){in->id, types[in->type], in->one_of, in->one_of_count, false,
                                       NULL,   in->secret};
    }
    l->scope.inputs = inputs;
    l->scope.input_count = count;
    l->scope.input_index = l->ids[ID_INPUT].names;
    l->scope.names_unsure = l->ids[ID_INPUT].unsure;
}

void load_make_scope(struct load *l)
{
    const struct ids *actions = &l->ids[ID_ACTION], *verifies = &l->ids[ID_VERIFY];
    const struct ids *captures = &l->ids[ID_CAPTURE];
    l->scope = (struct cond_scope){
        .causes = {l->cause_ids, l->cause_count, l->cause_names, l->causes_unsure},
        .actions = {actions->at, actions->count, actions->names, actions->unsure},
        .verifies = {verifies->at, verifies->count, verifies->names, verifies->unsure},
        .captures = {captures->at, captures->count, captures->names, captures->unsure}};
    add_steps(l);
    add_inputs(l);
}

/* Marks what a condition names; the steps are marked while it is parsed. */
static void mark_used(struct load *l, const struct cond *c)
{
    if (!c)
        return;
    bool of_cause =
        c->kind == COND_SUSPECTED || c->kind == COND_CONFIRMED || c->kind == COND_RULED_OUT;
    if (c->kind == COND_INPUT && c->index >= 0)
        l->inputs[c->index].used = true;
    else if (c->kind == COND_VERIFIED && c->index >= 0)
        l->verifies[c->index].used = true;
    else if (of_cause && c->index >= 0)
        l->causes[c->index].used = true;
    mark_used(l, c->left);
    mark_used(l, c->right);
}

const struct cond *load_cond(struct load *l, const struct node *key)
{
    struct complaints *to = &l->r.to;
    if (!key || complaints_full(to))
        return NULL;
    size_t before = to->ds->errors;
    const struct node *value = key->value;
    const struct cond *c =
        cond_parse(l->r.arena, to->source, value->span, value->text, &l->scope, l->named, to->ds);
    to->errors += to->ds->errors - before;
    mark_used(l, c);
    return c;
}
