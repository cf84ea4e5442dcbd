#include "core/prose.h"
#include "tty/page.h"

static const char *outcome(enum session_state state)
{
    switch (state) {
    case SESSION_RESOLVED:
        return "Resolved.";
    case SESSION_HANDED_OVER:
        return "Handed over.";
    default:
        return "Not resolved yet. All that was answered is saved.";
    }
}

static void put_level(struct text *out, struct screen v, const struct session *s)
{
    if (session_level(s) < 0 || !session_severity(s))
        return;
    const struct level *level = &session_severity(s)->levels[session_level(s)];
    struct text line = {0};
    text_add(&line, "Severity: ");
    page_line(&line, level->id);
    text_add(&line, " (");
    page_line(&line, level->title ? level->title : level->id);
    text_add(&line, ")");
    page_put(out, v, 0, text_get(&line));
    text_release(&line);
}

static bool cannot_tell(const struct session *s, int step)
{
    const struct given *g = session_given(s, step);
    return g && g->unknown && session_book(s)->steps[step].question;
}

static bool never_answered(const struct session *s, int step)
{
    const struct step *at = &session_book(s)->steps[step];
    return at->question && session_entered(s, at->part) && !session_given(s, step) &&
           !session_passed(s, step);
}

/* A heading and the steps of which `which` holds; nothing where there are none. */
static void put_steps(struct text *out, struct screen v, const struct session *s,
                      const char *heading, bool (*which)(const struct session *, int))
{
    const struct book *b = session_book(s);
    struct text list = {0}, line = {0}, filled = {0};
    size_t count = 0;
    for (size_t i = 0; i < b->step_count; i++) {
        if (!which(s, (int)i))
            continue;
        count++;
        text_clear(&line);
        text_clear(&filled);
        prose_fill(b->steps[i].question, s, &filled);
        page_line(&line, text_get(&filled));
        text_format(&line, " (%s)", b->steps[i].id);
        page_hang(&list, v, 2, 4, text_get(&line));
    }
    text_clear(&line);
    text_format(&line, "%s (%zu)", heading, count);
    if (count > 0) {
        page_put(out, v, 0, text_get(&line));
        text_add(out, text_get(&list));
    }
    text_release(&filled);
    text_release(&line);
    text_release(&list);
}

void view_closing(struct text *out, struct screen v, const struct session *s)
{
    page_put_styled(out, v, STYLE_BOLD, outcome(session_state(s)));
    put_level(out, v, s);
    if (session_board(s)->cause_count > 0 && board_count(session_board(s), CAUSE_CONFIRMED) == 0)
        page_put(out, v, 0, "No cause was confirmed.");
    page_put_causes(out, v, s, CAUSE_CONFIRMED, "confirmed");
    page_put_causes(out, v, s, CAUSE_CONTRADICTED, "contradicted");
    page_put_causes(out, v, s, CAUSE_SUSPECTED, "suspected");
    page_put_causes(out, v, s, CAUSE_RULED_OUT, "ruled out");
    page_put_causes(out, v, s, CAUSE_OPEN, "open: nothing spoke for or against");
    put_steps(out, v, s, "answered with \"I can't tell\"", cannot_tell);
    /* What was not needed any more is of no interest to whoever is done. */
    if (session_state(s) != SESSION_RESOLVED)
        put_steps(out, v, s, "never answered", never_answered);
}
