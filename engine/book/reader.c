#include "book/reader.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "book/shape.h"

static struct diag *say(struct reader *r, enum diag_level level, const char *code, struct span span,
                        const char *format, va_list args) __attribute__((format(printf, 5, 0)));

static struct diag *say(struct reader *r, enum diag_level level, const char *code, struct span span,
                        const char *format, va_list args)
{
    struct text message = {0};
    if (r->owner_id)
        text_format(&message, "%s \"%s\": ", r->owner_kind, r->owner_id);
    text_vformat(&message, format, args);
    struct diag *d = level == DIAG_ERROR
                         ? complain_error(&r->to, code, span, "%s", text_get(&message))
                         : complain_warning(&r->to, code, span, "%s", text_get(&message));
    text_release(&message);
    return d;
}

struct diag *reader_error(struct reader *r, const char *code, struct span span, const char *format,
                          ...)
{
    va_list args;
    va_start(args, format);
    struct diag *d = say(r, DIAG_ERROR, code, span, format, args);
    va_end(args);
    return d;
}

struct diag *reader_warning(struct reader *r, const char *code, struct span span,
                            const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct diag *d = say(r, DIAG_WARNING, code, span, format, args);
    va_end(args);
    return d;
}

void reader_owner(struct reader *r, const struct node *map)
{
    r->owner_id = NULL;
    for (const struct node *k = map->kind == NODE_MAP ? map->first : NULL; k; k = k->next)
        if (k->count == 2 && memcmp(k->text, "id", 2) == 0 && k->value->kind == NODE_TEXT &&
            k->value->count)
            r->owner_id = k->value->text;
}

struct span reader_span(const struct node *n)
{
    while (n->kind != NODE_TEXT && n->kind != NODE_BAD && !n->flow && n->first)
        n = n->first;
    return n->span.len || n->kind != NODE_TEXT ? n->span : (struct span){n->span.at, 1};
}

void reader_trim(struct node *n)
{
    while (n->count && (unsigned char)n->text[n->count - 1] <= ' ')
        n->text[--n->count] = '\0';
}

/* Complaints about keys. */

/* What has such a key; NULL where nothing has. */
static const char *place_that_has(const char *name, size_t len)
{
    const char *what;
    size_t count;
    for (int place = 0; place < KEY_PLACES; place++) {
        if (keys_find((enum key_place)place, name, len) < 0)
            continue;
        keys_of((enum key_place)place, &count, &what);
        return what;
    }
    return NULL;
}

/* Returns the number of the key that was probably meant, or -1. */
static int unknown_key(struct reader *r, const struct node *map, enum key_place place,
                       const struct node *key)
{
    const char *what, *names[KEYS_MAX];
    size_t count;
    const struct key *keys = keys_of(place, &count, &what);
    assert(count <= KEYS_MAX);
    for (size_t i = 0; i < count; i++)
        names[i] = keys[i].name;
    struct diag *d =
        reader_error(r, RB_UNKNOWN_KEY, key->span, "unknown key \"%s\" in %s", key->text, what);
    const char *near = complain_nearest(d, key->text, names, count);
    if (near)
        return keys_find(place, near, strlen(near));
    const char *elsewhere = place_that_has(key->text, key->count);
    if (elsewhere)
        complain_hint(d, "\"%s\" belongs to %s", key->text, elsewhere);
    else if (map->flow)
        complain_hint(d, "quote text that holds a comma or a colon: {text: \"one, two\"}");
    else
        complain_hint(d, "delete it; docs/format.md lists the keys of %s", what);
    return -1;
}

static void missing_key(struct reader *r, const struct node *map, const struct key *key,
                        const char *what)
{
    struct diag *d =
        reader_error(r, RB_MISSING_KEY, reader_span(map), "%s needs \"%s\"", what, key->name);
    complain_hint(d, "for example: %s: %s", key->name, key->example);
}

/* Shapes. */

static const char *shape_of(const struct node *n)
{
    return n->kind == NODE_MAP ? "a map" : n->kind == NODE_LIST ? "a list" : "text";
}

static const char *shape_wanted(enum key_type type)
{
    switch (type) {
    case KEY_LIST:
        return "a list";
    case KEY_MAP:
        return "a map";
    case KEY_EFFECTS:
        return "a list of causes, or a map from cause to reason";
    default:
        return "text";
    }
}

static bool shape_fits(enum key_type type, const struct node *value)
{
    switch (type) {
    case KEY_LIST:
        return value->kind == NODE_LIST;
    case KEY_MAP:
        return value->kind == NODE_MAP;
    case KEY_EFFECTS:
        return value->kind != NODE_TEXT;
    case KEY_EITHER:
        return true;
    default:
        return value->kind == NODE_TEXT;
    }
}

static bool check_shape(struct reader *r, const struct node *key, const struct key *k)
{
    struct node *value = key->value;
    bool output = k->type == KEY_OUTPUT;
    if (value->kind == NODE_BAD)
        return false;
    if (value->kind == NODE_TEXT && k->type != KEY_VERBATIM && !output)
        reader_trim(value);
    if (value->kind == NODE_TEXT && value->count == 0 && !(output && !value->plain)) {
        struct diag *d = reader_error(r, RB_EMPTY, key->span, "\"%s\" has no value", k->name);
        complain_hint(d, "for example: %s: %s", k->name, k->example);
        return false;
    }
    if (shape_fits((enum key_type)k->type, value))
        return true;
    struct diag *d = reader_error(r, RB_WRONG_SHAPE, reader_span(value), "\"%s\" takes %s, not %s",
                                  k->name, shape_wanted((enum key_type)k->type), shape_of(value));
    shape_hint(d, k, value);
    return false;
}

static void check_missing(struct reader *r, const struct node *map, enum key_place place,
                          uint32_t seen)
{
    if (map->incomplete)
        return;
    const char *what;
    size_t count;
    const struct key *keys = keys_of(place, &count, &what);
    for (size_t i = 0; i < count; i++)
        if (keys[i].required && !(seen & 1u << i))
            missing_key(r, map, &keys[i], what);
}

static void no_map(struct reader *r, const struct node *n, enum key_place place, const char *what)
{
    struct diag *d = reader_error(r, RB_WRONG_SHAPE, reader_span(n), "%s is a map, not %s", what,
                                  node_is_empty(n) ? "nothing" : shape_of(n));
    shape_hint_map(d, place, n);
}

bool reader_fields(struct reader *r, const struct node *map, enum key_place place,
                   struct node **out)
{
    const char *what;
    size_t count;
    const struct key *keys = keys_of(place, &count, &what);
    memset(out, 0, count * sizeof *out);
    if (map->kind != NODE_MAP) {
        if (map->kind != NODE_BAD)
            no_map(r, map, place, what);
        return false;
    }
    uint32_t seen = 0;
    for (struct node *key = map->first; key && !complaints_full(&r->to); key = key->next) {
        int i = keys_find(place, key->text, key->count), meant = i;
        if (i < 0)
            meant = unknown_key(r, map, place, key);
        key->field = meant;
        seen |= meant < 0 ? 0 : 1u << meant;
        if (i < 0)
            continue;
        if (check_shape(r, key, &keys[i]))
            out[i] = key;
    }
    check_missing(r, map, place, seen);
    return true;
}

bool reader_has(const struct node *map, int first, int last)
{
    for (const struct node *k = map->kind == NODE_MAP ? map->first : NULL; k; k = k->next)
        if (k->field >= first && k->field <= last)
            return true;
    return false;
}
