#include "core/prose.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/time.h"
#include "book/part.h"
#include "core/action.h"
#include "core/found.h"

static void fill_json(const char *value, struct text *out)
{
    struct jval *list = jval_array();
    jval_add_text(list, value);
    char *written = jval_write(list, JSON_LINE);
    size_t len = strlen(written);
    text_add_n(out, written + 1, len - 2);
    free(written);
    jval_free(list);
}

static void fill_value(const char *value, enum form form, struct text *out)
{
    int64_t ms;
    if (form == FORM_JSON)
        fill_json(value, out);
    else if (form == FORM_MS && time_parse_rfc3339(value, &ms))
        text_format(out, "%lld", (long long)ms);
    else if (form == FORM_DATE && time_parse_rfc3339(value, &ms))
        text_add_n(out, value, 10);
    else
        text_add(out, value);
}

/* Of a part of what a check found, the text lies in `room`. */
static const char *value_of(const struct prose_part *part, const struct session *s,
                            struct text *room)
{
    if (part->path) {
        const struct given *from = session_given(s, part->index);
        bool is_there = from && from->found && found_part(from->found, part->path, room);
        return is_there ? text_get(room) : NULL;
    }
    if (part->kind == REF_INPUT) {
        const char *value = session_input(s, part->index);
        return value && strcmp(value, VALUE_UNKNOWN) != 0 ? value : NULL;
    }
    if (part->kind == REF_MOMENT) /* core/message.c knows them */
        return NULL;
    if (part->kind == REF_SAVED)
        return session_saved(s, part->index);
    const struct given *g = session_given(s, part->index);
    return g ? g->shown : NULL;
}

static const char *name_of(const struct prose_part *part, const struct book *b)
{
    if (part->kind == REF_INPUT)
        return b->inputs[part->index].id;
    if (part->kind == REF_MOMENT)
        return book_moment((enum incident_moment)part->index);
    return part->kind == REF_SAVED ? b->saved[part->index] : b->steps[part->index].id;
}

static bool part_known(const struct prose_part *part, const struct session *s)
{
    struct text room = {0};
    bool known = part->literal || value_of(part, s, &room);
    text_release(&room);
    if (!known || part->literal || part->kind != REF_STEP)
        return known;
    return !session_given(s, part->index)->unknown;
}

bool prose_known(const struct prose *p, const struct session *s)
{
    for (size_t i = 0; i < p->count; i++)
        if (!part_known(&p->parts[i], s))
            return false;
    return true;
}

static void trim_line_ends(struct text *t)
{
    while (t->len && (t->at[t->len - 1] == '\n' || t->at[t->len - 1] == '\r'))
        t->at[--t->len] = '\0';
}

static void add_url(struct text *out, const char *value)
{
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (; *value; value++)
        if (strchr(unreserved, *value))
            text_add_char(out, *value);
        else
            text_format(out, "%%%02X", (unsigned char)*value);
}

static void add_quoted(struct text *out, const char *value)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/@%+,-";
    if (*value && !value[strspn(value, plain)]) {
        text_add(out, value);
        return;
    }
    text_add_char(out, '\'');
    for (; *value; value++)
        if (*value == '\'')
            text_add(out, "'\\''");
        else
            text_add_char(out, *value);
    text_add_char(out, '\'');
}

static void add_for(struct text *out, enum prose_for whom, const char *value)
{
    if (whom == PROSE_URL)
        add_url(out, value);
    else if (whom == PROSE_SHELL)
        add_quoted(out, value);
    else
        text_add(out, value);
}

static void fill_part(const struct prose_part *part, const struct session *s, enum prose_for whom,
                      struct text *out)
{
    struct text room = {0}, value = {0};
    const char *known = value_of(part, s, &room);
    if (known)
        fill_value(known, part->form, &value);
    else
        text_format(out, "[%s%s%s?]", name_of(part, session_book(s)), part->path ? "." : "",
                    part->path ? part->path : "");
    if (part->kind == REF_SAVED && whom != PROSE_INPUT)
        trim_line_ends(&value);
    if (known)
        add_for(out, whom, text_get(&value));
    text_release(&room);
    text_release(&value);
}

void prose_fill_for(const struct prose *p, const struct session *s, enum prose_for whom,
                    struct text *out)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->parts[i].literal)
            text_add(out, p->parts[i].literal);
        else
            fill_part(&p->parts[i], s, whom, out);
}

void prose_fill(const struct prose *p, const struct session *s, struct text *out)
{
    prose_fill_for(p, s, PROSE_PEOPLE, out);
}
