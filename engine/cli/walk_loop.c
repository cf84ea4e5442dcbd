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

struct want walk_target(const struct walk *w)
{
    return w->changing ? w->change : walk_wanted(w->o.session);
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

static void give(struct walk *w, struct deed d)
{
    struct board *before;
    int level = session_level(w->o.session);
    bool change = w->changing;
    d.kind = DEED_ANSWER;
    d.to = walk_target(w);
    w->changing = false;
    w->shown[0] = 0;
    if (walk_do(w, &d, &before)) {
        walk_show_board(w, change, before);
        tell_level(w, level);
        walk_tell_rest(w);
    }
    board_free(before);
    if (d.to.kind == WANT_END && !w->ended && strcmp(d.value, ANSWER_LATER) == 0) {
        walk_say_go_on(w);
        walk_end(w, EXIT_UNRESOLVED);
    }
    if (d.to.kind == WANT_ACTION && !w->ended && strcmp(d.value, "yes") == 0)
        walk_act(w, d.to.index);
}

void walk_give(struct walk *w, const char *value, const char *evidence)
{
    give(w, (struct deed){.value = value, .evidence = evidence});
}

void walk_give_checked(struct walk *w, const struct checked_answer *said)
{
    give(w, (struct deed){.value = said->value, .checked = *said});
}

static void read_answer(struct walk *w, const struct question *q, const char *line)
{
    struct text said = {0};
    char either[2][TIME_TEXT_MAX] = {{0}};
    bool which = q->type == TYPE_TIME && w->either[0][0] &&
                 (strcmp(line, "1") == 0 || strcmp(line, "2") == 0);
    const char *meant = which ? w->either[*line - '1'] : line;
    enum reading reading = question_read(q, meant, time_now_ms(), &said, either);
    memset(w->either, 0, sizeof w->either);
    if (reading == READING_OK) {
        walk_give(w, text_get(&said), NULL);
    } else if (w->interactive) {
        say_line("%s", text_get(&said));
        if (reading == READING_TWICE) {
            say_line("1 is the earlier, 2 the later one.");
            memcpy(w->either, either, sizeof either);
        }
    } else {
        walk_no_answer(w, q, text_get(&said));
    }
    text_release(&said);
}

bool walk_command(struct walk *w, const char *line)
{
    if (line[0] == ':') {
        walk_colon(w, line + 1);
        return true;
    }
    if (strcmp(line, "?") == 0) {
        walk_show_help(w);
        return true;
    }
    if (*line || !w->interactive)
        return false;
    w->shown[0] = 0; /* Enter repeats the question */
    return true;
}

static void input_ended(struct walk *w, const struct question *q)
{
    if (w->interactive) {
        say_line("%s", "");
        walk_say_go_on(w);
        walk_end(w, EXIT_UNRESOLVED);
    } else if (walk_target(w).kind == WANT_END) {
        walk_give(w, ANSWER_HAND_OVER, NULL);
    } else {
        walk_no_answer(w, q, "An answer is needed, and the input has ended.");
    }
}

static void signalled(struct walk *w, int number)
{
    say_line("%s", "");
    walk_say_go_on(w);
    walk_end(w, 128 + number);
}

static void refused(struct walk *w, const struct question *q, const char *why)
{
    if (w->interactive)
        say_line("%s", why);
    else
        walk_no_answer(w, q, why);
}

static void take(struct walk *w, const struct question *q, enum prompt_result result, char *line)
{
    switch (result) {
    case PROMPT_LINE:
        line = text_trim(line);
        if (!walk_command(w, line))
            read_answer(w, q, line);
        break;
    case PROMPT_END:
        input_ended(w, q);
        break;
    case PROMPT_INTERRUPTED:
    case PROMPT_HUNG_UP:
    case PROMPT_TERMINATED:
        signalled(w, prompt_signal());
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
        if (session_entered(s, book->causes[i].part))
            c->causes[c->words.cause_count++] = book->causes[i].id;
    c->words.answers = c->answers;
    c->words.several = q->type == TYPE_MANY;
    c->words.steps = c->steps;
    c->words.causes = c->causes;
    c->words.commands = walk_colon_names(&c->words.command_count);
}

static void ask(struct walk *w)
{
    struct arena *a = arena_new();
    struct question q = question_of(a, w->o.session, walk_target(w));
    struct completions c = {0};
    char *line = NULL, *early = NULL;
    walk_show_question(w, &q);
    walk_start_looks(w);
    if (walk_capture(w, &q, &early)) {
        arena_free(a);
        return;
    }
    const char *ready = early ? NULL : answers_take(w->answers, q.name);
    if (early) {
        read_answer(w, &q, early);
    } else if (ready) {
        say_line("From the answers file: %s", ready);
        bool interactive = w->interactive;
        w->interactive = false; /* what the file says wrongly nobody at the keyboard can mend */
        read_answer(w, &q, ready);
        w->interactive = interactive;
    } else {
        completions_fill(&c, w, &q, a);
        enum prompt_result result =
            q.secret ? prompt_read_hidden("> ", &line) : prompt_read("> ", &c.words, &line);
        take(w, &q, result, line);
    }
    if (line && q.secret)
        explicit_bzero(line, strlen(line));
    free(line);
    free(early);
    arena_free(a);
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
        if (prompt_signal()) /* came while nobody was waiting for a line */
            signalled(w, prompt_signal());
        else if (walk_wanted(w->o.session).kind == WANT_VERIFY)
            walk_verify(w, walk_wanted(w->o.session).index);
        else if (!walk_check(w))
            ask(w);
        if (!w->ended && over(w))
            walk_end(w,
                     session_state(w->o.session) == SESSION_RESOLVED ? EXIT_DONE : EXIT_UNRESOLVED);
        told = w->ended && over(w);
    }
    if (told)
        walk_say_outcome(w);
    return w->status;
}
