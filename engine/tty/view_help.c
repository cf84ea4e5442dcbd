#include <string.h>

#include "book/part.h"
#include "core/prose.h"
#include "tty/page.h"

static void add_prose(struct text *line, const struct session *s, const struct prose *p)
{
    struct text filled = {0};
    prose_fill(p, s, &filled);
    page_line(line, text_get(&filled));
    text_release(&filled);
}

static void put_effect(struct text *out, struct screen v, const struct session *s,
                       const struct effect *e)
{
    static const char *const does[] = {[EFFECT_SUSPECTS] = "suspects ",
                                       [EFFECT_RULES_OUT] = "rules out ",
                                       [EFFECT_CONFIRMS] = "confirms "};
    struct text line = {0};
    text_add(&line, does[e->kind]);
    page_cause(&line, session_book(s), e->cause);
    if (e->reason) {
        text_add(&line, ": ");
        add_prose(&line, s, e->reason);
    }
    page_hang(out, v, 5, 7, text_get(&line));
    text_release(&line);
}

static void put_next(struct text *out, struct screen v, const struct session *s,
                     const struct next *next)
{
    struct text line = {0};
    if (next->kind == NEXT_END)
        text_add(&line, "then nothing more is asked");
    if (next->kind == NEXT_STEP) {
        text_add(&line, "then goes to \"");
        const struct step *to = &session_book(s)->steps[next->step];
        if (to->question)
            add_prose(&line, s, to->question);
        else
            page_line(&line, step_words(session_book(s), to));
        text_add(&line, "\"");
        if (next->max > 0)
            text_format(&line, ", at most %d time%s", next->max, next->max == 1 ? "" : "s");
    }
    if (line.len > 0)
        page_hang(out, v, 5, 7, text_get(&line));
    text_release(&line);
}

static void put_consequences(struct text *out, struct screen v, const struct session *s,
                             const struct answer *a)
{
    for (size_t i = 0; i < a->effect_count; i++)
        put_effect(out, v, s, &a->effects[i]);
    if (a->effect_count == 0)
        page_put(out, v, 5, "moves no cause");
    if (a->alone)
        page_put(out, v, 5, "excludes the others");
    if (a->call) {
        struct text line = {0};
        text_add(&line, "goes through the runbook \"");
        page_line(&line, session_book(s)->parts[a->call->part].title);
        text_add(&line, "\", and comes back");
        page_hang(out, v, 5, 7, text_get(&line));
        text_release(&line);
    }
    if (a->note) {
        struct text line = {0};
        text_add(&line, "notes: ");
        add_prose(&line, s, a->note);
        page_hang(out, v, 5, 7, text_get(&line));
        text_release(&line);
    }
    put_next(out, v, s, &a->next);
}

static void put_answer(struct text *out, struct screen v, const struct session *s,
                       const struct answer *a)
{
    struct text line = {0};
    bool labelled = strcmp(a->label, a->key) != 0;
    if (a->match == MATCH_ELSE)
        text_add(&line, "anything else");
    else if (a->match == MATCH_RANGE || !labelled)
        page_line(&line, a->key);
    else
        page_line(&line, a->label);
    if (labelled && a->match != MATCH_TEXT) {
        text_add(&line, " (");
        page_line(&line, a->label);
        text_add(&line, ")");
    }
    page_hang(out, v, 2, 4, text_get(&line));
    put_consequences(out, v, s, a);
    text_release(&line);
}

static bool answers_else(const struct step *step)
{
    for (size_t i = 0; i < step->answer_count; i++)
        if (step->answers[i].match == MATCH_ELSE)
            return true;
    return false;
}

static void put_answers(struct text *out, struct screen v, const struct session *s,
                        const struct step *step)
{
    page_put_styled(out, v, STYLE_BOLD, "What each answer does");
    for (size_t i = 0; i < step->answer_count; i++)
        put_answer(out, v, s, &step->answers[i]);
    if (!type_is_listed(step->type) && !answers_else(step)) {
        page_put(out, v, 2, step->answer_count > 0 ? "anything else" : "any answer");
        page_put(out, v, 5, "moves no cause");
        put_next(out, v, s, &step->next);
    }
    page_put(out, v, 2, "I can't tell");
    put_consequences(out, v, s, &step->unknown);
}

static void put_levels(struct text *out, struct screen v, const struct severity *severity)
{
    page_put(out, v, 0,
             "These answers set the severity. \"I can't tell\" counts as the worst that it could "
             "be: in doubt take the worse, and correct it later.");
    for (size_t i = 0; i < severity->level_count; i++) {
        struct text line = {0};
        page_line(&line, severity->levels[i].id);
        text_add(&line, "  ");
        page_line(&line, severity->levels[i].title ? severity->levels[i].title : "");
        page_hang(out, v, 2, 4, text_get(&line));
        text_release(&line);
    }
}

static void put_chosen(struct text *out, struct screen v, const struct question *q)
{
    struct text line = {0};
    text_add(&line,
             "Of the questions that can be asked now, this one is expected to decide most for "
             "its cost: it ");
    page_line(&line, q->chosen);
    text_add(&line, ". A split a/b says how many causes each answer leaves.");
    page_put(out, v, 0, text_get(&line));
    text_release(&line);
}

void view_help(struct text *out, struct screen v, const struct session *s, const struct question *q)
{
    view_question(out, v, s, q);
    text_add(out, "\n");
    if (q->chosen)
        put_chosen(out, v, q);
    if (q->step)
        put_answers(out, v, s, q->step);
    else if (strcmp(q->heading, "severity") == 0 && session_severity(s))
        put_levels(out, v, session_severity(s));
    text_add(out, "\n");
    if (q->type == TYPE_CHOICE)
        page_put(out, v, 0, "Answer with the text, its number, or its first letters.");
    if (q->type == TYPE_MANY)
        page_put(out, v, 0,
                 "Answer with texts, numbers or first letters, as many as hold, with commas "
                 "between.");
    page_put(out, v, 0,
             "Enter shows the question again. :causes shows every cause and why it stands as it "
             "does, :back takes the last answer back, :change STEP corrects an earlier one, :note "
             "TEXT writes something down, :quit stops; what you said is kept. Tab completes.");
}

void view_links(struct text *out, struct screen v, const struct session *s)
{
    const struct book *b = session_book(s);
    size_t widest = 0;
    for (size_t i = 0; i < b->link_count; i++)
        widest = strlen(b->links[i].id) > widest ? strlen(b->links[i].id) : widest;
    for (size_t i = 0; i < b->link_count; i++) {
        struct text url = {0};
        prose_fill_for(b->links[i].url, s, PROSE_URL, &url);
        text_add(out, "  ");
        page_shown(out, v, STYLE_BOLD, b->links[i].id);
        text_add_repeat(out, ' ', widest - strlen(b->links[i].id) + 2);
        page_shown(out, v, STYLE_PLAIN, text_get(&url));
        text_add_char(out, '\n');
        text_release(&url);
    }
}

void view_nevers(struct text *out, struct screen v, const struct session *s)
{
    const struct book *b = session_book(s);
    for (size_t i = 0; i < b->never_count; i++) {
        struct text line = {0};
        text_add(&line, "Never run ");
        page_shown(&line, v, STYLE_BOLD, b->nevers[i].match);
        text_add(&line, ": ");
        page_shown(&line, v, STYLE_PLAIN, b->nevers[i].text);
        page_hang(out, v, 2, 4, text_get(&line));
        text_release(&line);
    }
}
