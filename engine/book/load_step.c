#include "book/load.h"

#include <string.h>

/* What a step can be, by the key that makes it that. */
static const struct {
    int key;
    enum step_kind kind;
} KINDS[] = {{STEP_KEY_CLUE, STEP_CLUE},       {STEP_KEY_ANOMALY, STEP_ANOMALY},
             {STEP_KEY_PATTERN, STEP_PATTERN}, {STEP_KEY_DO, STEP_DO},
             {STEP_KEY_CALL, STEP_CALL},       {STEP_KEY_SAY, STEP_SAY}};
#define KIND_COUNT (sizeof KINDS / sizeof *KINDS)

static void say_two(struct load *l, const struct node *second, const struct node *first)
{
    struct diag *d = reader_error(&l->r, RB_NO_QUESTION, second->span,
                                  second->field >= STEP_KEY_DO || first->field >= STEP_KEY_DO
                                      ? "a step is one thing, and \"%s\" is there already"
                                      : "a step asks one question, and \"%s\" is there already",
                                  first->text);
    complain_hint(d, "make it a step of its own");
    complain_note(d, first->span, "the first is here");
}

static void load_kind(struct load *l, struct step *s, struct node **f, const struct node *map)
{
    const struct node *found = NULL;
    bool there = map->incomplete;
    for (size_t i = 0; i < KIND_COUNT; i++) {
        const struct node *key = f[KINDS[i].key];
        there = there || reader_has(map, KINDS[i].key, KINDS[i].key);
        if (key && found) {
            say_two(l, key, found);
        } else if (key) {
            found = key;
            s->kind = KINDS[i].kind;
        }
    }
    if (there)
        return;
    struct diag *d =
        reader_error(&l->r, RB_NO_QUESTION, reader_span(map), "a step needs a question");
    complain_hint(d, "write it under clue, anomaly or pattern");
}

/* Keys that only questions have; an action in place of one has answers. */
static void refuse_of_questions(struct load *l, const struct step *s, struct node **f)
{
    static const int of_questions[] = {
        STEP_KEY_TYPE,    STEP_KEY_UNIT,  STEP_KEY_CHECK, STEP_KEY_LUA,     STEP_KEY_WITH,
        STEP_KEY_TIMEOUT, STEP_KEY_FRESH, STEP_KEY_SEE,   STEP_KEY_COPY,    STEP_KEY_CAPTURE,
        STEP_KEY_COST,    STEP_KEY_WHY,   STEP_KEY_HOW,   STEP_KEY_ANSWERS, STEP_KEY_UNKNOWN};
    for (size_t i = 0; i < sizeof of_questions / sizeof *of_questions; i++) {
        int key = of_questions[i];
        if (!f[key] || (s->kind == STEP_DO && key >= STEP_KEY_ANSWERS && key <= STEP_KEY_UNKNOWN))
            continue;
        complain_hint(reader_error(&l->r, RB_NEEDLESS_KEY, f[key]->span,
                                   "\"%s\" means nothing where the step is no question",
                                   f[key]->text),
                      "remove it, or make it a question: clue, anomaly or pattern");
        f[key] = NULL;
    }
}

/* False where it cannot be told. */
static bool load_type(struct load *l, struct step *s, const struct node *map,
                      const struct node *key)
{
    if (!key)
        return !reader_has(map, STEP_KEY_TYPE, STEP_KEY_TYPE);
    int i = reader_word(&l->r, key, IN_STEP);
    if (i >= 0)
        s->type = (enum answer_type)(i + 1); /* TYPE_CHOICE is what needs no word */
    return i >= 0;
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

static void load_id(struct load *l, struct step *s, const struct node *key, const struct node *map)
{
    s->id = reader_text(key);
    s->span = key ? key->value->span : reader_span(map);
    l->r.owner_id = s->id;
    load_declare(l, ID_STEP, key ? key->value : NULL);
}

/* By its step's index, so that steps without one are counted too. */
static void load_capture(struct load *l, struct step *s, const struct node *key,
                         const struct node *map)
{
    load_declare(l, ID_CAPTURE, key ? key->value : NULL);
    s->capture = reader_text(key);
    if (!key && (map->incomplete || reader_has(map, STEP_KEY_CAPTURE, STEP_KEY_CAPTURE)))
        l->ids[ID_CAPTURE].unsure = true;
}

static void declare_step(struct load *l, int i, const struct node *map)
{
    struct node **f = &l->fields[i * STEP_KEYS];
    struct step *s = &l->steps[i];
    s->type = TYPE_CHOICE;
    s->action = -1;
    l->nodes[i] = map;
    reader_owner(&l->r, map);
    bool is_map = reader_fields(&l->r, map, IN_STEP, f);
    load_id(l, s, f[STEP_KEY_ID], map);
    if (!is_map) {
        load_declare(l, ID_CAPTURE, NULL);
        return;
    }
    load_kind(l, s, f, map);
    load_capture(l, s, f[STEP_KEY_CAPTURE], map);
    if (s->kind >= STEP_DO)
        refuse_of_questions(l, s, f);
    bool sure = load_type(l, s, map, f[STEP_KEY_TYPE]);
    load_unit(l, s, f[STEP_KEY_UNIT], sure);
    s->cost_ms = reader_time_span(&l->r, f[STEP_KEY_COST]);
    s->was = load_was(l, f[STEP_KEY_WAS], &s->was_count);
    if (!f[STEP_KEY_ANSWERS] && /* unfit ones were complained about */
        (map->incomplete || reader_has(map, STEP_KEY_ANSWERS, STEP_KEY_ANSWERS)))
        sure = false;
    load_answer_keys(l, i, sure);
}

/* A check is run before there is an answer. */
static void refuse_own_answer(struct load *l, int i, const struct check *c)
{
    for (size_t w = 0; w < c->with_count; w++) {
        const struct prose *p = c->with[w].value;
        for (size_t k = 0; p && k < p->count; k++)
            if (!p->parts[k].literal && p->parts[k].kind == REF_STEP && p->parts[k].index == i)
                complain_hint(reader_error(&l->r, RB_OWN_ANSWER, p->span,
                                           "the check is run before the step has an answer"),
                              "name another step or an input in it");
    }
}

static void fill_check(struct load *l, int i)
{
    struct node **f = &l->fields[i * STEP_KEYS];
    struct check_keys keys = {.check = f[STEP_KEY_CHECK],
                              .lua = f[STEP_KEY_LUA],
                              .with = f[STEP_KEY_WITH],
                              .timeout = f[STEP_KEY_TIMEOUT],
                              .fresh = f[STEP_KEY_FRESH],
                              .unsure = reader_has(l->nodes[i], STEP_KEY_CHECK, STEP_KEY_LUA)};
    struct check check;
    if (!load_check(l, i, &keys, &check))
        return;
    refuse_own_answer(l, i, &check);
    struct check *c = arena_alloc(l->r.arena, sizeof *c);
    *c = check;
    l->steps[i].check = c;
}

static void fill_when(struct load *l, int i, const struct node *key)
{
    if (!key)
        return;
    struct step *s = &l->steps[i];
    bool named_by_others = l->named[i];
    l->named[i] = false;
    s->when = load_cond(l, key);
    s->when_text = reader_text(key);
    if (l->named[i])
        complain_hint(reader_error(&l->r, RB_OWN_ANSWER, key->value->span,
                                   "\"when\" is tested before the step's own question is asked"),
                      "name another step in it");
    l->named[i] = named_by_others;
}

static void fill_step(struct load *l, int i)
{
    struct node **f = &l->fields[i * STEP_KEYS];
    struct step *s = &l->steps[i];
    l->r.owner_id = s->id;
    for (int q = STEP_KEY_CLUE; q <= STEP_KEY_PATTERN; q++)
        if (f[q] && !s->question)
            s->question = load_prose_key(l, i, f[q]);
    if (f[STEP_KEY_DO])
        s->action = load_find_id(l, ID_ACTION, f[STEP_KEY_DO]->value);
    s->why = load_prose_key(l, i, f[STEP_KEY_WHY]);
    s->how = load_prose_key(l, i, f[STEP_KEY_HOW]);
    s->see = load_see(l, f[STEP_KEY_SEE], &s->see_count);
    s->copy = load_prose_key(l, i, f[STEP_KEY_COPY]);
    fill_check(l, i);
    load_answers(l, i);
    fill_when(l, i, f[STEP_KEY_WHEN]);
}

static void make_room(struct load *l, size_t count)
{
    load_ids_room(l, ID_STEP, count);
    load_ids_room(l, ID_CAPTURE, count);
    l->steps = arena_alloc(l->r.arena, count * sizeof *l->steps);
    l->answers = arena_alloc(l->scratch, count * sizeof *l->answers);
    l->fields = arena_alloc(l->scratch, count * STEP_KEYS * sizeof *l->fields);
    l->nodes = arena_alloc(l->scratch, count * sizeof *l->nodes);
    l->named = arena_alloc(l->scratch, count * sizeof *l->named);
}

void load_declare_steps(struct load *l, const struct node *key)
{
    make_room(l, key ? key->value->count : 0);
    l->r.owner_kind = "step";
    int i = 0;
    for (const struct node *n = key ? key->value->first : NULL; n && !complaints_full(&l->r.to);
         n = n->next)
        declare_step(l, i++, n);
    l->r.owner_id = NULL;
    if (key && !key->value->count)
        complain_hint(reader_error(&l->r, RB_EMPTY, key->span, "there are no steps"),
                      "add at least one question");
}

void load_fill_steps(struct load *l)
{
    l->r.owner_kind = "step";
    for (size_t i = 0; i < l->ids[ID_STEP].count && !complaints_full(&l->r.to); i++)
        fill_step(l, (int)i);
    l->r.owner_id = NULL;
}
