#include "book/yaml.h"

#include <string.h>

/* Both sides of one text: as it was written, and as it was read. */
struct walk {
    const char *written, *written_end;
    const char *text;
    char quote; /* 0 where there is none */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind the quote, or the line of | or >. */
static const char *first_byte(const char *written, const char *end)
{
    if (*written == '"' || *written == '\'')
        return written + 1;
    if (*written != '|' && *written != '>')
        return written;
    const char *line_end = memchr(written, '\n', (size_t)(end - written));
    const char *p = line_end ? line_end + 1 : end;
    while (p < end && is_blank(*p))
        p++;
    return p;
}

/* A run of blanks with a line end in it: however it was folded, it ends with the next word. */
static bool over_line_end(struct walk *w)
{
    const char *p = w->written;
    bool line_end = false;
    while (p < w->written_end && is_blank(*p))
        line_end |= *p++ == '\n';
    if (!line_end)
        return false;
    w->written = p;
    while (is_blank(*w->text))
        w->text++;
    return true;
}

static size_t char_len(const char *s)
{
    size_t len = 1;
    while ((s[len] & 0xc0) == 0x80)
        len++;
    return len;
}

static void over_escape(struct walk *w)
{
    size_t len = 2;
    switch (w->written[1]) {
    case 'x':
        len = 4;
        break;
    case 'u':
        len = 6;
        break;
    case 'U':
        len = 10;
        break;
    case '\n':
    case '\r':
        w->written++;
        while (w->written < w->written_end && is_blank(*w->written))
            w->written++;
        return;
    }
    w->written += len;
    w->text += char_len(w->text);
}

static void step(struct walk *w)
{
    if (w->quote == '"' && *w->written == '\\' && w->written + 1 < w->written_end)
        over_escape(w);
    else if (w->quote == '\'' && *w->written == '\'') {
        w->written += 2;
        w->text++;
    } else if (!is_blank(*w->written) || !over_line_end(w)) {
        w->written++;
        w->text++;
    }
}

/* Goes on to `target`, a place in the text; where that was written. */
static const char *go(struct walk *w, const char *target)
{
    while (w->text < target && w->written < w->written_end)
        step(w);
    while (w->quote == '"' && w->written + 1 < w->written_end && *w->written == '\\' &&
           (w->written[1] == '\n' || w->written[1] == '\r'))
        over_escape(w);
    return w->written < w->written_end ? w->written : w->written_end;
}

struct span yaml_within(const struct source *source, struct span written, const char *text,
                        size_t at, size_t len)
{
    if (written.at >= source->len)
        return written;
    size_t room = source->len - written.at;
    const char *start = source->bytes + written.at;
    const char *end = start + (written.len < room ? written.len : room);
    if (start == end)
        return written;
    struct walk w = {first_byte(start, end), end, text, *start};
    if (w.quote != '"' && w.quote != '\'')
        w.quote = 0;
    const char *from = go(&w, text + at), *to = go(&w, text + at + len);
    const char *line_end = memchr(from, '\n', (size_t)(to - from));
    if (line_end)
        to = line_end;
    return (struct span){(uint32_t)(from - source->bytes), (uint32_t)(to - from)};
}
