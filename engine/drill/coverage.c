#include "drill/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "book/part.h"
#include "core/action.h"
#include "core/many.h"

/* One thing to reach, in the order of the runbook. */
struct goal {
    enum covered kind;
    int step, answer, cause, action; /* as the kind needs */
    bool reached;
};

struct coverage {
    const struct book *book;
    struct goal *goals;
    size_t count, cap;
};

const char *covered_name(enum covered kind)
{
    static const char *const names[] = {"answers", "causes", "eliminations", "actions"};
    return names[kind];
}

static void add(struct coverage *c, struct goal goal)
{
    c->goals = mem_grow(c->goals, c->count, &c->cap, sizeof *c->goals);
    c->goals[c->count++] = goal;
}

static void add_step(struct coverage *c, int step)
{
    const struct step *s = &c->book->steps[step];
    for (size_t i = 0; i < s->answer_count; i++) {
        const struct answer *a = &s->answers[i];
        add(c, (struct goal){COVER_ANSWERS, step, (int)i, -1, -1, false});
        for (size_t k = 0; k < a->effect_count; k++)
            if (a->effects[k].kind == EFFECT_RULES_OUT)
                add(c, (struct goal){COVER_ELIMINATIONS, step, (int)i, a->effects[k].cause, -1,
                                     false});
    }
}

struct coverage *coverage_new(const struct book *book)
{
    struct coverage *c = mem_alloc(sizeof *c);
    c->book = book;
    for (size_t i = 0; i < book->step_count; i++)
        if (book->steps[i].part == 0 && book->steps[i].kind < STEP_CALL)
            add_step(c, (int)i);
    for (size_t i = 0; i < book->cause_count; i++)
        if (book->causes[i].part == 0)
            add(c, (struct goal){COVER_CAUSES, -1, -1, (int)i, -1, false});
    for (size_t i = 0; i < book->action_count; i++)
        if (book->actions[i].part == 0)
            add(c, (struct goal){COVER_ACTIONS, -1, -1, -1, (int)i, false});
    return c;
}

void coverage_free(struct coverage *c)
{
    if (!c)
        return;
    free(c->goals);
    free(c);
}

const struct book *coverage_book(const struct coverage *c)
{
    return c->book;
}

static bool ruled_out(const struct session *s, int cause)
{
    return session_board(s)->causes[cause].state == CAUSE_RULED_OUT;
}

static void answer_given(struct coverage *c, const struct session *s, int step,
                         const struct answer *a)
{
    int answer = a ? (int)(a - c->book->steps[step].answers) : -1;
    for (size_t i = 0; answer >= 0 && i < c->count; i++) {
        struct goal *goal = &c->goals[i];
        if (goal->step == step && goal->answer == answer &&
            (goal->kind == COVER_ANSWERS || ruled_out(s, goal->cause)))
            goal->reached = true;
    }
}

/* By the value and not by what stands: an answer that goes back does not stand any more. */
void coverage_answered(struct coverage *c, const struct session *s, int step, const char *value)
{
    const struct step *asked = &c->book->steps[step];
    struct given g = {.value = value};
    struct arena *a = arena_new();
    if (strcmp(value, VALUE_UNKNOWN) == 0)
        g.answer = NULL;
    else if (asked->type == TYPE_NUMBER)
        g.answer = step_match_number(asked, strtod(value, NULL));
    else if (asked->type == TYPE_MANY)
        many_given(a, asked, &g);
    else
        g.answer = step_match_text(asked, value);
    for (size_t i = 0; i < given_answers(&g); i++)
        answer_given(c, s, step, given_answer(&g, i));
    arena_free(a);
}

static bool moves(const struct effect *effects, size_t count, int cause)
{
    for (size_t i = 0; i < count; i++)
        if (effects[i].cause == cause && effects[i].kind == EFFECT_CONFIRMS)
            return true;
    return false;
}

static bool can_be_confirmed(const struct book *b, int cause)
{
    for (size_t i = 0; i < b->step_count; i++)
        for (size_t k = 0; k < b->steps[i].answer_count; k++) {
            const struct answer *a = &b->steps[i].answers[k];
            if (moves(a->effects, a->effect_count, cause) || (a->call && a->call->cause == cause))
                return true;
        }
    for (size_t i = 0; i < b->action_count; i++)
        if (moves(b->actions[i].then, b->actions[i].then_count, cause))
            return true;
    return false;
}

static bool ended_so(const struct session *s, const struct goal *goal)
{
    if (goal->kind == COVER_ACTIONS)
        return session_action(s, goal->action)->outcome == ACTION_DONE;
    if (goal->kind != COVER_CAUSES)
        return false;
    enum cause_state state = session_board(s)->causes[goal->cause].state;
    return state == CAUSE_CONFIRMED ||
           (state == CAUSE_SUSPECTED && !can_be_confirmed(session_book(s), goal->cause));
}

void coverage_ended(struct coverage *c, const struct session *s)
{
    for (size_t i = 0; i < c->count; i++)
        if (ended_so(s, &c->goals[i]))
            c->goals[i].reached = true;
}

void coverage_write(const struct coverage *c, struct text *out)
{
    for (size_t i = 0; i < c->count; i++)
        text_add_char(out, c->goals[i].reached ? '1' : '0');
}

void coverage_add(struct coverage *c, const char *written, size_t len)
{
    for (size_t i = 0; i < c->count && i < len; i++)
        if (written[i] == '1')
            c->goals[i].reached = true;
}

void coverage_clear(struct coverage *c)
{
    for (size_t i = 0; i < c->count; i++)
        c->goals[i].reached = false;
}

size_t coverage_total(const struct coverage *c, enum covered kind)
{
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++)
        n += c->goals[i].kind == kind;
    return n;
}

size_t coverage_reached(const struct coverage *c, enum covered kind)
{
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++)
        n += c->goals[i].kind == kind && c->goals[i].reached;
    return n;
}

void coverage_left(const struct coverage *c, struct text *out)
{
    const struct book *b = c->book;
    for (size_t i = 0; i < c->count; i++) {
        const struct goal *g = &c->goals[i];
        if (g->reached)
            continue;
        if (g->kind == COVER_ANSWERS)
            text_format(out, "answer %s: %s\n", b->steps[g->step].id,
                        b->steps[g->step].answers[g->answer].key);
        else if (g->kind == COVER_ELIMINATIONS)
            text_format(out, "elimination of %s by %s: %s\n", b->causes[g->cause].id,
                        b->steps[g->step].id, b->steps[g->step].answers[g->answer].key);
        else if (g->kind == COVER_CAUSES)
            text_format(out, "cause %s\n", b->causes[g->cause].id);
        else
            text_format(out, "action %s\n", b->actions[g->action].id);
    }
}
