#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/batch.h"
#include "core/prose.h"
#include "core/session_inside.h"
#include "core/walk.h"

void walk_open(struct session *s, struct batch *b, struct moment m)
{
    struct text hashes = {0};
    text_add(&hashes, book_hash(s->book));
    if (s->severity)
        text_format(&hashes, " %s", s->severity->hash);
    batch_add(
        s, b, m,
        (struct event){.kind = EVENT_OPENED, .value = s->book->id, .evidence = text_get(&hashes)});
    text_release(&hashes);
}

/* An answer's own note goes into the record with it; of several answers, every one's. */
static void add_note(struct session *s, struct batch *b, struct moment m, struct want to,
                     const char *name)
{
    const struct given *g = to.kind == WANT_STEP ? session_given(s, to.index) : NULL;
    if (!g || g->visit != to.visit)
        return;
    struct text note = {0};
    for (size_t i = 0; i < given_answers(g); i++) {
        if (!given_answer(g, i)->note)
            continue;
        text_clear(&note);
        prose_fill(given_answer(g, i)->note, s, &note);
        batch_add(s, b, m,
                  (struct event){.kind = EVENT_NOTED, .step = name, .value = text_get(&note)});
    }
    text_release(&note);
}

static void answer(struct session *s, struct batch *b, struct moment m, struct want to,
                   const struct checked_answer *said, const char *source)
{
    const char *value = said->value;
    char name[STEP_NAME_MAX], hidden[STEP_NAME_MAX];
    want_name(s, to, name);
    if (to.kind == WANT_INPUT)
        value = input_hide(s, to.index, value, hidden);
    bool was_asked = session_is_asked(s, name);
    struct event e = {.kind = EVENT_ANSWERED, .step = name, .value = value};
    e.evidence = said->evidence, e.source = source, e.at_ms = said->at_ms;
    e.took_ms = was_asked && m.now_ms >= s->asked_ms ? m.now_ms - s->asked_ms : -1;
    batch_add(s, b, m, e);
    add_note(s, b, m, to, name);
    if (to.kind == WANT_ACTION && strcmp(value, "no") == 0)
        batch_add(s, b, m, (struct event){.kind = EVENT_DECLINED, .step = name});
    if (to.kind == WANT_RESOLVE && strcmp(value, "yes") == 0)
        batch_add(s, b, m, (struct event){.kind = EVENT_CLOSED, .value = "resolved"});
    if (to.kind == WANT_END && strcmp(value, ANSWER_HAND_OVER) == 0) {
        const char *whom = s->book->resolve.hand_over;
        batch_add(
            s, b, m,
            (struct event){.kind = EVENT_HANDED_OVER, .value = whom ? whom : "the next responder"});
    }
}

void walk_answer(struct session *s, struct batch *b, struct moment m, struct want to,
                 const char *value, const char *evidence, const char *source)
{
    answer(s, b, m, to, &(struct checked_answer){.value = value, .evidence = evidence}, source);
}

void walk_answer_checked(struct session *s, struct batch *b, struct moment m, struct want to,
                         const struct checked_answer *said)
{
    char name[STEP_NAME_MAX];
    want_name(s, to, name);
    if (said->found)
        batch_add(
            s, b, m,
            (struct event){
                .kind = EVENT_FOUND, .step = name, .evidence = said->found, .at_ms = said->at_ms});
    answer(s, b, m, to, said, SOURCE_CHECK);
}

/* The latest answer that is not of a closed visit; NULL where there is none. */
static const struct fact *latest_fact(const struct session *s)
{
    const struct fact *found = NULL;
    for (size_t i = 0; i < s->fact_count; i++) {
        const struct fact *f = &s->facts[i];
        bool counts = !f->passed && f->visit <= s->steps[f->step].visit &&
                      strcmp(f->source, SOURCE_RUNBOOK) != 0;
        if (counts && (!found || f->seq > found->seq))
            found = f;
    }
    return found;
}

static int latest_triage(const struct session *s)
{
    int found = -1;
    for (size_t i = 0; s->severity && i < s->severity->question_count; i++)
        if (s->triage[i].value && (found < 0 || s->triage[i].seq > s->triage[found].seq))
            found = (int)i;
    return found;
}

bool walk_back(struct session *s, struct batch *b, struct moment m, char undone[STEP_NAME_MAX])
{
    const struct fact *f = latest_fact(s);
    int question = latest_triage(s);
    struct event e = {.kind = EVENT_UNDONE, .step = undone};
    if (f && (question < 0 || f->seq > s->triage[question].seq)) {
        session_step_name(s->book, f->step, f->visit, undone);
        e.value = f->value;
    } else if (question >= 0) {
        want_name(s, (struct want){WANT_TRIAGE, question, 1}, undone);
        e.value = s->triage[question].value;
    } else {
        return false;
    }
    batch_add(s, b, m, e);
    return true;
}

void walk_fact(struct session *s, struct batch *b, struct moment m, struct event e)
{
    batch_add(s, b, m, e);
}

void want_name(const struct session *s, struct want w, char out[STEP_NAME_MAX])
{
    int n = 0;
    switch (w.kind) {
    case WANT_TRIAGE:
        n = snprintf(out, STEP_NAME_MAX, "severity.%s", s->severity->questions[w.index].id);
        break;
    case WANT_STEP:
        session_step_name(s->book, w.index, w.visit, out);
        break;
    case WANT_INPUT:
        n = snprintf(out, STEP_NAME_MAX, "input.%s", s->book->inputs[w.index].id);
        break;
    case WANT_ACTION:
    case WANT_VERIFY:
        n = snprintf(out, STEP_NAME_MAX, "%s", s->book->actions[w.index].id);
        break;
    case WANT_RESOLVE:
        n = snprintf(out, STEP_NAME_MAX, STEP_RESOLVE);
        break;
    case WANT_END:
        n = snprintf(out, STEP_NAME_MAX, STEP_END);
        break;
    case WANT_NOTHING:
        out[0] = 0;
        break;
    }
    assert(n < STEP_NAME_MAX);
}

bool want_same(struct want a, struct want b)
{
    return a.kind == b.kind && a.index == b.index && a.visit == b.visit;
}

bool want_parse(const struct session *s, const char *name, struct want *out)
{
    int step, visit, question = session_triage_parse(s->severity, name);
    *out = (struct want){WANT_TRIAGE, question, 1};
    if (question >= 0)
        return s->triage[question].value;
    if (!session_step_parse(s->book, name, &step, &visit))
        return false;
    if (!strchr(name, '#'))
        visit = s->steps[step].visit;
    *out = (struct want){WANT_STEP, step, visit};
    for (size_t i = 0; i < s->fact_count; i++) {
        const struct fact *f = &s->facts[i];
        if (!f->passed && f->step == step && f->visit == visit)
            return visit <= s->steps[step].visit;
    }
    return false;
}
