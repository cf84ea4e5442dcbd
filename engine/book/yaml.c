#include "book/yaml.h"

#include <assert.h>
#include <string.h>
#include <yaml.h>

#include "base/mem.h"
#include "book/bytes.h"
#include "book/codes.h"
#include "book/names.h"
#include "book/yaml_words.h"

/* A map with more keys than this looks for duplicates in a table. */
#define KEYS_COMPARED 12

/* A list or map that is still open. */
struct level {
    struct node *node;
    struct node **tail; /* where the next item or key goes */
    struct node *key;   /* that waits for its value */
    bool dropped;       /* the key was complained about; its value goes nowhere */
    struct names *keys; /* once there are many: key -> its place */
};

struct parse {
    struct arena *arena;
    struct complaints *to;
    yaml_parser_t yaml;
    const char *bytes; /* what libyaml was given */
    size_t start, len; /* its place in the source */
    bool ascii;
    size_t seen_char, seen_byte; /* a place known in both counts */
    struct level levels[YAML_DEPTH_MAX];
    size_t depth;
    struct node *root;
    bool given_up;
};

/*
 * libyaml counts characters, diagnostics count bytes. Marks come in order, nearly always, so each
 * way from the last one is short.
 */
static size_t place_among_wide(struct parse *p, size_t index)
{
    while (p->seen_char < index && p->seen_byte < p->len) {
        do
            p->seen_byte++;
        while (p->seen_byte < p->len && (p->bytes[p->seen_byte] & 0xc0) == 0x80);
        p->seen_char++;
    }
    while (p->seen_char > index) {
        do
            p->seen_byte--;
        while (p->seen_byte > 0 && (p->bytes[p->seen_byte] & 0xc0) == 0x80);
        p->seen_char--;
    }
    return p->start + p->seen_byte;
}

static size_t place_of(struct parse *p, size_t index)
{
    return p->ascii ? p->start + index : place_among_wide(p, index);
}

static struct span span_of(struct parse *p, const yaml_event_t *e)
{
    size_t at = place_of(p, e->start_mark.index);
    return (struct span){(uint32_t)at, (uint32_t)(place_of(p, e->end_mark.index) - at)};
}

/* With room for `len` bytes of text and a NUL behind it. */
static struct node *new_node(struct parse *p, enum node_kind kind, struct span span, size_t len)
{
    struct node *n = arena_alloc(p->arena, offsetof(struct node, text) + len);
    n->kind = (uint8_t)kind;
    n->field = -1;
    n->span = span;
    return n;
}

bool node_is_empty(const struct node *n)
{
    return n->kind == NODE_TEXT && n->plain && n->count == 0;
}

/* Keys. */

static bool same_text(const struct node *a, const struct node *b)
{
    return a->count == b->count && memcmp(a->text, b->text, a->count) == 0;
}

static void index_keys(struct parse *p, struct level *l)
{
    l->keys = names_new(p->arena, 2 * KEYS_COMPARED);
    for (const struct node *k = l->node->first; k; k = k->next)
        names_put(l->keys, k->text, k->count, (int)k->span.at);
}

/* The place of the same key above, or -1. */
static int64_t key_above(struct parse *p, struct level *l, const struct node *key)
{
    if (l->keys || l->node->count > KEYS_COMPARED) {
        if (!l->keys)
            index_keys(p, l);
        return names_put(l->keys, key->text, key->count, (int)key->span.at);
    }
    for (const struct node *k = l->node->first; k; k = k->next)
        if (same_text(k, key))
            return k->span.at;
    return -1;
}

static bool key_is_fit(struct parse *p, struct level *l, const struct node *key)
{
    if (key->kind == NODE_BAD)
        return false;
    if (key->kind != NODE_TEXT) {
        struct diag *d = complain_error(p->to, RB_KEY_NOT_TEXT, key->span, "a %s cannot be a key",
                                        key->kind == NODE_MAP ? "map" : "list");
        complain_hint(d, "quote text that begins with { or [");
        return false;
    }
    if (key->plain && key->count == 2 && memcmp(key->text, "<<", 2) == 0) {
        complain_hint(
            complain_error(p->to, RB_MERGE_KEY, key->span, "the merge key << is not allowed"),
            "write out the keys that it would bring");
        return false;
    }
    int64_t above = key_above(p, l, key);
    if (above < 0)
        return true;
    struct diag *d =
        complain_error(p->to, RB_DUPLICATE_KEY, key->span, "\"%s\" is there twice", key->text);
    complain_hint(d, "delete one of the two, or join them");
    bool quoted = strchr("\"'", p->to->source->bytes[above]) != NULL;
    struct span first = {(uint32_t)above, (uint32_t)key->count + (quoted ? 2 : 0)};
    complain_note(d, first, "the first is here");
    return false;
}

static void take_key(struct parse *p, struct level *l, struct node *n)
{
    l->key = n;
    l->dropped = !key_is_fit(p, l, n);
}

/* In braces a comma ends a value, so that half a sentence becomes a key without one. */
static bool is_half_a_sentence(struct parse *p, const struct level *l, const struct node *value)
{
    if (!l->node->flow || !node_is_empty(value))
        return false;
    struct diag *d =
        complain_error(p->to, RB_EMPTY_IN_BRACES, l->key->span,
                       "\"%s\" has no value, and in braces every key needs one", l->key->text);
    if (l->node->first)
        complain_hint(d, "quote text that holds a comma: {text: \"one, two\"}");
    else
        complain_hint(d, "write {%s: ...}; a map without keys is {}", l->key->text);
    return true;
}

static void take_value(struct parse *p, struct level *l, struct node *n)
{
    struct node *key = l->key;
    bool dropped = l->dropped || is_half_a_sentence(p, l, n);
    key->value = n;
    l->key = NULL;
    if (dropped) {
        l->node->incomplete = true;
        return;
    }
    *l->tail = key;
    l->tail = &key->next;
    l->node->count++;
}

static void attach(struct parse *p, struct node *n)
{
    if (p->depth == 0) {
        p->root = n;
        return;
    }
    struct level *l = &p->levels[p->depth - 1];
    if (l->node->kind == NODE_LIST) {
        *l->tail = n;
        l->tail = &n->next;
        l->node->count++;
    } else if (l->key) {
        take_value(p, l, n);
    } else {
        take_key(p, l, n);
    }
}

/* Events. */

static void refuse_anchor(struct parse *p, const yaml_event_t *e, const unsigned char *name)
{
    struct span span = span_of(p, e);
    span.len = (uint32_t)(strlen((const char *)name) + 1);
    bool alias = e->type == YAML_ALIAS_EVENT;
    struct diag *d = complain_error(p->to, RB_ALIAS, span, "YAML %s are not allowed",
                                    alias ? "aliases" : "anchors");
    complain_hint(d, "write the text out; quote text that begins with %c", alias ? '*' : '&');
}

static void refuse_tag(struct parse *p, const yaml_event_t *e, bool anchored)
{
    struct span span = span_of(p, e);
    const struct source *s = p->to->source;
    for (span.len = 0; span.at + span.len < s->len && !anchored; span.len++)
        if (memchr(" \t\r\n,[]{}", s->bytes[span.at + span.len], 9))
            break;
    complain_hint(complain_error(p->to, RB_TAG, span, "YAML tags are not allowed"),
                  "delete it; quote text that begins with !");
}

static void refuse_extras(struct parse *p, const yaml_event_t *e, const unsigned char *anchor,
                          const unsigned char *tag)
{
    if (anchor)
        refuse_anchor(p, e, anchor);
    if (tag)
        refuse_tag(p, e, anchor != NULL);
}

static void on_scalar(struct parse *p, const yaml_event_t *e)
{
    size_t len = e->data.scalar.length;
    struct node *n = new_node(p, NODE_TEXT, span_of(p, e), len + 1);
    yaml_scalar_style_t style = e->data.scalar.style;
    n->plain = style == YAML_PLAIN_SCALAR_STYLE;
    n->count = (uint32_t)len;
    memcpy(n->text, e->data.scalar.value, len);
    if (e->data.scalar.anchor || e->data.scalar.tag) {
        refuse_extras(p, e, e->data.scalar.anchor, e->data.scalar.tag);
        n->kind = NODE_BAD;
    }
    if (n->plain && n->count)
        yaml_words_cut(p->to, n->span);
    else if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        yaml_words_escapes(p->to, n);
    attach(p, n);
}

static void on_open(struct parse *p, const yaml_event_t *e, enum node_kind kind, bool flow)
{
    struct node *n = new_node(p, kind, span_of(p, e), 0);
    if (p->depth == YAML_DEPTH_MAX) {
        complain_hint(complain_error(p->to, RB_TOO_DEEP, n->span,
                                     "lists and maps are nested more than %d "
                                     "deep",
                                     YAML_DEPTH_MAX),
                      "a runbook needs about 8");
        p->given_up = true;
        return;
    }
    n->flow = flow;
    attach(p, n);
    p->levels[p->depth++] = (struct level){.node = n, .tail = &n->first};
}

static void on_document(struct parse *p, const yaml_event_t *e)
{
    if (!p->root)
        return;
    struct diag *d = complain_error(p->to, RB_SEVERAL_DOCUMENTS, span_of(p, e),
                                    "a second YAML document begins here; a file holds one");
    complain_hint(d, "delete this line, or put what follows into a file of its own");
    p->given_up = true;
}

static void on_event(struct parse *p, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_SCALAR_EVENT:
        on_scalar(p, e);
        break;
    case YAML_MAPPING_START_EVENT:
        refuse_extras(p, e, e->data.mapping_start.anchor, e->data.mapping_start.tag);
        on_open(p, e, NODE_MAP, e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
        break;
    case YAML_SEQUENCE_START_EVENT:
        refuse_extras(p, e, e->data.sequence_start.anchor, e->data.sequence_start.tag);
        on_open(p, e, NODE_LIST, e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        assert(p->depth > 0);
        p->depth--;
        break;
    case YAML_ALIAS_EVENT:
        refuse_anchor(p, e, e->data.alias.anchor);
        attach(p, new_node(p, NODE_BAD, span_of(p, e), 0));
        break;
    case YAML_DOCUMENT_START_EVENT:
        on_document(p, e);
        break;
    default:
        break;
    }
}

/* Reader errors have no mark, only an offset in bytes. */
static void explain(struct parse *p)
{
    const yaml_parser_t *y = &p->yaml;
    size_t at = y->error == YAML_READER_ERROR ? p->start + y->problem_offset
                                              : place_of(p, y->problem_mark.index);
    size_t since = y->context ? place_of(p, y->context_mark.index) : at;
    yaml_words_say(p->to, y->problem ? y->problem : "", y->context ? y->context : "", at, since);
}

/* False after a syntax error: what was read before it would only bring misleading complaints. */
static bool run(struct parse *p)
{
    for (bool more = true; more && !p->given_up && !complaints_full(p->to);) {
        yaml_event_t e;
        if (!yaml_parser_parse(&p->yaml, &e)) {
            explain(p);
            return false;
        }
        on_event(p, &e);
        more = e.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&e);
    }
    return !p->given_up && !complaints_full(p->to);
}

struct node *yaml_parse(struct arena *a, struct complaints *to)
{
    struct bytes bytes;
    if (!bytes_check(to, &bytes))
        return NULL;
    struct parse p = {.arena = a, .to = to, .start = bytes.start, .ascii = bytes.ascii};
    p.bytes = to->source->bytes + bytes.start;
    p.len = to->source->len - bytes.start;
    if (!yaml_parser_initialize(&p.yaml))
        mem_out();
    yaml_parser_set_encoding(&p.yaml, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&p.yaml, (const unsigned char *)p.bytes, p.len);
    bool ok = run(&p);
    yaml_parser_delete(&p.yaml);
    if (ok && !p.root)
        complain_hint(complain_error(to, RB_EMPTY_FILE, (struct span){0, 0}, "the file is empty"),
                      "write something; docs/format.md shows what");
    return ok ? p.root : NULL;
}
