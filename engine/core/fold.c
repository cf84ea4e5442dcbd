#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/session_inside.h"

/* A no to "is it resolved?" holds until the board moves. */
static void decline(struct session *s)
{
    const struct board *b = session_board(s);
    if (!s->declined)
        s->declined = mem_alloc((b->cause_count + 1) * sizeof *s->declined);
    for (size_t i = 0; i < b->cause_count; i++)
        s->declined[i] = b->causes[i].state;
}

static void answered(struct session *s, const struct event *e)
{
    int step, visit, question = session_triage_parse(s->severity, e->step);
    s->state = SESSION_OPEN;
    if (input_apply(s, e))
        return;
    if (question >= 0) {
        s->triage[question] =
            (struct given){.seq = e->seq,
                           .at_ms = e->at_ms,
                           .visit = 1,
                           .value = arena_text(s->arena, e->value),
                           .evidence = arena_text(s->arena, e->evidence),
                           .source = arena_text(s->arena, e->source ? e->source : "person"),
                           .unknown = strcmp(e->value, VALUE_UNKNOWN) == 0};
    } else if (strcmp(e->step, STEP_RESOLVE) == 0) {
        if (strcmp(e->value, "no") == 0)
            decline(s);
    } else if (session_step_parse(s->book, e->step, &step, &visit)) {
        path_answer(s, step, visit, e);
        const struct given *g = session_given(s, step);
        s->offer = g && g->seq == e->seq ? given_action(g) : -1;
    }
}

static void undone(struct session *s, const struct event *e)
{
    int step, visit, question = session_triage_parse(s->severity, e->step);
    s->state = SESSION_OPEN;
    s->offer = -1;
    if (question >= 0)
        s->triage[question] = (struct given){0};
    else if (session_step_parse(s->book, e->step, &step, &visit))
        path_undo(s, step, visit);
}

static void passed(struct session *s, const struct event *e)
{
    int step, visit;
    if (session_step_parse(s->book, e->step, &step, &visit))
        path_pass(s, step, visit, e);
}

static void check_failed(struct session *s, const struct event *e)
{
    int step, visit;
    if (e->source && strcmp(e->source, SOURCE_AHEAD) == 0)
        return;
    if (!input_refuse(s, e) && session_step_parse(s->book, e->step, &step, &visit))
        s->steps[step].check_failed = visit;
}

static void captured(struct session *s, const struct event *e)
{
    int step, visit;
    if (!e->value || !session_step_parse(s->book, e->step, &step, &visit))
        return;
    const char *name = s->book->steps[step].capture;
    if (name && strcmp(name, e->value) == 0 && visit > s->captured[step])
        s->captured[step] = visit;
}

static void level_set(struct session *s, const struct event *e)
{
    for (size_t i = 0; s->severity && i < s->severity->level_count; i++)
        if (strcmp(s->severity->levels[i].id, e->value) == 0)
            s->level = (int)i;
    s->level_by_person = s->level_by_person || e->evidence;
}

static void verdict(struct session *s, const struct event *e)
{
    int cause = book_cause(s->book, e->value);
    if (cause < 0)
        return;
    s->verdicts = mem_grow(s->verdicts, s->verdict_count, &s->verdict_cap, sizeof *s->verdicts);
    s->verdicts[s->verdict_count++] =
        (struct verdict){cause, arena_text(s->arena, e->evidence ? e->evidence : ""), e->seq};
    board_free(s->board);
    s->board = NULL;
}

static void asked(struct session *s, const struct event *e)
{
    s->asked = arena_text(s->arena, e->step);
    s->asked_why = arena_text(s->arena, e->value);
    s->asked_ms = e->at_ms;
}

/* Events that the record could hold only by somebody's hand - no step, no value - are kept and move
 * nothing. */
static bool complete(const struct event *e)
{
    switch (e->kind) {
    case EVENT_ASKED:
    case EVENT_PASSED:
    case EVENT_UNDONE:
    case EVENT_CHECKED:
    case EVENT_FOUND:
    case EVENT_CAPTURED:
    case EVENT_STARTED:
    case EVENT_REVERTED:
    case EVENT_DECLINED:
        return e->step;
    case EVENT_ANSWERED:
    case EVENT_SAVED:
    case EVENT_ENDED:
    case EVENT_VERIFIED:
        return e->step && e->value;
    case EVENT_SEVERITY:
    case EVENT_CONFIRMED:
    case EVENT_ORDER:
        return e->value;
    default:
        return true;
    }
}

static void fold_move(struct session *s, const struct event *e)
{
    if (e->kind == EVENT_ANSWERED)
        answered(s, e);
    else if (e->kind == EVENT_UNDONE)
        undone(s, e);
    else
        verdict(s, e);
    s->asked = s->asked_why = NULL;
}

static void moment(struct session *s, const struct event *e)
{
    if (e->kind == EVENT_OPENED)
        s->times.opened_ms = e->at_ms;
    if (e->kind != EVENT_MITIGATED)
        s->times.detected_ms = e->at_ms;
    else if (s->times.mitigated_ms < 0)
        s->times.mitigated_ms = e->at_ms;
}

static void mark(struct session *s, const struct event *e)
{
    if (e->kind == EVENT_OVERDUE)
        s->overdue = true;
    else
        s->best = strcmp(e->value, ORDER_NAME_BEST) == 0;
}

void session_apply(struct session *s, const struct event *e)
{
    s->seq = e->seq;
    if (!complete(e))
        return;
    switch (e->kind) {
    case EVENT_OPENED:
    case EVENT_ALERTED:
    case EVENT_MITIGATED:
        moment(s, e);
        break;
    case EVENT_ASKED:
        asked(s, e);
        break;
    case EVENT_ANSWERED:
    case EVENT_UNDONE:
    case EVENT_CONFIRMED:
        fold_move(s, e);
        break;
    case EVENT_PASSED:
        passed(s, e);
        break;
    case EVENT_SEVERITY:
        level_set(s, e);
        break;
    case EVENT_HANDED_OVER:
        s->state = SESSION_HANDED_OVER;
        break;
    case EVENT_CLOSED:
        s->state = SESSION_RESOLVED;
        s->times.closed_ms = e->at_ms;
        break;
    case EVENT_CHECKED:
        check_failed(s, e);
        break;
    case EVENT_FOUND:
        s->found = arena_text(s->arena, e->evidence);
        s->found_seq = e->seq;
        break;
    case EVENT_CAPTURED:
        captured(s, e);
        break;
    case EVENT_SAVED:
    case EVENT_STARTED:
    case EVENT_ENDED:
    case EVENT_VERIFIED:
    case EVENT_REVERTED:
    case EVENT_DECLINED:
        action_apply(s, e);
        break;
    case EVENT_OVERDUE:
    case EVENT_ORDER:
        mark(s, e);
        break;
    case EVENT_SENT:
    case EVENT_NOTED:
    case EVENT_TODO:
        break;
    }
}
