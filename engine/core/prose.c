#include "core/prose.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/time.h"

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

static const char *value_of(const struct session *s, const struct prose_part *part)
{
    if (part->kind == REF_INPUT)
        return session_input(s, part->index);
    if (part->kind == REF_SAVED)
        return session_saved(s, part->index);
    const struct given *g = part->path ? NULL : session_given(s, part->index);
    return g ? g->value : NULL;
}

static const char *name_of(const struct book *b, const struct prose_part *part)
{
    if (part->kind == REF_INPUT)
        return b->inputs[part->index].id;
    return part->kind == REF_SAVED ? b->saved[part->index] : b->steps[part->index].id;
}

static void fill_part(const struct prose_part *part, const struct session *s, struct text *out)
{
    const char *value = value_of(s, part);
    if (value)
        fill_value(value, part->form, out);
    else
        text_format(out, "[%s%s%s?]", name_of(session_book(s), part), part->path ? "." : "",
                    part->path ? part->path : "");
}

void prose_fill(const struct prose *p, const struct session *s, struct text *out)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->parts[i].literal)
            text_add(out, p->parts[i].literal);
        else
            fill_part(&p->parts[i], s, out);
}
