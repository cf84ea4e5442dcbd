#include "book/load.h"

#include <string.h>

#include "base/text.h"

#define TIMEOUT_MS (2 * 60 * 1000)
#define CHAIN_TOLD 8 /* actions of a circle that a message names */

/* Declaring. */

static void declare_saves(struct load *l, int i, const struct node *key)
{
    if (!key)
        return;
    struct save *saves = arena_alloc(l->r.arena, key->value->count * sizeof *saves);
    l->saves[i] = saves;
    l->actions[i].saves = saves;
    for (const struct node *k = key->value->first; k; k = k->next)
        saves[l->actions[i].save_count++].saved = load_declare(l, ID_SAVED, k);
    if (!key->value->count)
        complain_hint(reader_error(&l->r, RB_EMPTY, key->span, "nothing is saved"),
                      "write what: save: {before: kubectl get deploy/checkout -o yaml}");
}

static void check_needed(struct load *l, const struct node *map)
{
    bool run = reader_has(map, ACTION_KEY_RUN, ACTION_KEY_RUN);
    bool undo = reader_has(map, ACTION_KEY_UNDO, ACTION_KEY_UNDO);
    if (!run && !reader_has(map, ACTION_KEY_HOW, ACTION_KEY_HOW) && !map->incomplete)
        complain_hint(reader_error(&l->r, RB_NOTHING_TO_DO, reader_span(map),
                                   "an action needs \"run\" or \"how\""),
                      "write the command under run, or what a person does under how");
    for (const struct node *k = map->first; k && !run && !map->incomplete; k = k->next)
        if (k->field == ACTION_KEY_SAVE || k->field == ACTION_KEY_STDIN ||
            ((k->field == ACTION_KEY_TIMEOUT || k->field == ACTION_KEY_ENV) && !undo))
            complain_hint(reader_error(&l->r, RB_NEEDLESS_KEY, k->span,
                                       "\"%s\" means nothing without \"run\"", k->text),
                          "add the command under run, or remove it");
}

static void declare_action(struct load *l, const struct node *key)
{
    int i = load_declare(l, ID_ACTION, key);
    struct node **f = &l->action_fields[i * ACTION_KEYS];
    l->actions[i] = (struct action){
        .id = key->text, .title = key->text, .verify = -1, .on_fail = -1, .span = key->span};
    l->r.owner_id = key->text;
    if (!reader_fields(&l->r, key->value, IN_ACTION, f))
        return;
    check_needed(l, key->value);
    declare_saves(l, i, f[ACTION_KEY_SAVE]);
}

/* Over all actions: what their `save` maps hold. */
static size_t count_saved(const struct node *key)
{
    size_t count = 0;
    for (const struct node *k = key ? key->value->first : NULL; k; k = k->next)
        for (const struct node *a = k->value->kind == NODE_MAP ? k->value->first : NULL; a;
             a = a->next)
            if (strcmp(a->text, "save") == 0 && a->value->kind == NODE_MAP)
                count += a->value->count;
    return count;
}

void load_declare_actions(struct load *l, const struct node *key)
{
    size_t count = key ? key->value->count : 0;
    load_ids_room(l, ID_ACTION, count);
    size_t saved = count_saved(key);
    load_ids_room(l, ID_SAVED, saved);
    l->saved_used = arena_alloc(l->r.arena, (saved + 1) * sizeof *l->saved_used);
    l->actions = arena_alloc(l->r.arena, count * sizeof *l->actions);
    l->saves = arena_alloc(l->scratch, count * sizeof *l->saves);
    l->action_fields = arena_alloc(l->scratch, count * ACTION_KEYS * sizeof *l->action_fields);
    l->r.owner_kind = "action";
    const struct node *k = key ? key->value->first : NULL;
    for (; k && !complaints_full(&l->r.to); k = k->next)
        declare_action(l, k);
    l->r.owner_id = NULL;
}

/* Filling in. */

static void load_for(struct load *l, struct action *a, const struct node *key)
{
    if (!key)
        return;
    int *causes = arena_alloc(l->r.arena, key->value->count * sizeof *causes);
    a->causes = causes;
    l->answer_number++;
    for (struct node *n = key->value->first; n; n = n->next) {
        int cause = reader_is_text(&l->r, n, "a cause") ? load_find_cause(l, n) : -1;
        if (cause < 0)
            continue;
        if (l->moved_by[cause] == l->answer_number) {
            struct diag *d = reader_error(&l->r, RB_DUPLICATE_ID, n->span,
                                          "cause \"%s\" is there twice", n->text);
            complain_hint(d, "remove one of the two");
            complain_note(d, l->moved_at[cause], "the first is here");
        }
        l->moved_by[cause] = l->answer_number;
        l->moved_at[cause] = n->span;
        causes[a->cause_count++] = cause;
    }
    if (!key->value->count)
        complain_hint(reader_error(&l->r, RB_EMPTY, key->span, "\"for\" names no cause"),
                      "name the causes that it helps against: for: [new-code]");
}

static void load_words(struct load *l, struct action *a, struct node *const *f)
{
    const struct node *kind = f[ACTION_KEY_KIND], *risk = f[ACTION_KEY_RISK];
    const struct node *temporary = f[ACTION_KEY_TEMPORARY];
    int i = kind ? reader_word(&l->r, kind, IN_ACTION) : ACTION_MITIGATE;
    a->kind = i < 0 ? ACTION_MITIGATE : (enum action_kind)i;
    a->risk = risk && reader_word(&l->r, risk, IN_ACTION) >= 0 ? reader_text(risk) : NULL;
    bool ends = temporary && reader_word(&l->r, temporary, IN_ACTION) >= 0;
    a->temporary = ends ? reader_text(temporary) : NULL;
}

static void load_guards(struct load *l, struct action *a, const struct node *key)
{
    if (!key)
        return;
    struct guard *guards = arena_alloc(l->r.arena, key->value->count * sizeof *guards);
    a->guards = guards;
    for (const struct node *n = key->value->first; n; n = n->next) {
        struct node *f[GUARD_KEYS];
        struct guard *g = &guards[a->guard_count++];
        g->is = "yes";
        if (!reader_fields(&l->r, n, IN_GUARD, f))
            continue;
        g->ask = load_prose_key(l, -1, f[GUARD_ASK]);
        g->role = reader_text(f[GUARD_ROLE]);
        if (f[GUARD_IS])
            g->is = reader_text(f[GUARD_IS]);
    }
    if (!key->value->count)
        complain_hint(reader_error(&l->r, RB_EMPTY, key->span, "there is no guard"),
                      "add a question, or remove it");
}

static void load_saves(struct load *l, int i, const struct node *key)
{
    struct save *s = l->saves[i];
    for (struct node *k = key ? key->value->first : NULL; k; k = k->next)
        (s++)->command = load_command(l, k->value, "the command");
}

static const struct command_line *command_of(struct load *l, const struct node *key)
{
    return key ? load_command(l, key->value, "the command") : NULL;
}

static void load_env(struct load *l, struct action *a, const struct node *key)
{
    if (!key)
        return;
    struct named_prose *env = arena_alloc(l->r.arena, (key->value->count + 1) * sizeof *env);
    a->env = env;
    for (const struct node *k = key->value->first; k; k = k->next)
        if (load_variable(l, k) &&
            (env[a->env_count].value = load_verbatim(l, -1, k->value, "a value")))
            env[a->env_count++].name = k->text;
    if (!key->value->count)
        complain_hint(reader_error(&l->r, RB_EMPTY, key->span, "there is no variable"),
                      "add one, or remove it: env: {API_TOKEN: \"${token}\"}");
}

static void load_commands(struct load *l, int i, struct node *const *f)
{
    struct action *a = &l->actions[i];
    load_saves(l, i, f[ACTION_KEY_SAVE]);
    a->run = command_of(l, f[ACTION_KEY_RUN]);
    a->undo = command_of(l, f[ACTION_KEY_UNDO]);
    const struct node *stdin_key = f[ACTION_KEY_STDIN];
    l->takes_secrets = true;
    if (stdin_key)
        a->stdin_text = load_verbatim(l, -1, stdin_key->value, "stdin");
    load_env(l, a, f[ACTION_KEY_ENV]);
    l->takes_secrets = false;
    a->timeout_ms = reader_time_span_or(&l->r, f[ACTION_KEY_TIMEOUT], TIMEOUT_MS);
}

/* What follows from it. */
static void load_after(struct load *l, struct action *a, struct node *const *f)
{
    struct node *then[THEN_KEYS];
    const struct node *key = f[ACTION_KEY_THEN];
    if (f[ACTION_KEY_VERIFY])
        a->verify = load_find_id(l, ID_VERIFY, f[ACTION_KEY_VERIFY]->value);
    if (f[ACTION_KEY_ON_FAIL])
        a->on_fail = load_find_id(l, ID_ACTION, f[ACTION_KEY_ON_FAIL]->value);
    if (key && reader_fields(&l->r, key->value, IN_THEN, then))
        a->then = load_effects(l, -1, NULL, key->value, then, THEN_SUSPECTS, &a->then_count);
}

static void check_ends(struct load *l, const struct action *a, struct node *const *f)
{
    if (f[ACTION_KEY_THEN] && !f[ACTION_KEY_VERIFY])
        complain_hint(reader_warning(&l->r, RB_NEEDLESS_KEY, f[ACTION_KEY_THEN]->span,
                                     "\"then\" follows once the action is verified, and nothing "
                                     "verifies it"),
                      "name a verify under verify");
    if (a->temporary && !f[ACTION_KEY_UNDO])
        complain_hint(reader_warning(&l->r, RB_NEVER_UNDONE, f[ACTION_KEY_TEMPORARY]->span,
                                     "it is temporary, and nothing says how it is undone"),
                      "add the command under undo");
}

static void fill_action(struct load *l, int i)
{
    struct node **f = &l->action_fields[i * ACTION_KEYS];
    struct action *a = &l->actions[i];
    l->r.owner_id = a->id;
    if (f[ACTION_KEY_TITLE])
        a->title = reader_text(f[ACTION_KEY_TITLE]);
    load_for(l, a, f[ACTION_KEY_FOR]);
    load_words(l, a, f);
    a->when = load_cond(l, f[ACTION_KEY_WHEN]);
    a->when_text = reader_text(f[ACTION_KEY_WHEN]);
    a->danger = load_prose_key(l, -1, f[ACTION_KEY_DANGER]);
    a->how = load_prose_key(l, -1, f[ACTION_KEY_HOW]);
    load_guards(l, a, f[ACTION_KEY_GUARD]);
    a->confirm = load_prose_key(l, -1, f[ACTION_KEY_CONFIRM]);
    load_commands(l, i, f);
    load_after(l, a, f);
    check_ends(l, a, f);
}

/* Circles of on_fail: each is told once, at the first of its actions. */

static const struct node *fail_key(const struct load *l, int action)
{
    return l->action_fields[action * ACTION_KEYS + ACTION_KEY_ON_FAIL];
}

static void say_circle(struct load *l, int first)
{
    struct text chain = {0};
    const struct action *a = &l->actions[first];
    const struct node *key = fail_key(l, first);
    text_add(&chain, a->id);
    int i = a->on_fail;
    for (int told = 1; i != first && told < CHAIN_TOLD; told++, i = l->actions[i].on_fail)
        text_format(&chain, " -> %s", l->actions[i].id);
    text_format(&chain, "%s -> %s", i == first ? "" : " -> ...", a->id);
    l->r.owner_id = a->id;
    struct diag *d = reader_error(&l->r, RB_FAIL_CIRCLE, key->value->span,
                                  "\"on_fail\" goes round in a circle: %s", text_get(&chain));
    complain_hint(d, "end the chain with an action that has none");
    i = a->on_fail;
    for (int told = 1; i != first && told < CHAIN_TOLD; told++, i = l->actions[i].on_fail)
        complain_note(d, fail_key(l, i)->value->span, "\"%s\" goes on here", l->actions[i].id);
    text_release(&chain);
}

static void check_circles(struct load *l)
{
    size_t count = l->ids[ID_ACTION].count;
    int *seen = arena_alloc(l->scratch, count * sizeof *seen); /* by which start, from 1 */
    for (size_t start = 0; start < count; start++) {
        int i = (int)start;
        while (i >= 0 && !seen[i]) {
            seen[i] = (int)start + 1;
            i = l->actions[i].on_fail;
        }
        if (i < 0 || seen[i] != (int)start + 1)
            continue;
        int first = i;
        for (int k = l->actions[i].on_fail; k != i; k = l->actions[k].on_fail)
            first = k < first ? k : first;
        say_circle(l, first);
    }
}

void load_fill_actions(struct load *l)
{
    l->r.owner_kind = "action";
    for (size_t i = 0; i < l->ids[ID_ACTION].count && !complaints_full(&l->r.to); i++)
        fill_action(l, (int)i);
    check_circles(l);
    l->r.owner_id = NULL;
}
