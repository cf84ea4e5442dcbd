#include "drill/rehearse.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "core/question.h"
#include "core/redact.h"
#include "drill/rehearse_inside.h"

#define QUESTIONS_MOST 100000 /* no walk that ends has so many */

void told_release(struct told *t)
{
    free(t->answer);
    free(t->evidence);
    free(t->why);
    free(t->found);
    *t = (struct told){0};
}

void rehearse_fail(struct rehearsing *r, struct span at, const char *format, ...)
{
    struct text line = {0};
    va_list args;
    if (at.len)
        text_format(&line, "line %u: ", source_place(r->d->source, at.at).line);
    va_start(args, format);
    text_vformat(&line, format, args);
    va_end(args);
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] == '\n')
            line.at[i] = ' ';
    text_format(&r->failures, "%s\n", text_get(&line));
    text_release(&line);
}

struct moment rehearse_moment(const struct rehearsing *r)
{
    return (struct moment){fake_now_ms(r->fake), "drill"};
}

const struct drill_action *rehearse_action(const struct rehearsing *r, int action)
{
    for (size_t i = 0; i < r->d->action_count; i++)
        if (r->d->actions[i].action == action)
            return &r->d->actions[i];
    return NULL;
}

static void stuck(struct rehearsing *r, const struct question *q)
{
    const char *untold = text_get(&r->untold);
    r->stuck = true;
    rehearse_fail(r, (struct span){0}, "asked %s (%s), to which the drill has no answer%s%s",
                  q->name, q->text, *untold ? "; its check cannot tell: " : "", untold);
}

static void count_answer(struct rehearsing *r, struct want w, const char *value)
{
    r->answered++;
    if (r->coverage && w.kind == WANT_STEP)
        coverage_answered(r->coverage, r->s, w.index, value);
}

static void give(struct rehearsing *r, struct want w, const char *value)
{
    struct batch b = {0};
    walk_answer(r->s, &b, rehearse_moment(r), w, value, NULL, "person");
    batch_release(&b);
    count_answer(r, w, value);
}

static void give_checked(struct rehearsing *r, struct want w, const char *value,
                         const struct told *told)
{
    struct batch b = {0};
    struct checked_answer said = {value, told->evidence, told->found, 0};
    walk_answer_checked(r->s, &b, rehearse_moment(r), w, &said);
    batch_release(&b);
    count_answer(r, w, value);
}

/* What the responder says, as the terminal would read it. */
static void say(struct rehearsing *r, struct want w, const struct question *q,
                const struct said *said)
{
    struct text value = {0};
    char either[2][TIME_TEXT_MAX];
    if (question_read(q, said->value, fake_now_ms(r->fake), &value, either) == READING_OK) {
        give(r, w, text_get(&value));
    } else {
        r->stuck = true;
        rehearse_fail(r, said->span, "%s: %s", q->name, text_get(&value));
    }
    text_release(&value);
}

/* Of a list, the one of that name; it counts as used. */
static const struct said *take(const struct said_list *list, const char *name, bool *used)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0) {
            used[i] = true;
            return &list->items[i];
        }
    return NULL;
}

static void ask_triage(struct rehearsing *r, struct want w, const struct question *q)
{
    const struct said *said =
        take(&r->d->triage, r->d->severity->questions[w.index].id, r->triaged);
    if (said)
        say(r, w, q, said);
    else
        stuck(r, q);
}

/* What the responder pastes before answering. True where the drill has it: it may change what is
 * wanted. */
static bool capture(struct rehearsing *r, const struct question *q)
{
    const struct said *said = q->capture ? take(&r->d->captures, q->capture, r->captured) : NULL;
    struct batch b = {0};
    if (!said)
        return false;
    struct event e = {.kind = EVENT_CAPTURED, .step = q->name, .value = said->name};
    e.evidence = said->value, e.source = "drill";
    walk_fact(r->s, &b, rehearse_moment(r), e);
    batch_release(&b);
    return true;
}

static void ask_step(struct rehearsing *r, struct want w, const struct question *q)
{
    if (capture(r, q))
        return;
    const struct said *said = take(&r->d->answers, q->name, r->used);
    r->asked[w.index] = true;
    r->asked_count++;
    if (said)
        say(r, w, q, said);
    else
        stuck(r, q);
    text_clear(&r->untold);
}

void rehearse_look(struct rehearsing *r, bool verify, int index, struct told *out)
{
    const struct book *b = r->d->book;
    int64_t timeout_ms =
        verify ? b->verifies[index].check.timeout_ms : b->steps[index].check->timeout_ms;
    int64_t began = fake_now_ms(r->fake);
    (verify ? r->outside->verify : r->outside->step)(r->outside->self, r->s, index, out);
    int64_t over = fake_now_ms(r->fake) - began - timeout_ms;
    if (over <= 0)
        return;
    char span[TIME_TEXT_MAX];
    struct text why = {0};
    fake_pass(r->fake, -over);
    time_span(timeout_ms, span);
    text_format(&why, "no answer within %s: ended", span);
    told_release(out);
    out->why = text_take(&why);
}

/* The check's answer, or why it has none; then the question is the responder's. */
static void check_step(struct rehearsing *r, struct want w, const struct question *q)
{
    struct told told = {0};
    struct text said = {0};
    rehearse_look(r, false, w.index, &told);
    if (told.answer && question_take(q, told.answer, &said)) {
        give_checked(r, w, text_get(&said), &told);
    } else {
        struct batch b = {0};
        struct event e = {.kind = EVENT_CHECKED, .step = q->name, .value = told.answer};
        e.evidence = told.answer ? text_get(&said) : told.why;
        walk_fact(r->s, &b, rehearse_moment(r), e);
        text_add(&r->untold, e.evidence);
        batch_release(&b);
    }
    text_release(&said);
    told_release(&told);
}

static void ask_action(struct rehearsing *r, struct want w, const struct question *q)
{
    const struct drill_action *a = rehearse_action(r, w.index);
    if (!a) {
        stuck(r, q);
        return;
    }
    r->offered[a - r->d->actions] = true;
    give(r, w, a->declined ? "no" : "yes");
    if (!a->declined)
        rehearse_do(r, w.index);
}

static bool means(const struct rehearsing *r, const struct question *q, const struct said *said,
                  const char *word)
{
    struct text value = {0};
    char either[2][TIME_TEXT_MAX];
    bool ok = question_read(q, said->value, fake_now_ms(r->fake), &value, either) == READING_OK &&
              strcmp(text_get(&value), word) == 0;
    text_release(&value);
    return ok;
}

/* Yes, where the drill does not say no. */
static void ask_resolve(struct rehearsing *r, struct want w, const struct question *q)
{
    const struct said *said = take(&r->d->answers, STEP_RESOLVE, r->used);
    if (!said || means(r, q, said, "yes"))
        rehearse_take_back(r);
    if (said)
        say(r, w, q, said);
    else
        give(r, w, "yes");
}

static void end(struct rehearsing *r, struct want w)
{
    rehearse_take_back(r);
    give(r, w, ANSWER_HAND_OVER);
    r->ends = "handed over";
}

static void go_on(struct rehearsing *r, struct want w)
{
    struct arena *a = arena_new();
    struct question q = question_of(a, r->s, w);
    switch (w.kind) {
    case WANT_TRIAGE:
        ask_triage(r, w, &q);
        break;
    case WANT_STEP:
        if (w.check && r->outside)
            check_step(r, w, &q);
        else
            ask_step(r, w, &q);
        break;
    case WANT_INPUT:
        stuck(r, &q);
        break;
    case WANT_ACTION:
        ask_action(r, w, &q);
        break;
    case WANT_VERIFY:
        rehearse_verify(r, w.index);
        break;
    case WANT_RESOLVE:
        ask_resolve(r, w, &q);
        break;
    case WANT_END:
        end(r, w);
        break;
    case WANT_NOTHING:
        r->ends = "resolved";
        break;
    }
    arena_free(a);
}

static void give_inputs(struct rehearsing *r)
{
    struct arena *a = arena_new();
    for (size_t i = 0; i < r->d->inputs.count; i++) {
        const struct said *said = &r->d->inputs.items[i];
        struct want w = {WANT_INPUT, book_input(r->d->book, said->name), 0, false};
        struct question q = question_of(a, r->s, w);
        say(r, w, &q, said);
    }
    arena_free(a);
    r->answered = 0;
}

/* Steps that ask nobody, such as actions, have answers too. */
static void count_settled(struct rehearsing *r, const struct batch *b)
{
    int step, visit;
    for (size_t i = 0; r->coverage && i < b->events.count; i++) {
        const struct event *e = &b->events.items[i];
        if (e->kind == EVENT_ANSWERED && session_step_parse(r->d->book, e->step, &step, &visit))
            coverage_answered(r->coverage, r->s, step, e->value);
    }
}

static void walk_through(struct rehearsing *r)
{
    struct batch b = {0};
    walk_open(r->s, &b, rehearse_moment(r));
    batch_release(&b);
    give_inputs(r);
    rehearse_alert(r);
    for (int i = 0; !r->stuck && !r->ends; i++) {
        struct batch settled = {0};
        struct want w = walk_settle(r->s, &settled, rehearse_moment(r));
        count_settled(r, &settled);
        batch_release(&settled);
        go_on(r, w);
        if (i == QUESTIONS_MOST) {
            rehearse_fail(r, (struct span){0}, "it comes to no end");
            r->stuck = true;
        }
    }
}

static void begin(struct rehearsing *r, struct arena *a)
{
    const struct drill *d = r->d;
    r->s = session_new(d->book, d->severity);
    r->secrets = secrets_new();
    session_use_secrets(r->s, r->secrets);
    r->used = arena_alloc(a, d->answers.count + 1);
    r->triaged = arena_alloc(a, d->triage.count + 1);
    r->captured = arena_alloc(a, d->captures.count + 1);
    r->offered = arena_alloc(a, d->action_count + 1);
    r->asked = arena_alloc(a, d->book->step_count + 1);
}

struct rehearsal rehearse(const struct drill *d, struct fake *world, const struct outside *outside,
                          struct coverage *coverage)
{
    struct arena *a = arena_new();
    struct rehearsing r = {.d = d,
                           .fake = world,
                           .world = fake_world(world),
                           .outside = outside,
                           .coverage = coverage};
    begin(&r, a);
    if (fake_begin(world, d)) {
        walk_through(&r);
    } else {
        r.stuck = true;
        rehearse_fail(&r, (struct span){0}, "its world is too large");
    }
    if (coverage)
        coverage_ended(coverage, r.s);
    rehearse_judge(&r);
    session_free(r.s);
    secrets_free(r.secrets);
    text_release(&r.untold);
    arena_free(a);
    return (struct rehearsal){r.failures, r.answered};
}
