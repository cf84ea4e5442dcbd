#include "core/allow.h"

#include <string.h>

#include "book/part.h"
#include "book/permit.h"

typedef const char *read_value(struct arena *a, const char *value, const char *rest);

/* A slash at the end of the value and one at the beginning of the rest are the same. */
static const char *path_of(struct arena *a, const char *value, const char *rest)
{
    size_t len = strlen(value);
    while (*rest == '/' && len && value[len - 1] == '/')
        len--;
    char *whole = arena_alloc(a, len + strlen(rest) + 1);
    memcpy(whole, value, len);
    strcpy(whole + len, rest);
    return permit_path(a, whole);
}

static const char *origin_of(struct arena *a, const char *value, const char *rest)
{
    const char *host = strstr(value, "://");
    (void)rest;
    if (!host)
        return NULL;
    host += 3;
    return permit_origin(a, arena_text_n(a, value, (size_t)(host - value) + strcspn(host, "/?#")));
}

/* NULL: nothing. */
static const char *fill_one(const struct session *s, const struct permit *p, read_value *read,
                            struct arena *a)
{
    if (p->input < 0)
        return p->text;
    const char *value = session_input_binds(s, p->input) ? session_input(s, p->input) : NULL;
    return value && strcmp(value, VALUE_UNKNOWN) != 0 ? read(a, value, p->rest) : NULL;
}

static const char *const *fill(const struct session *s, const struct permit *list, size_t count,
                               read_value *read, struct arena *a)
{
    const char **out = arena_alloc(a, (count + 1) * sizeof *out);
    size_t filled = 0;
    for (size_t i = 0; i < count; i++)
        if ((out[filled] = fill_one(s, &list[i], read, a)))
            filled++;
    return out;
}

static const struct allow *allow_of(const struct session *s, int part)
{
    const struct book *b = session_book(s);
    return b->parts ? b->parts[part].allow : &b->allow;
}

const char *const *allow_paths(const struct session *s, int part, struct arena *a)
{
    const struct allow *allow = allow_of(s, part);
    return fill(s, allow->read, allow->read_count, path_of, a);
}

const char *const *allow_origins(const struct session *s, int part, struct arena *a)
{
    const struct allow *allow = allow_of(s, part);
    return fill(s, allow->http, allow->http_count, origin_of, a);
}

static size_t add_withheld(const struct session *s, const struct permit *list, size_t count,
                           const char **out, struct arena *a)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (list[i].input >= 0 && !session_input_binds(s, list[i].input))
            out[n++] = arena_format(
                a,
                "\"%s\" permits nothing, because its value came from an alert"
                ", a check or a command, and the input has neither \"one_of\" nor \"match\"",
                list[i].text);
    return n;
}

const char *const *allow_withheld(const struct session *s, int part, struct arena *a)
{
    const struct allow *allow = allow_of(s, part);
    const char **out = arena_alloc(a, (allow->read_count + allow->http_count + 1) * sizeof *out);
    size_t n = add_withheld(s, allow->read, allow->read_count, out, a);
    add_withheld(s, allow->http, allow->http_count, out + n, a);
    return out;
}

const char *const *allow_texts(const struct permit *list, size_t count, struct arena *a)
{
    const char **out = arena_alloc(a, (count + 1) * sizeof *out);
    for (size_t i = 0; i < count; i++)
        out[i] = list[i].text;
    return out;
}
