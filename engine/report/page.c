#include "report/page.h"

#include <ctype.h>
#include <string.h>

#include "base/time.h"
#include "report/tell.h"

#define EVIDENCE_MOST 200

void report_own(struct page *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_vformat(p->out, format, args);
    va_end(args);
}

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

void report_say(struct page *p, const char *s)
{
    struct text shown = {0};
    text_add_shown_line(&shown, s ? s : "");
    const char *line = text_get(&shown);
    size_t block = block_mark(line);
    for (size_t i = 0; line[i]; i++) {
        const char *instead = entity(line, i);
        if (instead) {
            text_add(p->out, instead);
            continue;
        }
        if (marks(line, i) || i + 1 == block)
            text_add_char(p->out, '\\');
        text_add_char(p->out, line[i]);
    }
    text_release(&shown);
}

void report_time(struct page *p, int64_t ms)
{
    char utc[TIME_TEXT_MAX];
    time_utc(ms, utc);
    report_own(p, "%.10s %.8s", utc, utc + 11);
}

void report_cite(struct page *p, int64_t seq)
{
    const struct events *all = p->story->events;
    if (seq == 0 && all->count > 1)
        report_own(p, " [#%lld] to [#%lld]", (long long)all->items[0].seq,
                   (long long)all->items[all->count - 1].seq);
    else if (seq != 0 || all->count > 0)
        report_own(p, " [#%lld]", (long long)(seq ? seq : all->items[0].seq));
}

void report_prompt(struct page *p, const char *question)
{
    report_own(p, "_To be written by people: %s_\n", question);
}

void report_event(struct page *p, const struct retold_event *item)
{
    struct text cut = {0};
    const char *exhibit = tell_exhibit(p->story, item->event);
    report_say(p, item->sentence);
    if (exhibit) {
        tell_lines(&cut, exhibit, EVIDENCE_MOST);
        report_own(p, "<br>evidence: ");
        report_say(p, text_get(&cut));
    }
    text_release(&cut);
}
