#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "book/part.h"
#include "cli/say.h"
#include "cli/walk.h"

void walk_show(struct walk *w, void (*view)(struct text *, struct screen, const struct session *))
{
    struct text t = {0};
    view(&t, w->screen, w->o.session);
    say_talk(&t);
    text_release(&t);
}

void walk_show_board(const struct walk *w, bool fallen, const struct board *before)
{
    struct text t = {0};
    if (fallen)
        view_fallen(&t, w->screen, w->o.session, before);
    else
        view_moves(&t, w->screen, w->o.session, before);
    say_talk(&t);
    text_release(&t);
}

void walk_show_question(struct walk *w, const struct question *q)
{
    struct text t = {0};
    w->screen.width = term_width(STDERR_FILENO); /* windows change their size */
    if (strcmp(w->shown, q->name) != 0) {
        text_add_char(&t, '\n');
        view_question(&t, w->screen, w->o.session, q);
        snprintf(w->shown, sizeof w->shown, "%s", q->name);
    } else {
        view_reminder(&t, w->screen, q);
    }
    say_talk(&t);
    text_release(&t);
}

void walk_show_help(struct walk *w)
{
    struct arena *a = arena_new();
    struct question q = question_of(a, w->o.session, walk_target(w));
    struct text t = {0};
    view_help(&t, w->screen, w->o.session, &q);
    say_talk(&t);
    text_release(&t);
    arena_free(a);
}

void walk_tell_overdue(const struct walk *w, const struct event *e)
{
    const struct role *role =
        e->evidence ? book_role(session_book(w->o.session), e->evidence) : NULL;
    say_line(
        "This has taken longer than %s. The runbook says: hand over to %s%s%s%s. :handover does "
        "it, and the record tells them all that you found out.",
        e->value, e->evidence ? e->evidence : "whoever knows the system best", role ? " (" : "",
        role ? role->text : "", role ? ")" : "");
}

void walk_say_go_on(const struct walk *w)
{
    say_line("All that was answered is saved. Go on with:");
    say_command("walk --resume=%s", w->o.incident.name);
}

void walk_no_answer(struct walk *w, const struct question *q, const char *why)
{
    say_line("ruleout: %s: %s", q->name, q->text);
    say_line("%s", why);
    walk_say_go_on(w);
    walk_end(w, EXIT_NO_ANSWER);
}

void walk_refuse(struct walk *w, const char *format, ...)
{
    struct text t = {0};
    struct arena *a = arena_new();
    va_list args;
    va_start(args, format);
    text_vformat(&t, format, args);
    va_end(args);
    struct question q = question_of(a, w->o.session, walk_target(w));
    if (w->interactive)
        say_line("%s", text_get(&t));
    else
        walk_no_answer(w, &q, text_get(&t));
    arena_free(a);
    text_release(&t);
}

void walk_say_outcome(const struct walk *w)
{
    struct text t = {0};
    struct screen v = {term_width(STDOUT_FILENO), say_color(STDOUT_FILENO)};
    const char *program = say_program(), *incident = w->o.incident.name;
    view_closing(&t, v, w->o.session);
    text_format(&t, "\nThe timeline:   %s log %s\n", program, incident);
    text_format(&t, "The postmortem: %s postmortem %s\n", program, incident);
    if (session_state(w->o.session) != SESSION_RESOLVED)
        text_format(&t, "To go on:       %s walk --resume=%s\n", program, incident);
    say_result(&t);
    text_release(&t);
}
