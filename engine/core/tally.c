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
