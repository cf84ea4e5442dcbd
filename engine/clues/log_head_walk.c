#include "clues/log_head_walk.h"

#include <string.h>

#define PROGRAM_MAX 64 /* bytes */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

const char *log_walk_word_end(const char *s, const char *end)
{
    const char *blank = memchr(s, ' ', (size_t)(end - s));
    return blank ? blank : end;
}

const char *log_walk_blanks(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t'))
        s++;
    return s;
}

/* "host prog[7]: ", "host kernel: ", "host syslogd 1.4.1: "; a host alone where no program follows.
 */
void log_walk_syslog(struct log_walk *w)
{
    const char *s = log_walk_blanks(w->at, w->end), *blank = log_walk_word_end(s, w->end);
    w->h->host = (struct log_span){s, (size_t)(blank - s)};
    w->at = s = log_walk_blanks(blank, w->end);
    size_t left = (size_t)(w->end - s);
    const char *colon = memmem(s, left < PROGRAM_MAX ? left : PROGRAM_MAX, ": ", 2);
    if (!colon && left && left < PROGRAM_MAX && w->end[-1] == ':')
        colon = w->end - 1;
    if (!colon)
        return;
    blank = log_walk_word_end(s, colon);
    if (blank < colon && colon[-1] != ']' && colon[-1] != ')' && !is_digit(blank[1]))
        return;
    const char *name = s;
    while (name < colon && *name != '[' && *name != '(' && *name != ' ')
        name++;
    w->h->program = (struct log_span){s, (size_t)(name - s)};
    w->at = log_walk_blanks(colon + 1, w->end);
}

/* RFC 5424: host, program, process, kind, and structured data. */
void log_walk_5424(struct log_walk *w)
{
    struct log_span word[4] = {{0}};
    const char *s = w->at;
    for (int i = 0; i < 4; i++) {
        s = log_walk_blanks(s, w->end);
        const char *end = log_walk_word_end(s, w->end);
        word[i] = (struct log_span){s, (size_t)(end - s)};
        s = end;
    }
    w->h->host = word[0];
    w->h->program = word[1];
    s = log_walk_blanks(s, w->end);
    while (s < w->end && *s == '[') {
        const char *close = memchr(s, ']', (size_t)(w->end - s));
        if (!close)
            break;
        s = close + 1;
    }
    if (s < w->end && *s == '-')
        s++;
    w->at = log_walk_blanks(s, w->end);
}

/* ISO times before "host prog[7]: ", as today's syslog writes them. */
bool log_walk_is_syslog(const struct log_walk *w)
{
    const char *s = log_walk_blanks(w->at, w->end), *first = log_walk_word_end(s, w->end);
    const char *second = log_walk_blanks(first, w->end), *end = log_walk_word_end(second, w->end);
    if (end - second < 3 || end[-1] != ':' || s == first || !is_name(*s) || first[-1] == ':' ||
        first[-1] == ',' || log_level_of(s, (size_t)(first - s)))
        return false;
    return end[-2] == ']' ? memchr(second, '[', (size_t)(end - second)) != NULL && is_name(*second)
                          : end - second == 7 && memcmp(second, "kernel:", 7) == 0;
}
