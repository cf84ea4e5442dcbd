#include <string.h>

#include "base/time.h"
#include "core/action.h"
#include "drill/rehearse_inside.h"

static const char *reason_of(const struct cause_status *c)
{
    return c->decided ? c->decided->reason : "nothing spoke for or against it";
}

static void judge_cause(struct rehearsing *r, const struct expected_cause *e)
{
    const struct cause_status *c = &session_board(r->s)->causes[e->cause];
    const char *id = r->d->book->causes[e->cause].id;
    if (c->state != e->state)
        rehearse_fail(r, e->span, "%s should be %s, and is %s: %s", id, cause_state_words(e->state),
                      cause_state_words(c->state), reason_of(c));
    else if (e->holds && !strstr(reason_of(c), e->holds))
        rehearse_fail(r, e->span, "%s is %s, but for another reason: %s", id,
                      cause_state_words(c->state), reason_of(c));
}

static bool is_expected(const struct expectation *e, int cause, enum cause_state state)
{
    for (size_t i = 0; i < e->cause_count; i++)
        if (e->causes[i].cause == cause && e->causes[i].state == state)
            return true;
    return false;
}

static void judge_board(struct rehearsing *r)
{
    const struct expectation *e = &r->d->expect;
    const struct board *b = session_board(r->s);
    for (size_t i = 0; i < e->cause_count; i++)
        judge_cause(r, &e->causes[i]);
    for (size_t i = 0; e->confirmed_given && i < b->cause_count; i++)
        if (b->causes[i].state == CAUSE_CONFIRMED && !is_expected(e, (int)i, CAUSE_CONFIRMED))
            rehearse_fail(r, e->confirmed_span, "%s is confirmed too: %s", r->d->book->causes[i].id,
                          reason_of(&b->causes[i]));
}

static void judge_level(struct rehearsing *r)
{
    const struct expectation *e = &r->d->expect;
    int level = session_level(r->s);
    const char *id = level < 0 ? "none" : r->d->severity->levels[level].id;
    if (e->severity && strcmp(e->severity, id) != 0)
        rehearse_fail(r, e->severity_span, "the severity should be %s, and is %s%s", e->severity,
                      id, r->d->severity ? "" : ": the drill has no answers to the triage");
}

static void judge_questions(struct rehearsing *r)
{
    const struct expectation *e = &r->d->expect;
    for (size_t i = 0; i < e->not_asked_count; i++)
        if (r->asked[e->not_asked[i]])
            rehearse_fail(r, e->not_asked_span, "%s should not be asked of anybody, and was",
                          r->d->book->steps[e->not_asked[i]].id);
    if (e->asked_at_most >= 0 && r->asked_count > e->asked_at_most)
        rehearse_fail(r, e->asked_span, "%d questions at most, and there were %d", e->asked_at_most,
                      r->asked_count);
}

/* Declined: offered, and not begun. */
static const char *outcome_of(const struct rehearsing *r, int action)
{
    const struct drill_action *a = rehearse_action(r, action);
    enum action_outcome outcome = session_action(r->s, action)->outcome;
    if (outcome == ACTION_UNTRIED && a && r->offered[a - r->d->actions])
        return "declined";
    return action_outcome_name(outcome);
}

static void judge_actions(struct rehearsing *r)
{
    const struct said_list *list = &r->d->expect.actions;
    for (size_t i = 0; i < list->count; i++) {
        const char *is = outcome_of(r, book_action(r->d->book, list->items[i].name));
        if (strcmp(is, list->items[i].value) != 0)
            rehearse_fail(r, list->items[i].span, "%s should be %s, and is %s", list->items[i].name,
                          list->items[i].value, is);
    }
}

static bool listed(const struct said_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0)
            return true;
    return false;
}

static void judge_changes(struct rehearsing *r)
{
    const struct expectation *e = &r->d->expect;
    const struct book *b = r->d->book;
    for (size_t i = 0; e->changes_given && i < b->action_count; i++) {
        bool open = action_open_change(r->s, (int)i),
             wanted = listed(&e->changes, b->actions[i].id);
        if (open != wanted)
            rehearse_fail(r, e->changes_span, "%s is %sin force", b->actions[i].id,
                          open ? "still " : "not ");
    }
}

static void judge_times(struct rehearsing *r)
{
    const struct expectation *e = &r->d->expect;
    struct session_times t = session_times(r->s);
    char wanted[TIME_TEXT_MAX], took[TIME_TEXT_MAX];
    if (e->mitigated_within_ms < 0)
        return;
    time_span(e->mitigated_within_ms, wanted);
    if (t.mitigated_ms < 0) {
        rehearse_fail(r, e->mitigated_span, "nothing that was done has helped, within %s or later",
                      wanted);
    } else if (t.mitigated_ms - t.opened_ms > e->mitigated_within_ms) {
        time_span(t.mitigated_ms - t.opened_ms, took);
        rehearse_fail(r, e->mitigated_span, "mitigated after %s, not within %s", took, wanted);
    }
}

/* What the drill said, and nobody asked for. */
static void judge_unused(struct rehearsing *r)
{
    const struct drill *d = r->d;
    for (size_t i = 0; i < d->triage.count; i++)
        if (!r->triaged[i])
            rehearse_fail(r, d->triage.items[i].span, "nobody asked for severity.%s",
                          d->triage.items[i].name);
    for (size_t i = 0; i < d->answers.count; i++)
        if (!r->used[i])
            rehearse_fail(r, d->answers.items[i].span, "nobody asked for %s",
                          d->answers.items[i].name);
    for (size_t i = 0; i < d->captures.count; i++)
        if (!r->captured[i])
            rehearse_fail(r, d->captures.items[i].span, "nobody asked for %s",
                          d->captures.items[i].name);
    for (size_t i = 0; i < d->action_count; i++)
        if (!r->offered[i])
            rehearse_fail(r, d->actions[i].span, "%s was not offered",
                          d->book->actions[d->actions[i].action].id);
}

static void judge_world(struct rehearsing *r)
{
    const char *line = fake_unlisted(r->fake);
    while (*line) {
        size_t len = strcspn(line, "\n");
        rehearse_fail(r, (struct span){0}, "%.*s", (int)len, line);
        line += len + (line[len] == '\n');
    }
}

void rehearse_judge(struct rehearsing *r)
{
    const struct expectation *e = &r->d->expect;
    judge_world(r);
    if (r->stuck)
        return;
    judge_unused(r);
    judge_level(r);
    judge_board(r);
    judge_questions(r);
    judge_actions(r);
    judge_changes(r);
    judge_times(r);
    if (e->ends && r->ends && strcmp(e->ends, r->ends) != 0)
        rehearse_fail(r, e->ends_span, "it should end %s, and ends %s", e->ends, r->ends);
}
