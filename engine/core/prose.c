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

static void fill_value(const struct given *g, enum form form, struct text *out)
{
    int64_t ms;
    if (form == FORM_JSON)
        fill_json(g->value, out);
    else if (form == FORM_MS && time_parse_rfc3339(g->value, &ms))
        text_format(out, "%lld", (long long)ms);
    else if (form == FORM_DATE && time_parse_rfc3339(g->value, &ms))
        text_add_n(out, g->value, 10);
    else
        text_add(out, g->value);
}

void prose_fill(const struct prose *p, const struct session *s, struct text *out)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct prose_part *part = &p->parts[i];
        const struct given *g = part->literal ? NULL : session_given(s, part->step);
        if (part->literal)
            text_add(out, part->literal);
        else if (g)
            fill_value(g, part->form, out);
        else
            text_format(out, "[%s?]", session_book(s)->steps[part->step].id);
    }
}
