#include "core/prose.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/time.h"
#include "core/action.h"

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

/* Parts of a check's value are not kept with its answer yet, so they are not known. */
static const char *value_of(const struct prose_part *part, const struct session *s)
{
    if (part->path)
        return NULL;
    if (part->kind == REF_INPUT) {
        const char *value = session_input(s, part->index);
        return value && strcmp(value, VALUE_UNKNOWN) != 0 ? value : NULL;
    }
    if (part->kind == REF_SAVED)
        return session_saved(s, part->index);
    const struct given *g = session_given(s, part->index);
    return g ? g->value : NULL;
}

static const char *name_of(const struct prose_part *part, const struct book *b)
{
    if (part->kind == REF_INPUT)
        return b->inputs[part->index].id;
    return part->kind == REF_SAVED ? b->saved[part->index] : b->steps[part->index].id;
}

bool prose_known(const struct prose *p, const struct session *s)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct prose_part *part = &p->parts[i];
        if (part->literal)
            continue;
        if (!value_of(part, s) ||
            (part->kind == REF_STEP && session_given(s, part->index)->unknown))
            return false;
    }
    return true;
}

static void trim_line_ends(struct text *t, size_t from)
{
    while (t->len > from && (t->at[t->len - 1] == '\n' || t->at[t->len - 1] == '\r'))
        t->at[--t->len] = '\0';
}

static void fill(const struct prose *p, const struct session *s, bool exactly, struct text *out)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct prose_part *part = &p->parts[i];
        const char *value = part->literal ? part->literal : value_of(part, s);
        size_t from = out->len;
        if (part->literal)
            text_add(out, part->literal);
        else if (value)
            fill_value(value, part->form, out);
        else
            text_format(out, "[%s%s%s?]", name_of(part, session_book(s)), part->path ? "." : "",
                        part->path ? part->path : "");
        if (!part->literal && part->kind == REF_SAVED && !exactly)
            trim_line_ends(out, from);
    }
}

void prose_fill(const struct prose *p, const struct session *s, struct text *out)
{
    fill(p, s, false, out);
}

void prose_fill_exactly(const struct prose *p, const struct session *s, struct text *out)
{
    fill(p, s, true, out);
}
