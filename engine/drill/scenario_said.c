#include <string.h>

#include "base/excerpt.h"
#include "core/session.h"
#include "drill/scenario_inside.h"

/* "load#1" is what the walk calls "load". */
static const char *name_of_step(struct scenario *s, const struct node *name)
{
    char own[STEP_NAME_MAX];
    int visit, step;
    if (strcmp(name->text, STEP_RESOLVE) == 0)
        return name->text;
    step = scenario_step(s, name, &visit);
    if (step < 0)
        return NULL;
    session_step_name(s->out->book, step, visit, own);
    return arena_text(s->r.arena, own);
}

/* Only a step of type many takes a list. */
static bool takes_list(struct scenario *s, const struct node *name)
{
    int step, visit;
    const struct book *b = s->out->book;
    if (!session_step_parse(b, name->text, &step, &visit) || b->steps[step].type == TYPE_MANY)
        return true;
    complain_hint(reader_error(&s->r, RB_WRONG_SHAPE, reader_span(name->value),
                               "%s takes one answer, not a list", name->text),
                  "only a step of type many has several");
    return false;
}

/* A map from names to texts. `named` gives the name that the walk has for one; NULL with a
 * complaint. */
static struct said_list read_said(struct scenario *s, const struct node *key,
                                  const char *named(struct scenario *s, const struct node *name))
{
    size_t count = 0;
    struct said *items =
        arena_alloc(s->r.arena, ((key ? key->value->count : 0) + 1) * sizeof *items);
    for (struct node *k = key ? key->value->first : NULL; k; k = k->next) {
        bool list = k->value->kind == NODE_LIST && named == name_of_step;
        const char *value = NULL;
        if (list ? takes_list(s, k) : reader_is_text(&s->r, k->value, "an answer"))
            value = reader_said(&s->r, k->value, "an answer");
        const char *name = value ? named(s, k) : NULL;
        if (name)
            items[count++] = (struct said){name, value, k->span};
    }
    return (struct said_list){items, count};
}

static const char *name_of_input(struct scenario *s, const struct node *name)
{
    const struct book *b = s->out->book;
    if (book_input(b, name->text) >= 0)
        return name->text;
    const char **names = arena_alloc(s->r.arena, (b->input_count + 1) * sizeof *names);
    for (size_t i = 0; i < b->input_count; i++)
        names[i] = b->inputs[i].id;
    scenario_unknown(s, name, RB_UNKNOWN_REFERENCE, "input", names, b->input_count);
    return NULL;
}

static const char *name_of_question(struct scenario *s, const struct node *name)
{
    const struct severity *f = s->framework;
    for (size_t i = 0; f && i < f->question_count; i++)
        if (strcmp(f->questions[i].id, name->text) == 0)
            return name->text;
    const char **names = arena_alloc(s->r.arena, ((f ? f->question_count : 0) + 1) * sizeof *names);
    for (size_t i = 0; f && i < f->question_count; i++)
        names[i] = f->questions[i].id;
    struct diag *d = reader_error(&s->r, RB_UNKNOWN_QUESTION, name->span,
                                  "severity.yaml asks no \"%s\"", name->text);
    if (!complain_nearest(d, name->text, names, f ? f->question_count : 0))
        complain_hint(d, f ? "write the ids of its questions"
                           : "there is no severity.yaml beside the runbook or in the library");
    return NULL;
}

struct said_list scenario_inputs(struct scenario *s, const struct node *key)
{
    return read_said(s, key, name_of_input);
}

struct said_list scenario_answers(struct scenario *s, const struct node *key)
{
    return read_said(s, key, name_of_step);
}

struct said_list scenario_triage(struct scenario *s, const struct node *key)
{
    return read_said(s, key, name_of_question);
}

static bool names_capture(struct scenario *s, const struct node *name)
{
    const struct book *b = s->out->book;
    if (book_capture(b, name->text) >= 0)
        return true;
    size_t count = 0;
    const char **names = arena_alloc(s->r.arena, (b->step_count + 1) * sizeof *names);
    for (size_t i = 0; i < b->step_count; i++)
        if (b->steps[i].capture)
            names[count++] = b->steps[i].capture;
    scenario_unknown(s, name, RB_UNKNOWN_CAPTURE, "capture", names, count);
    return false;
}

struct said_list scenario_captures(struct scenario *s, const struct node *key)
{
    size_t count = 0, most = key ? key->value->count : 0;
    struct said *items = arena_alloc(s->r.arena, (most + 1) * sizeof *items);
    for (struct node *k = key ? key->value->first : NULL; k; k = k->next) {
        struct text text = {0}, why = {0};
        if (reader_is_text(&s->r, k->value, "a file") && names_capture(s, k)) {
            reader_trim(k->value);
            if (excerpt_file(scenario_beside(s, k->value->text), &text, &why))
                items[count++] = (struct said){
                    k->text, arena_text_n(s->r.arena, text_get(&text), text.len), k->span};
            else
                complain_hint(
                    reader_error(&s->r, RB_BAD_VALUE, k->value->span, "%s", text_get(&why)),
                    "it is looked for from the drill's own folder");
        }
        text_release(&text);
        text_release(&why);
    }
    return (struct said_list){items, count};
}
