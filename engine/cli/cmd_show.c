#include <unistd.h>

#include "cli/command.h"
#include "cli/incident.h"
#include "cli/say.h"

static const struct option_spec options[] = {
    {"format", OPTION_VALUE, "text", "a page for the terminal (the default)"}, OPTION_COLOR, {0}};

static const char *const kinds[] = {
    [STEP_CLUE] = "clue", [STEP_ANOMALY] = "anomaly", [STEP_PATTERN] = "pattern"};
static const char *const verbs[] = {[EFFECT_SUSPECTS] = "suspects",
                                    [EFFECT_RULES_OUT] = "rules out",
                                    [EFFECT_CONFIRMS] = "confirms"};

/* One wrapped paragraph behind a label, both written by the author. */
static void paragraph(struct text *out, int indent, const char *label, const char *words)
{
    struct text safe = {0};
    text_add_repeat(out, ' ', (size_t)indent);
    text_add(&safe, label);
    text_add_shown(&safe, words);
    term_wrap(out, text_get(&safe), term_width(STDOUT_FILENO), indent + 2, indent);
    text_add_char(out, '\n');
    text_release(&safe);
}

static void show_effect(struct text *out, const struct book *b, const struct effect *e)
{
    struct text line = {0};
    text_format(&line, "%s", b->causes[e->cause].title);
    if (e->reason)
        text_format(&line, ": %s", e->reason->raw);
    struct text label = {0};
    text_format(&label, "%s ", verbs[e->kind]);
    paragraph(out, 6, text_get(&label), text_get(&line));
    text_release(&label);
    text_release(&line);
}

static void show_next(struct text *out, const struct book *b, const struct next *n)
{
    struct text line = {0};
    if (n->kind == NEXT_END)
        text_add(&line, "the end");
    else if (n->kind == NEXT_STEP && n->max)
        text_format(&line, "%s, at most %d times", b->steps[n->step].id, n->max);
    else if (n->kind == NEXT_STEP)
        text_add(&line, b->steps[n->step].id);
    if (line.len)
        paragraph(out, 6, "goes to ", text_get(&line));
    text_release(&line);
}

static void show_answer(struct text *out, const struct book *b, const struct answer *a)
{
    paragraph(out, 4, "- ", a->label);
    for (size_t i = 0; i < a->effect_count; i++)
        show_effect(out, b, &a->effects[i]);
    if (a->note)
        paragraph(out, 6, "notes ", a->note->raw);
    show_next(out, b, &a->next);
}

static void show_step(struct text *out, const struct book *b, const struct step *s)
{
    text_format(out, "\n%s  (%s)\n", s->id, kinds[s->kind]);
    paragraph(out, 2, "", s->question->raw);
    if (s->when)
        paragraph(out, 2, "Asked only when ", s->when_text);
    if (s->why)
        paragraph(out, 2, "Why: ", s->why->raw);
    if (s->how)
        paragraph(out, 2, "How: ", s->how->raw);
    for (size_t i = 0; i < s->answer_count; i++)
        show_answer(out, b, &s->answers[i]);
}

static void show_cause(struct text *out, const struct cause *c)
{
    struct text label = {0};
    text_format(&label, "%s  ", c->id);
    paragraph(out, 2, text_get(&label), c->title);
    text_release(&label);
}

static void show_book(struct text *out, const struct book *b)
{
    paragraph(out, 0, "", b->title);
    if (b->summary)
        paragraph(out, 0, "", b->summary);
    if (b->owner)
        paragraph(out, 0, "Owner: ", b->owner);
    if (b->reviewed)
        paragraph(out, 0, "Reviewed: ", b->reviewed);
    text_add(out, "\nPossible causes\n");
    for (size_t i = 0; i < b->cause_count; i++)
        show_cause(out, &b->causes[i]);
    text_add(out, "\nQuestions\n");
    for (size_t i = 0; i < b->step_count; i++)
        show_step(out, b, &b->steps[i]);
}

static int run(const struct args *args)
{
    struct diags ds = {0};
    struct texts t;
    struct text page = {0};
    bool ok = texts_open(&t, args->words[0], &ds);
    if (ok)
        show_book(&page, t.book);
    say_diags(&ds);
    say_result(&page);
    diags_release(&ds);
    text_release(&page);
    texts_release(&t);
    return ok ? EXIT_DONE : EXIT_USE;
}

const struct command cmd_show = {
    .name = "show",
    .words = "RUNBOOK",
    .min_words = 1,
    .max_words = 1,
    .about = "a runbook as a page to read",
    .options = options,
    .run = run,
};
