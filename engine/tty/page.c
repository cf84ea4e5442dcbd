#include "tty/page.h"

#include <string.h>

/* Longer lines tire the eye, however wide the terminal is. */
#define WIDTH_READABLE 92

static void drop_end(struct text *t)
{
    while (t->len > 0 && strchr(" \n", t->at[t->len - 1]))
        t->at[--t->len] = '\0';
}

void page_shown(struct text *line, struct screen v, enum style style, const char *s)
{
    struct text shown = {0};
    text_add_shown(&shown, s);
    drop_end(&shown);
    term_style(line, v.color, style, text_get(&shown));
    text_release(&shown);
}

void page_line(struct text *line, const char *s)
{
    struct text shown = {0};
    text_add_shown_line(&shown, s);
    drop_end(&shown);
    text_add(line, text_get(&shown));
    text_release(&shown);
}

void page_cause(struct text *line, const struct book *b, int cause)
{
    page_line(line, b->causes[cause].title);
    text_add(line, " (");
    page_line(line, b->causes[cause].id);
    text_add(line, ")");
}

void page_hang(struct text *out, struct screen v, int left, int hang, const char *s)
{
    text_add_repeat(out, ' ', *s ? (size_t)left : 0);
    term_wrap(out, s, v.width < WIDTH_READABLE ? v.width : WIDTH_READABLE, hang, left);
    text_add_char(out, '\n');
}

void page_put(struct text *out, struct screen v, int left, const char *s)
{
    page_hang(out, v, left, left, s);
}

void page_put_styled(struct text *out, struct screen v, enum style style, const char *s)
{
    struct text line = {0};
    term_style(&line, v.color, style, s);
    page_put(out, v, 0, text_get(&line));
    text_release(&line);
}

enum style page_state_style(enum cause_state state)
{
    static const enum style styles[] = {[CAUSE_OPEN] = STYLE_PLAIN,
                                        [CAUSE_SUSPECTED] = STYLE_WARN,
                                        [CAUSE_RULED_OUT] = STYLE_GOOD,
                                        [CAUSE_CONFIRMED] = STYLE_BAD,
                                        [CAUSE_CONTRADICTED] = STYLE_WARN};
    return styles[state];
}

static void put_reason(struct text *out, struct screen v, const char *before, const char *reason)
{
    struct text line = {0};
    text_add(&line, before);
    page_shown(&line, v, STYLE_PLAIN, reason);
    if (line.len > 0)
        page_hang(out, v, 4, 4 + (int)strlen(before), text_get(&line));
    text_release(&line);
}

/* Where reasons stand against each other, all of them; else the one that decided. */
static void put_reasons(struct text *out, struct screen v, const struct board *b, int cause)
{
    static const char *const said[] = {[EFFECT_SUSPECTS] = "suspected: ",
                                       [EFFECT_RULES_OUT] = "ruled out: ",
                                       [EFFECT_CONFIRMS] = "confirmed: "};
    const struct cause_status *status = &b->causes[cause];
    if (status->state != CAUSE_CONTRADICTED && !status->disputed) {
        if (status->decided)
            put_reason(out, v, "", status->decided->reason);
        return;
    }
    for (size_t i = 0; i < b->move_count; i++)
        if (b->moves[i].cause == cause)
            put_reason(out, v, said[b->moves[i].kind], b->moves[i].reason);
}

void page_put_causes(struct text *out, struct screen v, const struct session *s,
                     enum cause_state state, const char *heading)
{
    const struct board *b = session_board(s);
    struct text line = {0};
    size_t count = board_count(b, state);
    if (count == 0)
        return;
    term_style(&line, v.color, page_state_style(state), heading);
    text_format(&line, " (%zu)", count);
    page_put(out, v, 0, text_get(&line));
    for (size_t i = 0; i < b->cause_count; i++) {
        if (b->causes[i].away || b->causes[i].state != state)
            continue;
        text_clear(&line);
        page_cause(&line, session_book(s), (int)i);
        text_add(&line, b->causes[i].disputed ? ", disputed" : "");
        page_hang(out, v, 2, 4, text_get(&line));
        put_reasons(out, v, b, (int)i);
    }
    text_release(&line);
}
