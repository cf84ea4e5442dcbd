#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tty/page.h"

void view_board(struct text *out, struct screen v, const struct session *s)
{
    static const enum cause_state order[] = {CAUSE_CONFIRMED, CAUSE_CONTRADICTED, CAUSE_SUSPECTED,
                                             CAUSE_OPEN, CAUSE_RULED_OUT};
    const struct board *b = session_board(s);
    struct text line = {0};
    text_format(&line, "%zu of %zu causes left", board_left(b), board_size(b));
    page_put_styled(out, v, STYLE_BOLD, text_get(&line));
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        page_put_causes(out, v, s, order[i], cause_state_words(order[i]));
    text_release(&line);
}

/* "ruled out", "no longer ruled out", "no longer ruled out, now suspected". */
static void put_phrase(struct text *line, struct screen v, const struct cause_change *c,
                       bool say_fallen)
{
    struct text phrase = {0};
    bool fell = c->to == CAUSE_OPEN || (say_fallen && c->from != CAUSE_OPEN);
    if (fell)
        text_format(&phrase, "no longer %s", cause_state_words(c->from));
    if (c->to != CAUSE_OPEN)
        text_format(&phrase, "%s%s", fell ? ", now " : "", cause_state_words(c->to));
    term_style(line, v.color, page_state_style(c->to), text_get(&phrase));
    text_release(&phrase);
}

static void put_change(struct text *out, struct screen v, const struct session *s,
                       const struct cause_change *c, bool say_fallen)
{
    struct text line = {0};
    bool quoted = c->to == CAUSE_OPEN; /* then the reason is the one that fell */
    put_phrase(&line, v, c, say_fallen);
    text_add(&line, "  ");
    page_cause(&line, session_book(s), c->cause);
    text_add(&line, quoted ? ": \"" : ": ");
    page_shown(&line, v, STYLE_PLAIN, c->reason);
    text_add(&line, quoted ? "\" no longer holds." : "");
    page_hang(out, v, 0, 4, text_get(&line));
    text_release(&line);
}

static void put_count(struct text *out, struct screen v, const struct board *before,
                      const struct board *after)
{
    struct text line = {0};
    size_t was = board_left(before), is = board_left(after);
    if (was != is)
        text_format(&line, "%zu -> ", was);
    text_format(&line, "%zu cause%s left.", is, is == 1 ? "" : "s");
    if (is == 0)
        text_add(&line, " Every cause is ruled out: look at the reasons again (:causes), or it is "
                        "one that this runbook does not know.");
    page_put(out, v, 0, text_get(&line));
    text_release(&line);
}

static size_t put_changes(struct text *out, struct screen v, const struct session *s,
                          const struct board *before, bool say_fallen)
{
    const struct board *after = session_board(s);
    struct cause_change *changes = mem_alloc((after->cause_count + 1) * sizeof *changes);
    size_t n = board_diff(before, after, changes);
    /* What fell comes first: it is what the responder must think about again. */
    for (int fallen = 1; fallen >= 0; fallen--)
        for (size_t i = 0; i < n; i++)
            if ((changes[i].from == CAUSE_RULED_OUT) == fallen)
                put_change(out, v, s, &changes[i], say_fallen);
    free(changes);
    return n;
}

void view_moves(struct text *out, struct screen v, const struct session *s,
                const struct board *before)
{
    if (put_changes(out, v, s, before, false) > 0)
        put_count(out, v, before, session_board(s));
}

void view_fallen(struct text *out, struct screen v, const struct session *s,
                 const struct board *before)
{
    if (put_changes(out, v, s, before, true) > 0)
        put_count(out, v, before, session_board(s));
    else
        page_put(out, v, 0, "No cause moved.");
}
