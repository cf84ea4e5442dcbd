#include "core/ready.h"

#include <stdlib.h>
#include <string.h>

#include "book/cond.h"
#include "book/lua_reads.h"
#include "core/expr.h"
#include "core/prose.h"
#include "core/session_inside.h"

/* Whether step `j` may get its answer before the walk comes to `i`. */
static bool comes_first(const struct ready *r, int j, int i)
{
    const struct session *s = r->session;
    const struct step_now *now = &s->steps[j];
    bool entered = session_entered(s, s->book->steps[j].part);
    if (j == i || (entered && (now->has_given || now->passed)))
        return false;
    if (r->unattended)
        return j >= r->through && j < i && s->book->steps[j].check;
    if (!entered)
        return true; /* something may call it */
    return !path_comes_before(s, j, path_first_open(s)) && (s->best || !path_comes_before(s, i, j));
}

static bool answer_moves(const struct answer *a, int cause)
{
    for (size_t i = 0; i < a->effect_count; i++)
        if (cause < 0 || a->effects[i].cause == cause)
            return true;
    return a->call && a->call->cause >= 0 && (cause < 0 || a->call->cause == cause);
}

static bool step_moves(const struct step *step, int cause)
{
    for (size_t i = 0; i < step->answer_count; i++)
        if (answer_moves(&step->answers[i], cause))
            return true;
    return false;
}

/* What is confirmed in a called runbook confirms the cause that the call is `for`. */
static bool call_moves(const struct session *s, int step, int cause)
{
    for (int p = s->book->steps[step].part; p > 0; p = s->book->parts[p].parent)
        if (s->parts[p].call && s->parts[p].call->cause == cause &&
            step_moves(&s->book->steps[step], -1))
            return true;
    return false;
}

static bool action_moves(const struct action *a, int cause)
{
    for (size_t i = 0; i < a->then_count; i++)
        if (cause < 0 || a->then[i].cause == cause)
            return true;
    return false;
}

/* Whether what comes before step `i` may say something about the cause; -1: about any. */
static bool may_move(const struct ready *r, int cause, int i)
{
    const struct book *b = r->session->book;
    for (size_t j = 0; j < b->step_count; j++)
        if ((step_moves(&b->steps[j], cause) || call_moves(r->session, (int)j, cause)) &&
            comes_first(r, (int)j, i))
            return true;
    for (size_t j = 0; j < b->action_count && !r->unattended; j++)
        if (action_moves(&b->actions[j], cause))
            return true;
    return false;
}

static bool input_known(const struct ready *r, int input)
{
    return r->unattended || session_input(r->session, input);
}

enum decided { DECIDED_NO, DECIDED_YES, UNDECIDED };

static enum decided as_it_is(const struct ready *r, const struct cond *c, bool open)
{
    if (open)
        return UNDECIDED;
    return expr_holds(c, r->session) ? DECIDED_YES : DECIDED_NO;
}

static bool value_open(const struct ready *r, const struct cond *value, int i)
{
    if (value->kind == COND_NAME)
        return comes_first(r, value->index, i);
    return value->kind == COND_INPUT && !input_known(r, value->index);
}

static enum decided both(enum decided a, enum decided b)
{
    if (a == DECIDED_NO || b == DECIDED_NO)
        return DECIDED_NO;
    return a == DECIDED_YES && b == DECIDED_YES ? DECIDED_YES : UNDECIDED;
}

static enum decided opposite(enum decided d)
{
    return d == UNDECIDED ? UNDECIDED : d == DECIDED_YES ? DECIDED_NO : DECIDED_YES;
}

/* Whether a condition of step `i` holds, whatever comes before that step. */
static enum decided decide(const struct ready *r, const struct cond *c, int i)
{
    switch (c->kind) {
    case COND_TRUE:
        return DECIDED_YES;
    case COND_FALSE:
        return DECIDED_NO;
    case COND_AND:
        return both(decide(r, c->left, i), decide(r, c->right, i));
    case COND_OR:
        return opposite(both(opposite(decide(r, c->left, i)), opposite(decide(r, c->right, i))));
    case COND_NOT:
        return opposite(decide(r, c->left, i));
    case COND_SUSPECTED:
    case COND_CONFIRMED:
    case COND_RULED_OUT:
        return as_it_is(r, c, may_move(r, c->index, i));
    case COND_ANY_CONFIRMED:
        return as_it_is(r, c, may_move(r, -1, i));
    case COND_VERIFIED:
    case COND_DONE:
        return as_it_is(r, c, !r->unattended);
    case COND_HAS:
    case COND_ANSWERED:
        return as_it_is(r, c, comes_first(r, c->index, i));
    default:
        return as_it_is(r, c, value_open(r, c->left, i) || value_open(r, c->right, i));
    }
}

static bool prose_settled(const struct ready *r, const struct prose *p, int i)
{
    for (size_t k = 0; k < p->count; k++)
        if (!p->parts[k].literal && p->parts[k].kind == REF_STEP &&
            comes_first(r, p->parts[k].index, i))
            return false;
    return prose_known(p, r->session);
}

/* The index of what the runbook of that part calls `id`; -1. */
static int own_step(const struct session *s, int part, const char *id, size_t len)
{
    const struct slice own = s->book->parts[part].steps;
    for (int i = own.first; i < own.first + own.count; i++) {
        const char *name = part_own_id(s->book, part, s->book->steps[i].id);
        if (strlen(name) == len && memcmp(name, id, len) == 0)
            return i;
    }
    return -1;
}

static int own_input(const struct session *s, int part, const char *id, size_t len)
{
    const struct slice own = s->book->parts[part].inputs;
    for (int i = own.first; i < own.first + own.count; i++) {
        const char *name = part_own_id(s->book, part, s->book->inputs[i].id);
        if (strlen(name) == len && memcmp(name, id, len) == 0)
            return i;
    }
    return -1;
}

/* Of the steps and inputs of its part, those that inline Lua reads: handed to one of these. */
struct reader_of {
    void (*answer)(void *self, int step);
    void (*input)(void *self, int input);
    void *self;
};

static void read_all(struct slice own, void (*take)(void *, int), void *self)
{
    for (int i = own.first; i < own.first + own.count; i++)
        take(self, i);
}

static void read_lua(const struct session *s, int step, const struct reader_of *to)
{
    int part = s->book->steps[step].part;
    const struct part *own = &s->book->parts[part];
    const char *code = s->book->steps[step].check->lua;
    bool field = false;
    struct lua_read r;
    while (lua_reads_next(&code, &field, &r)) {
        int i = r.kind == LUA_READS_ANSWER  ? own_step(s, part, r.at, r.len)
                : r.kind == LUA_READS_INPUT ? own_input(s, part, r.at, r.len)
                                            : -1;
        if (r.kind == LUA_READS_ANSWERS || r.kind == LUA_READS_ANSWER_AS)
            read_all(own->steps, to->answer, to->self);
        else if (r.kind == LUA_READS_INPUTS)
            read_all(own->inputs, to->input, to->self);
        else if (i >= 0)
            (r.kind == LUA_READS_ANSWER ? to->answer : to->input)(to->self, i);
    }
}

/* The inputs that decide what the checks of a part may touch. */
static void read_allow(const struct session *s, int part, const struct reader_of *to)
{
    const struct allow *allow = s->book->parts[part].allow;
    for (size_t i = 0; i < allow->read_count; i++)
        if (allow->read[i].input >= 0)
            to->input(to->self, allow->read[i].input);
    for (size_t i = 0; i < allow->http_count; i++)
        if (allow->http[i].input >= 0)
            to->input(to->self, allow->http[i].input);
}

/* Whether all is settled that a check reads. */
struct settling {
    const struct ready *ready;
    int step;
    bool open;
};

static void settle_answer(void *self, int step)
{
    struct settling *t = self;
    t->open = t->open || comes_first(t->ready, step, t->step);
}

static void settle_input(void *self, int input)
{
    struct settling *t = self;
    t->open = t->open || !input_known(t->ready, input);
}

static bool reads_settled(const struct ready *r, int step)
{
    const struct check *check = r->session->book->steps[step].check;
    struct settling t = {r, step, false};
    struct reader_of to = {settle_answer, settle_input, &t};
    for (size_t i = 0; check->name && i < check->with_count; i++)
        if (!prose_settled(r, check->with[i].value, step))
            return false;
    if (!check->name)
        read_lua(r->session, step, &to);
    read_allow(r->session, r->session->book->steps[step].part, &to);
    return !t.open;
}

/* The walk will come there, and the step has no answer. */
static bool is_ahead(const struct ready *r, int i)
{
    const struct session *s = r->session;
    const struct step_now *now = &s->steps[i];
    if (!s->book->steps[i].check || !session_entered(s, s->book->steps[i].part) || now->has_given)
        return false;
    if (r->unattended)
        return i >= r->through;
    return !now->passed && now->check_failed != now->visit && s->state != SESSION_RESOLVED &&
           !path_comes_before(s, i, path_first_open(s)) && !walk_decides_nothing(s, i);
}

bool ready_now(const struct ready *r, int step)
{
    const struct cond *when = r->session->book->steps[step].when;
    return is_ahead(r, step) && (!when || decide(r, when, step) == DECIDED_YES) &&
           reads_settled(r, step);
}

/* Writing down what was read. */
struct writing {
    const struct session *s;
    struct text *out;
};

static void write_value(struct text *out, const char *name, const char *value)
{
    text_format(out, "%s=", name);
    for (; value && *value; value++) { /* a line is a value, whatever is in it */
        if (*value == '\n' || *value == '\\')
            text_add_char(out, '\\');
        text_add_char(out, *value == '\n' ? 'n' : *value);
    }
    text_add(out, value ? "\n" : "?\n");
}

static void write_answer(void *self, int step)
{
    struct writing *w = self;
    const struct given *g = session_given(w->s, step);
    write_value(w->out, w->s->book->steps[step].id, g && !g->unknown ? g->value : NULL);
}

static void write_input(void *self, int input)
{
    struct writing *w = self;
    const struct input *in = &w->s->book->inputs[input];
    write_value(w->out, in->id, in->secret ? NULL : session_input(w->s, input));
    text_add(w->out, session_input_binds(w->s, input) ? "" : "it permits nothing\n");
}

void ready_reads(const struct session *s, int step, struct text *out)
{
    const struct check *check = s->book->steps[step].check;
    struct writing w = {s, out};
    struct reader_of to = {write_answer, write_input, &w};
    for (size_t i = 0; check->name && i < check->with_count; i++) {
        struct text value = {0};
        prose_fill(check->with[i].value, s, &value);
        write_value(out, check->with[i].name, text_get(&value));
        text_release(&value);
    }
    if (!check->name)
        read_lua(s, step, &to);
    read_allow(s, s->book->steps[step].part, &to);
}

bool ready_stands(const struct session *s, const struct ready_look *look, int64_t now_ms)
{
    struct text now = {0};
    int64_t age = now_ms - look->began_ms;
    ready_reads(s, look->step, &now);
    bool same = strcmp(text_get(&now), look->reads) == 0;
    text_release(&now);
    return same && age >= 0 && age <= s->book->steps[look->step].check->fresh_ms;
}
