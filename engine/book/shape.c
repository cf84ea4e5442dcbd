#include "book/shape.h"

#include <string.h>

#define QUOTED_MAX 40 /* bytes of the author's own text in a hint */

/* Whether a text can stand in brackets as it is. */
static bool goes_in_brackets(const struct node *n)
{
    return n->kind == NODE_TEXT && n->count && n->count <= QUOTED_MAX &&
           !n->text[strcspn(n->text, ",:#[]{}\"'\\&*!|>%@`?\n")] && n->text[0] != '-';
}

static bool items_have_ids(const struct key *key)
{
    return key->item == KEY_MAP && keys_find((enum key_place)key->place, "id", 2) >= 0;
}

static void example(struct diag *d, const struct key *key)
{
    complain_hint(d, "for example: %s: %s", key->name, key->example);
}

/* A list where a map belongs: the names are keys, and need no dash. */
static void not_a_list(struct diag *d, const struct key *key, const struct node *list)
{
    const struct node *item = list->first;
    const struct node *name = item && item->kind == NODE_MAP ? item->first : NULL;
    if (name && strcmp(name->text, "id") == 0 && goes_in_brackets(name->value))
        complain_hint(d, "its id is its key: write \"%s:\" in place of \"- id: %s\"",
                      name->value->text, name->value->text);
    else if (name && !list->flow && !item->flow)
        complain_hint(d, "take the dashes away: each begins with its own key, \"%s:\"", name->text);
    else if (item && item->kind == NODE_TEXT)
        complain_hint(d, "each is a key, with what belongs to it behind: %s: %s", key->name,
                      key->example);
    else
        example(d, key);
}

static void not_a_map(struct diag *d, const struct key *key, const struct node *map)
{
    if (items_have_ids(key) && map->first)
        complain_hint(d, "begin each with a dash and its id: \"- id: %s\"", map->first->text);
    else
        example(d, key);
}

void shape_hint(struct diag *d, const struct key *key, const struct node *value)
{
    bool of_texts = key->type == KEY_EFFECTS || (key->type == KEY_LIST && key->item != KEY_MAP);
    if (value->kind == NODE_TEXT && of_texts && goes_in_brackets(value))
        complain_hint(d, "write %s: [%s]", key->name, value->text);
    else if (key->type == KEY_MAP && value->kind == NODE_LIST)
        not_a_list(d, key, value);
    else if (key->type == KEY_LIST && value->kind == NODE_MAP)
        not_a_map(d, key, value);
    else if (value->flow && key->type != KEY_LIST && key->type != KEY_MAP)
        complain_hint(d, "quote text that begins with { or [");
    else
        example(d, key);
}

/* The first text that such a map needs; NULL where there is none. */
static const struct key *needed_text(enum key_place place)
{
    const char *what;
    size_t count;
    const struct key *keys = keys_of(place, &count, &what);
    for (size_t i = 0; i < count; i++)
        if (keys[i].required && (keys[i].type == KEY_TEXT || keys[i].type == KEY_PROSE))
            return &keys[i];
    return NULL;
}

void shape_hint_map(struct diag *d, enum key_place place, const struct node *n)
{
    const struct key *text = needed_text(place);
    if (place == IN_ANSWER)
        complain_hint(
            d, "write what follows from it: {suspects: [cause], rules_out: {cause: reason}}");
    else if (text && place != IN_RUNBOOK && place != IN_DRILL && goes_in_brackets(n))
        complain_hint(d, "write {%s: %s}", text->name, n->text);
    else
        complain_hint(d, "write \"key: value\" lines, or {key: value}");
}
