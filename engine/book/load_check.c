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

/* Lua. */

static bool is_literal_block(const struct load *l, const struct node *n)
{
    const struct source *s = l->r.to.source;
    return !n->plain && n->span.at < s->len && s->bytes[n->span.at] == '|';
}

static const char *over_blanks(const char *s)
{
    return s + strspn(s, " \t\n");
}

static bool is_word(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The quoted id of `answer("id")`: marks the step, and warns where there is none. */
static void refer_to(struct load *l, const struct node *n, const char *id, size_t len)
{
    const struct ids *steps = &l->ids[ID_STEP];
    int i = names_get(steps->names, id, len);
    if (i >= 0) {
        l->steps[i].referred = true;
        return;
    }
    if (complaints_warned_enough(&l->r.to))
        return;
    struct span span = yaml_within(l->r.to.source, n->span, n->text, (size_t)(id - n->text), len);
    const char *word = arena_text_n(l->scratch, id, len);
    struct diag *d = reader_warning(&l->r, RB_UNKNOWN_STEP, span, "unknown step \"%s\"", word);
    if (!complain_nearest(d, word, steps->at, steps->count))
        complain_hint(d, "answer() takes the id of a step; inputs are in the table input");
}

/*
 * Inline Lua reads answers with answer("step"), and a step that something reads must be asked. The
 * code is not parsed here; a name in one of its comments or texts only asks a question too many.
 */
static void find_answers(struct load *l, const struct node *n)
{
    for (const char *p = n->text; (p = strstr(p, "answer"));) {
        bool part_of_word = (p > n->text && is_word(p[-1])) || is_word(p[6]);
        p += 6;
        if (part_of_word)
            continue;
        const char *s = over_blanks(p);
        if (*s == '(')
            s = over_blanks(s + 1);
        else if (*s != '"' && *s != '\'')
            continue;
        const char *end = *s == '"' || *s == '\'' ? strchr(s + 1, *s) : NULL;
        if (end)
            refer_to(l, n, s + 1, (size_t)(end - s) - 1);
        else
            l->all_referred = true; /* it cannot be told which */
    }
}

static void load_lua(struct load *l, struct check *c, const struct check_keys *keys)
{
    const struct node *n = keys->lua->value;
    c->lua = n->text;
    c->span = n->span;
    if (is_literal_block(l, n))
        c->lua_line = (int)source_place(l->r.to.source, n->span.at).line + 1;
    else
        complain_hint(reader_warning(&l->r, RB_LUA_WITHOUT_LINES, keys->lua->span,
                                     "Lua that is no literal block: its messages can name no line"),
                      "write lua: | and the code on the lines below");
    find_answers(l, n);
    if (keys->with)
        complain_hint(
            reader_error(&l->r, RB_NEEDLESS_KEY, keys->with->span,
                         "\"with\" means nothing beside \"lua\""),
            "Lua written here sees the inputs as input.NAME and answers as answer(\"step\")");
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
        load_lua(l, out, keys);
    load_with(l, from, out, keys->with);
    return true;
}
