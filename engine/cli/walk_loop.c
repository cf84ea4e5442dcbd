#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "cli/answers.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "tty/prompt.h"

void walk_end(struct walk *w, int status)
{
    w->ended = true;
    w->status = status;
}

void walk_show(struct walk *w, void (*view)(struct text *, struct screen, const struct session *))
{
    struct text t = {0};
    view(&t, w->screen, w->o.session);
    say_talk(&t);
    text_release(&t);
}

struct want walk_target(const struct walk *w)
{
    return w->changing ? w->change : walk_wanted(w->o.session);
}

/* Whole, or as one line where it stands above already, behind something that was looked at. */
static void show_question(struct walk *w, const struct question *q)
{
    struct text t = {0};
    if (w->showing == SHOW_ALL) {
        text_add_char(&t, '\n');
        view_question(&t, w->screen, w->o.session, q);
    } else if (w->showing == SHOW_REMINDER) {
        text_add_char(&t, '\n');
        view_reminder(&t, w->screen, q);
    }
    w->showing = SHOW_ALL;
    say_talk(&t);
    text_release(&t);
}

static void show_help(struct walk *w, const struct question *q)
{
    struct text t = {0};
    view_help(&t, w->screen, w->o.session, q);
    say_talk(&t);
    text_release(&t);
}

static void say_how_to_go_on(const struct walk *w)
{
    say_line("All that was answered is saved. Go on with: ruleout walk --resume=%s",
             w->o.incident.name);
}

/* Nobody is there who could give the answer. */
static void no_answer(struct walk *w, const struct question *q, const char *why)
{
    say_line("ruleout: %s: %s", q->name, q->text);
    say_line("%s", why);
    say_how_to_go_on(w);
    walk_end(w, EXIT_NO_ANSWER);
}

static void acknowledge(const struct walk *w, const char *name, const char *value, bool change,
                        const struct board *before)
{
    struct text t = {0};
    if (!w->interactive)
        say_line("recorded %s: %s", name, value);
    if (change)
        view_fallen(&t, w->screen, w->o.session, before);
    else
        view_moves(&t, w->screen, w->o.session, before);
    say_talk(&t);
    text_release(&t);
}

/* A level that was not in force before the answer. */
static void tell_level(const struct walk *w, int before)
{
    int level = session_level(w->o.session);
    if (level < 0 || level == before)
        return;
    struct text t = {0};
    view_level(&t, w->screen, w->o.session);
    say_talk(&t);
    text_release(&t);
}

static void answer(struct walk *w, const struct question *q, const char *value)
{
    struct board *before;
    int level = session_level(w->o.session);
    bool change = w->changing;
    struct deed d = {.kind = DEED_ANSWER, .to = walk_target(w), .value = value};
    w->changing = false;
    if (walk_do(w, &d, &before)) {
        acknowledge(w, q->name, value, change, before);
        tell_level(w, level);
    } else if (!w->ended && !w->interactive) {
        no_answer(w, q, "Somebody else answered in between, so this input no longer fits.");
    }
    board_free(before);
    if (d.to.kind == WANT_END && !w->ended && strcmp(value, ANSWER_LATER) == 0)
        walk_end(w, EXIT_UNRESOLVED);
}

static void refused(struct walk *w, const struct question *q, const char *why)
{
    w->showing = SHOW_NOTHING;
    if (w->interactive)
        say_line("%s", why);
    else
        no_answer(w, q, why);
}

static void read_answer(struct walk *w, const struct question *q, const char *line)
{
    struct text said = {0};
    char either[2][TIME_TEXT_MAX];
    if (question_read(q, line, time_now_ms(), &said, either) == READING_OK) {
        answer(w, q, text_get(&said));
    } else {
        refused(w, q, text_get(&said));
    }
    text_release(&said);
}

/* Lines that are no answer but say something to the walk itself. */
static bool read_command(struct walk *w, const struct question *q, const char *line)
{
    if (line[0] == ':') {
        struct want before = walk_target(w);
        walk_colon(w, line + 1);
        if (want_same(before, walk_target(w)))
            w->showing = SHOW_REMINDER;
        return true;
    }
    if (strcmp(line, "?") == 0) {
        show_help(w, q);
        w->showing = SHOW_NOTHING;
        return true;
    }
    return w->interactive && !*line; /* Enter repeats the question */
}

static void input_ended(struct walk *w, const struct question *q)
{
    if (w->interactive) {
        say_line("%s", "");
        say_how_to_go_on(w);
        walk_end(w, EXIT_UNRESOLVED);
    } else if (walk_target(w).kind == WANT_END) {
        answer(w, q, ANSWER_HAND_OVER);
    } else {
        no_answer(w, q, "An answer is needed, and the input has ended.");
    }
}

static void signalled(struct walk *w, int number)
{
    say_line("%s", "");
    say_how_to_go_on(w);
    walk_end(w, 128 + number);
}

static void take(struct walk *w, const struct question *q, enum prompt_result result, char *line)
{
    switch (result) {
    case PROMPT_LINE:
        line = text_trim(line);
        if (!read_command(w, q, line))
            read_answer(w, q, line);
        break;
    case PROMPT_END:
        input_ended(w, q);
        break;
    case PROMPT_INTERRUPTED:
        signalled(w, SIGINT);
        break;
    case PROMPT_HUNG_UP:
        signalled(w, SIGHUP);
        break;
    case PROMPT_TERMINATED:
        signalled(w, SIGTERM);
        break;
    case PROMPT_PASTED:
        refused(w, q,
                "That was pasted and had several lines, so none of it was taken. Give one answer.");
        break;
    case PROMPT_UNREADABLE:
        refused(
            w, q,
            "That line could not be read as text (UTF-8, at most 64 KiB), so it was not taken.");
        break;
    }
}

/* What Tab completes at this question. */
struct completions {
    struct prompt_words words;
    const char **answers, **steps, **causes;
};

static void completions_fill(struct completions *c, const struct walk *w, const struct question *q,
                             struct arena *a)
{
    const struct session *s = w->o.session;
    const struct book *book = session_book(s);
    c->answers = arena_alloc(a, (q->option_count + 1) * sizeof *c->answers);
    c->steps = arena_alloc(a, (book->step_count + 1) * sizeof *c->steps);
    c->causes = arena_alloc(a, (book->cause_count + 1) * sizeof *c->causes);
    for (size_t i = 0; i < q->option_count; i++)
        c->answers[c->words.answer_count++] = q->options[i].label;
    if (q->can_be_unknown)
        c->answers[c->words.answer_count++] = VALUE_UNKNOWN;
    for (size_t i = 0; i < book->step_count; i++)
        if (session_given(s, (int)i))
            c->steps[c->words.step_count++] = book->steps[i].id;
    for (size_t i = 0; i < book->cause_count; i++)
        c->causes[c->words.cause_count++] = book->causes[i].id;
    c->words.answers = c->answers;
    c->words.steps = c->steps;
    c->words.causes = c->causes;
    c->words.commands = walk_colon_names(&c->words.command_count);
}

static void ask(struct walk *w)
{
    struct arena *a = arena_new();
    struct question q = question_of(a, w->o.session, walk_target(w));
    struct completions c = {0};
    char *line = NULL;
    show_question(w, &q);
    const char *ready = answers_take(w->answers, q.name);
    if (ready) {
        say_line("From the answers file: %s", ready);
        bool interactive = w->interactive;
        w->interactive = false; /* what the file says wrongly nobody at the keyboard can mend */
        read_answer(w, &q, ready);
        w->interactive = interactive;
    } else {
        completions_fill(&c, w, &q, a);
        enum prompt_result result = prompt_read("> ", &c.words, &line);
        take(w, &q, result, line);
    }
    free(line);
    arena_free(a);
}

static void say_outcome(struct walk *w)
{
    struct text t = {0};
    view_closing(&t, (struct screen){term_width(STDOUT_FILENO), say_color(STDOUT_FILENO)},
                 w->o.session);
    text_format(&t, "\nThe timeline:   ruleout log %s\n", w->o.incident.name);
    text_format(&t, "The postmortem: ruleout postmortem %s\n", w->o.incident.name);
    if (session_state(w->o.session) != SESSION_RESOLVED)
        text_format(&t, "To go on:       ruleout walk --resume=%s\n", w->o.incident.name);
    say_result(&t);
    text_release(&t);
}

/* Closed, or handed over in this walk: the last fact says so. */
static bool over(const struct walk *w)
{
    const struct events *e = &w->o.events;
    return session_state(w->o.session) == SESSION_RESOLVED ||
           (e->count && e->items[e->count - 1].kind == EVENT_HANDED_OVER);
}

int walk_run(struct walk *w)
{
    bool told = false;
    while (!w->ended) {
        ask(w);
        if (!w->ended && over(w))
            walk_end(w,
                     session_state(w->o.session) == SESSION_RESOLVED ? EXIT_DONE : EXIT_UNRESOLVED);
        told = w->ended && over(w);
    }
    if (told)
        say_outcome(w);
    return w->status;
}
