#include "report/plain.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool word_byte(char c)
{
    return isalnum((unsigned char)c) || (c & 0x80);
}

/* Whether `s[at]` would be read as markup. An underscore inside a word is not. */
static bool marks(const char *s, size_t at)
{
    if (s[at] == '_')
        return at == 0 || !word_byte(s[at - 1]) || !word_byte(s[at + 1]);
    return strchr("\\`*[]|~${}", s[at]) != NULL;
}

/*
 * What stands for `s[at]` where a backslash would not do: some renderers let HTML through behind
 * one, and make links of whatever looks like an address.
 */
static const char *entity(const char *s, size_t at)
{
    switch (s[at]) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case ':':
        return strncmp(s + at, "://", 3) == 0 ? "&#58;" : NULL;
    case '.':
        return at >= 3 && strncasecmp(s + at - 3, "www", 3) == 0 ? "&#46;" : NULL;
    default:
        return NULL;
    }
}

/* How many bytes of `s` could begin a block: a heading, a list, a rule. "1. " begins a list, and
 * "1.5" does not. */
static size_t block_mark(const char *s)
{
    size_t digits = strspn(s, "0123456789");
    if (digits > 0) {
        bool marked = s[digits] == '.' || s[digits] == ')';
        return marked && strchr(" \t", s[digits + 1]) ? digits + 1 : 0;
    }
    return *s && strchr("#+-=", *s) ? 1 : 0;
}

void plain_markdown(struct text *out, const char *s)
{
    struct text shown = {0};
    text_add_shown_line(&shown, s);
    const char *line = text_get(&shown);
    size_t block = block_mark(line);
    for (size_t i = 0; line[i]; i++) {
        const char *instead = entity(line, i);
        if (instead) {
            text_add(out, instead);
            continue;
        }
        if (marks(line, i) || i + 1 == block)
            text_add_char(out, '\\');
        text_add_char(out, line[i]);
    }
    text_release(&shown);
}

/* More backquotes around it than in it. */
void plain_markdown_code(struct text *out, const char *s)
{
    struct text shown = {0};
    size_t longest = 0, run = 0;
    text_add_shown_line(&shown, s);
    for (const char *c = text_get(&shown); *c; c++) {
        run = *c == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    text_add_repeat(out, '`', longest + 1);
    text_add(out, longest ? " " : "");
    text_add(out, text_get(&shown));
    text_add(out, longest ? " " : "");
    text_add_repeat(out, '`', longest + 1);
    text_release(&shown);
}

void plain_html(struct text *out, const char *s)
{
    struct text shown = {0};
    text_add_shown(&shown, s);
    for (const char *c = text_get(&shown); *c; c++) {
        const char *instead = *c == '&'    ? "&amp;"
                              : *c == '<'  ? "&lt;"
                              : *c == '>'  ? "&gt;"
                              : *c == '"'  ? "&quot;"
                              : *c == '\'' ? "&#39;"
                                           : NULL;
        if (instead)
            text_add(out, instead);
        else
            text_add_char(out, *c);
    }
    text_release(&shown);
}
