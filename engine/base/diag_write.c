#include "base/diag.h"

#include "base/utf8.h"

#define COLUMNS 92 /* of the source line; the gutter makes them 100 */
#define LEAD 40    /* of them in front of the place, where the line is cut on the left */
#define FAR 1024   /* bytes on either side of the place beyond which nothing is looked at */
#define TAB 8
#define DOTS "..."
#define DOTS_LEN (sizeof DOTS - 1)

#define SGR_BOLD "\033[1m"
#define SGR_RED "\033[1;31m"
#define SGR_YELLOW "\033[1;33m"
#define SGR_END "\033[0m"

/* A line as it is shown, or the part of it around the place. Columns count from 0. */
struct view {
    struct text shown;
    size_t width;
    size_t first, end; /* columns of the place */
    bool cut_left, cut_right;
};

static size_t char_len(const char *s, size_t len)
{
    uint32_t c;
    size_t took = utf8_read(s, len, &c);
    return took ? took : 1;
}

/* Adds the character at `s`, of which `len` bytes are left; returns how many it took. */
static size_t draw(struct view *v, const char *s, size_t len)
{
    size_t before = v->shown.len, took = 1;
    if (*s == '\t')
        text_add_repeat(&v->shown, ' ', TAB - v->width % TAB);
    else
        took = text_add_shown_char(&v->shown, s, len);
    v->width += utf8_width(v->shown.at + before, v->shown.len - before);
    return took;
}

/* Not a place in the middle of a character: back to where it begins. */
static size_t char_start(const char *line, size_t at)
{
    for (int i = 0; i < 3 && at > 0 && ((unsigned char)line[at] & 0xc0) == 0x80; i++)
        at--;
    return at;
}

/* Draws what can be in view of the place, `at` to `end` in bytes of the line. */
static void draw_line(struct view *v, const char *line, size_t len, size_t at, size_t end)
{
    size_t i = at > FAR ? char_start(line, at - FAR) : 0;
    size_t stop = len - at > FAR ? char_start(line, at + FAR) : len;
    while (i < at && i + char_len(line + i, len - i) <= at)
        i += draw(v, line + i, len - i);
    v->first = v->width;
    size_t most = v->first + COLUMNS;
    while (i < end && i < stop && v->width <= most)
        i += draw(v, line + i, len - i);
    v->end = v->width > v->first ? v->width : v->first + 1;
    while (i < stop && v->width <= most)
        i += draw(v, line + i, len - i);
    v->cut_left = at > FAR;
    v->cut_right = i < len;
}

/* Keeps the columns from `from` on, `room` of them at most. */
static void crop(struct view *v, size_t from, size_t room)
{
    struct text kept = {0};
    size_t column = 0, start = from, end = from;
    for (size_t i = 0, took; i < v->shown.len; i += took) {
        uint32_t c = 0;
        took = utf8_read(v->shown.at + i, v->shown.len - i, &c);
        size_t width = (size_t)utf8_char_width(c);
        if (column + width > from + room)
            break;
        if (column < from || (kept.len == 0 && from > 0 && width == 0)) {
            start = end = column + width;
        } else {
            text_add_n(&kept, v->shown.at + i, took);
            end = column + width;
        }
        column += width;
    }
    v->cut_left |= from > 0;
    v->cut_right |= end < v->width;
    v->first -= start;
    v->end = (v->end < end ? v->end : end) - start;
    v->width = end - start;
    text_release(&v->shown);
    v->shown = kept;
}

/* Fits a long line into COLUMNS, so that the place and what stands before it are in view. */
static void fit(struct view *v)
{
    size_t from = 0, room = COLUMNS;
    if (!v->cut_left && !v->cut_right && v->width <= COLUMNS)
        return;
    if (v->end > COLUMNS - DOTS_LEN && v->first > LEAD)
        from = v->first - LEAD;
    if (v->cut_left || from > 0)
        room -= DOTS_LEN;
    if (!v->cut_right && v->width - from < room && v->width > room)
        from = v->width - room; /* the rest of the line fits: fill up on the left */
    if (v->cut_right || v->width - from > room)
        room -= DOTS_LEN;
    crop(v, from, room);
}

static void add_styled(struct text *out, const char *style, const char *s, bool color)
{
    text_add(out, color ? style : NULL);
    text_add(out, s);
    text_add(out, color ? SGR_END : NULL);
}

static void write_carets(const struct view *v, struct text *out, bool color)
{
    size_t count = v->end > v->first ? v->end - v->first : 1;
    struct text carets = {0};
    text_add_char(&carets, '^');
    text_add_repeat(&carets, '~', count - 1);
    text_add_repeat(out, ' ', v->first + (v->cut_left ? DOTS_LEN : 0));
    add_styled(out, SGR_BOLD, text_get(&carets), color);
    text_release(&carets);
}

/* A place in a file, as it is shown. */
struct shown {
    const struct source *source;
    struct span span;
    struct place place;
};

static struct shown shown_at(const struct source *source, struct span span)
{
    struct shown at = {source, span, {0}};
    if (source)
        at.place = source_place(source, span.at);
    return at;
}

static void write_line(const struct shown *s, struct text *out, bool color)
{
    struct view v = {0};
    const struct place *p = &s->place;
    size_t at = s->span.at > s->source->len ? s->source->len : s->span.at;
    size_t offset = (size_t)(p->text - s->source->bytes);
    at = at > offset ? at - offset : 0;
    if (at > p->text_len)
        at = p->text_len;
    size_t left = p->text_len - at;
    draw_line(&v, p->text, p->text_len, at, at + (s->span.len < left ? s->span.len : left));
    fit(&v);
    text_format(out, "%5u |%s", p->line, v.shown.len ? " " : "");
    text_add(out, v.cut_left ? DOTS : NULL);
    text_add_n(out, text_get(&v.shown), v.shown.len);
    text_add(out, v.cut_right ? DOTS : NULL);
    text_add(out, "\n      | ");
    write_carets(&v, out, color);
    text_add_char(out, '\n');
    text_release(&v.shown);
}

static void write_place(const struct shown *s, struct text *out)
{
    if (!s->source)
        return;
    text_add_shown_line(out, s->source->path);
    text_format(out, ":%u:%u: ", s->place.line, s->place.column);
}

static void write_head(const struct diag *d, struct text *out, bool color)
{
    if (d->level == DIAG_ERROR)
        add_styled(out, SGR_RED, "error:", color);
    else
        add_styled(out, SGR_YELLOW, "warning:", color);
    text_add_char(out, ' ');
    text_add_shown_line(out, d->message);
    if (d->code)
        text_format(out, " [%s]", d->code);
    text_add_char(out, '\n');
}

static void write_said(const char *indent, const char *what, const char *says, struct text *out,
                       bool color)
{
    text_add(out, indent);
    add_styled(out, SGR_BOLD, what, color);
    text_add_char(out, ' ');
    text_add_shown_line(out, says);
    text_add_char(out, '\n');
}

static void write_note(const struct diag_note *n, struct text *out, bool color)
{
    struct shown at = shown_at(n->source, n->span);
    write_place(&at, out);
    write_said("", "note:", n->says, out, color);
    if (n->source)
        write_line(&at, out, color);
}

void diag_write(const struct diag *d, struct text *out, bool color)
{
    struct shown at = shown_at(d->source, d->span);
    write_place(&at, out);
    write_head(d, out, color);
    if (d->source)
        write_line(&at, out, color);
    if (d->hint)
        write_said("  ", "hint:", d->hint, out, color);
    for (size_t i = 0; i < d->note_count; i++)
        write_note(&d->notes[i], out, color);
}

void diags_write(const struct diags *ds, struct text *out, bool color)
{
    for (size_t i = 0; i < ds->count; i++)
        diag_write(&ds->items[i], out, color);
}
