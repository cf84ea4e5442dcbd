#include "report/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/plain.h"

bool sheet_is_item(const char *label)
{
    return strncmp(label, "- ", 2) == 0;
}

bool sheet_is_id(const char *label)
{
    size_t len = strlen(label);
    const char *blank = strstr(label, "  ");
    return len > 2 && blank && blank > label && !sheet_is_item(label);
}

bool sheet_is_command(const char *label)
{
    static const char *const labels[] = {"Run: ", "Runs ", "Saves before: ", "Undone by "};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(labels[i], label) == 0)
            return true;
    return false;
}

void sheet_label(const char *label, struct text *out)
{
    label += sheet_is_item(label) ? 2 : 0;
    size_t len = strlen(label);
    while (len && (label[len - 1] == ' ' || label[len - 1] == ':'))
        len--;
    text_add_n(out, label, len);
}

/* A line that is indented is something to type. */
static void add_line(struct sheet *s, const char *line)
{
    if (strncmp(line, "  ", 2) == 0 && line[strspn(line, " ")])
        plain_markdown_code(s->out, line + strspn(line, " "));
    else
        plain_markdown(s->out, line + strspn(line, " "));
}

/* Line ends are kept as hard breaks; a line that is empty ends the paragraph, so it is left out. */
static void add_words(struct sheet *s, int indent, const char *words)
{
    char *own = mem_text(words), *rest = own;
    bool first = true;
    for (char *line; (line = strsep(&rest, "\n"));) {
        if (!line[strspn(line, " ")])
            continue;
        if (!first) {
            text_add(s->out, "\\\n");
            text_add_repeat(s->out, ' ', (size_t)indent);
        }
        add_line(s, line);
        first = false;
    }
    free(own);
}

static void add_label(struct sheet *s, const char *label)
{
    struct text plain = {0};
    const char *end = strstr(label, "  ");
    if (sheet_is_id(label)) {
        text_add_n(&plain, label, (size_t)(end - label));
        plain_markdown_code(s->out, text_get(&plain));
        text_clear(&plain);
        sheet_label(end + 2, &plain);
        text_add(s->out, " ");
        plain_markdown(s->out, text_get(&plain));
        text_add(s->out, plain.len ? " " : "");
    } else {
        sheet_label(label, &plain);
        text_add(s->out, plain.len ? "**" : "");
        plain_markdown(s->out, text_get(&plain));
        text_add(s->out, !plain.len ? "" : strchr(label, ':') ? ":** " : "** ");
    }
    text_release(&plain);
}

static void title(struct sheet *s, const char *words)
{
    text_add(s->out, "# ");
    plain_markdown(s->out, words);
    text_add(s->out, "\n");
}

static void section(struct sheet *s, const char *name)
{
    text_add(s->out, "\n## ");
    plain_markdown(s->out, name);
    text_add(s->out, "\n");
    s->open = 0;
}

static void entry(struct sheet *s, const char *id, const char *about)
{
    text_add(s->out, "\n### ");
    plain_markdown_code(s->out, id);
    text_add(s->out, " (");
    plain_markdown(s->out, about);
    text_add(s->out, ")\n");
    s->open = 0;
}

static void paragraph(struct sheet *s, int depth, const char *label, const char *words)
{
    bool listed = depth >= 4 || sheet_is_item(label) || sheet_is_id(label);
    int dash = depth > 4 && s->open ? 2 : 0;
    if (!listed || !s->open)
        text_add_char(s->out, '\n');
    text_add_repeat(s->out, ' ', listed ? (size_t)dash : 0);
    text_add(s->out, listed ? "- " : "");
    add_label(s, label);
    if (sheet_is_command(label))
        plain_markdown_code(s->out, words);
    else
        add_words(s, listed ? dash + 2 : 0, words);
    text_add_char(s->out, '\n');
    s->open = listed ? depth : 0;
}

static void end(struct sheet *s)
{
    (void)s;
}

const struct sheet_format sheet_markdown = {title, section, entry, paragraph, end};
