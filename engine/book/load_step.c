#include "book/load.h"

#include <string.h>

static bool has_field(const struct node *map, int first, int last)
{
    for (const struct node *k = map->first; k; k = k->next)
        if (k->field >= first && k->field <= last)
            return true;
    return false;
}

static void load_kind(struct load *l, struct step *s, struct node **f, const struct node *map)
{
    static const enum step_kind kinds[] = {STEP_CLUE, STEP_ANOMALY, STEP_PATTERN};
    const struct node *question = NULL;
    for (int i = STEP_KEY_CLUE; i <= STEP_KEY_PATTERN; i++) {
        if (!f[i])
            continue;
        if (question) {
            struct diag *d = reader_error(&l->r, RB_NO_QUESTION, f[i]->span,
                                          "a step asks one question, and \"%s\" is there already",
                                          question->text);
            complain_hint(d, "make it a step of its own");
            continue;
        }
        question = f[i];
        s->kind = kinds[i - STEP_KEY_CLUE];
    }
    if (question || map->incomplete || has_field(map, STEP_KEY_CLUE, STEP_KEY_PATTERN) ||
        has_field(map, STEP_KEY_DO, STEP_KEY_SAY))
        return;
    struct diag *d =
        reader_error(&l->r, RB_NO_QUESTION, reader_span(map), "a step needs a question");
    complain_hint(d, "write it under clue, anomaly or pattern");
}

/* False where it cannot be told. */
static bool load_type(struct load *l, struct step *s, const struct node *map,
                      const struct node *key)
{
    static const char *const words[] = {"number", "text", "time"};
    static const enum answer_type types[] = {TYPE_NUMBER, TYPE_TEXT, TYPE_TIME};
    if (!key)
        return !has_field(map, STEP_KEY_TYPE, STEP_KEY_TYPE);
    const struct node *value = key->value;
    for (size_t i = 0; i < 3; i++)
        if (strcmp(words[i], value->text) == 0) {
            s->type = types[i];
            return true;
        }
    if (strcmp(value->text, "many") == 0) {
        complain_hint(reader_error(&l->r, RB_NOT_YET, value->span,
                                   "\"many\" is part of the format, but this version of ruleout "
                                   "cannot act on it yet"),
                      "remove it for now");
        return false;
    }
    struct diag *d =
        reader_error(&l->r, RB_BAD_VALUE, value->span, "unknown type \"%s\"", value->text);
    if (!complain_nearest(d, value->text, words, 3))
        complain_hint(d, "write number, text or time; a choice has no type");
    return false;
}

static void load_unit(struct load *l, struct step *s, const struct node *key, bool sure)
{
    if (!key)
        return;
    s->unit = reader_text(key);
    if (s->type != TYPE_NUMBER && sure)
        complain_hint(reader_error(&l->r, RB_BAD_VALUE, key->span, "only numbers have a unit"),
                      "add type: number, or remove it");
}

static void load_id(struct load *l, int i, const struct node *key, const struct node *map)
{
    struct step *s = &l->steps[i];
    s->id = reader_text(key);
    s->span = key ? key->value->span : reader_span(map);
    l->step_ids[i] = s->id ? s->id : "";
    l->r.owner_id = s->id;
    if (!key || !reader_id(&l->r, key->value, false, "the id of a step"))
        return;
    if (keys_word_is_taken(s->id)) {
        struct diag *d = complain_error(&l->r.to, RB_BAD_ID, s->span,
                                        "\"%s\" is a word of the format or of Lua", s->id);
        complain_hint(d, "choose another id, such as %s_seen", s->id);
    }
    int first = names_put(l->step_names, s->id, key->value->count, i);
    if (first >= 0)
        reader_twice(&l->r, s->id, s->span, "step", l->steps[first].span);
}

static void declare_step(struct load *l, int i, const struct node *map)
{
    struct node **f = &l->fields[i * STEP_KEYS];
    struct step *s = &l->steps[i];
    s->type = TYPE_CHOICE;
    s->span = reader_span(map);
    l->step_ids[i] = "";
    reader_owner(&l->r, map);
    if (!reader_fields(&l->r, map, IN_STEP, f))
        return;
    load_id(l, i, f[STEP_KEY_ID], map);
    load_kind(l, s, f, map);
    bool sure = load_type(l, s, map, f[STEP_KEY_TYPE]);
    load_unit(l, s, f[STEP_KEY_UNIT], sure);
    /* Unfit answers were complained about, and those of a called runbook are not for here. */
    if (!f[STEP_KEY_ANSWERS] &&
        (map->incomplete || has_field(map, STEP_KEY_ANSWERS, STEP_KEY_ANSWERS) ||
         has_field(map, STEP_KEY_DO, STEP_KEY_SAY)))
        sure = false;
    load_answer_keys(l, i, sure);
}

static void fill_step(struct load *l, int i)
{
    struct node **f = &l->fields[i * STEP_KEYS];
    struct step *s = &l->steps[i];
    l->r.owner_id = s->id;
    for (int q = STEP_KEY_CLUE; q <= STEP_KEY_PATTERN; q++)
        if (f[q] && !s->question)
            s->question = load_prose_key(l, i, f[q]);
    s->why = load_prose_key(l, i, f[STEP_KEY_WHY]);
    s->how = load_prose_key(l, i, f[STEP_KEY_HOW]);
    load_answers(l, i);
    if (!f[STEP_KEY_WHEN])
        return;
    bool named_by_others = l->named[i];
    l->named[i] = false;
    s->when = load_cond(l, f[STEP_KEY_WHEN]);
    s->when_text = reader_text(f[STEP_KEY_WHEN]);
    if (l->named[i])
        complain_hint(reader_error(&l->r, RB_OWN_ANSWER, f[STEP_KEY_WHEN]->value->span,
                                   "\"when\" is tested before the step's own question is asked"),
                      "name another step in it");
    l->named[i] = named_by_others;
}

static void make_scope(struct load *l)
{
    static const enum cond_type types[] = {[TYPE_CHOICE] = COND_TYPE_TEXT,
                                           [TYPE_NUMBER] = COND_TYPE_NUMBER,
                                           [TYPE_TEXT] = COND_TYPE_TEXT,
                                           [TYPE_TIME] = COND_TYPE_TIME};
    struct cond_name *names = arena_alloc(l->scratch, l->step_count * sizeof *names);
    for (size_t i = 0; i < l->step_count; i++) {
        const struct step *s = &l->steps[i];
        names[i] = (struct cond_name){l->step_ids[i], types[s->type], NULL, s->answer_count};
        if (s->type != TYPE_CHOICE || !s->answer_count)
            continue;
        const char **values = arena_alloc(l->scratch, s->answer_count * sizeof *values);
        for (size_t j = 0; j < s->answer_count; j++)
            values[j] = s->answers[j].key;
        names[i].values = values;
    }
    l->scope = (struct cond_scope){.names = names,
                                   .name_count = l->step_count,
                                   .causes = l->cause_ids,
                                   .cause_count = l->cause_count,
                                   .causes_unsure = l->causes_unsure,
                                   .name_index = l->step_names,
                                   .cause_index = l->cause_names};
}

static void make_room(struct load *l, size_t count)
{
    l->step_names = names_new(l->r.arena, count);
    l->step_ids = arena_alloc(l->scratch, (count + 1) * sizeof *l->step_ids);
    l->steps = arena_alloc(l->r.arena, count * sizeof *l->steps);
    l->answers = arena_alloc(l->scratch, count * sizeof *l->answers);
    l->fields = arena_alloc(l->scratch, count * STEP_KEYS * sizeof *l->fields);
    l->named = arena_alloc(l->scratch, count * sizeof *l->named);
}

void load_steps(struct load *l, const struct node *key)
{
    size_t count = key ? key->value->count : 0;
    make_room(l, count);
    l->r.owner_kind = "step";
    const struct node *n = key ? key->value->first : NULL;
    for (; n && !complaints_full(&l->r.to); n = n->next)
        declare_step(l, (int)l->step_count++, n);
    make_scope(l);
    for (size_t i = 0; i < count && !complaints_full(&l->r.to); i++)
        fill_step(l, (int)i);
    l->r.owner_id = NULL;
    if (key && !count)
        complain_hint(reader_error(&l->r, RB_EMPTY, key->span, "there are no steps"),
                      "add at least one question");
}
