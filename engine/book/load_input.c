#include "book/load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "book/match.h"

/* Whether the value fits the type; complains of others. `what`: "the default" and the like. */
static bool fits(struct load *l, const struct input *in, const struct node *n, const char *what)
{
    static const char *const hints[] = {
        [INPUT_TEXT] = "",
        [INPUT_PATH] = "write it from / on: /var/log/nginx/access.log",
        [INPUT_NUMBER] = "write digits, and perhaps a fraction, without a unit",
        [INPUT_TIME] = "write date, time and offset: 2026-09-14T10:02:00Z"};
    const char *const *types = keys_of(IN_INPUT, &(size_t){0}, NULL)[INPUT_KEY_TYPE].words;
    const char *s = n->text;
    int64_t ms;
    bool ok = true;
    if (in->type == INPUT_PATH) {
        ok = *s == '/';
    } else if (in->type == INPUT_NUMBER) {
        char *end;
        ok = isfinite(strtod(s, &end)) && !*end && !s[strspn(s, "+-.0123456789eE")];
    } else if (in->type == INPUT_TIME) {
        ok = time_parse_rfc3339(s, &ms);
    }
    if (!ok)
        complain_hint(reader_error(&l->r, RB_BAD_VALUE, n->span, "%s is a %s, not \"%s\"", what,
                                   types[in->type], s),
                      "%s", hints[in->type]);
    if (ok && in->match && !match_fits(in->match, s)) {
        complain_hint(reader_error(&l->r, RB_BAD_VALUE, n->span,
                                   "%s does not fit \"match\", which holds for all of it", what),
                      "mend one of the two");
        return false;
    }
    return ok;
}

static void load_match(struct load *l, struct input *in, const struct node *key)
{
    struct text why = {0};
    if (key && match_compiles(key->value->text, &why))
        in->match = key->value->text;
    else if (key)
        complain_hint(reader_error(&l->r, RB_BAD_PATTERN, key->value->span,
                                   "\"match\" is no regular expression: %s", text_get(&why)),
                      "put a \\ before a character that stands for itself");
    text_release(&why);
}

static void load_type(struct load *l, struct input *in, const struct node *key)
{
    int i = key ? reader_word(&l->r, key, IN_INPUT) : INPUT_TEXT;
    in->type = i < 0 ? INPUT_TEXT : (enum input_type)i;
}

static void check_values(struct load *l, const struct input *in, const struct node *key)
{
    struct names *names = names_new(l->scratch, key->value->count);
    for (struct node *n = key->value->first; n; n = n->next) {
        if (n->kind != NODE_TEXT || !n->count || !fits(l, in, n, "a value"))
            continue;
        int first = names_put(names, n->text, n->count, (int)n->span.at);
        if (first < 0)
            continue;
        struct diag *d = reader_error(&l->r, RB_DUPLICATE_ID, n->span,
                                      "\"%s\" is among the values already", n->text);
        complain_hint(d, "remove one of the two");
        complain_note(d, (struct span){(uint32_t)first, n->span.len}, "the first is here");
    }
    if (!key->value->count)
        complain_hint(reader_error(&l->r, RB_EMPTY, key->span, "there is no value to choose"),
                      "add some: one_of: [prod, staging]");
}

static void check_default(struct load *l, const struct input *in, const struct node *key)
{
    if (!key || !fits(l, in, key->value, "the default") || !in->one_of_count)
        return;
    for (size_t i = 0; i < in->one_of_count; i++)
        if (strcmp(in->one_of[i], in->fallback) == 0)
            return;
    struct diag *d = reader_error(&l->r, RB_BAD_VALUE, key->value->span,
                                  "the default \"%s\" is none of \"one_of\"", in->fallback);
    if (!complain_nearest(d, in->fallback, in->one_of, in->one_of_count))
        complain_hint(d, "add it there, or take one of them");
}

static void load_secret(struct load *l, struct input *in, struct node *const *f)
{
    static const int unfit[] = {INPUT_KEY_TYPE, INPUT_KEY_DEFAULT, INPUT_KEY_ONE_OF,
                                INPUT_KEY_FROM};
    in->secret = f[INPUT_KEY_SECRET] && reader_word(&l->r, f[INPUT_KEY_SECRET], IN_INPUT) >= 0;
    for (size_t i = 0; in->secret && i < sizeof unfit / sizeof *unfit; i++)
        if (f[unfit[i]])
            complain_hint(reader_error(&l->r, RB_SECRET, f[unfit[i]]->span,
                                       "a secret has no \"%s\": it is asked for, as text",
                                       f[unfit[i]]->text),
                          "remove it, or \"secret\"");
}

static void load_input(struct load *l, const struct node *key)
{
    struct node *f[INPUT_KEYS];
    struct input *in = &l->inputs[load_declare(l, ID_INPUT, key)];
    *in = (struct input){.id = key->text, .span = key->span};
    l->r.owner_id = key->text;
    if (node_is_empty(key->value) || !reader_fields(&l->r, key->value, IN_INPUT, f))
        return;
    load_type(l, in, f[INPUT_KEY_TYPE]);
    in->ask = reader_text(f[INPUT_KEY_ASK]);
    in->one_of = reader_texts(&l->r, f[INPUT_KEY_ONE_OF], &in->one_of_count);
    load_secret(l, in, f);
    load_match(l, in, f[INPUT_KEY_MATCH]);
    in->from = load_alert_part(l, f[INPUT_KEY_FROM]);
    if (f[INPUT_KEY_ONE_OF])
        check_values(l, in, f[INPUT_KEY_ONE_OF]);
    in->fallback = reader_text(f[INPUT_KEY_DEFAULT]);
    check_default(l, in, f[INPUT_KEY_DEFAULT]);
}

void load_inputs(struct load *l, const struct node *key)
{
    size_t count = key ? key->value->count : 0;
    load_ids_room(l, ID_INPUT, count);
    l->inputs = arena_alloc(l->r.arena, count * sizeof *l->inputs);
    l->r.owner_kind = "input";
    const struct node *k = key ? key->value->first : NULL;
    for (; k && !complaints_full(&l->r.to); k = k->next)
        load_input(l, k);
    l->r.owner_id = NULL;
}
