#include "tty/view.h"

#include <string.h>

#include "book/part.h"
#include "tty/page.h"

#define CANNOT_TELL "I can't tell"

void view_opening(struct text *out, struct screen v, const struct session *s, const char *incident)
{
    const struct book *b = session_book(s);
    struct text line = {0};
    page_shown(&line, v, STYLE_BOLD, b->title);
    page_put(out, v, 0, text_get(&line));
    if (b->summary) {
        text_clear(&line);
        page_shown(&line, v, STYLE_PLAIN, b->summary);
        page_put(out, v, 0, text_get(&line));
    }
    text_add(out, "\n");
    page_put(out, v, 0,
             "Breathe. Slow is smooth, smooth is fast. One question at a time; \"" CANNOT_TELL
             "\" is always an answer.");
    text_clear(&line);
    text_add(&line, "Everything is recorded, as incident ");
    page_shown(&line, v, STYLE_PLAIN, incident);
    text_add(&line, ".");
    page_put(out, v, 0, text_get(&line));
    view_nevers(out, v, s);
    page_put(out, v, 0,
             "Help: ? for a question, :causes for the board, :back to take an answer back, "
             ":quit to stop and go on later.");
    text_release(&line);
}

static void put_heading(struct text *out, struct screen v, const struct session *s,
                        const struct question *q)
{
    struct text line = {0};
    text_add(&line, q->heading);
    if (q->of > 0)
        text_format(&line, " %zu of %zu", q->number, q->of);
    if (strchr(q->name, '#'))
        text_add(&line, ", again");
    if (q->step && q->step->part) {
        text_add(&line, ", in \"");
        page_shown(&line, v, STYLE_PLAIN, session_book(s)->parts[q->step->part].title);
        text_add_char(&line, '"');
    }
    if (q->step && session_board(s)->cause_count > 0)
        text_format(&line, " (causes left: %zu)", board_left(session_board(s)));
    page_put_styled(out, v, STYLE_DIM, text_get(&line));
    if (q->chosen) {
        text_clear(&line);
        text_add(&line, "asked next: ");
        page_shown(&line, v, STYLE_PLAIN, q->chosen);
        page_put_styled(out, v, STYLE_DIM, text_get(&line));
    }
    text_release(&line);
}

/* A line that the author indented is a command to copy: broken by us, its half could be run. */
static void put_line(struct text *out, struct screen v, enum style style, int left,
                     const char *label, const char *s)
{
    struct text line = {0};
    term_style(&line, v.color, style, label);
    page_shown(&line, v, style, s);
    if (strncmp(s, "  ", 2) == 0) {
        text_add_repeat(out, ' ', (size_t)left);
        text_add(out, text_get(&line));
        text_add(out, "\n");
    } else {
        page_hang(out, v, left, left + (int)strlen(label), text_get(&line));
    }
    text_release(&line);
}

static void put_labelled(struct text *out, struct screen v, enum style style, const char *label,
                         const char *s)
{
    struct text line = {0};
    int left = 2;
    for (size_t len; s && *s; s += len + (s[len] == '\n')) {
        len = strcspn(s, "\n");
        text_clear(&line);
        text_add_n(&line, s, len);
        put_line(out, v, style, left, left == 2 ? label : "", text_get(&line));
        left = 2 + (int)strlen(label);
    }
    text_release(&line);
}

void view_looked_at(struct text *out, struct screen v, const struct session *s,
                    const struct question *q)
{
    struct text line = {0};
    put_heading(out, v, s, q);
    page_shown(&line, v, STYLE_BOLD, q->text);
    page_put(out, v, 0, text_get(&line));
    text_release(&line);
}

/* To be copied or opened: broken by us, it would be another. */
static void put_whole(struct text *out, struct screen v, const char *label, const char *s)
{
    struct text line = {0};
    for (size_t len; *s; s += len + (s[len] == '\n')) {
        len = strcspn(s, "\n");
        text_clear(&line);
        text_add_n(&line, s, len);
        text_format(out, "  %s", label);
        page_shown(out, v, STYLE_PLAIN, text_get(&line));
        text_add_char(out, '\n');
        label = "     ";
    }
    text_release(&line);
}

/* What is asked, why, and how to find out. */
static void put_asked(struct text *out, struct screen v, const struct session *s,
                      const struct question *q)
{
    view_looked_at(out, v, s, q);
    put_labelled(out, v, STYLE_DIM, "Why: ", q->why);
    put_labelled(out, v, STYLE_PLAIN, "How: ", q->how);
    for (size_t i = 0; i < q->see_count; i++)
        put_whole(out, v, i ? "     " : "See: ", q->see[i].url);
    if (q->copy)
        put_whole(out, v, "Run: ", q->copy);
    if (q->acts)
        view_nevers(out, v, s);
}

static void put_option(struct text *out, struct screen v, size_t number, const char *label)
{
    struct text line = {0};
    text_format(&line, "%2zu  ", number);
    page_shown(&line, v, STYLE_PLAIN, label);
    page_hang(out, v, 1, 5, text_get(&line));
    text_release(&line);
}

static void put_listed(struct text *line, struct screen v, const struct question *q)
{
    for (size_t i = 0; i < q->option_count; i++) {
        text_add(line, i == 0 ? ", such as \"" : ", \"");
        page_shown(line, v, STYLE_PLAIN, q->options[i].label);
        text_add(line, "\"");
    }
}

/* What fits a question without options to choose from. */
static void put_fit(struct text *out, struct screen v, const struct question *q)
{
    struct text line = {0};
    if (q->type == TYPE_NUMBER) {
        text_add(&line, "Answer: a number");
        if (q->unit) {
            text_add(&line, " (unit ");
            page_shown(&line, v, STYLE_PLAIN, q->unit);
            text_add(&line, ")");
        }
    } else if (q->type == TYPE_TIME) {
        text_add(&line, "Answer: a time: 14:02, 2026-09-14 14:02, or -20m for 20 minutes ago");
    } else {
        text_add(&line, "Answer: in your own words");
        put_listed(&line, v, q);
    }
    text_add(&line, q->can_be_unknown ? "; or unknown, if you can't tell" : "");
    page_hang(out, v, 2, 4, text_get(&line));
    text_release(&line);
}

/* How several are said, and which of them cannot be. */
static void put_several(struct text *out, struct screen v, const struct question *q)
{
    struct text line = {0};
    bool some = false;
    text_add(&line, "Say all that hold, with commas between: 1, 2");
    for (size_t i = 0; i < q->option_count; i++) {
        if (!q->options[i].alone)
            continue;
        text_add(&line, some ? ", \"" : ". Only by itself: \"");
        page_shown(&line, v, STYLE_PLAIN, q->options[i].label);
        text_add(&line, "\"");
        some = true;
    }
    page_hang(out, v, 2, 4, text_get(&line));
    text_release(&line);
}

void view_question(struct text *out, struct screen v, const struct session *s,
                   const struct question *q)
{
    put_asked(out, v, s, q);
    if (!type_is_listed(q->type)) {
        put_fit(out, v, q);
        return;
    }
    for (size_t i = 0; i < q->option_count; i++)
        put_option(out, v, i + 1, q->options[i].label);
    if (q->can_be_unknown)
        put_option(out, v, q->option_count + 1, CANNOT_TELL);
    if (q->type == TYPE_MANY)
        put_several(out, v, q);
}

void view_reminder(struct text *out, struct screen v, const struct question *q)
{
    struct text line = {0};
    page_shown(&line, v, STYLE_BOLD, q->text);
    text_add(&line, " (Enter shows it whole)");
    page_put(out, v, 0, text_get(&line));
    text_release(&line);
}
