#include <string.h>

#include "base/utf8.h"
#include "cli/checked.h"

/* In a description, # would begin a directive. */
static void add_description(struct text *out, const char *words)
{
    struct text shown = {0};
    text_add_shown_line(&shown, words);
    for (const char *c = text_get(&shown); *c; c++) {
        if (*c == '#' || *c == '\\')
            text_add_char(out, '\\');
        text_add_char(out, *c);
    }
    text_release(&shown);
}

/* What YAML takes for a line end, or lets no document hold as it is. */
static bool needs_number(uint32_t c)
{
    return c < 0x20 || utf8_unsafe(c) || (c & 0xFFFE) == 0xFFFE || c == 0x2028 || c == 0x2029;
}

static void add_quoted_char(struct text *out, uint32_t c, const char *bytes, size_t len)
{
    if (c == '"' || c == '\\')
        text_format(out, "\\%c", (char)c);
    else if (c == '\n')
        text_add(out, "\\n");
    else if (c == '\t')
        text_add(out, "\\t");
    else if (needs_number(c))
        text_format(out, "\\U%08X", c);
    else
        text_add_n(out, bytes, len);
}

/* A line of the block, with its text in double quotes. NULL writes nothing. */
static void add_key(struct text *out, const char *key, const char *s)
{
    if (!s)
        return;
    text_format(out, "  %s: \"", key);
    for (size_t left = strlen(s), len; left; s += len, left -= len) {
        uint32_t c;
        len = utf8_read(s, left, &c);
        if (!len)
            text_add(out, "\\uFFFD");
        else
            add_quoted_char(out, c, s, len);
        len += !len;
    }
    text_add(out, "\"\n");
}

static void begin(struct text *out, bool ok, size_t *number, const struct checked *c)
{
    text_format(out, "%sok %zu - ", ok ? "" : "not ", ++*number);
    add_description(out, checked_id(c));
}

static void check_point(const struct checked *c, const struct seen *one, size_t *number,
                        struct text *out)
{
    struct text answer = {0};
    checked_answer_text(c, one, &answer);
    begin(out, true, number, c);
    text_add(out, ": check ");
    add_description(out, c->texts.book->steps[one->step].id);
    if (one->error) {
        text_add(out, " # SKIP ");
        text_add_shown_line(out, one->error);
    }
    text_add(out, "\n  ---\n");
    if (!one->error)
        add_key(out, "answer", text_get(&answer));
    add_key(out, "evidence", one->evidence);
    text_format(out, "  duration_ms: %lld\n  ...\n", (long long)one->took_ms);
    text_release(&answer);
}

static void cause_point(const struct checked_list *all, const struct checked *c, size_t cause,
                        size_t *number, struct text *out)
{
    enum cause_state state = checked_cause(c, cause)->state;
    begin(out, !cause_is_finding(all, state), number, c);
    text_add(out, ": cause ");
    add_description(out, c->texts.book->causes[cause].id);
    text_add(out, "\n  ---\n");
    add_key(out, "state", cause_state_name(state));
    add_key(out, "title", c->texts.book->causes[cause].title);
    add_key(out, "reason", checked_reason(c, cause));
    text_add(out, "  ...\n");
}

static void one_tap(const struct checked_list *all, const struct checked *c, size_t *number,
                    struct text *out)
{
    if (!c->loaded) {
        begin(out, false, number, c);
        text_add(out, ": it was not checked\n");
        return;
    }
    for (size_t i = 0; i < c->count; i++)
        check_point(c, &c->seen[i], number, out);
    for (size_t i = 0; i < c->texts.book->cause_count; i++)
        if (checked_shows(c, i))
            cause_point(all, c, i, number, out);
}

void checked_tap(const struct checked_list *all, struct text *out)
{
    struct text points = {0};
    size_t number = 0;
    for (size_t i = 0; i < all->count; i++)
        one_tap(all, &all->items[i], &number, &points);
    text_format(out, "TAP version 14\n1..%zu\n%s", number, text_get(&points));
    text_release(&points);
}
