#include "book/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "book/yaml.h"

#define DIALECT "https://json-schema.org/draft/2020-12/schema"

/* What the schema refers to, so that no more is defined than that. */
struct defs {
    bool place[KEY_PLACES], form[KEY_TYPES];
};

static struct jval *of_type(const char *type)
{
    struct jval *j = jval_object();
    jval_put_text(j, "type", type);
    return j;
}

static struct jval *refer(const char *kind, const char *name)
{
    struct text path = {0};
    struct jval *j = jval_object();
    text_format(&path, "#/$defs/%s.%s", kind, name);
    jval_put_text(j, "$ref", text_get(&path));
    text_release(&path);
    return j;
}

static struct jval *refer_form(struct defs *d, int type)
{
    d->form[type] = true;
    return refer("text", keys_form((enum key_type)type)->name);
}

static struct jval *refer_place(struct defs *d, int place)
{
    d->place[place] = true;
    return refer("map", keys_place_name((enum key_place)place));
}

static struct jval *either(struct jval *a, struct jval *b)
{
    struct jval *j = jval_object(), *list = jval_array();
    jval_add(list, a);
    jval_add(list, b);
    jval_put(j, "anyOf", list);
    return j;
}

/* The word, and what a tool that gives scalars types makes of it. */
static void add_word(struct jval *list, const char *word)
{
    static const char *const truths[][2] = {{"no", "yes"}, {"off", "on"}, {"false", "true"}};
    jval_add_text(list, word);
    if (strspn(word, "0123456789") == strlen(word))
        jval_add_int(list, atoll(word));
    for (size_t i = 0; i < sizeof truths / sizeof *truths; i++)
        for (int is = 0; is < 2; is++)
            if (strcmp(truths[i][is], word) == 0)
                jval_add(list, jval_of_bool(is));
}

static struct jval *one_of_words(const char *const *words)
{
    struct jval *j = jval_object(), *list = jval_array();
    for (; *words; words++)
        add_word(list, *words);
    jval_put(j, "enum", list);
    return j;
}

static struct jval *whole(const struct key *k)
{
    struct jval *number = of_type("integer"), *text = of_type("string");
    jval_put_int(number, "minimum", k->least);
    jval_put_int(number, "maximum", k->most);
    jval_put_text(text, "pattern", "^[0-9]{1,6}$");
    return either(number, text);
}

static struct jval *value_of(struct defs *d, const struct key *k, int type);

static struct jval *list_of(struct defs *d, const struct key *k, int item)
{
    struct jval *j = of_type("array");
    jval_put(j, "items", value_of(d, k, item));
    if (k->some)
        jval_put_int(j, "minItems", 1);
    if (k->unique)
        jval_put_bool(j, "uniqueItems", true);
    return j;
}

static struct jval *texts(struct defs *d)
{
    struct jval *j = of_type("array");
    jval_put(j, "items", refer_form(d, KEY_TEXT));
    jval_put_int(j, "minItems", 1);
    return j;
}

/* From names that the author chooses. */
static struct jval *map_of(struct defs *d, const struct key *k, int names, int item)
{
    struct jval *j = of_type("object"), *value = value_of(d, k, item);
    jval_put(j, "propertyNames", refer_form(d, names));
    jval_put(j, "additionalProperties", k->bare ? either(value, of_type("null")) : value);
    if (k->some)
        jval_put_int(j, "minProperties", 1);
    return j;
}

static struct jval *value_of(struct defs *d, const struct key *k, int type)
{
    switch (type) {
    case KEY_WORD:
        return one_of_words(k->words);
    case KEY_WHOLE:
        return whole(k);
    case KEY_LIST:
        return list_of(d, k, k->item);
    case KEY_EFFECTS:
        return either(list_of(d, k, k->names ? k->names : KEY_NAME),
                      map_of(d, k, k->names ? k->names : KEY_NAME, KEY_PROSE));
    case KEY_LABELS:
        return map_of(d, k, KEY_LABEL, KEY_TEXT);
    case KEY_SAID:
        return either(refer_form(d, KEY_TEXT), texts(d));
    case KEY_EITHER:
        return either(one_of_words(k->words), refer_place(d, k->place));
    case KEY_MAP: /* as an item: with the keys of `place`, never with names of its own */
        return refer_place(d, k->place);
    default:
        return refer_form(d, type);
    }
}

static struct jval *value_of_key(struct defs *d, const struct key *k)
{
    return k->type == KEY_MAP && k->names ? map_of(d, k, k->names, k->item)
                                          : value_of(d, k, k->type);
}

/* Examples, which the table has in YAML. */

static struct jval *of_node(const struct node *n)
{
    if (n->kind == NODE_TEXT)
        return jval_of_text(node_is_empty(n) ? NULL : n->text);
    struct jval *j = n->kind == NODE_MAP ? jval_object() : jval_array();
    for (const struct node *i = n->first; i; i = i->next)
        if (n->kind == NODE_MAP)
            jval_put(j, i->text, of_node(i->value));
        else
            jval_add(j, of_node(i));
    return j;
}

static void add_example(struct jval *list, const char *example)
{
    struct text line = {0};
    struct diags ds = {0};
    struct arena *arena = arena_new();
    text_format(&line, "x: %s", example);
    struct source *source = source_from("example", text_get(&line), line.len);
    struct complaints to = {.source = source, .ds = &ds};
    const struct node *root = yaml_parse(arena, &to);
    if (root && root->kind == NODE_MAP && root->count)
        jval_add(list, of_node(root->first->value));
    source_free(source);
    arena_free(arena);
    diags_release(&ds);
    text_release(&line);
}

static struct jval *examples_of(const struct key *k)
{
    struct jval *list = jval_array();
    for (size_t i = 0; k->type == KEY_WORD && k->words[i]; i++)
        jval_add_text(list, k->words[i]);
    if (k->type != KEY_WORD)
        add_example(list, k->example);
    return list;
}

/* Places. */

static struct jval *property(struct defs *d, const struct key *k)
{
    struct jval *j = value_of_key(d, k);
    jval_put_text(j, "description", k->help);
    jval_put(j, "examples", examples_of(k));
    return j;
}

static void put_place(struct jval *j, struct defs *d, enum key_place place)
{
    size_t count;
    const char *what;
    const struct key *keys = keys_of(place, &count, &what);
    struct jval *required = jval_array(), *properties = jval_object();
    for (size_t i = 0; i < count; i++) {
        if (keys[i].required)
            jval_add_text(required, keys[i].name);
        jval_put(properties, keys[i].name, property(d, &keys[i]));
    }
    jval_put_text(j, "title", what);
    jval_put_text(j, "type", "object");
    jval_put(j, "required", required);
    jval_put_bool(j, "additionalProperties", false);
    jval_put(j, "properties", properties);
    struct jval *rules = schema_rules(place);
    if (rules)
        jval_put(j, "allOf", rules);
}

/* Forms. */

static struct jval *types_of(const struct key_form *f)
{
    struct jval *types = jval_array();
    jval_add_text(types, "string");
    if (f->number_too)
        jval_add_text(types, "number");
    if (f->truth_too)
        jval_add_text(types, "boolean");
    return types;
}

/* Not those that may be what a tool made of the ids yes and no. */
static void refuse_taken(struct jval *j)
{
    size_t count;
    const char *const *words = keys_words_taken(&count);
    struct jval *list = jval_array(), *taken = jval_object();
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], "true") != 0 && strcmp(words[i], "false") != 0)
            jval_add_text(list, words[i]);
    jval_put(taken, "enum", list);
    jval_put(j, "not", taken);
}

static struct jval *form_of(int type)
{
    const struct key_form *f = keys_form((enum key_type)type);
    struct jval *j = jval_object();
    jval_put_text(j, "title", f->what);
    jval_put(j, "type", types_of(f));
    if (f->pattern)
        jval_put_text(j, "pattern", f->pattern);
    if (type == KEY_ID)
        refuse_taken(j);
    if (type == KEY_NUMBER)
        jval_put_int(j, "exclusiveMinimum", 0);
    if (type == KEY_COUNT) {
        jval_put_int(j, "minimum", 1);
        jval_put_int(j, "maximum", KEYS_COUNT_MAX);
        jval_put_int(j, "multipleOf", 1);
    }
    return j;
}

static void put_def(struct jval *defs, const char *kind, const char *name, struct jval *value)
{
    struct text key = {0};
    text_format(&key, "%s.%s", kind, name);
    jval_put(defs, text_get(&key), value);
    text_release(&key);
}

/* Each definition may refer to more; a place stands behind the one that it is in. */
static struct jval *all_defs(struct defs *d, enum key_place root)
{
    struct jval *defs = jval_object();
    bool made[KEY_PLACES] = {false}, more = true;
    while (more) {
        more = false;
        for (int p = 0; p < KEY_PLACES; p++) {
            if (!d->place[p] || made[p] || p == (int)root)
                continue;
            struct jval *j = jval_object();
            put_place(j, d, (enum key_place)p);
            put_def(defs, "map", keys_place_name((enum key_place)p), j);
            made[p] = more = true;
        }
    }
    for (int t = 0; t < KEY_TYPES; t++)
        if (d->form[t])
            put_def(defs, "text", keys_form((enum key_type)t)->name, form_of(t));
    return defs;
}

struct jval *schema_new(enum schema_kind kind)
{
    static const struct {
        enum key_place place;
        const char *id, *about;
    } kinds[] = {
        [SCHEMA_RUNBOOK] = {IN_RUNBOOK, "urn:ruleout:runbook:" KEYS_VERSION,
                            "A runbook of ruleout."},
        [SCHEMA_DRILL] = {IN_DRILL, "urn:ruleout:drill:" KEYS_VERSION, "A drill of ruleout."},
        [SCHEMA_SEVERITY] = {IN_SEVERITY_FILE, "urn:ruleout:severity:" KEYS_VERSION,
                             "A severity framework of ruleout, severity.yaml."},
    };
    struct defs d = {0};
    struct jval *j = jval_object();
    jval_put_text(j, "$schema", DIALECT);
    jval_put_text(j, "$id", kinds[kind].id);
    jval_put_text(j, "description", kinds[kind].about);
    put_place(j, &d, kinds[kind].place);
    jval_put(j, "$defs", all_defs(&d, kinds[kind].place));
    return j;
}
