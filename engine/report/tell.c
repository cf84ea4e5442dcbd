#include "report/tell.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/excerpt.h"
#include "base/time.h"
#include "core/many.h"
#include "report/tell_action.h"

#define QUESTION_MOST 160
#define REASON_MOST 200

/* An action's offer is answered under its id, an input under "input." and its id. */
static bool want_more(const struct book *b, const char *name, struct want *w)
{
    if (strncmp(name, "input.", 6) == 0) {
        w->kind = WANT_INPUT;
        w->index = book_input(b, name + 6);
    } else {
        w->kind = WANT_ACTION;
        w->index = book_action(b, name);
    }
    if (w->index < 0)
        w->kind = WANT_NOTHING;
    return w->kind != WANT_NOTHING;
}

bool tell_want(const struct story *s, const char *name, struct want *w)
{
    *w = (struct want){.kind = WANT_NOTHING, .visit = 1};
    if (!name)
        return false;
    if (session_step_parse(s->book, name, &w->index, &w->visit)) {
        w->kind = WANT_STEP;
    } else if (s->severity && (w->index = session_triage_parse(s->severity, name)) >= 0) {
        w->kind = WANT_TRIAGE;
    } else if (strcmp(name, STEP_RESOLVE) == 0) {
        w->kind = WANT_RESOLVE;
    } else if (strcmp(name, STEP_END) == 0) {
        w->kind = WANT_END;
    } else {
        return want_more(s->book, name, w);
    }
    return true;
}

const struct given *tell_given(const struct session *at, struct want w)
{
    const struct given *g = NULL;
    if (w.kind == WANT_STEP)
        g = session_given(at, w.index);
    else if (w.kind == WANT_TRIAGE)
        g = session_triage(at, w.index);
    return g && (w.kind == WANT_TRIAGE || g->visit == w.visit) ? g : NULL;
}

void tell_short(struct text *out, const char *s, size_t most)
{
    s += strspn(s, "\r\n");
    size_t len = strcspn(s, "\r\n");
    if (len > most) {
        len = most;
        while (len > 0 && ((unsigned char)s[len] & 0xC0) == 0x80)
            len--;
    }
    text_add_n(out, s, len);
    if (s[len + strspn(s + len, "\r\n")])
        text_add(out, " ...");
}

void tell_lines(struct text *out, const char *s, size_t most)
{
    struct text joined = {0};
    for (size_t len; *s; s += len) {
        s += strspn(s, "\r\n");
        len = strcspn(s, "\r\n");
        if (len && joined.len)
            text_add(&joined, " / ");
        text_add_n(&joined, s, len);
    }
    tell_short(out, text_get(&joined), most);
    text_release(&joined);
}

/* A record that another program wrote may lack what a kind needs. */
static const char *known(const char *s)
{
    return s ? s : "?";
}

/* ": text" where there is text. */
static void add_after_colon(struct text *out, const char *s)
{
    if (s && *s) {
        text_add(out, ": ");
        text_add(out, s);
    }
}

static void add_question(const struct session *at, struct want w, struct text *out)
{
    struct arena *a = arena_new();
    struct question q = question_of(a, at, w);
    text_add(out, ": ");
    tell_short(out, q.text, QUESTION_MOST);
    arena_free(a);
}

/* What the book adds to a value: the unit of a number, the label of the answer that it is. */
static void add_meaning(const struct step *step, const char *value, struct text *out)
{
    if (strcmp(value, VALUE_UNKNOWN) == 0)
        return;
    bool number = step->type == TYPE_NUMBER;
    if (number && step->unit)
        text_format(out, " %s", step->unit);
    const struct answer *a = NULL;
    if (number)
        a = step_match_number(step, strtod(value, NULL));
    else if (step->type != TYPE_TIME && step->type != TYPE_MANY)
        a = step_match_text(step, value);
    if (a && a->label && strcmp(a->label, a->key) != 0)
        text_format(out, " (%s)", a->label);
}

/* "  (check, 12s; was: no)" */
static void add_circumstances(const struct event *e, const struct given *was, struct text *out)
{
    char span[TIME_TEXT_MAX];
    const char *between = "  (";
    if (e->source) {
        text_format(out, "%s%s", between, e->source);
        between = ", ";
    }
    if (e->took_ms >= 0) {
        time_span(e->took_ms, span);
        text_format(out, "%s%s", between, span);
        between = ", ";
    }
    if (was) {
        text_format(out, "%swas: %s", between, was->shown ? was->shown : was->value);
        between = ", ";
    }
    if (*between == ',')
        text_add_char(out, ')');
}

void tell_value(const struct story *s, const struct event *e, struct text *out)
{
    int step, visit;
    if (e->value && e->step && session_step_parse(s->book, e->step, &step, &visit))
        many_show(&s->book->steps[step], e->value, out);
    else
        text_add(out, known(e->value));
}

static void tell_answered(const struct story *s, const struct session *before,
                          const struct event *e, struct text *out)
{
    struct want w;
    bool asked = tell_want(s, e->step, &w);
    text_add(out, known(e->step));
    if (asked)
        add_question(before, w, out);
    text_add(out, "  ");
    tell_value(s, e, out);
    if (w.kind == WANT_STEP)
        add_meaning(&s->book->steps[w.index], known(e->value), out);
    add_circumstances(e, asked ? tell_given(before, w) : NULL, out);
}

static void tell_severity(const struct story *s, const struct event *e, struct text *out)
{
    text_format(out, "severity set to %s", known(e->value));
    for (size_t i = 0; s->severity && i < s->severity->level_count; i++) {
        const struct level *l = &s->severity->levels[i];
        if (e->value && strcmp(l->id, e->value) == 0)
            text_format(out, ", %s", l->title);
    }
    if (e->evidence)
        add_after_colon(out, e->evidence);
    else
        text_add(out, ", from the answers to the triage");
}

/* The kinds that need no more than their own fields: "words subject: detail". */
enum field { FIELD_NONE, FIELD_STEP, FIELD_VALUE, FIELD_EVIDENCE };

static const struct phrase {
    const char *words;
    enum field subject, detail;
} phrases[] = {
    [EVENT_ALERTED] = {"opened by an alert", FIELD_NONE, FIELD_VALUE},
    [EVENT_ASKED] = {"asked", FIELD_STEP, FIELD_VALUE},
    [EVENT_PASSED] = {"passed over", FIELD_STEP, FIELD_VALUE},
    [EVENT_FOUND] = {"the check found more about", FIELD_STEP, FIELD_EVIDENCE},
    [EVENT_NOTED] = {"noted", FIELD_NONE, FIELD_VALUE},
    [EVENT_TODO] = {"to do", FIELD_NONE, FIELD_VALUE},
    [EVENT_CONFIRMED] = {"gave the verdict: confirmed", FIELD_VALUE, FIELD_EVIDENCE},
    [EVENT_MITIGATED] = {"mitigated", FIELD_NONE, FIELD_VALUE},
    [EVENT_OVERDUE] = {"took longer than", FIELD_VALUE, FIELD_NONE},
    [EVENT_SENT] = {"told", FIELD_VALUE, FIELD_EVIDENCE},
    [EVENT_HANDED_OVER] = {"handed over to", FIELD_VALUE, FIELD_NONE},
    [EVENT_ORDER] = {"set the order of the questions to", FIELD_VALUE, FIELD_NONE},
    [EVENT_CLOSED] = {"closed as", FIELD_VALUE, FIELD_EVIDENCE},
};

static const char *field_of(const struct event *e, enum field f)
{
    switch (f) {
    case FIELD_STEP:
        return e->step;
    case FIELD_VALUE:
        return e->value;
    case FIELD_EVIDENCE:
        return e->evidence;
    case FIELD_NONE:
        break;
    }
    return NULL;
}

static void tell_undone(const struct story *s, const struct event *e, struct text *out)
{
    text_format(out, "took back the answer to %s", known(e->step));
    if (e->value && *e->value) {
        text_add(out, ": ");
        tell_value(s, e, out);
    }
}

static void tell_phrase(const struct phrase *p, const struct event *e, struct text *out)
{
    text_add(out, p->words);
    if (p->subject != FIELD_NONE)
        text_format(out, " %s", known(field_of(e, p->subject)));
    add_after_colon(out, field_of(e, p->detail));
}

/* "kept log_sample of first_error: 12 lines, 3.4 kB, from /var/log/app.log" */
static void tell_captured(const struct event *e, struct text *out)
{
    text_format(out, "kept %s of %s: ", e->value ? e->value : "evidence", known(e->step));
    excerpt_size(e->evidence ? e->evidence : "", out);
    text_format(out, ", from %s", known(e->source));
}

const char *tell_exhibit(const struct story *s, const struct event *e)
{
    bool guard = e->kind == EVENT_ANSWERED && e->step && strchr(e->step, '.') &&
                 tell_action_index(s, e) >= 0;
    switch (e->kind) {
    case EVENT_ANSWERED:
    case EVENT_ALERTED:
    case EVENT_NOTED:
    case EVENT_TODO:
    case EVENT_CAPTURED:
    case EVENT_SAVED:
    case EVENT_ENDED:
    case EVENT_VERIFIED:
    case EVENT_REVERTED:
        return e->evidence && *e->evidence && !guard ? e->evidence : NULL;
    default:
        return NULL;
    }
}

void tell_event(const struct story *s, const struct session *before, const struct event *e,
                struct text *out)
{
    if (tell_action_event(s, e, out)) {
        return;
    } else if (e->kind == EVENT_ANSWERED) {
        tell_answered(s, before, e, out);
    } else if (e->kind == EVENT_SEVERITY) {
        tell_severity(s, e, out);
    } else if (e->kind == EVENT_UNDONE) {
        tell_undone(s, e, out);
    } else if (e->kind == EVENT_CAPTURED) {
        tell_captured(e, out);
    } else if (e->kind == EVENT_OPENED) {
        text_format(out, "opened with %s", known(e->value));
        add_after_colon(out, s->incident->title);
    } else {
        assert((size_t)e->kind < sizeof phrases / sizeof *phrases && phrases[e->kind].words);
        tell_phrase(&phrases[e->kind], e, out);
    }
}

/* "ruled out db-down (was suspected)" */
static void add_change(const char *id, const struct moved *m, struct text *out)
{
    if (m->from == m->to) {
        text_format(out, "%s %s, but disputed", cause_state_words(m->to), id);
        return;
    }
    text_format(out, "%s %s", m->to == CAUSE_OPEN ? "open again" : cause_state_words(m->to), id);
    if (m->from != CAUSE_OPEN)
        text_format(out, " (was %s)", cause_state_words(m->from));
}

void tell_move(const struct story *s, const struct moved *m, struct text *out)
{
    add_change(s->book->causes[m->cause].id, m, out);
    if (!m->reason || !*m->reason)
        return;
    text_add(out, m->to == CAUSE_OPEN ? ", no longer: " : ": ");
    tell_short(out, m->reason, REASON_MOST);
}
