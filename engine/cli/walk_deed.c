#include <string.h>

#include "base/time.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "core/many.h"

/* The deed, and what follows from it, as one batch. False where there is nothing to do. */
static bool fill(struct session *s, struct deed *d, struct moment m, struct batch *b)
{
    if (d->kind == DEED_ANSWER && d->checked.value)
        walk_answer_checked(s, b, m, d->to, &d->checked);
    else if (d->kind == DEED_ANSWER)
        walk_answer(s, b, m, d->to, d->value, d->evidence, "person");
    else if (d->kind == DEED_FACT)
        walk_fact(s, b, m, d->fact);
    else if (!walk_back(s, b, m, d->undone))
        return false;
    if (session_state(s) == SESSION_OPEN && !d->within)
        walk_settle(s, b, m);
    return true;
}

static void acknowledge_answer(const struct walk *w, const struct event *e)
{
    const struct book *b = session_book(w->o.session);
    struct text value = {0};
    int step, visit;
    if (session_step_parse(b, e->step, &step, &visit))
        many_show(&b->steps[step], e->value, &value);
    else
        text_add(&value, e->value);
    say_line("recorded %s: %s", e->step, text_get(&value));
    text_release(&value);
}

static bool is_said(const struct batch *b, size_t i)
{
    const struct event *before = i ? &b->events.items[i - 1] : NULL;
    return before && before->kind == EVENT_ANSWERED && before->source &&
           strcmp(before->source, SOURCE_RUNBOOK) == 0;
}

void walk_tell_notes(const struct walk *w, const struct batch *b)
{
    for (size_t i = 0; i < b->events.count; i++) {
        const struct event *e = &b->events.items[i];
        if (e->kind == EVENT_OVERDUE)
            walk_tell_overdue(w, e);
        if (e->kind == EVENT_NOTED && e->step && i > 0)
            say_wrapped(w->screen.width, is_said(b, i) ? "" : "Noted: ", e->value);
    }
}

/* What went into the record, by the responder and by the answer's own note. Words in place of the
 * next question are not about the answer: they come when all is told that it did. */
static void acknowledge(struct walk *w, const struct batch *b, enum deed_kind kind)
{
    struct batch now = *b;
    const struct event *first = &b->events.items[0];
    first += first->kind == EVENT_FOUND;
    if (first->kind == EVENT_ANSWERED)
        acknowledge_answer(w, first);
    for (size_t i = 0; kind == DEED_ANSWER && i < now.events.count; i++)
        if (is_said(b, i))
            now.events.count = i;
    walk_tell_notes(w, &now);
    w->untold = b->events.count - now.events.count;
}

void walk_tell_rest(struct walk *w)
{
    struct batch rest = {.events = w->o.events};
    size_t from = rest.events.count - w->untold - 1; /* with the answer that the words belong to */
    rest.events.items += from, rest.events.count -= from;
    if (w->untold)
        say_line("%s", "");
    if (w->untold)
        walk_tell_notes(w, &rest);
    w->untold = 0;
}

static void tell_news(struct walk *w, size_t known)
{
    struct story story = opened_story(&w->o);
    struct text t = {0};
    text_add(&t, "\nMeanwhile, recorded by somebody else:\n");
    for (size_t i = known; i < w->o.events.count; i++) {
        text_add(&t, "  ");
        timeline_line(&story, &w->o.events.items[i], &t);
        text_add_char(&t, '\n');
    }
    say_talk(&t);
    text_release(&t);
}

static void record_failed(struct walk *w, struct diags *ds)
{
    say_diags(ds);
    say_line("Your last line is not in the record. All before it is.");
    walk_end(w, EXIT_ENVIRONMENT);
}

static void not_done(struct walk *w, struct want to)
{
    struct arena *a = arena_new();
    struct question q = question_of(a, w->o.session, to);
    if (w->interactive)
        say_line("So your last line was not recorded. Look again:");
    else
        walk_no_answer(w, &q, "Somebody else answered in between, so this input no longer fits.");
    w->shown[0] = 0;
    arena_free(a);
}

/* Somebody else was first: take in their news. True where the deed still means what it meant. */
static bool catch_up(struct walk *w, const struct deed *d, struct want wanted, struct diags *ds)
{
    size_t known = w->o.events.count;
    if (!opened_reload(&w->o, ds)) {
        record_failed(w, ds);
        return false;
    }
    tell_news(w, known);
    if (d->kind == DEED_FACT)
        return true;
    if (d->kind == DEED_ANSWER && want_same(wanted, walk_wanted(w->o.session)))
        return true;
    if (session_state(w->o.session) != SESSION_RESOLVED)
        not_done(w, d->kind == DEED_ANSWER ? d->to : wanted);
    return false;
}

static void keep(struct walk *w, struct batch *b)
{
    for (size_t i = 0; i < b->events.count; i++)
        events_add(&w->o.events, &b->events.items[i]);
}

bool walk_do(struct walk *w, struct deed *d, struct board **before)
{
    struct diags ds = {0};
    enum record_result result = RECORD_CONFLICT;
    *before = NULL;
    d->undone[0] = 0;
    while (result == RECORD_CONFLICT) {
        struct session *s = w->o.session;
        struct want wanted = walk_wanted(s);
        int64_t seq = session_seq(s);
        struct batch b = {0};
        board_free(*before);
        *before = session_board_copy(s);
        if (!fill(s, d, (struct moment){time_now_ms(), own_name()}, &b))
            return true;
        result = record_append(w->o.record, w->o.incident.id, seq, &b, &ds);
        if (result == RECORD_OK) {
            keep(w, &b);
            acknowledge(w, &b, d->kind);
        }
        batch_release(&b);
        if (result == RECORD_FAILED)
            record_failed(w, &ds);
        if (result == RECORD_CONFLICT && !catch_up(w, d, wanted, &ds))
            break;
    }
    diags_release(&ds);
    return result == RECORD_OK;
}
