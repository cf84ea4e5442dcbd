#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/prose.h"
#include "core/session_inside.h"

static const char *reason_of(const struct session *s, const struct step *step,
                             const struct given *g, const struct answer *a, const struct effect *e,
                             struct text *out)
{
    text_clear(out);
    if (e->reason) {
        prose_fill(e->reason, s, out);
    } else if (g->evidence) {
        text_add(out, g->evidence);
    } else {
        if (step->question)
            prose_fill(step->question, s, out);
        else
            text_add(out, step_words(s->book, step));
        text_format(out, ": %s", a->label);
    }
    return text_get(out);
}

static void add_step(const struct session *s, struct board *b, int at, struct text *reason)
{
    const struct step *step = &s->book->steps[at];
    const struct given *g = &s->steps[at].given;
    char name[STEP_NAME_MAX];
    session_step_name(s->book, at, g->visit, name);
    for (size_t k = 0; k < given_answers(g); k++) {
        const struct answer *a = given_answer(g, k);
        for (size_t i = 0; i < a->effect_count; i++) {
            const struct effect *e = &a->effects[i];
            board_add(b, &(struct move){e->cause, e->kind, g->seq, name,
                                        reason_of(s, step, g, a, e, reason)});
        }
    }
}

static void add_verdict(struct board *b, const struct verdict *v)
{
    board_add(b, &(struct move){v->cause, EFFECT_CONFIRMS, v->seq, NULL, v->reason});
}

/* What a verified action says of causes. */
static void add_action(const struct session *s, struct board *b, int at, struct text *reason)
{
    const struct action *a = &s->book->actions[at];
    for (size_t i = 0; i < a->then_count; i++) {
        const struct effect *e = &a->then[i];
        text_clear(reason);
        if (e->reason)
            prose_fill(e->reason, s, reason);
        else
            text_format(reason, "%s: it helped", a->title);
        board_add(b,
                  &(struct move){e->cause, e->kind, s->actions[at].seq, a->id, text_get(reason)});
    }
}

/* What speaks for or against a cause: a step's answer, an action that was verified, a verdict. */
struct speaker {
    int64_t seq;
    int step, action; /* -1: not that */
    const struct verdict *verdict;
};

static int by_seq(const void *a, const void *b)
{
    int64_t x = ((const struct speaker *)a)->seq, y = ((const struct speaker *)b)->seq;
    return (x > y) - (x < y);
}

static bool moves_causes(const struct given *g)
{
    for (size_t i = 0; i < given_answers(g); i++)
        if (given_answer(g, i)->effect_count)
            return true;
    return false;
}

static size_t speakers(const struct session *s, struct speaker *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s->book->step_count; i++) {
        const struct step_now *now = &s->steps[i];
        if (session_given(s, (int)i) && moves_causes(&now->given))
            out[n++] = (struct speaker){now->given.seq, (int)i, -1, NULL};
    }
    for (size_t i = 0; i < s->book->action_count; i++)
        if (s->actions[i].verified == VERIFIED_YES)
            out[n++] = (struct speaker){s->actions[i].seq, -1, (int)i, NULL};
    for (size_t i = 0; i < s->verdict_count; i++)
        out[n++] = (struct speaker){s->verdicts[i].seq, -1, -1, &s->verdicts[i]};
    qsort(out, n, sizeof *out, by_seq);
    return n;
}

/* A cause that is confirmed in a called runbook confirms the one that the call is `for`. Called
 * ones stand behind their callers, so this goes up from the last. */
static void add_called(const struct session *s, struct board *b)
{
    for (int p = (int)s->book->part_count - 1; p > 0; p--) {
        const struct part *part = &s->book->parts[p];
        const struct call *call = s->parts[p].entered ? s->parts[p].call : NULL;
        for (int i = 0; call && call->cause >= 0 && i < part->causes.count; i++) {
            int cause = part->causes.first + i;
            const struct move *why = b->causes[cause].decided;
            if (b->causes[cause].state != CAUSE_CONFIRMED)
                continue;
            struct text reason = {0};
            text_format(&reason, "%s: %s", s->book->causes[cause].title, why->reason);
            struct move m = {call->cause, EFFECT_CONFIRMS, why->seq, why->step, text_get(&reason)};
            board_add(b, &m);
            text_release(&reason);
            board_sum(b);
        }
    }
}

struct board *session_board_copy(const struct session *s)
{
    struct board *b = board_new(s->book);
    for (size_t i = 0; i < b->cause_count; i++)
        b->causes[i].away = !session_entered(s, s->book->causes[i].part);
    size_t most = s->book->step_count + s->book->action_count + s->verdict_count + 1;
    struct speaker *all = mem_alloc(most * sizeof *all);
    struct text reason = {0};
    size_t n = speakers(s, all);
    for (size_t i = 0; i < n; i++) {
        if (all[i].verdict)
            add_verdict(b, all[i].verdict);
        else if (all[i].action >= 0)
            add_action(s, b, all[i].action, &reason);
        else
            add_step(s, b, all[i].step, &reason);
    }
    text_release(&reason);
    free(all);
    board_sum(b);
    add_called(s, b);
    for (size_t i = 0; i < b->cause_count; i++) /* a responder may have spoken of it */
        b->causes[i].away = b->causes[i].away && b->causes[i].state == CAUSE_OPEN;
    return b;
}

const struct board *session_board(const struct session *s)
{
    if (!s->board)
        ((struct session *)s)->board = session_board_copy(s);
    return s->board;
}

struct board *session_board_take(struct session *s)
{
    session_board(s);
    struct board *b = s->board;
    s->board = NULL;
    return b;
}

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
    s->asked = NULL;
}

void session_apply(struct session *s, const struct event *e)
{
    s->seq = e->seq;
    if (!complete(e))
        return;
    switch (e->kind) {
    case EVENT_OPENED:
        s->times.opened_ms = s->times.detected_ms = e->at_ms;
        break;
    case EVENT_ALERTED:
        s->times.detected_ms = e->at_ms;
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
    case EVENT_MITIGATED:
        if (s->times.mitigated_ms < 0)
            s->times.mitigated_ms = e->at_ms;
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
        s->overdue = true;
        break;
    case EVENT_SENT:
    case EVENT_NOTED:
    case EVENT_TODO:
        break;
    }
}
