#include "cli/walk_verbs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/say.h"
#include "report/story.h"

/* Records one fact where the walk is now. */
static bool fact(struct walk *w, struct event e)
{
    struct board *before;
    char here[STEP_NAME_MAX];
    struct deed d = {.kind = DEED_FACT, .fact = e};
    if (!d.fact.step && (e.kind == EVENT_NOTED || e.kind == EVENT_TODO)) {
        want_name(w->o.session, walk_target(w), here);
        d.fact.step = here;
    }
    bool done = walk_do(w, &d, &before);
    if (done && e.kind == EVENT_CONFIRMED)
        walk_show_board(w, false, before);
    board_free(before);
    return done;
}

char *verb_word(char **rest)
{
    char *first = *rest;
    size_t len = strcspn(first, " \t");
    *rest = text_trim(first + len);
    first[len] = 0;
    return first;
}

void verb_note(struct walk *w, char *rest)
{
    if (fact(w, (struct event){.kind = EVENT_NOTED, .value = rest}))
        say_line("Noted.");
}

void verb_todo(struct walk *w, char *rest)
{
    if (fact(w, (struct event){.kind = EVENT_TODO, .value = rest}))
        say_line("Noted, as something to do after the incident.");
}

/* The time is one word, or a date and a clock; the longer reading wins. */
void verb_at(struct walk *w, char *rest)
{
    char *second = rest + strcspn(rest, " \t");
    char *text = text_trim(second);
    size_t two = (size_t)(text - rest) + strcspn(text, " \t");
    char *longer = mem_text_n(rest, two), *shorter = mem_text_n(rest, (size_t)(second - rest));
    int64_t now = time_now_ms(), ms[2] = {0};
    char then[TIME_TEXT_MAX], or_then[TIME_TEXT_MAX];
    enum time_said said = time_parse_said(longer, now, ms);
    if (said != TIME_SAID_WRONG)
        text = text_trim(rest + two);
    else
        said = time_parse_said(shorter, now, ms);
    time_local(ms[0], then);
    time_local(ms[1], or_then);
    if (said == TIME_SAID_TWICE)
        walk_refuse(w, "The clock showed that twice. Say :at %s TEXT or :at %s TEXT", then,
                    or_then);
    else if (said == TIME_SAID_WRONG)
        walk_refuse(w, "Which moment? :at 14:02 TEXT, :at -20m TEXT or :at 2026-09-14 14:02 TEXT");
    else if (!*text)
        walk_refuse(w, "What happened then? :at %s TEXT", rest);
    else if (fact(w, (struct event){.kind = EVENT_NOTED, .value = text, .at_ms = ms[0]}))
        say_line("Noted for %s.", then);
    free(longer);
    free(shorter);
}

void verb_causes(struct walk *w, char *rest)
{
    (void)rest;
    walk_show(w, view_board);
}

void verb_links(struct walk *w, char *rest)
{
    (void)rest;
    walk_show(w, view_links);
    if (!session_book(w->o.session)->link_count)
        say_line("This runbook has no links.");
}

void verb_why(struct walk *w, char *rest)
{
    (void)rest;
    walk_show_help(w);
}

void verb_back(struct walk *w, char *rest)
{
    (void)rest;
    if (w->changing) {
        w->changing = false;
        say_line("Left as it was.");
        return;
    }
    struct board *before;
    struct deed d = {.kind = DEED_BACK};
    bool done = walk_do(w, &d, &before);
    if (done && d.undone[0]) {
        w->shown[0] = 0;
        say_line("Taken back: the answer to %s.", d.undone);
        walk_show_board(w, true, before);
    } else if (done) {
        walk_refuse(w, "There is no answer to take back yet.");
    }
    board_free(before);
}

static void no_such_answer(struct walk *w, const char *name)
{
    const struct session *s = w->o.session;
    const struct book *b = session_book(s);
    const char **names = mem_alloc((b->step_count + 1) * sizeof *names);
    size_t n = 0;
    for (size_t i = 0; i < b->step_count; i++)
        if (session_given(s, (int)i))
            names[n++] = b->steps[i].id;
    const char *near = text_nearest(name, names, n);
    if (near)
        walk_refuse(w, "No answer to \"%s\" stands. Did you mean \"%s\"?", name, near);
    else
        walk_refuse(w, "No answer to \"%s\" stands. :log shows what was answered.", name);
    free(names);
}

void verb_change(struct walk *w, char *rest)
{
    struct want to;
    if (!want_parse(w->o.session, rest, &to)) {
        no_such_answer(w, rest);
        return;
    }
    w->change = to;
    w->changing = true;
    say_line("The new answer replaces the old one; :back leaves it as it was.");
}

static void cannot_tell(struct walk *w, const char *reason)
{
    struct arena *a = arena_new();
    struct question q = question_of(a, w->o.session, walk_target(w));
    if (q.can_be_unknown)
        walk_give(w, VALUE_UNKNOWN, reason);
    else
        walk_refuse(w, "This question needs one of its answers.");
    arena_free(a);
}

void verb_unknown(struct walk *w, char *rest)
{
    (void)rest;
    cannot_tell(w, NULL);
}

void verb_skip(struct walk *w, char *rest)
{
    cannot_tell(w, rest);
}

static void list_levels(const struct severity *sev)
{
    for (size_t i = 0; i < sev->level_count; i++)
        say_line("  %s  %s", sev->levels[i].id, sev->levels[i].title);
    say_line(":severity LEVEL REASON sets another one.");
}

void verb_severity(struct walk *w, char *rest)
{
    const struct severity *sev = session_severity(w->o.session);
    if (!sev) {
        walk_refuse(w, "There is no severity framework beside this runbook (severity.yaml).");
        return;
    }
    if (!*rest) {
        walk_show(w, view_level);
        list_levels(sev);
        return;
    }
    const char *level = verb_word(&rest);
    for (size_t i = 0; i < sev->level_count; i++) {
        if (strcmp(sev->levels[i].id, level) != 0)
            continue;
        if (!*rest)
            walk_refuse(w, "Why? :severity %s REASON", level);
        else if (fact(w, (struct event){.kind = EVENT_SEVERITY, .value = level, .evidence = rest}))
            walk_show(w, view_level);
        return;
    }
    walk_refuse(w, "There is no severity \"%s\". There are:", level);
    list_levels(sev);
}

void verb_confirm(struct walk *w, char *rest)
{
    const struct book *b = session_book(w->o.session);
    const char *cause = verb_word(&rest);
    if (book_cause(b, cause) < 0)
        walk_refuse(w, "There is no cause \"%s\". :causes lists them, with their ids in brackets.",
                    cause);
    else if (!*rest)
        walk_refuse(w, "How do you know? :confirm %s REASON", cause);
    else
        fact(w, (struct event){.kind = EVENT_CONFIRMED, .value = cause, .evidence = rest});
}

void verb_mitigated(struct walk *w, char *rest)
{
    if (fact(w, (struct event){.kind = EVENT_MITIGATED, .value = *rest ? rest : NULL}))
        say_line("Noted: the trouble is mitigated. Its causes are still worth finding.");
}

void verb_resolve(struct walk *w, char *rest)
{
    fact(w, (struct event){.kind = EVENT_CLOSED, .value = "resolved", .evidence = rest});
}

void verb_handover(struct walk *w, char *rest)
{
    const char *role = session_book(w->o.session)->resolve.hand_over;
    const char *whom = *rest ? rest : role ? role : "the next responder";
    fact(w, (struct event){.kind = EVENT_HANDED_OVER, .value = whom});
}

void verb_log(struct walk *w, char *rest)
{
    (void)rest;
    struct story story = opened_story(&w->o);
    struct text page = {0}, fit = {0};
    timeline_write(&story, &page);
    say_fit(STDERR_FILENO, &page, &fit);
    say_talk(&fit);
    text_release(&page);
    text_release(&fit);
}

void verb_quit(struct walk *w, char *rest)
{
    (void)rest;
    walk_say_go_on(w);
    walk_end(w, EXIT_UNRESOLVED);
}
