#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "core/expr.h"
#include "core/many.h"
#include "core/session_inside.h"

static void board_is_stale(struct session *s)
{
    board_free(s->board);
    s->board = NULL;
}

void path_reset(struct session *s)
{
    for (size_t i = 0; i < s->book->step_count; i++) {
        struct step_now *now = &s->steps[i];
        int *uses = now->uses;
        size_t answers = s->book->steps[i].answer_count + OTHER_ANSWERS;
        memset(uses, 0, answers * sizeof *uses);
        *now = (struct step_now){.visit = 1, .uses = uses};
    }
    for (size_t i = 0; i < s->book->part_count; i++)
        s->parts[i] = (struct part_now){.entered = i == 0, .by = -1};
    s->parts[0].entered = true; /* also of a book made by hand */
    s->cursor = 0;
    board_is_stale(s);
}

static struct given given_of(const struct session *s, const struct step *step, const struct fact *f)
{
    struct given g = {.seq = f->seq, .at_ms = f->at_ms, .visit = f->visit};
    g.value = g.shown = f->value, g.evidence = f->evidence, g.source = f->source,
    g.found = f->found;
    g.unknown = strcmp(f->value, VALUE_UNKNOWN) == 0;
    if (g.unknown)
        g.answer = &step->unknown;
    else if (step->type == TYPE_NUMBER)
        g.answer = step_match_number(step, g.number = strtod(f->value, NULL));
    else if (step->type == TYPE_MANY)
        many_given(s->arena, step, &g);
    else
        g.answer = step_match_text(step, f->value);
    if (step->type == TYPE_TIME && !g.unknown && !time_parse_rfc3339(f->value, &g.time_ms))
        g.time_ms = 0;
    return g;
}

static int part_of(const struct session *s, int step)
{
    return s->book->steps[step].part;
}

/* A part, and with it those that it called, is as if it had not been called. */
static void leave(struct session *s, int part)
{
    for (size_t i = (size_t)part; i < s->book->part_count; i++) {
        int p = (int)i;
        while (p > part)
            p = s->book->parts[p].parent;
        if (p == part)
            s->parts[i].entered = false;
    }
}

static void open_anew(struct session *s, struct step_now *now)
{
    now->visit++;
    now->has_given = false;
    now->passed = NULL;
    now->deed = NULL;
    if (now->call)
        leave(s, now->call->part);
    now->call = NULL;
}

/* Into a called runbook; the second time its steps are asked anew. */
static int enter(struct session *s, const struct call *call, int by)
{
    struct part_now *now = &s->parts[call->part];
    const struct slice own = s->book->parts[call->part].steps;
    for (int i = own.first; now->entries && i < own.first + own.count; i++)
        if (s->steps[i].has_given || s->steps[i].passed)
            open_anew(s, &s->steps[i]);
    *now = (struct part_now){true, now->entries + 1, by, call};
    return own.first;
}

/* Where the walk goes on behind a step: into what its answer called, unless somebody else called
 * that since. */
static int onward(const struct session *s, int at)
{
    const struct step_now *now = &s->steps[at];
    if (now->call && s->parts[now->call->part].entered && s->parts[now->call->part].by == at)
        return s->book->parts[now->call->part].steps.first;
    return now->goes;
}

/* At the end of a called runbook the walk comes back to where its caller goes on. */
static int behind_part(const struct session *s, int part)
{
    int by = s->parts[part].by;
    return by < 0 ? (int)s->book->step_count : s->steps[by].goes;
}

static int behind(const struct session *s, int at)
{
    int part = part_of(s, at);
    return at + 1 < part_end(s->book, part) ? at + 1 : behind_part(s, part);
}

bool path_settled(const struct session *s, int at)
{
    return s->steps[at].has_given || s->steps[at].passed;
}

int path_after(const struct session *s, int at)
{
    return s->steps[at].has_given ? onward(s, at) : behind(s, at);
}

int path_first_open(const struct session *s)
{
    int at = s->cursor, count = (int)s->book->step_count;
    while (at < count && path_settled(s, at))
        at = path_after(s, at);
    return at;
}

static int depth(const struct session *s, int step)
{
    int deep = 0;
    for (int p = part_of(s, step); p > 0; p = s->book->parts[p].parent)
        deep++;
    return deep;
}

bool path_comes_before(const struct session *s, int a, int b)
{
    int count = (int)s->book->step_count;
    if (a >= count || b >= count)
        return a < b;
    int x = a, y = b, deep_x = depth(s, a), deep_y = depth(s, b);
    for (; deep_x > deep_y; deep_x--)
        x = s->parts[part_of(s, x)].by;
    for (; deep_y > deep_x; deep_y--)
        y = s->parts[part_of(s, y)].by;
    while (part_of(s, x) != part_of(s, y)) {
        x = s->parts[part_of(s, x)].by;
        y = s->parts[part_of(s, y)].by;
    }
    return x != y ? x < y : depth(s, a) < depth(s, b);
}

static bool a_check_said(const struct step_now *now)
{
    return now->has_given && strcmp(now->given.source, "check") == 0;
}

/* Back up to `target`: it and the asking step are opened anew, and so are steps between that their
 * checks answered, which look again. What was passed over between is looked at again; what people
 * said stands. */
static void go_back(struct session *s, int target, int from)
{
    for (int i = target; i <= from; i++) {
        struct step_now *now = &s->steps[i];
        now->passed = NULL;
        if (i == target || i == from || a_check_said(now))
            open_anew(s, now);
    }
}

static const struct next *next_of(const struct step *step, const struct answer *answer,
                                  size_t *which)
{
    if (answer == &step->unknown)
        *which = step->answer_count;
    else if (answer)
        *which = (size_t)(answer - step->answers);
    else
        *which = step->answer_count + 1;
    return answer ? &answer->next : &step->next;
}

/* Where the answer's `next` leads, whatever it calls before that. */
static int follow(struct session *s, int at)
{
    const struct step *step = &s->book->steps[at];
    size_t which;
    const struct next *next = next_of(step, s->steps[at].given.answer, &which);
    if (next->kind == NEXT_END)
        return behind_part(s, step->part);
    if (next->kind == NEXT_FOLLOWING)
        return behind(s, at);
    if (next->step > at)
        return next->step;
    if (s->steps[at].uses[which] >= next->max)
        return behind(s, at);
    s->steps[at].uses[which]++;
    go_back(s, next->step, at);
    return next->step;
}

/* A call is nobody's answer: where its condition holds no more after a change, it is none. */
static bool call_fell(struct session *s, int at)
{
    const struct step *step = &s->book->steps[at];
    if (step->kind != STEP_CALL || !step->when)
        return false;
    bool holds = expr_holds(step->when, s);
    board_is_stale(s);
    return !holds;
}

/* Folds one fact; one for a visit that is not open any more stands for nothing. */
static void fold(struct session *s, const struct fact *f)
{
    struct step_now *now = &s->steps[f->step];
    if (f->visit != now->visit || !s->parts[part_of(s, f->step)].entered)
        return;
    if (f->passed) {
        now->passed = f->passed;
        return;
    }
    if (call_fell(s, f->step))
        return;
    now->given = given_of(s, &s->book->steps[f->step], f);
    now->has_given = true;
    now->passed = NULL;
    const struct call *call = given_call(&now->given);
    now->goes = follow(s, f->step);
    if (!s->best || now->visit != f->visit) /* it went back up */
        s->cursor = now->goes;
    now->call = call && call->part >= 0 ? call : NULL;
    if (now->call)
        s->cursor = enter(s, call, f->step);
}

static struct fact *find_answer(struct session *s, int step, int visit)
{
    for (size_t i = 0; i < s->fact_count; i++) {
        struct fact *f = &s->facts[i];
        if (!f->passed && f->step == step && f->visit == visit)
            return f;
    }
    return NULL;
}

static void add_fact(struct session *s, const struct fact *f)
{
    s->facts = mem_grow(s->facts, s->fact_count, &s->fact_cap, sizeof *s->facts);
    s->facts[s->fact_count++] = *f;
    fold(s, f);
}

static void remove_fact(struct session *s, struct fact *f)
{
    memmove(f, f + 1, (size_t)(&s->facts[s->fact_count] - (f + 1)) * sizeof *f);
    s->fact_count--;
}

/* What was passed over below a changed step, or, in an order that is not the written one, after it,
 * was passed over for reasons that may be gone. */
static void forget_passes(struct session *s, int below, size_t after)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->fact_count; i++) {
        const struct fact *f = &s->facts[i];
        bool later =
            s->best ? i >= after
                    : s->parts[part_of(s, f->step)].entered && path_comes_before(s, below, f->step);
        if (!f->passed || !later)
            s->facts[kept++] = *f;
    }
    s->fact_count = kept;
}

/* Folds all facts again after those of `step`, whose place is or was `changed`, are others. The
 * walk goes on from there, through the answers that still stand, so that questions which the old
 * answer had jumped over are asked. */
static void replay(struct session *s, int step, int visit, size_t changed)
{
    if (s->parts[part_of(s, step)].entered)
        forget_passes(s, step, changed);
    path_reset(s);
    int from = step;
    for (size_t i = 0; i < s->fact_count; i++) {
        const struct fact *f = &s->facts[i];
        int before = s->cursor;
        fold(s, f);
        if (s->best ? i == changed : !f->passed && f->step == step && f->visit == visit)
            from = s->best ? before : s->cursor;
    }
    if (s->best && changed >= s->fact_count)
        from = s->cursor;
    bool there = from >= (int)s->book->step_count || s->parts[part_of(s, from)].entered;
    if (there && path_comes_before(s, from, s->cursor))
        s->cursor = from;
}

void path_answer(struct session *s, int step, int visit, const struct event *e)
{
    struct fact f = {.step = step, .visit = visit, .seq = e->seq, .at_ms = e->at_ms};
    f.value = arena_text(s->arena, e->value ? e->value : VALUE_UNKNOWN);
    f.evidence = arena_text(s->arena, e->evidence);
    f.source = arena_text(s->arena, e->source ? e->source : "person");
    f.found = s->found && s->found_seq + 1 == e->seq ? s->found : NULL;
    board_is_stale(s);
    struct fact *old = find_answer(s, step, visit);
    bool change = s->steps[step].has_given || visit < s->steps[step].visit;
    if (old && change) {
        *old = f;
        replay(s, step, visit, (size_t)(old - s->facts));
        return;
    }
    if (old)
        remove_fact(s, old); /* of a visit that a change had closed, and that is open again */
    add_fact(s, &f);
}

void path_pass(struct session *s, int step, int visit, const struct event *e)
{
    struct fact f = {.step = step, .visit = visit, .seq = e->seq, .at_ms = e->at_ms};
    f.passed = arena_text(s->arena, e->value ? e->value : "");
    add_fact(s, &f);
}

void path_deed(struct session *s, int action, const char *value)
{
    int step = path_first_open(s);
    if (step < (int)s->book->step_count && s->book->steps[step].kind == STEP_DO &&
        s->book->steps[step].action == action)
        s->steps[step].deed = arena_text(s->arena, value);
}

void path_undo(struct session *s, int step, int visit)
{
    struct fact *f = find_answer(s, step, visit);
    if (!f)
        return;
    size_t at = (size_t)(f - s->facts);
    remove_fact(s, f);
    replay(s, step, visit, at);
}
