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

static struct span place(const struct cutting *c, const char *at, size_t len)
{
    return yaml_within(c->l->r.to.source, c->node->span, c->node->text,
                       (size_t)(at - c->node->text), len);
}

static void add_literal(struct cutting *c, const char *at, size_t len)
{
    if (len)
        c->parts[c->count++].literal = arena_text_n(c->l->r.arena, at, len);
}

static bool read_form(const char *s, size_t len, enum form *out)
{
    static const struct {
        const char *name;
        enum form form;
    } forms[] = {{"ms", FORM_MS}, {"date", FORM_DATE}, {"json", FORM_JSON}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strlen(forms[i].name) == len && memcmp(forms[i].name, s, len) == 0) {
            *out = forms[i].form;
            return true;
        }
    return false;
}

static struct diag *wrong(const struct cutting *c, const char *code, const char *at, size_t len,
                          const char *message)
{
    return reader_error(&c->l->r, code, place(c, at, len), "%s", message);
}

static void unknown_name(const struct cutting *c, const char *at, size_t len, const char *name)
{
    struct load *l = c->l;
    struct diag *d =
        reader_error(&l->r, RB_UNKNOWN_REFERENCE, place(c, at, len), "${%s} names no step", name);
    if (!complain_nearest(d, name, l->step_ids, l->step_count))
        complain_hint(d, "write the id of a step, or $${%s} for the text itself", name);
}

/* What stands between ${ and }: a name and perhaps a form. */
static void add_reference(struct cutting *c, const char *at, size_t len)
{
    struct load *l = c->l;
    struct prose_part *part = &c->parts[c->count];
    const char *colon = memchr(at, ':', len);
    size_t name_len = colon ? (size_t)(colon - at) : len;
    char *name = arena_text_n(l->scratch, at, name_len);
    *part = (struct prose_part){NULL, -1, FORM_PLAIN};
    if (strchr(name, '.')) {
        complain_hint(wrong(c, RB_NOT_YET, at, name_len,
                            "values of checks are part of the format, but this version of ruleout "
                            "cannot run checks yet"),
                      "remove it for now");
    } else if (colon && !read_form(colon + 1, len - name_len - 1, &part->form)) {
        complain_hint(wrong(c, RB_BAD_REFERENCE, colon, len - name_len, "there is no such form"),
                      "the forms are :ms, :date and :json");
    } else if ((part->step = names_get(l->step_names, name, name_len)) < 0) {
        unknown_name(c, at, name_len, name);
    } else {
        c->count++;
        if (part->step != c->from)
            l->steps[part->step].referred = true;
    }
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
        const char *close = memchr(p, '}', (size_t)(end - p));
        if (!close || memchr(p, '\n', (size_t)(close - p))) {
            complain_hint(wrong(c, RB_BAD_REFERENCE, p, 2, "${ is never closed"),
                          "close it with }, or write $${ for the text itself");
            return;
        }
        add_reference(c, p + 2, (size_t)(close - p) - 2);
        at = p = close + 1;
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

const struct prose *load_prose(struct load *l, int from, struct node *n, const char *what)
{
    if (!reader_is_text(&l->r, n, what))
        return NULL;
    reader_trim(n);
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

const struct prose *load_prose_key(struct load *l, int from, const struct node *key)
{
    return key ? load_prose(l, from, key->value, key->text) : NULL;
}
