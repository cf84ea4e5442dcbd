#include "book/load.h"

#define EVERY_MS 15000
#define WITHIN_MS (15 * 60 * 1000)

static void declare_verify(struct load *l, const struct node *key)
{
    int i = load_declare(l, ID_VERIFY, key);
    l->verifies[i] = (struct verify){.id = key->text, .span = key->span};
    l->r.owner_id = key->text;
    struct node **f = &l->verify_fields[i * VERIFY_KEYS];
    if (reader_fields(&l->r, key->value, IN_VERIFY, f) && !key->value->incomplete &&
        !reader_has(key->value, VERIFY_KEY_CHECK, VERIFY_KEY_LUA))
        complain_hint(
            reader_error(&l->r, RB_MISSING_KEY, key->span, "a verify needs \"check\" or \"lua\""),
            "for example: check: log/rate_below");
}

void load_declare_verifies(struct load *l, const struct node *key)
{
    size_t count = key ? key->value->count : 0;
    load_ids_room(l, ID_VERIFY, count);
    l->verifies = arena_alloc(l->r.arena, count * sizeof *l->verifies);
    l->verify_fields = arena_alloc(l->scratch, count * VERIFY_KEYS * sizeof *l->verify_fields);
    l->r.owner_kind = "verify";
    const struct node *k = key ? key->value->first : NULL;
    for (; k && !complaints_full(&l->r.to); k = k->next)
        declare_verify(l, k);
    l->r.owner_id = NULL;
}

static void check_spans(struct load *l, const struct verify *v, struct node *const *f)
{
    const struct node *hold = f[VERIFY_KEY_HOLD], *within = f[VERIFY_KEY_WITHIN];
    if (v->hold_ms <= v->within_ms || v->within_ms < 0)
        return;
    struct diag *d = reader_error(&l->r, RB_BAD_VALUE, hold->value->span,
                                  "it must hold for %s, but all of it may take %s only",
                                  hold->value->text, within ? within->value->text : "15m");
    complain_hint(d, "\"within\" includes \"hold\"; make it longer");
}

static void fill_verify(struct load *l, size_t i)
{
    struct verify *v = &l->verifies[i];
    struct node **f = &l->verify_fields[i * VERIFY_KEYS];
    struct check_keys keys = {.check = f[VERIFY_KEY_CHECK],
                              .lua = f[VERIFY_KEY_LUA],
                              .with = f[VERIFY_KEY_WITH],
                              .timeout = f[VERIFY_KEY_TIMEOUT],
                              .unsure = true};
    l->r.owner_id = v->id;
    load_check(l, -1, &keys, &v->check);
    v->every_ms = reader_time_span_or(&l->r, f[VERIFY_KEY_EVERY], EVERY_MS);
    v->hold_ms = reader_time_span_or(&l->r, f[VERIFY_KEY_HOLD], 0);
    v->within_ms = reader_time_span_or(&l->r, f[VERIFY_KEY_WITHIN], WITHIN_MS);
    check_spans(l, v, f);
}

void load_fill_verifies(struct load *l)
{
    l->r.owner_kind = "verify";
    for (size_t i = 0; i < l->ids[ID_VERIFY].count && !complaints_full(&l->r.to); i++)
        fill_verify(l, i);
    l->r.owner_id = NULL;
}
