#include <string.h>

#include "cli/say.h"
#include "cli/walk_verbs.h"
#include "core/action.h"

static const char *standing(const struct session *s, int action)
{
    const struct action_state *now = session_action(s, action);
    if (action_open_change(s, action))
        return "in place, to be taken back with :undo";
    if (now->reverted)
        return "done, and taken back";
    if (now->outcome != ACTION_UNTRIED)
        return action_outcome_name(now->outcome);
    return action_offered(s, action) ? "offered now" : "not called for";
}

void verb_actions(struct walk *w, char *rest)
{
    const struct book *b = session_book(w->o.session);
    (void)rest;
    for (size_t i = 0; i < b->action_count; i++) {
        struct text line = {0};
        if (!session_entered(w->o.session, b->actions[i].part))
            continue;
        text_format(&line, "%s  %s: %s", b->actions[i].id, b->actions[i].title,
                    standing(w->o.session, (int)i));
        say_wrapped(w->screen.width, "  ", text_get(&line));
        text_release(&line);
    }
    if (b->action_count == 0)
        say_line("This runbook has no actions.");
    else
        say_line(":do ID does one that is offered; it asks before anything runs.");
}

void verb_do(struct walk *w, char *rest)
{
    int action = book_action(session_book(w->o.session), rest);
    if (action < 0)
        walk_refuse(w, "There is no action \"%s\". :actions lists them.", rest);
    else if (!action_offered(w->o.session, action))
        walk_refuse(w, "%s is not called for: none of the causes that it is for is suspected.",
                    rest);
    else
        walk_act(w, action);
}

void verb_undo(struct walk *w, char *rest)
{
    int action = book_action(session_book(w->o.session), rest);
    if (action < 0)
        walk_refuse(w, "There is no action \"%s\". :actions lists them.", rest);
    else if (session_action(w->o.session, action)->outcome == ACTION_UNTRIED)
        walk_refuse(w, "%s was not done, so there is nothing to take back.", rest);
    else
        walk_undo(w, action);
}

void verb_check(struct walk *w, char *rest)
{
    struct want want = walk_target(w);
    (void)rest;
    if (want.kind != WANT_STEP || !session_book(w->o.session)->steps[want.index].check)
        walk_refuse(w, "This question has no check: it is yours to answer.");
    else if (!w->runner.checker)
        walk_refuse(w, "Checks do not run in this walk.");
    else
        w->check_again = true;
}
