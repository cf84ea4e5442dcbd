#include "core/redact.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/redact_inside.h"

struct secret {
    char *name, *value;
    struct needles needles;
    struct secret *next; /* given before */
};

struct secrets {
    struct secret *latest;
    bool may_begin[256]; /* bytes with which a form of some secret may begin */
};

struct secrets *secrets_new(void)
{
    return mem_alloc(sizeof(struct secrets));
}

static void wipe(char *s)
{
    explicit_bzero(s, strlen(s));
    free(s);
}

void secrets_free(struct secrets *all)
{
    struct secret *next;
    for (struct secret *s = all ? all->latest : NULL; s; s = next) {
        next = s->next;
        wipe(s->name);
        wipe(s->value);
        needles_release(&s->needles);
        free(s);
    }
    free(all);
}

void secrets_set(struct secrets *all, const char *name, const char *value)
{
    struct secret *s = mem_alloc(sizeof *s);
    s->name = mem_text(name);
    s->value = mem_text(value);
    s->next = all->latest;
    all->latest = s;
    needles_make(&s->needles, value);
    for (size_t i = 0; i < s->needles.count; i++)
        all->may_begin[(unsigned char)s->needles.at[i].bytes[0]] = true;
    all->may_begin['%'] = all->may_begin['\\'] = all->may_begin['+'] = true;
}

const char *secrets_get(const struct secrets *all, const char *name)
{
    for (const struct secret *s = all ? all->latest : NULL; s; s = s->next)
        if (strcmp(s->name, name) == 0)
            return s->value;
    return NULL;
}

bool secrets_any(const struct secrets *all)
{
    return all && all->latest;
}

/* The longest form of any secret that the text begins with; NULL where it begins with none.
 * `*more`: it may be the beginning of one, or of a longer one. */
static const struct secret *find_at(const struct secrets *all, const char *s, size_t len,
                                    size_t *took, bool *more)
{
    const struct secret *found = NULL;
    *took = 0;
    *more = false;
    for (const struct secret *one = all->latest; one; one = one->next) {
        size_t n = 0;
        bool open;
        enum needle_hit hit = needles_find(&one->needles, s, len, &n, &open);
        if (hit == NEEDLE_YES && n > *took) {
            *took = n;
            found = one;
        }
        *more = *more || hit == NEEDLE_MORE || open;
    }
    return found;
}

enum ending { ENDS, ENDS_CUT, GOES_ON };

/* How much of it was taken; the rest may be the beginning of a secret. */
static size_t pass(const struct secrets *all, const char *s, size_t len, enum ending ending,
                   struct text *out, bool *any)
{
    size_t i = 0, took;
    while (i < len) {
        bool more = false;
        const struct secret *one = NULL;
        if (all->may_begin[(unsigned char)s[i]])
            one = find_at(all, s + i, len - i, &took, &more);
        if (more && ending == GOES_ON) {
            return i;
        } else if (one) {
            text_format(out, "[secret %s]", one->name);
            i += took;
            *any = true;
        } else if (more && ending == ENDS_CUT && len - i >= SECRET_MIN / 2) {
            text_add(out, "[a secret, cut]");
            *any = true;
            return len;
        } else {
            text_add_char(out, s[i++]);
        }
    }
    return len;
}

static bool redact_to(const struct secrets *all, const char *s, size_t len, enum ending ending,
                      struct text *out)
{
    bool any = false;
    if (secrets_any(all))
        pass(all, s, len, ending, out, &any);
    else
        text_add_n(out, s, len);
    return any;
}

bool redact(const struct secrets *all, const char *s, size_t len, struct text *out)
{
    return redact_to(all, s, len, ENDS, out);
}

bool redact_cut(const struct secrets *all, const char *s, size_t len, struct text *out)
{
    return redact_to(all, s, len, ENDS_CUT, out);
}

void redact_text(const struct secrets *all, struct text *t)
{
    struct text out = {0};
    if (!secrets_any(all) || !t->len)
        return;
    redact(all, t->at, t->len, &out);
    text_release(t);
    *t = out;
}

void redact_feed(const struct secrets *all, struct text *held, const char *s, size_t len, bool end,
                 struct text *out)
{
    bool any = false;
    text_add_n(held, s, len);
    if (!secrets_any(all)) {
        text_add_n(out, text_get(held), held->len);
        text_clear(held);
        return;
    }
    size_t took = pass(all, text_get(held), held->len, end ? ENDS : GOES_ON, out, &any);
    struct text rest = {0};
    text_add_n(&rest, text_get(held) + took, held->len - took);
    text_release(held);
    *held = rest;
}
