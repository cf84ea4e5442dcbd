#include "book/load.h"

#include <string.h>
#include <strings.h>

/* More than that many are not searched for two that differ only in capitals. */
#define COMPARED_MAX 100

static struct diag *unfit(struct load *l, const struct node *key, const char *why)
{
    return reader_error(&l->r, RB_UNFIT_ANSWER, key->span, "answer \"%s\": %s", key->text, why);
}

static void check_text_key(struct load *l, const struct node *key)
{
    if (strcasecmp(key->text, VALUE_UNKNOWN) == 0)
        complain_hint(unfit(l, key, "every question has it already"),
                      "say what follows beside \"answers\": unknown: {next: ...}");
    else if (key->text[0] == ':' || strcmp(key->text, "?") == 0)
        complain_hint(unfit(l, key, "at the prompt that is a command"), "write it in words");
}

static void read_range(struct load *l, const struct step *s, struct answer *a,
                       const struct node *key)
{
    struct diag *d;
    a->match = MATCH_RANGE;
    switch (range_read(key->text, s->unit, &a->range)) {
    case RANGE_OK:
        return;
    case RANGE_UNIT:
        d = reader_error(&l->r, RB_WRONG_UNIT, key->span, "\"%s\" has another unit than the step",
                         key->text);
        if (s->unit) {
            const struct node *unit = l->fields[(s - l->steps) * STEP_KEYS + STEP_KEY_UNIT];
            complain_hint(d, "the step's unit is %s; leave it out or write that", s->unit);
            complain_note(d, unit->value->span, "the step's unit is here");
        } else
            complain_hint(d, "the step has none; add unit: to it, or leave it out here");
        return;
    case RANGE_EMPTY:
        d = reader_error(&l->r, RB_BAD_RANGE, key->span, "no number is within \"%s\"", key->text);
        complain_hint(d, "write the smaller number first");
        return;
    case RANGE_NOT:
        d = reader_error(&l->r, RB_BAD_RANGE, key->span, "\"%s\" is no range of numbers",
                         key->text);
        if (key->text[strspn(key->text, "0123456789.")] == '\0')
            complain_hint(d, "write \"== %s\"", key->text);
        else
            complain_hint(d, "write \"< 1.5\", \"<= 1.5\", \"> 1.5\", \">= 1.5\", \"10..20\", "
                             "\"== 0\" or else");
        return;
    }
}

static void read_key(struct load *l, const struct step *s, struct answer *a, struct node *key,
                     bool sure)
{
    *a = (struct answer){.key = key->text, .label = key->text, .action = -1, .span = key->span};
    a->next = (struct next){NEXT_FOLLOWING, -1, 0};
    a->match = MATCH_TEXT;
    if (!sure || !reader_is_text(&l->r, key, "an answer"))
        return;
    if (strcmp(key->text, "else") == 0) {
        a->match = MATCH_ELSE;
        if (type_is_listed(s->type))
            complain_hint(unfit(l, key, "a choice lists all its answers"),
                          "give it a name, or say type: number, text or time");
    } else if (s->type == TYPE_NUMBER) {
        read_range(l, s, a, key);
    } else if (s->type == TYPE_TIME) {
        complain_hint(unfit(l, key, "a time has no answers to compare with"),
                      "write else, and compare times in a condition");
    } else {
        check_text_key(l, key);
    }
}

/* People answer in small letters too. */
static void check_alike(struct load *l, const struct step *s)
{
    for (size_t i = 1; i < s->answer_count && s->answer_count <= COMPARED_MAX; i++)
        for (size_t j = 0; j < i; j++)
            if (strcasecmp(s->answers[i].key, s->answers[j].key) == 0) {
                struct diag *d = reader_error(&l->r, RB_UNFIT_ANSWER, s->answers[i].span,
                                              "answer \"%s\" differs from \"%s\" only in capitals",
                                              s->answers[i].key, s->answers[j].key);
                complain_hint(d, "a responder could not tell them apart; rename one");
                complain_note(d, s->answers[j].span, "the other is here");
            }
}

static void check_there_are_some(struct load *l, const struct step *s, const struct node *map)
{
    if (!type_is_listed(s->type) || s->answer_count || (map && map->incomplete))
        return;
    struct diag *d = reader_error(&l->r, RB_NO_ANSWERS, map ? map->span : s->span,
                                  "there are no answers to choose from");
    complain_hint(d, "add answers: {yes: ..., no: ...}, or say type: number, text or time");
}

/* A number, text or time that no answer lists goes where the step's own `next` says. */
static void add_else(struct step *s, struct answer *answers)
{
    for (size_t i = 0; i < s->answer_count; i++)
        if (answers[i].match == MATCH_ELSE)
            return;
    answers[s->answer_count++] = (struct answer){.key = "else",
                                                 .label = "else",
                                                 .match = MATCH_ELSE,
                                                 .next = {NEXT_FOLLOWING, -1, 0},
                                                 .action = -1,
                                                 .span = s->span};
}

/* What can come of a step that is no question, by its kind. */
static const char *const OUTCOMES[][3] = {
    [STEP_DO] = {"done", "failed", "not done"}, [STEP_CALL] = {"called"}, [STEP_SAY] = {"said"}};
#define OUTCOMES_MOST 3

static bool is_outcome(enum step_kind kind, const char *key)
{
    for (size_t i = 0; i < OUTCOMES_MOST && OUTCOMES[kind][i]; i++)
        if (strcmp(OUTCOMES[kind][i], key) == 0)
            return true;
    return false;
}

static void add_outcomes(struct load *l, struct step *s, struct answer *answers)
{
    for (size_t i = 0; i < s->answer_count; i++)
        if (!is_outcome(s->kind, answers[i].key))
            complain_hint(reader_error(&l->r, RB_UNFIT_ANSWER, answers[i].span,
                                       "answer \"%s\": that cannot come of an action",
                                       answers[i].key),
                          "what can come of it is done, failed and not done, and unknown beside "
                          "\"answers\"");
    for (size_t i = 0; i < OUTCOMES_MOST && OUTCOMES[s->kind][i]; i++) {
        const char *key = OUTCOMES[s->kind][i];
        bool there = false;
        for (size_t k = 0; k < s->answer_count && !there; k++)
            there = strcmp(answers[k].key, key) == 0;
        if (!there)
            answers[s->answer_count++] = (struct answer){.key = key,
                                                         .label = key,
                                                         .match = MATCH_TEXT,
                                                         .next = {NEXT_FOLLOWING, -1, 0},
                                                         .action = -1,
                                                         .span = s->span};
    }
}

void load_answer_keys(struct load *l, int step, bool sure)
{
    struct step *s = &l->steps[step];
    struct node **f = &l->fields[step * STEP_KEYS];
    struct node *map = f[STEP_KEY_ANSWERS] ? f[STEP_KEY_ANSWERS]->value : NULL;
    size_t most = (map ? map->count : 0) + 1 + OUTCOMES_MOST;
    struct answer *answers = arena_alloc(l->r.arena, most * sizeof *answers);
    l->answers[step] = answers;
    s->answers = answers;
    for (struct node *k = map ? map->first : NULL; k; k = k->next)
        read_key(l, s, &answers[s->answer_count++], k, sure);
    if (s->kind >= STEP_DO)
        add_outcomes(l, s, answers);
    else if (sure)
        check_there_are_some(l, s, map);
    check_alike(l, s);
    if (!type_is_listed(s->type) && f[STEP_KEY_NEXT])
        add_else(s, answers);
}

/* What follows from an answer. */

/* `do`: an action that is offered at once. */
static int load_do(struct load *l, const struct node *key)
{
    return key ? load_find_id(l, ID_ACTION, key->value) : -1;
}

/* `alone`: only where several can be given. */
static bool load_alone(struct load *l, int step, const struct node *key)
{
    if (!key)
        return false;
    bool unreadable = l->steps[step].type == TYPE_CHOICE &&
                      reader_has(l->nodes[step], STEP_KEY_TYPE, STEP_KEY_TYPE);
    if (l->steps[step].type != TYPE_MANY && !unreadable)
        complain_hint(reader_error(&l->r, RB_NEEDLESS_KEY, key->span,
                                   "\"alone\" means nothing where one answer is given"),
                      "add type: many to the step, or remove it");
    return reader_word(&l->r, key, IN_ANSWER) == 0;
}

static void load_answer(struct load *l, int step, struct answer *a, const struct node *key,
                        struct next otherwise)
{
    struct node *f[ANSWER_KEYS];
    a->next = otherwise;
    if (node_is_empty(key->value) || !reader_fields(&l->r, key->value, IN_ANSWER, f))
        return;
    if (f[ANSWER_LABEL])
        a->label = reader_text(f[ANSWER_LABEL]);
    a->effects = load_effects(l, step, a->key, key->value, f, ANSWER_SUSPECTS, &a->effect_count);
    a->action = load_do(l, f[ANSWER_DO]);
    a->call = load_call(l, step, f[ANSWER_CALL]);
    a->note = load_prose_key(l, step, f[ANSWER_NOTE]);
    a->alone = load_alone(l, step, f[ANSWER_ALONE]);
    a->leads = f[ANSWER_NEXT];
    if (f[ANSWER_NEXT] || f[ANSWER_MAX])
        a->next = load_next(l, step, f[ANSWER_NEXT], f[ANSWER_MAX]);
}

static void load_unknown(struct load *l, int step, struct answer *a, const struct node *key,
                         struct next otherwise)
{
    struct node *f[UNKNOWN_KEYS];
    *a = (struct answer){
        .key = VALUE_UNKNOWN, .label = VALUE_UNKNOWN, .match = MATCH_TEXT, .action = -1};
    a->next = otherwise;
    a->span = key ? key->span : l->steps[step].span;
    if (!key || !reader_fields(&l->r, key->value, IN_UNKNOWN, f))
        return;
    a->action = load_do(l, f[UNKNOWN_DO]);
    a->call = load_call(l, step, f[UNKNOWN_CALL]);
    a->note = load_prose_key(l, step, f[UNKNOWN_NOTE]);
    if (f[UNKNOWN_NEXT] || f[UNKNOWN_MAX])
        a->next = load_next(l, step, f[UNKNOWN_NEXT], f[UNKNOWN_MAX]);
}

void load_answers(struct load *l, int step)
{
    struct node **f = &l->fields[step * STEP_KEYS];
    struct step *s = &l->steps[step];
    struct answer *answers = l->answers[step];
    struct next otherwise = load_next(l, step, f[STEP_KEY_NEXT], f[STEP_KEY_MAX]);
    s->next = otherwise;
    size_t i = 0;
    if (f[STEP_KEY_ANSWERS])
        for (const struct node *k = f[STEP_KEY_ANSWERS]->value->first; k; k = k->next)
            load_answer(l, step, &answers[i++], k, otherwise);
    for (; i < s->answer_count; i++)
        answers[i].next = otherwise;
    if (s->kind == STEP_CALL)
        answers[0].call = load_call(l, step, f[STEP_KEY_CALL]);
    if (s->kind == STEP_SAY)
        answers[0].note = load_prose_key(l, step, f[STEP_KEY_SAY]);
    load_unknown(l, step, &s->unknown, f[STEP_KEY_UNKNOWN], otherwise);
}
