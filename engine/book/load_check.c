#include "book/load.h"

#include <string.h>

#include "book/library.h"

#define TIMEOUT_MS 10000
#define FRESH_MS 60000

static void needless(struct load *l, const struct node *key, const char *why)
{
    if (key)
        complain_hint(reader_error(&l->r, RB_NEEDLESS_KEY, key->span, "\"%s\" means nothing %s",
                                   key->text, why),
                      "add check: or lua:, or remove it");
}

static void load_name(struct load *l, struct check *c, const struct node *key)
{
    struct node *n = key->value;
    size_t len = n->count;
    c->name = n->text;
    c->span = n->span;
    if (library_check_is_name(n->text))
        return;
    struct diag *d =
        reader_error(&l->r, RB_BAD_CHECK, n->span, "\"%s\" is no check's name", n->text);
    if (len > 4 && strcmp(n->text + len - 4, ".lua") == 0)
        complain_hint(d, "leave .lua out");
    else
        complain_hint(d, "write the file's path below checks/, in small letters, digits, _ and -, "
                         "without .lua: log/rate_below");
}

/* The named check beside the code is the mistake of whoever tried both. */
static void refuse_both(struct load *l, const struct check_keys *keys)
{
    complain_hint(reader_error(&l->r, RB_BAD_CHECK, keys->lua->span,
                               "a check is either a file or Lua written here, and \"check\" is "
                               "there already"),
                  "keep one of the two");
}

/* A block ends in a line end that nobody means; any other blank may be part of a pattern. */
static void trim_line_ends(struct node *n)
{
    while (n->kind == NODE_TEXT && n->count && n->text[n->count - 1] == '\n')
        n->text[--n->count] = '\0';
}

static void load_with(struct load *l, int from, struct check *c, const struct node *key)
{
    if (!key)
        return;
    struct named_prose *with = arena_alloc(l->r.arena, key->value->count * sizeof *with);
    c->with = with;
    for (struct node *k = key->value->first; k; k = k->next) {
        struct named_prose *w = &with[c->with_count++];
        w->name = k->text;
        w->span = k->span;
        reader_id(&l->r, k, false, "the name of what a check is given");
        trim_line_ends(k->value);
        w->value = load_verbatim(l, from, k->value, "what a check is given");
    }
}

bool load_check(struct load *l, int from, const struct check_keys *keys, struct check *out)
{
    *out = (struct check){.timeout_ms = reader_time_span_or(&l->r, keys->timeout, TIMEOUT_MS),
                          .fresh_ms = reader_time_span_or(&l->r, keys->fresh, FRESH_MS)};
    if (!keys->check && !keys->lua) {
        const char *why = "without a check";
        needless(l, keys->unsure ? NULL : keys->with, why);
        needless(l, keys->unsure ? NULL : keys->timeout, why);
        needless(l, keys->unsure ? NULL : keys->fresh, why);
        load_with(l, from, out, keys->with);
        return false;
    }
    if (keys->check)
        load_name(l, out, keys->check);
    if (keys->check && keys->lua)
        refuse_both(l, keys);
    else if (keys->lua)
        load_lua(l, out, keys->lua, keys->with);
    load_with(l, from, out, keys->with);
    return true;
}
