#include "core/question.h"

#include <string.h>

#include "book/part.h"
#include "core/action.h"
#include "core/prose.h"

static const char *const headings[] = {
    [STEP_CLUE] = "clue", [STEP_ANOMALY] = "anomaly", [STEP_PATTERN] = "pattern",
    [STEP_DO] = "action", [STEP_CALL] = "call",       [STEP_SAY] = "note"};

static const char *filled_for(struct arena *a, const struct session *s, const struct prose *p,
                              enum prose_for whom)
{
    if (!p)
        return NULL;
    struct text t = {0};
    prose_fill_for(p, s, whom, &t);
    const char *kept = arena_text(a, text_get(&t));
    text_release(&t);
    return kept;
}

static const char *filled(struct arena *a, const struct session *s, const struct prose *p)
{
    return filled_for(a, s, p, PROSE_PEOPLE);
}

static const struct pointer *pointers(struct arena *a, const struct session *s,
                                      const struct step *step)
{
    struct pointer *list = arena_alloc(a, (step->see_count + 1) * sizeof *list);
    for (size_t i = 0; i < step->see_count; i++) {
        const struct link *link = &session_book(s)->links[step->see[i]];
        list[i] = (struct pointer){link->id, filled_for(a, s, link->url, PROSE_URL)};
    }
    return list;
}

static void set_options(struct arena *a, struct question *q, const char *const *keys, size_t count)
{
    struct option *options = arena_alloc(a, (count + 1) * sizeof *options);
    for (size_t i = 0; i < count; i++)
        options[i] = (struct option){keys[i], keys[i], false};
    q->options = options;
    q->option_count = count;
}

static void count_among_kind(struct question *q, const struct book *b, int index)
{
    int first = b->parts ? b->parts[b->steps[index].part].steps.first : 0;
    for (int i = first; i < part_end(b, b->steps[index].part); i++) {
        if (b->steps[i].kind != b->steps[index].kind)
            continue;
        q->of++;
        if (i <= index)
            q->number++;
    }
}

static void of_step(struct arena *a, struct question *q, const struct session *s, int index)
{
    const struct step *step = &session_book(s)->steps[index];
    struct option *options = arena_alloc(a, (step->answer_count + 1) * sizeof *options);
    q->heading = headings[step->kind];
    count_among_kind(q, session_book(s), index);
    q->text = step->question ? filled(a, s, step->question) : step_words(session_book(s), step);
    q->why = filled(a, s, step->why);
    q->how = filled(a, s, step->how);
    q->see = pointers(a, s, step);
    q->see_count = step->see_count;
    q->copy = filled_for(a, s, step->copy, PROSE_SHELL);
    q->capture = session_captured(s, index) < session_visit(s, index) ? step->capture : NULL;
    q->type = step->type;
    q->unit = step->unit;
    q->step = step;
    q->can_be_unknown = true;
    q->options = options;
    for (size_t i = 0; i < step->answer_count; i++)
        if (step->answers[i].match == MATCH_TEXT)
            options[q->option_count++] = (struct option){
                step->answers[i].key, step->answers[i].label, step->answers[i].alone};
}

static void of_triage(struct arena *a, struct question *q, const struct session *s, int index)
{
    const struct severity_question *asked = &session_severity(s)->questions[index];
    q->heading = "severity";
    q->number = (size_t)index + 1;
    q->of = session_severity(s)->question_count;
    q->text = asked->question;
    q->can_be_unknown = true;
    set_options(a, q, asked->answers, asked->answer_count);
}

static const char *confirmed(struct arena *a, const struct session *s)
{
    const struct board *b = session_board(s);
    struct text t = {0};
    for (size_t i = 0; i < b->cause_count; i++)
        if (b->causes[i].state == CAUSE_CONFIRMED)
            text_format(&t, "%s%s", t.len ? "; " : "Confirmed: ", session_book(s)->causes[i].title);
    const char *kept = t.len ? arena_text(a, text_get(&t)) : NULL;
    text_release(&t);
    return kept;
}

/* Temporary changes that are still in place. */
static const char *open_changes(struct arena *a, const struct session *s)
{
    const struct book *b = session_book(s);
    struct text t = {0};
    for (size_t i = 0; i < b->action_count; i++)
        if (action_open_change(s, (int)i))
            text_format(&t, "%s%s (:undo %s)",
                        t.len ? "; " : "Still in place, for the time being: ", b->actions[i].title,
                        b->actions[i].id);
    const char *kept = t.len ? arena_text(a, text_get(&t)) : NULL;
    text_release(&t);
    return kept;
}

static void of_resolve(struct arena *a, struct question *q, const struct session *s)
{
    static const char *const yes_no[] = {"yes", "no"};
    q->heading = "resolve";
    q->text = "Is the incident over?";
    q->why = confirmed(a, s);
    const char *open = open_changes(a, s);
    if (open)
        q->why = arena_format(a, "%s%s%s", q->why ? q->why : "", q->why ? ". " : "", open);
    q->how =
        "Look at what told you about the trouble: is it as it was before? If you are not sure, say "
        "no; you will be asked again when more is known, and :resolve REASON ends it at any time.";
    set_options(a, q, yes_no, 2);
}

static void of_end(struct arena *a, struct question *q, const struct session *s)
{
    static const char *const ends[] = {ANSWER_HAND_OVER, ANSWER_LATER};
    const char *whom = session_book(s)->resolve.hand_over;
    const struct role *role = whom ? book_role(session_book(s), whom) : NULL;
    whom = role ? arena_format(a, "%s (%s)", whom, role->text) : whom;
    q->heading = "end";
    q->text = "There is nothing left to ask. What now?";
    q->how = arena_format(
        a,
        "Hand over to %s: the record tells them all that you found out. Or save it and "
        "come back; :change STEP corrects an answer, :resolve REASON ends the incident.",
        whom ? whom : "whoever knows the system best");
    set_options(a, q, ends, 2);
}

static void of_input(struct arena *a, struct question *q, const struct session *s, int index)
{
    static const enum answer_type types[] = {[INPUT_TEXT] = TYPE_TEXT,
                                             [INPUT_PATH] = TYPE_TEXT,
                                             [INPUT_NUMBER] = TYPE_NUMBER,
                                             [INPUT_TIME] = TYPE_TIME};
    const struct input *input = &session_book(s)->inputs[index];
    q->heading = "input";
    q->text = input->ask ? input->ask : arena_format(a, "What is \"%s\"?", input->id);
    q->type = input->one_of_count ? TYPE_CHOICE : types[input->type];
    q->why = session_input_refused(s, index);
    q->match = input->match;
    q->secret = input->secret;
    if (q->secret)
        q->how = "What you type is not shown and not recorded. Actions get it, and nothing else.";
    q->is_path = input->type == INPUT_PATH;
    q->can_be_unknown = true;
    set_options(a, q, input->one_of, input->one_of_count);
}

/* The exact words that would run. */
static const char *words_of(struct arena *a, const struct session *s, const struct command_line *c)
{
    struct text t = {0};
    for (size_t i = 0; i < c->word_count; i++) {
        text_add(&t, i ? " " : "");
        prose_fill(c->words[i], s, &t);
    }
    const char *kept = arena_text(a, text_get(&t));
    text_release(&t);
    return kept;
}

static void of_action(struct arena *a, struct question *q, const struct session *s, int index)
{
    static const char *const yes_no[] = {"yes", "no"};
    const struct action *action = &session_book(s)->actions[index];
    q->heading = "action";
    q->acts = true;
    q->text = arena_format(a, "%s - do it now?", action->title);
    q->why = filled(a, s, action->danger);
    q->how = filled(a, s, action->how);
    if (action->run)
        q->how = arena_format(a, "This runs: %s%s%s", words_of(a, s, action->run),
                              q->how ? "\n" : "", q->how ? q->how : "");
    set_options(a, q, yes_no, 2);
}

struct question question_of(struct arena *a, const struct session *s, struct want w)
{
    char name[STEP_NAME_MAX];
    want_name(s, w, name);
    struct question q = {.name = arena_text(a, name), .text = "", .type = TYPE_CHOICE};
    if (w.kind == WANT_STEP && session_is_asked(s, name))
        q.chosen = session_chosen(s);
    if (w.kind == WANT_STEP)
        of_step(a, &q, s, w.index);
    else if (w.kind == WANT_TRIAGE)
        of_triage(a, &q, s, w.index);
    else if (w.kind == WANT_INPUT)
        of_input(a, &q, s, w.index);
    else if (w.kind == WANT_ACTION || w.kind == WANT_VERIFY)
        of_action(a, &q, s, w.index);
    else if (w.kind == WANT_RESOLVE)
        of_resolve(a, &q, s);
    else
        of_end(a, &q, s);
    return q;
}
