#include "book/load.h"

#include <string.h>

/* Prose is cut into parts as it is read; most has no reference and is one part, itself. */
struct cutting {
    struct load *l;
    int from;
    const struct node *node;
    struct prose_part *parts;
    size_t count;
};

static void add_literal(struct cutting *c, const char *at, size_t len)
{
    if (len)
        c->parts[c->count++].literal = arena_text_n(c->l->r.arena, at, len);
}

static void cut(struct cutting *c)
{
    const char *at = c->node->text, *end = at + c->node->count;
    for (const char *p = at; (p = memchr(p, '$', (size_t)(end - p)));) {
        if (p[1] == '$' && p[2] == '{') {
            add_literal(c, at, (size_t)(p - at));
            at = p + 1;
            p += 3;
            continue;
        }
        if (p[1] != '{') {
            p++;
            continue;
        }
        add_literal(c, at, (size_t)(p - at));
        if (load_reference(c->l, c->from, c->node, p, &c->parts[c->count], &at))
            c->count++;
        if (!at || complaints_full(&c->l->r.to))
            return;
        p = at;
    }
    add_literal(c, at, (size_t)(end - at));
}

static size_t count_dollars(const char *s, size_t len)
{
    size_t count = 0;
    for (const char *end = s + len; (s = memchr(s, '$', (size_t)(end - s))); s++)
        count++;
    return count;
}

static const struct prose *make_prose(struct load *l, int from, const struct node *n)
{
    size_t dollars = count_dollars(n->text, n->count);
    struct prose *p = arena_alloc(l->r.arena, sizeof *p);
    struct prose_part *parts = arena_alloc(l->r.arena, (2 * dollars + 1) * sizeof *parts);
    *p = (struct prose){n->text, parts, 1, n->span};
    if (!dollars) {
        parts->literal = n->text;
    } else {
        struct cutting c = {l, from, n, parts, 0};
        cut(&c);
        p->count = c.count;
    }
    return p;
}

const struct prose *load_prose(struct load *l, int from, struct node *n, const char *what)
{
    if (!reader_is_text(&l->r, n, what))
        return NULL;
    reader_trim(n);
    return make_prose(l, from, n);
}

const struct prose *load_verbatim(struct load *l, int from, struct node *n, const char *what)
{
    bool quoted = n->kind == NODE_TEXT && !n->plain;
    return quoted || reader_is_text(&l->r, n, what) ? make_prose(l, from, n) : NULL;
}

const struct prose *load_prose_key(struct load *l, int from, const struct node *key)
{
    return key ? load_prose(l, from, key->value, key->text) : NULL;
}
